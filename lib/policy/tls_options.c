/* SPDX-License-Identifier: Apache-2.0 */
/* tls_options.c - versions in the spellings of Kubernetes and of etcd. */
#include "policy/tls_options.h"

#include <string.h>

/* 10 for 1.0; -1 for what is no version. */
static int version_number(const char *text)
{
	static const char *const names[][2] = { { "VersionTLS10", "TLS1.0" },
						{ "VersionTLS11", "TLS1.1" },
						{ "VersionTLS12", "TLS1.2" },
						{ "VersionTLS13", "TLS1.3" } };

	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		if (strcmp(text, names[i][0]) == 0 || strcmp(text, names[i][1]) == 0)
			return 10 + (int)i;
	return -1;
}

bool tls_version_is_old(const char *text, const char *least)
{
	return version_number(text) < version_number(least);
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
