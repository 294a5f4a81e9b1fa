/* SPDX-License-Identifier: Apache-2.0 */
/* requester.c - users and groups against globs. */
#include "policy/requester.h"

#include "policy/wording.h"

bool requester_is_any(const struct request *request, const struct strings *users,
		      const struct strings *groups)
{
	if (globs_match(users, request->username))
		return true;
	for_each_string (group, request->groups)
		if (globs_match(groups, group))
			return true;
	return false;
}

void request_finding(struct findings *out, const char *field, const struct says *says)
{
	static const struct at request = { .key = "request" };

	finding_add(out, &request, field, says);
}
