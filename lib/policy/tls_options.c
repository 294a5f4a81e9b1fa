/* SPDX-License-Identifier: Apache-2.0 */
/* tls_options.c - the two flags that all of these servers have. */
#include "policy/tls_options.h"

#include "policy/tls_version.h"

bool tls_version_is_old(const char *text, const char *least)
{
	return tls_version(text) < tls_version(least);
}

void tls_flags_judge(const struct command_line *line, const char *version, const char *least,
		     const char *suites, const struct strings *allowed, struct findings *out)
{
	struct flag f = flag_last(line, version);

	if (f.len && !f.unknown && tls_version_is_old(flag_text(out, &f), least))
		flag_finding(out, line, version, &f,
			     &(struct says){ .want = finding_text(out, "%s or newer", least) });
	for_each_flag_item(item, line, suites)
	{
		if (flag_item_in(&item, allowed))
			continue;
		flag_finding(out, line, suites, &item.flag,
			     &(struct says){ .want = "suites with forward secrecy and "
						     "authenticated encryption",
					     .fix = finding_text(out, "remove %.*s", (int)item.len,
								 item.value) });
	}
}
