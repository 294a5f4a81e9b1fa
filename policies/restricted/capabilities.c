/* SPDX-License-Identifier: Apache-2.0 */
/* capabilities.c - containers drop all capabilities, and add at most NET_BIND_SERVICE.
 *
 * Reads:   capabilities.drop and capabilities.add of each container, exactly as written; spec.os
 * from v1.25 on Accepts: ALL among drop, and nothing but NET_BIND_SERVICE in add; from v1.25 on
 * anything in a Windows pod
 */
#include "policy/pod_os.h"
#include "policy/pod_security.h"
#include "policy/policy.h"

static const char *const allowed[] = { "NET_BIND_SERVICE", NULL };

static bool drops_all(const struct container *c)
{
	return c->security && c->security->capabilities &&
	       strings_have(&c->security->capabilities->drop, "ALL");
}

/* What is dropped instead, for the finding; NULL when nothing is. */
static const char *dropped(const struct container *c, struct findings *out)
{
	struct names drop = { 0 };

	if (c->security && c->security->capabilities)
		for_each_string (s, c->security->capabilities->drop)
			names_add(out, &drop, s);
	return drop.count ? names_join(out, &drop, ", ") : NULL;
}

/* Return: the clause on containers that keep capabilities, or NULL. */
static const char *capabilities_kept(const struct pod *pod, struct findings *out)
{
	struct names bad = { 0 };

	for_each_container (c, pod) {
		if (drops_all(c))
			continue;
		finding(out, &c->at, "securityContext.capabilities.drop", .value = dropped(c, out),
			.want = "[\"ALL\"]", .fix = "drop ALL");
		names_add(out, &bad, c->name);
	}
	if (!bad.count)
		return NULL;
	return finding_text(out, "%s must set securityContext.capabilities.drop=[\"ALL\"]",
			    containers_phrase(out, &bad));
}

static void check(const struct pod *pod, const struct params *params, struct findings *out)
{
	const char *kept = capabilities_kept(pod, out);
	const char *added = capabilities_added(pod, allowed, "absent or NET_BIND_SERVICE", out);

	(void)params;
	if (kept || added)
		findings_summary(out, "unrestricted capabilities",
				 finding_text(out, "%s%s%s", kept ? kept : "",
					      kept && added ? "; " : "", added ? added : ""));
}

static void check_linux(const struct pod *pod, const struct params *params, struct findings *out)
{
	if (!pod_declares_windows(pod))
		check(pod, params, out);
}

static const struct standard standard = {
	.level = LEVEL_RESTRICTED,
	.id = "capabilities_restricted",
	.overrides = "capabilities_baseline",
	.versions = { { 22, check }, { 25, check_linux } },
};

const struct policy policy_restricted_capabilities = {
	.id = "restricted-capabilities",
	.title = "Containers drop all capabilities and add at most NET_BIND_SERVICE",
	.why = "Even the default set lets a container forge packets, change owners and make device "
	       "files; hardly any program needs it.",
	.remedy = "Set capabilities.drop to [\"ALL\"], and add nothing but NET_BIND_SERVICE.",
	.severity = SEVERITY_MEDIUM,
	.good = EXAMPLE_POD
	"    securityContext: {capabilities: {drop: [ALL], add: [NET_BIND_SERVICE]}}\n",
	.bad = EXAMPLE_POD "    securityContext: {capabilities: {drop: [NET_RAW]}}\n",
	.maps = { CIS_NET_RAW, CIS_ADDED_CAPABILITIES, CIS_DROPPED_CAPABILITIES, NSA_ENFORCEMENT,
		  MITRE_ESCAPE },
	.standard = &standard,
};
