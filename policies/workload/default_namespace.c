/* SPDX-License-Identifier: Apache-2.0 */
/* default_namespace.c - nothing is put where nothing belongs.
 * Reads:   kind and namespace of an object
 * Accepts: other kinds, other namespaces; the names that each namespace has anyway; objects of the
 * cluster */
#include <string.h>

#include "policy/policy.h"
#include "policy/requester.h"
#include "policy/says.h"

enum { FORBIDDEN, KINDS, NAMES };

static const struct param params_declared[] = {
	[FORBIDDEN] = { "forbidden", PARAM_STRINGS, .def = "[\"default\"]",
			.doc = "Globs of namespaces that take none of these kinds; kube-system is "
			       "a good one to add for those who do not run the cluster." },
	[KINDS] = { "kinds", PARAM_STRINGS,
		    .def = "[\"Pod\", \"Deployment\", \"ReplicaSet\", \"StatefulSet\", "
			   "\"DaemonSet\", \"ReplicationController\", \"Job\", \"CronJob\", "
			   "\"Service\", \"Ingress\", \"Secret\", \"ConfigMap\", "
			   "\"ServiceAccount\", \"PersistentVolumeClaim\", \"NetworkPolicy\", "
			   "\"Role\", \"RoleBinding\"]",
		    .doc = "Globs of the kinds that are judged." },
	[NAMES] = { "exempt", PARAM_STRINGS,
		    .def = "[\"kubernetes\", \"kube-root-ca.crt\", \"default\", "
			   "\"openshift-service-ca.crt\"]",
		    .doc = "Globs of names of objects that may be there." },
};

static void check(const struct object *object, const struct params *params, struct findings *out)
{
	const struct strings *forbidden = param_strings(params, FORBIDDEN);
	const struct request *request = object->request;
	const struct meta *meta = object->meta;
	const char *ns = *meta->ns ? meta->ns : request->ns;

	/* The request for a Namespace names that very one. */
	if (!*ns || strcmp(request->kind.kind, "Namespace") == 0 ||
	    !globs_match(param_strings(params, KINDS), request->kind.kind) ||
	    globs_match(param_strings(params, NAMES), meta->name))
		return;
	if (globs_match(forbidden, ns))
		finding(out, &meta->at, "namespace", .value = ns,
			.want = says_none_of(out, forbidden));
}

const struct policy policy_workload_default_namespace = {
	.id = "default-namespace",
	.title = "Nothing runs in the default namespace",
	.why = "What lands in default was told no place: it shares rights, quotas and network "
	       "policies with all else that was forgotten there.",
	.remedy = "Name a namespace that is the workload's own.",
	.severity = SEVERITY_LOW,
	.good = "metadata: {namespace: shop}\n",
	.bad = "metadata: {namespace: default}\n",
	.maps = { CIS_DEFAULT_NAMESPACE, NSA_NAMESPACES },
	POLICY_PARAMS(params_declared),
	.check_object = check,
};
