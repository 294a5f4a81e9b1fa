/* SPDX-License-Identifier: Apache-2.0 */
/* run_as_non_root.c - no container runs as root.
 * Reads:   runAsNonRoot, runAsUser and windowsOptions.runAsUserName of pod and containers;
 * hostUsers Accepts: runAsNonRoot true, or a runAsUser above 0; the container's own value wins over
 * the pod's */
#include "policy/pod_os.h"
#include "policy/pod_security.h"
#include "policy/policy.h"
#include "policy/says.h"

enum { REQUIRED, ACCEPT_USER, EXEMPT_USER_NAMESPACES };

static const struct param params_declared[] = {
	[REQUIRED] = { "required", PARAM_BOOL, .def = "true",
		       .doc = "Whether each container must be sure not to run as root; else only "
			      "what says root is refused." },
	[ACCEPT_USER] = { "acceptRunAsUser", PARAM_BOOL, .def = "true",
			  .doc = "Whether a runAsUser above 0 is enough without runAsNonRoot." },
	[EXEMPT_USER_NAMESPACES] = { "exemptUserNamespaces", PARAM_BOOL, .def = "false",
				     .doc = "Whether pods with hostUsers false are left alone: "
					    "their root is nobody on the node." },
};

struct judge {
	const struct security_common *pod;
	const struct at *pod_at;
	bool required, accept_user;
	bool said_user, said_non_root; /* of the pod's own fields, which all containers inherit */
	struct findings *out;
};

/* A finding where the value stands; at the pod only once. */
static void found(struct judge *j, const struct context *x, bool own, bool *said, const char *field,
		  const char *value, const char *want)
{
	if (!own && *said)
		return;
	if (!own)
		*said = true;
	finding(j->out, own ? x->at : j->pod_at, field, .value = value, .want = want);
}

static void check_container(struct judge *j, const struct context *x)
{
	bool own_user = x->common->run_as_user.set, own = x->common->run_as_non_root.set;
	struct opt_int user = own_user ? x->common->run_as_user : j->pod->run_as_user;
	struct opt_bool non_root = own ? x->common->run_as_non_root : j->pod->run_as_non_root;

	if (user.set && user.v == 0)
		found(j, x, own_user, &j->said_user, "securityContext.runAsUser", "0",
		      "absent or above 0");
	else if (user.set && j->accept_user)
		return;
	if (non_root.v)
		return;
	if (non_root.set)
		found(j, x, own, &j->said_non_root, "securityContext.runAsNonRoot", "false",
		      "true");
	else if (j->required)
		finding(j->out, x->at, "securityContext.runAsNonRoot", .want = "true");
}

static void check(const struct pod *pod, const struct params *params, struct findings *out)
{
	struct context of_pod = context_first(pod);
	struct judge j = {
		.pod = of_pod.common,
		.pod_at = of_pod.at,
		.required = param_bool(params, REQUIRED),
		.accept_user = param_bool(params, ACCEPT_USER),
		.out = out,
	};

	if (param_bool(params, EXEMPT_USER_NAMESPACES) && pod_has_own_users(pod))
		return;
	/* The administrator of a Windows container has the rights of one on its node's container
	 * service. */
	windows_administrators_check(pod, "an ordinary user", out);
	for_each_context (x, pod)
		if (x.container)
			check_container(&j, &x);
}

const struct policy policy_workload_run_as_non_root = {
	.id = "run-as-non-root",
	.title = "Containers do not run as root",
	.why = "Root in a container is root on the node as soon as one barrier between them fails.",
	.remedy = "Set securityContext.runAsNonRoot to true and run the image as a user above 0.",
	.severity = SEVERITY_HIGH,
	.good = EXAMPLE_POD "  securityContext: {runAsNonRoot: true, runAsUser: 10001}\n",
	.bad = EXAMPLE_POD "  securityContext: {runAsUser: 0}\n",
	.maps = { PSS_RUN_AS_NON_ROOT, CIS_ROOT, NSA_NON_ROOT, MITRE_ESCAPE },
	POLICY_PARAMS(params_declared),
	.check_pod = check,
};
