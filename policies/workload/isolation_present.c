/* SPDX-License-Identifier: Apache-2.0 */
/* isolation_present.c - something stands between a container and its node beside namespaces.
 * Reads:   privileged, seccompProfile, appArmorProfile and its annotation, seLinuxOptions of pod
 * and containers; capabilities
 * Accepts: any one of them that is in force; drop: [ALL] with nothing but NET_BIND_SERVICE added;
 * anything of a pod for Windows, which has none of these fields
 *
 * A privileged container has all capabilities and runs unconfined, whatever else it says. */
#include <string.h>

#include "policy/capability.h"
#include "policy/pod_os.h"
#include "policy/pod_security.h"
#include "policy/policy.h"
#include "policy/says.h"

#define APPARMOR_KEY "container.apparmor.security.beta.kubernetes.io/"

static bool confines(const struct profile *profile)
{
	return profile && profile_confines(profile);
}

/* Types that SELinux lets do anything. */
static bool labels(const struct selinux_options *o)
{
	if (!o || strcmp(o->type, "spc_t") == 0 || strncmp(o->type, "unconfined_", 11) == 0)
		return false;
	return *o->user || *o->role || *o->type || *o->level;
}

/* What a container says takes the place of what the pod says. */
static const struct profile *effective(const struct profile *own, const struct profile *pod)
{
	return own ? own : pod;
}

/* Of a few dropped ones the rest still opens the node, and so does what is added again. */
static bool has_few_capabilities(const struct capabilities *c)
{
	if (!c || !capability_dropped(&c->drop, "ALL"))
		return false;
	for_each_string (name, c->add) {
		const char *known = capability_name(name);

		if (!known || strcmp(known, "NET_BIND_SERVICE") != 0)
			return false;
	}
	return true;
}

static bool is_privileged(const struct container *c)
{
	return c->security && c->security->privileged.v;
}

static bool is_isolated(const struct pod *pod, const struct container *c)
{
	static const struct security_common nothing;
	const struct security_common *own = c->security ? &c->security->common : &nothing;
	const struct security_common *all = pod->security ? &pod->security->common : &nothing;

	return confines(effective(own->seccomp, all->seccomp)) ||
	       confines(effective(own->apparmor, all->apparmor)) ||
	       labels(own->selinux ? own->selinux : all->selinux) ||
	       has_few_capabilities(c->security ? c->security->capabilities : NULL);
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
	if (pod_is_windows(pod))
		return;
	if (says_too_many(out, &pod->meta->at, "annotations", pod->meta->annotations.count, count))
		return;
	for_each_container (c, pod)
		if (is_privileged(c))
			finding(out, &c->at, "securityContext.privileged", .value = "true",
				.want = "absent or false, since it takes away all isolation",
				.fix = "remove privileged");
		else if (!is_isolated(pod, c) && !has_annotation(pod, c))
			finding(out, &c->at, "securityContext",
				.want = "a seccompProfile, an appArmorProfile, seLinuxOptions, or "
					"all capabilities dropped");
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
