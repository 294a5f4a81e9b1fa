/* SPDX-License-Identifier: Apache-2.0 */
/* capabilities.c - which capabilities may be added, and which must be dropped.
 * Reads:   securityContext.capabilities of containers; names in any case, with CAP_ or without;
 *          in drop a name with CAP_ drops nothing, as containerd puts another CAP_ in front
 * Accepts: absent; what the container runtime grants anyway; in drop what Linux knows */
#include <string.h>

#include "policy/capability.h"
#include "policy/pod_os.h"
#include "policy/pod_security.h"
#include "policy/policy.h"
#include "policy/says.h"

enum { ALLOWED_ADD, FORBIDDEN_ADD, REQUIRED_DROP, UNKNOWN_DROP };

static const struct param params_declared[] = {
	[ALLOWED_ADD] = { "allowedAdd", PARAM_STRINGS, .check = capability_check,
			  .doc = "The only capabilities that may be added; with ALL in it, any. "
				 "When no list of this policy is set, those that the baseline "
				 "standard allows." },
	[FORBIDDEN_ADD] = { "forbiddenAdd", PARAM_STRINGS, .check = capability_check,
			    .doc = "Capabilities that may not be added, even when allowed above; "
				   "with ALL in it, none may." },
	[REQUIRED_DROP] = { "requiredDrop", PARAM_STRINGS, .check = capability_check,
			    .doc = "Capabilities that each container must drop, by their names "
				   "without CAP_, and not add again; dropping ALL drops each." },
	[UNKNOWN_DROP] = { "allowUnknownDrop", PARAM_BOOL, .def = "false",
			   .doc = "Whether drop may hold names that Linux does not have. They drop "
				  "nothing, and most are misspelt; one that is newer than kubevet "
				  "is refused too unless this is set." },
};

static const char *const granted_names[] = {
	"AUDIT_WRITE",	    "CHOWN",   "DAC_OVERRIDE", "FOWNER",  "FSETID", "KILL",	  "MKNOD",
	"NET_BIND_SERVICE", "SETFCAP", "SETGID",       "SETPCAP", "SETUID", "SYS_CHROOT",
};
static const struct strings granted = { true, ARRAY_LEN(granted_names), granted_names };

struct lists {
	const struct strings *allowed, *forbidden, *required; /* ->set tells whether it counts */
};

static struct lists lists_of(const struct params *params)
{
	struct lists l = { param_strings(params, ALLOWED_ADD), param_strings(params, FORBIDDEN_ADD),
			   param_strings(params, REQUIRED_DROP) };

	if (!l.allowed->set && !l.forbidden->set && !l.required->set)
		l.allowed = &granted;
	return l;
}

static bool is_all(const char *name)
{
	return strcmp(name, "ALL") == 0;
}

/* The search for a name is for those who read it: findings that are only counted go without. */
static const char *want_real(struct findings *out, const char *text)
{
	const char *nearest = findings_count(out) < FINDINGS_MAX ? capability_nearest(text) : NULL;

	if (!nearest)
		return "a capability that Linux has";
	return finding_text(out, "a capability that Linux has, perhaps %s", nearest);
}

/* What is wanted in place of @text among those that are added, or NULL when it may be. */
static const char *want_instead(struct findings *out, const struct lists *l, const char *text)
{
	const char *name = capability_name(text);

	if (!name)
		return want_real(out, text);
	if (capability_listed(l->forbidden, name) || capability_listed(l->forbidden, "ALL") ||
	    (is_all(name) && l->forbidden->count))
		return says_none_of(out, l->forbidden);
	if (capability_listed(l->required, name) || (is_all(name) && l->required->count))
		return "none that must be dropped";
	if (l->allowed->set && !capability_listed(l->allowed, name) &&
	    !capability_listed(l->allowed, "ALL"))
		return says_one_of(out, l->allowed);
	return NULL;
}

static void check_list(const struct container *c, const char *list, size_t i, const char *text,
		       const char *want, struct findings *out)
{
	if (want)
		finding(out, &c->at,
			finding_text(out, "securityContext.capabilities.%s[%zu]", list, i),
			.value = text, .want = want);
}

static void check_required(const struct container *c, const struct strings *required,
			   const struct strings *dropped, struct findings *out)
{
	struct names missing = { 0 };

	for_each_string (s, *required)
		if (!capability_dropped(dropped, capability_name(s)))
			names_add(out, &missing, capability_name(s));
	if (missing.count)
		finding(out, &c->at, "securityContext.capabilities.drop",
			.value = dropped->set ? "a list without" : NULL,
			.want = names_join(out, &missing, ", "));
}

static void check(const struct pod *pod, const struct params *params, struct findings *out)
{
	static const struct capabilities none;
	struct lists l = lists_of(params);
	bool unknown = param_bool(params, UNKNOWN_DROP);

	for_each_container (c, pod) {
		const struct capabilities *caps = c->security && c->security->capabilities
							  ? c->security->capabilities
							  : &none;

		for (size_t i = 0; i < caps->add.count; i++)
			check_list(c, "add", i, caps->add.v[i],
				   want_instead(out, &l, caps->add.v[i]), out);
		for (size_t i = 0; i < caps->drop.count; i++)
			if (!unknown && !capability_name(caps->drop.v[i]))
				check_list(c, "drop", i, caps->drop.v[i],
					   want_real(out, caps->drop.v[i]), out);
		if (!pod_is_windows(pod))
			check_required(c, l.required, &caps->drop, out);
	}
}

const struct policy policy_workload_capabilities = {
	.id = "capabilities",
	.title = "Containers add only allowed capabilities and drop the required ones",
	.why = "A capability is a piece of root's power; several are enough to take over the node.",
	.remedy = "Drop ALL in securityContext.capabilities and add back only what the program "
		  "needs.",
	.severity = SEVERITY_HIGH,
	.good = EXAMPLE_POD
	"    securityContext: {capabilities: {drop: [ALL], add: [NET_BIND_SERVICE]}}\n",
	.bad = EXAMPLE_POD "    securityContext: {capabilities: {add: [SYS_ADMIN]}}\n",
	.maps = { PSS_CAPABILITIES, CIS_NET_RAW, CIS_ADDED_CAPABILITIES, CIS_DROPPED_CAPABILITIES,
		  NSA_ENFORCEMENT, MITRE_ESCAPE },
	POLICY_PARAMS(params_declared),
	.check_pod = check,
};
