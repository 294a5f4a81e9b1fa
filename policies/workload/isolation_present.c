/* SPDX-License-Identifier: Apache-2.0 */
/* isolation_present.c - something stands between a container and its node beside namespaces.
 * Reads:   seccompProfile, appArmorProfile and its annotation, seLinuxOptions of pod and
 * containers; capabilities.drop
 * Accepts: any one of them that is in force */
#include <string.h>

#include "policy/policy.h"
#include "policy/says.h"

#define APPARMOR_KEY "container.apparmor.security.beta.kubernetes.io/"

static bool confines(const struct profile *profile)
{
	return profile && *profile->type && strcmp(profile->type, "Unconfined") != 0;
}

static bool labels(const struct selinux_options *o)
{
	return o && (*o->user || *o->role || *o->type || *o->level);
}

/* What a container says takes the place of what the pod says. */
static const struct profile *effective(const struct profile *own, const struct profile *pod)
{
	return own ? own : pod;
}

static bool is_isolated(const struct pod *pod, const struct container *c)
{
	static const struct security_common nothing;
	const struct security_common *own = c->security ? &c->security->common : &nothing;
	const struct security_common *all = pod->security ? &pod->security->common : &nothing;
	const struct capabilities *capabilities = c->security ? c->security->capabilities : NULL;

	return confines(effective(own->seccomp, all->seccomp)) ||
	       confines(effective(own->apparmor, all->apparmor)) || labels(own->selinux) ||
	       labels(all->selinux) || (capabilities && capabilities->drop.count);
}

static bool has_annotation(const struct pod *pod, const struct container *c)
{
	size_t len = strlen(APPARMOR_KEY);

	for_each_entry (e, pod->meta->annotations)
		if (strncmp(e->key, APPARMOR_KEY, len) == 0 && strcmp(e->key + len, c->name) == 0)
			return *e->value && strcmp(e->value, "unconfined") != 0;
	return false;
}

static void check(const struct pod *pod, const struct params *params, struct findings *out)
{
	size_t count = pod->init_count + pod->main_count + pod->ephemeral_count;

	(void)params;
	if (says_too_many(out, &pod->meta->at, "annotations", pod->meta->annotations.count, count))
		return;
	for_each_container (c, pod)
		if (!is_isolated(pod, c) && !has_annotation(pod, c))
			finding(out, &c->at, "securityContext",
				.want = "a seccompProfile, an appArmorProfile, seLinuxOptions or "
					"dropped capabilities");
}

const struct policy policy_workload_isolation_present = {
	.id = "isolation-present",
	.title = "Containers are held back by more than namespaces",
	.why = "Where neither system calls nor capabilities nor files are limited, one flaw of the "
	       "kernel is the node.",
	.remedy = "Set securityContext.seccompProfile.type to RuntimeDefault, for the pod or the "
		  "container.",
	.severity = SEVERITY_MEDIUM,
	.good = EXAMPLE_POD "  securityContext: {seccompProfile: {type: RuntimeDefault}}\n",
	.bad = EXAMPLE_POD "  securityContext: {seccompProfile: {type: Unconfined}}\n",
	.maps = { CIS_SECURITY_CONTEXT, NSA_HARDENING, MITRE_ESCAPE },
	.check_pod = check,
};
