/* SPDX-License-Identifier: Apache-2.0 */
/* deprecated_api_versions.c - what is asked for is still served, and will be.
 * Reads:   group, version and kind as the user sent them, or those of the object where a request
 * doesn't say; annotations of pods and templates
 * Accepts: what no release of Kubernetes up to the one looked ahead to has removed
 *
 * A webhook sees objects in the version that its configuration names. What the user sent is in the
 * request. */
#include <string.h>

#include "policy/policy.h"
#include "policy/says.h"

enum { VERSION, AHEAD };

static const struct param params_declared[] = {
	[VERSION] = { "version", PARAM_INT, .def = "32", .min = 0, .max = 1000,
		      .doc = "Minor version of the cluster: 32 is v1.32." },
	[AHEAD] = { "ahead", PARAM_INT, .def = "3", .min = 0, .max = 100,
		    .doc = "How many releases to look ahead: what is gone by then is refused, "
			   "too." },
};

/* By group and version, with all kinds that went with one release; @instead is where they are now,
 * NULL: nowhere. */
static const struct removal {
	const char *group, *version, *kinds;
	int removed; /* in v1.@removed */
	const char *instead;
} removals[] = {
	{ "extensions", "v1beta1", "DaemonSet Deployment ReplicaSet", 16, "apps/v1" },
	{ "extensions", "v1beta1", "NetworkPolicy", 16, "networking.k8s.io/v1" },
	{ "extensions", "v1beta1", "PodSecurityPolicy", 16, NULL },
	{ "extensions", "v1beta1", "Ingress", 22, "networking.k8s.io/v1" },
	{ "apps", "v1beta1", "Deployment ReplicaSet StatefulSet", 16, "apps/v1" },
	{ "apps", "v1beta2", "DaemonSet Deployment ReplicaSet StatefulSet", 16, "apps/v1" },
	{ "admissionregistration.k8s.io", "v1beta1",
	  "MutatingWebhookConfiguration ValidatingWebhookConfiguration", 22,
	  "admissionregistration.k8s.io/v1" },
	{ "apiextensions.k8s.io", "v1beta1", "CustomResourceDefinition", 22,
	  "apiextensions.k8s.io/v1" },
	{ "apiregistration.k8s.io", "v1beta1", "APIService", 22, "apiregistration.k8s.io/v1" },
	{ "authentication.k8s.io", "v1beta1", "TokenReview", 22, "authentication.k8s.io/v1" },
	{ "authorization.k8s.io", "v1beta1",
	  "LocalSubjectAccessReview SelfSubjectAccessReview SubjectAccessReview", 22,
	  "authorization.k8s.io/v1" },
	{ "certificates.k8s.io", "v1beta1", "CertificateSigningRequest", 22,
	  "certificates.k8s.io/v1" },
	{ "coordination.k8s.io", "v1beta1", "Lease", 22, "coordination.k8s.io/v1" },
	{ "networking.k8s.io", "v1beta1", "Ingress IngressClass", 22, "networking.k8s.io/v1" },
	{ "rbac.authorization.k8s.io", "v1beta1", "ClusterRole ClusterRoleBinding Role RoleBinding",
	  22, "rbac.authorization.k8s.io/v1" },
	{ "scheduling.k8s.io", "v1beta1", "PriorityClass", 22, "scheduling.k8s.io/v1" },
	{ "storage.k8s.io", "v1beta1", "CSIDriver CSINode StorageClass VolumeAttachment", 22,
	  "storage.k8s.io/v1" },
	{ "batch", "v1beta1", "CronJob", 25, "batch/v1" },
	{ "discovery.k8s.io", "v1beta1", "EndpointSlice", 25, "discovery.k8s.io/v1" },
	{ "events.k8s.io", "v1beta1", "Event", 25, "events.k8s.io/v1" },
	{ "autoscaling", "v2beta1", "HorizontalPodAutoscaler", 25, "autoscaling/v2" },
	{ "node.k8s.io", "v1beta1", "RuntimeClass", 25, "node.k8s.io/v1" },
	{ "policy", "v1beta1", "PodDisruptionBudget", 25, "policy/v1" },
	{ "policy", "v1beta1", "PodSecurityPolicy", 25, NULL },
	{ "autoscaling", "v2beta2", "HorizontalPodAutoscaler", 26, "autoscaling/v2" },
	{ "flowcontrol.apiserver.k8s.io", "v1beta1", "FlowSchema PriorityLevelConfiguration", 26,
	  "flowcontrol.apiserver.k8s.io/v1" },
	{ "storage.k8s.io", "v1beta1", "CSIStorageCapacity", 27, "storage.k8s.io/v1" },
	{ "flowcontrol.apiserver.k8s.io", "v1beta2", "FlowSchema PriorityLevelConfiguration", 29,
	  "flowcontrol.apiserver.k8s.io/v1" },
	{ "flowcontrol.apiserver.k8s.io", "v1beta3", "FlowSchema PriorityLevelConfiguration", 32,
	  "flowcontrol.apiserver.k8s.io/v1" },
};

/* Annotations that became fields and are read no more; @key is a whole one, or ends in a slash and
 * holds for all below it. */
static const struct {
	const char *key;
	int removed;
	const char *instead;
} annotations[] = {
	{ "pod.alpha.kubernetes.io/init-containers", 8, "spec.initContainers" },
	{ "pod.beta.kubernetes.io/init-containers", 8, "spec.initContainers" },
	{ "security.alpha.kubernetes.io/sysctls", 11, "spec.securityContext.sysctls" },
	{ "security.alpha.kubernetes.io/unsafe-sysctls", 11, "spec.securityContext.sysctls" },
	{ "scheduler.alpha.kubernetes.io/critical-pod", 16, "spec.priorityClassName" },
	{ "seccomp.security.alpha.kubernetes.io/pod", 27, "spec.securityContext.seccompProfile" },
	{ "container.seccomp.security.alpha.kubernetes.io/", 27,
	  "securityContext.seccompProfile of the container" },
};

static int64_t horizon(const struct params *params)
{
	return param_int(params, VERSION) + param_int(params, AHEAD);
}

static bool key_is_of(const char *key, const char *pattern)
{
	size_t len = strlen(pattern);

	return pattern[len - 1] == '/' ? strncmp(key, pattern, len) == 0
				       : strcmp(key, pattern) == 0;
}

static void check_pod(const struct pod *pod, const struct params *params, struct findings *out)
{
	for_each_entry (e, pod->meta->annotations)
		for (size_t i = 0; i < ARRAY_LEN(annotations); i++)
			if (key_is_of(e->key, annotations[i].key) &&
			    annotations[i].removed <= horizon(params))
				says_annotation(out, pod->meta, e->key,
						&(struct says){ .value = "present",
								.want = annotations[i].instead });
}

static bool has_word(const char *words, const char *word)
{
	size_t len = strlen(word);

	for (; *words; words += *words == ' ') {
		size_t n = strcspn(words, " ");

		if (n == len && memcmp(words, word, n) == 0)
			return true;
		words += n;
	}
	return false;
}

static const struct removal *removal_of(const struct gvk *gvk)
{
	for (size_t i = 0; i < ARRAY_LEN(removals); i++)
		if (strcmp(removals[i].version, gvk->version) == 0 &&
		    strcmp(removals[i].group, gvk->group) == 0 &&
		    has_word(removals[i].kinds, gvk->kind))
			return &removals[i];
	return NULL;
}

static void check_object(const struct object *object, const struct params *params,
			 struct findings *out)
{
	const struct request *request = object->request;
	const struct gvk *asked = *request->asked_kind.kind ? &request->asked_kind : &request->kind;
	const struct removal *r = removal_of(asked);

	if (!r || r->removed > horizon(params))
		return;
	finding(out, &object->at, "apiVersion",
		.value = finding_text(out, "%s/%s", asked->group, asked->version),
		.want = finding_text(out, "%s, since v1.%d has no such %s",
				     r->instead ? r->instead : "nothing of this kind", r->removed,
				     asked->kind));
}

const struct policy policy_workload_deprecated_api_versions = {
	.id = "deprecated-api-versions",
	.title = "Objects ask for nothing that is gone from the API",
	.why = "A manifest of a version that is gone can't be applied any more, which shows on the "
	       "day it is needed; an annotation that is gone is silently no protection.",
	.remedy = "Move the manifest to the version that replaced it, and look at its changes in "
		  "Kubernetes' migration guide.",
	.severity = SEVERITY_LOW,
	.good = "spec: {securityContext: {seccompProfile: {type: RuntimeDefault}}}\n",
	.bad = "metadata:\n  annotations:\n"
	       "    seccomp.security.alpha.kubernetes.io/pod: runtime/default\n",
	.maps = { NSA_UPGRADING },
	POLICY_PARAMS(params_declared),
	.check_pod = check_pod,
	.check_object = check_object,
};
