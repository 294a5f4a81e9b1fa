/* SPDX-License-Identifier: Apache-2.0 */
/* account.c - service accounts that are left alone. */
#include "policy/account.h"

bool account_is_left_alone(const struct service_account *account, const struct params *params,
			   struct findings *out)
{
	const struct meta *meta = account->meta;
	const struct request *request = account->request;
	const char *address = finding_text(out, "%s/%s", *meta->ns ? meta->ns : request->ns,
					   *meta->name ? meta->name : request->name);

	if (globs_match(param_strings(params, ACCOUNT_ALLOWED), address))
		return true;
	return !request->offline &&
	       globs_match(param_strings(params, ACCOUNT_USERS), request->username);
}
