/* SPDX-License-Identifier: Apache-2.0 */
/* selinux.c - SELinux labels stay among those made for containers.
 *
 * Reads:   seLinuxOptions of the pod and of each container
 * Accepts: type absent, "", container_t, container_init_t, container_kvm_t, and from v1.31 on
 * container_engine_t; user and role absent or ""; any level
 */
#include <string.h>

#include "policy/pod_security.h"
#include "policy/policy.h"

struct bad {
	struct setters setters;
	struct names types;
	bool user, role;
};

static bool type_allowed(const char *type, bool engine)
{
	return !*type || strcmp(type, "container_t") == 0 ||
	       strcmp(type, "container_init_t") == 0 || strcmp(type, "container_kvm_t") == 0 ||
	       (engine && strcmp(type, "container_engine_t") == 0);
}

static void check_context(const struct context *x, bool engine, struct bad *bad,
			  struct findings *out)
{
	const struct selinux_options *selinux = x->common->selinux;
	bool type = !type_allowed(selinux->type, engine);
	bool user = *selinux->user, role = *selinux->role;

	if (type) {
		finding(out, x->at, "securityContext.seLinuxOptions.type", .value = selinux->type,
			.want = engine ? "container_t, container_init_t, container_kvm_t or "
					 "container_engine_t"
				       : "container_t, container_init_t or container_kvm_t",
			.fix = "remove the type");
		names_add(out, &bad->types, selinux->type);
	}
	if (user)
		finding(out, x->at, "securityContext.seLinuxOptions.user", .value = selinux->user,
			.want = "absent", .fix = "remove the user");
	if (role)
		finding(out, x->at, "securityContext.seLinuxOptions.role", .value = selinux->role,
			.want = "absent", .fix = "remove the role");
	bad->user |= user;
	bad->role |= role;
	if (type || user || role)
		setters_add(out, &bad->setters, x);
}

static void summarize(struct bad *bad, struct findings *out)
{
	struct names data = { 0 };

	names_sort_set(&bad->types);
	if (bad->types.count)
		names_add(out, &data,
			  finding_text(out, "%s %s", plural("type", "types", bad->types.count),
				       names_quote(out, &bad->types)));
	if (bad->user)
		names_add(out, &data, "user may not be set");
	if (bad->role)
		names_add(out, &data, "role may not be set");
	findings_summary(out, "seLinuxOptions",
			 finding_text(out, "%s set forbidden securityContext.seLinuxOptions: %s",
				      setters_print(out, &bad->setters),
				      names_join(out, &data, "; ")));
}

static void check(const struct pod *pod, bool engine, struct findings *out)
{
	struct bad bad = { 0 };

	for_each_context (x, pod) {
		if (x.common->selinux)
			check_context(&x, engine, &bad, out);
	}
	if (setters_any(&bad.setters))
		summarize(&bad, out);
}

static void check_first(const struct pod *pod, const struct params *params, struct findings *out)
{
	(void)params;
	check(pod, false, out);
}

static void check_engine(const struct pod *pod, const struct params *params, struct findings *out)
{
	(void)params;
	check(pod, true, out);
}

static const struct standard standard = {
	.level = LEVEL_BASELINE,
	.id = "seLinuxOptions",
	.versions = { { 0, check_first }, { 31, check_engine } },
};

const struct policy policy_baseline_selinux = {
	.id = "baseline-selinux",
	.title = "SELinux labels are those made for containers",
	.why = "Another type, user or role can lift the walls that SELinux keeps between a "
	       "container and its node.",
	.remedy = "Remove user and role from seLinuxOptions, and its type or choose container_t.",
	.severity = SEVERITY_HIGH,
	.good = EXAMPLE_POD "    securityContext: {seLinuxOptions: {type: container_t}}\n",
	.bad = EXAMPLE_POD "    securityContext: {seLinuxOptions: {type: spc_t}}\n",
	.maps = { NSA_HARDENING, MITRE_ESCAPE },
	.standard = &standard,
};
