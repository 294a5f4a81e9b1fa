/* SPDX-License-Identifier: Apache-2.0 */
/* component.c - the flags of that server. */
#include "policy/component.h"

#include "policy/says.h"

static void judge_address(const struct command_line *line, const struct strings *addresses,
			  struct findings *out)
{
	static const char all[] = "0.0.0.0";
	struct flag f = flag_last(line, "bind-address"), port = flag_last(line, "secure-port");
	int64_t number;

	if ((flag_int(&port, &number) && number == 0) ||
	    strings_have(addresses, f.len ? flag_text(out, &f) : all))
		return;
	flag_finding(out, line, "bind-address", &f,
		     &(struct says){ .want = finding_text(out, "--bind-address of %s",
							  says_one_of(out, addresses)) });
}

void component_serving_judge(const struct command_line *line, bool reads_file,
			     const struct strings *addresses, struct findings *out)
{
	static const struct flag_rule profiling = { "profiling", FLAG_FALSE, .otherwise = true };
	static const struct flag_rule address = { "address", FLAG_ABSENT,
						  .fix = "it is served without TLS" };

	if (!reads_file)
		flags_judge(line, &profiling, 1, out);
	judge_address(line, addresses, out);
	/* From before the secure port. */
	flags_judge(line, &address, 1, out);
	flag_judge_range(line, "port", 0, 0, 0, out);
}
