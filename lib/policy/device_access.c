/* SPDX-License-Identifier: Apache-2.0 */
/* device_access.c - requests for devices with the access of an administrator. */
#include "policy/device_access.h"

static void check_requests(const struct device_claim *claim, struct findings *out)
{
	for_each_device_request(r, claim)
	{
		if (r->admin_access)
			finding(out, &r->at, "adminAccess", .value = "true",
				.want = "not set, or false");
		if (r->exactly_admin_access)
			finding(out, &r->at, "exactly.adminAccess", .value = "true",
				.want = "not set, or false");
	}
}

void device_access_check(const struct device_claim *claim, const struct strings *namespaces,
			 struct findings *out)
{
	const char *ns = *claim->meta->ns ? claim->meta->ns : claim->request->ns;

	if (globs_match(namespaces, ns))
		return;
	check_requests(claim, out);
	check_requests(claim->template, out);
}
