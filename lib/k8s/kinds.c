/* SPDX-License-Identifier: Apache-2.0 */
/* kinds.c - which view fits which kind, and where its pod template is.
 *
 * Versions that are no longer served are here for files and recorded reviews: their paths are the
 * same.
 */
#include "k8s/kinds.h"

#include <string.h>

#define ROW(group, kind, resource, view, scope, versions)                                    \
	{                                                                                    \
		group, kind, resource, VIEW_##view, "", "metadata", "spec", false, versions, \
			scope, false                                                         \
	}
#define TEMPLATE_ROW(group, kind, resource, path, optional, versions)                            \
	{                                                                                        \
		group, kind, resource, VIEW_POD, path, path ".metadata", path ".spec", optional, \
			versions, NAMESPACED, false                                              \
	}
#define TEMPLATE(group, kind, resource, path, versions) \
	TEMPLATE_ROW(group, kind, resource, path, false, versions)
#define OPTIONAL_TEMPLATE(group, kind, resource, path, versions) \
	TEMPLATE_ROW(group, kind, resource, path, true, versions)

/* A custom resource from whose pod templates a controller makes pods. Only what is a whole template
 * is here: of templates that are laid over one of the controller's own, what is absent says
 * nothing.
 */
#define CUSTOM_ROW(group, kind, resource, scope, paths, versions)                           \
	{                                                                                   \
		group, kind, resource, VIEW_POD, paths, "", "", true, versions, scope, true \
	}
#define CUSTOM(group, kind, resource, paths, versions) \
	CUSTOM_ROW(group, kind, resource, NAMESPACED, paths, versions)

#define NAMESPACED false
#define CLUSTER	   true

static const struct kind kinds[] = {
	ROW("", "Pod", "pods", POD, NAMESPACED, "v1"),
	TEMPLATE("", "PodTemplate", "podtemplates", "template", "v1"),
	OPTIONAL_TEMPLATE("", "ReplicationController", "replicationcontrollers", "spec.template",
			  "v1"),
	ROW("", "Service", "services", SERVICE, NAMESPACED, "v1"),
	ROW("", "Namespace", "namespaces", NAMESPACE, CLUSTER, "v1"),
	ROW("", "PodExecOptions", "pods/exec", CONNECT, NAMESPACED, "v1"),
	ROW("", "PodAttachOptions", "pods/attach", CONNECT, NAMESPACED, "v1"),
	ROW("", "PodPortForwardOptions", "pods/portforward", CONNECT, NAMESPACED, "v1"),
	ROW("", "PodProxyOptions", "pods/proxy", CONNECT, NAMESPACED, "v1"),
	ROW("", "ServiceProxyOptions", "services/proxy", CONNECT, NAMESPACED, "v1"),
	ROW("", "NodeProxyOptions", "nodes/proxy", CONNECT, CLUSTER, "v1"),
	ROW("", "Endpoints", "endpoints", ENDPOINTS, NAMESPACED, "v1"),
	ROW("discovery.k8s.io", "EndpointSlice", "endpointslices", ENDPOINTS, NAMESPACED,
	    "v1 v1beta1"),
	ROW("", "ServiceAccount", "serviceaccounts", SERVICE_ACCOUNT, NAMESPACED, "v1"),
	ROW("", "Secret", "secrets", SECRET, NAMESPACED, "v1"),
	ROW("", "ConfigMap", "configmaps", CONFIG_MAP, NAMESPACED, "v1"),
	ROW("", "PersistentVolume", "persistentvolumes", PERSISTENT_VOLUME, CLUSTER, "v1"),
	ROW("", "PersistentVolumeClaim", "persistentvolumeclaims", VOLUME_CLAIM, NAMESPACED, "v1"),
	ROW("", "Node", "nodes", NODE, CLUSTER, "v1"),
	TEMPLATE("apps", "Deployment", "deployments", "spec.template", "v1 v1beta2 v1beta1"),
	TEMPLATE("apps", "ReplicaSet", "replicasets", "spec.template", "v1 v1beta2"),
	TEMPLATE("apps", "StatefulSet", "statefulsets", "spec.template", "v1 v1beta2 v1beta1"),
	TEMPLATE("apps", "DaemonSet", "daemonsets", "spec.template", "v1 v1beta2"),
	TEMPLATE("extensions", "Deployment", "deployments", "spec.template", "v1beta1"),
	TEMPLATE("extensions", "ReplicaSet", "replicasets", "spec.template", "v1beta1"),
	TEMPLATE("extensions", "DaemonSet", "daemonsets", "spec.template", "v1beta1"),
	TEMPLATE("batch", "Job", "jobs", "spec.template", "v1"),
	TEMPLATE("batch", "CronJob", "cronjobs", "spec.jobTemplate.spec.template",
		 "v1 v1beta1 v2alpha1"),
	ROW("networking.k8s.io", "Ingress", "ingresses", INGRESS, NAMESPACED, "v1 v1beta1"),
	ROW("extensions", "Ingress", "ingresses", INGRESS, NAMESPACED, "v1beta1"),
	ROW("networking.k8s.io", "NetworkPolicy", "networkpolicies", NETWORK_POLICY, NAMESPACED,
	    "v1"),
	ROW("extensions", "NetworkPolicy", "networkpolicies", NETWORK_POLICY, NAMESPACED,
	    "v1beta1"),
	ROW("policy.networking.k8s.io", "AdminNetworkPolicy", "adminnetworkpolicies",
	    ADMIN_NETWORK_POLICY, CLUSTER, "v1alpha1"),
	ROW("policy.networking.k8s.io", "BaselineAdminNetworkPolicy",
	    "baselineadminnetworkpolicies", ADMIN_NETWORK_POLICY, CLUSTER, "v1alpha1"),
	ROW("policy.networking.k8s.io", "ClusterNetworkPolicy", "clusternetworkpolicies",
	    ADMIN_NETWORK_POLICY, CLUSTER, "v1alpha2"),
	ROW("gateway.networking.k8s.io", "Gateway", "gateways", GATEWAY, NAMESPACED,
	    "v1 v1beta1 v1alpha2"),
	ROW("gateway.networking.k8s.io", "HTTPRoute", "httproutes", ROUTE, NAMESPACED,
	    "v1 v1beta1 v1alpha2"),
	ROW("gateway.networking.k8s.io", "GRPCRoute", "grpcroutes", ROUTE, NAMESPACED,
	    "v1 v1alpha2"),
	ROW("gateway.networking.k8s.io", "TLSRoute", "tlsroutes", ROUTE, NAMESPACED,
	    "v1 v1alpha3 v1alpha2"),
	ROW("gateway.networking.k8s.io", "TCPRoute", "tcproutes", ROUTE, NAMESPACED, "v1alpha2"),
	ROW("gateway.networking.k8s.io", "UDPRoute", "udproutes", ROUTE, NAMESPACED, "v1alpha2"),
	ROW("security.istio.io", "PeerAuthentication", "peerauthentications", MESH, NAMESPACED,
	    "v1 v1beta1"),
	ROW("networking.istio.io", "DestinationRule", "destinationrules", MESH, NAMESPACED,
	    "v1 v1beta1 v1alpha3"),
	ROW("networking.istio.io", "Gateway", "gateways", MESH, NAMESPACED, "v1 v1beta1 v1alpha3"),
	ROW("traefik.io", "TLSOption", "tlsoptions", MESH, NAMESPACED, "v1alpha1"),
	ROW("traefik.io", "ServersTransport", "serverstransports", MESH, NAMESPACED, "v1alpha1"),
	ROW("traefik.io", "ServersTransportTCP", "serverstransporttcps", MESH, NAMESPACED,
	    "v1alpha1"),
	ROW("traefik.containo.us", "TLSOption", "tlsoptions", MESH, NAMESPACED, "v1alpha1"),
	ROW("traefik.containo.us", "ServersTransport", "serverstransports", MESH, NAMESPACED,
	    "v1alpha1"),
	ROW("consul.hashicorp.com", "Mesh", "meshes", MESH, NAMESPACED, "v1alpha1"),
	ROW("consul.hashicorp.com", "ProxyDefaults", "proxydefaults", MESH, NAMESPACED, "v1alpha1"),
	ROW("consul.hashicorp.com", "ServiceDefaults", "servicedefaults", MESH, NAMESPACED,
	    "v1alpha1"),
	ROW("rbac.authorization.k8s.io", "ClusterRole", "clusterroles", ROLE, CLUSTER,
	    "v1 v1beta1 v1alpha1"),
	ROW("rbac.authorization.k8s.io", "Role", "roles", ROLE, NAMESPACED, "v1 v1beta1 v1alpha1"),
	ROW("rbac.authorization.k8s.io", "RoleBinding", "rolebindings", BINDING, NAMESPACED,
	    "v1 v1beta1 v1alpha1"),
	ROW("rbac.authorization.k8s.io", "ClusterRoleBinding", "clusterrolebindings", BINDING,
	    CLUSTER, "v1 v1beta1 v1alpha1"),
	ROW("certificates.k8s.io", "CertificateSigningRequest", "certificatesigningrequests",
	    CERTIFICATE_REQUEST, CLUSTER, "v1 v1beta1"),
	ROW("cert-manager.io", "Certificate", "certificates", CERTIFICATE, NAMESPACED,
	    "v1 v1beta1 v1alpha3 v1alpha2"),
	ROW("cert-manager.io", "CertificateRequest", "certificaterequests", CERT_MANAGER_REQUEST,
	    NAMESPACED, "v1 v1beta1 v1alpha3 v1alpha2"),
	ROW("resource.k8s.io", "ResourceClaim", "resourceclaims", DEVICE_CLAIM, NAMESPACED,
	    "v1 v1beta2 v1beta1 v1alpha3 v1alpha2"),
	ROW("resource.k8s.io", "ResourceClaimTemplate", "resourceclaimtemplates", DEVICE_CLAIM,
	    NAMESPACED, "v1 v1beta2 v1beta1 v1alpha3 v1alpha2"),
	ROW("storage.k8s.io", "StorageClass", "storageclasses", STORAGE_CLASS, CLUSTER,
	    "v1 v1beta1"),
	ROW("scheduling.k8s.io", "PriorityClass", "priorityclasses", PRIORITY_CLASS, CLUSTER,
	    "v1 v1beta1 v1alpha1"),
	ROW("apiextensions.k8s.io", "CustomResourceDefinition", "customresourcedefinitions",
	    RESOURCE_DEFINITION, CLUSTER, "v1 v1beta1"),
	ROW("apiregistration.k8s.io", "APIService", "apiservices", API_SERVICE, CLUSTER,
	    "v1 v1beta1"),
	ROW("autoscaling", "HorizontalPodAutoscaler", "horizontalpodautoscalers", AUTOSCALER,
	    NAMESPACED, "v2 v1 v2beta2 v2beta1"),
	ROW("policy", "PodDisruptionBudget", "poddisruptionbudgets", DISRUPTION_BUDGET, NAMESPACED,
	    "v1 v1beta1"),
	ROW("security-profiles-operator.x-k8s.io", "SeccompProfile", "seccompprofiles", SECCOMP,
	    NAMESPACED, "v1beta1 v1 v1alpha1"),
	ROW("security-profiles-operator.x-k8s.io", "AppArmorProfile", "apparmorprofiles", APPARMOR,
	    NAMESPACED, "v1alpha1 v1"),
	CUSTOM("argoproj.io", "Rollout", "rollouts", "spec.template", "v1alpha1"),
	CUSTOM("apps.openshift.io", "DeploymentConfig", "deploymentconfigs", "spec.template", "v1"),
	CUSTOM("jobset.x-k8s.io", "JobSet", "jobsets",
	       "spec.replicatedJobs[].template.spec.template", "v1alpha2 v1alpha1"),
	CUSTOM("leaderworkerset.x-k8s.io", "LeaderWorkerSet", "leaderworkersets",
	       "spec.leaderWorkerTemplate.leaderTemplate "
	       "spec.leaderWorkerTemplate.workerTemplate",
	       "v1"),
	CUSTOM("kueue.x-k8s.io", "Workload", "workloads", "spec.podSets[].template",
	       "v1beta2 v1beta1"),
	CUSTOM("agents.x-k8s.io", "Sandbox", "sandboxes", "spec.podTemplate", "v1alpha1"),
	CUSTOM("extensions.agents.x-k8s.io", "SandboxTemplate", "sandboxtemplates",
	       "spec.podTemplate", "v1alpha1"),
	CUSTOM("kubeflow.org", "PyTorchJob", "pytorchjobs", "spec.pytorchReplicaSpecs{}.template",
	       "v1"),
	CUSTOM("kubeflow.org", "TFJob", "tfjobs", "spec.tfReplicaSpecs{}.template", "v1"),
	CUSTOM("kubeflow.org", "XGBoostJob", "xgboostjobs", "spec.xgbReplicaSpecs{}.template",
	       "v1"),
	CUSTOM("kubeflow.org", "PaddleJob", "paddlejobs", "spec.paddleReplicaSpecs{}.template",
	       "v1"),
	CUSTOM("kubeflow.org", "JAXJob", "jaxjobs", "spec.jaxReplicaSpecs{}.template", "v1"),
	CUSTOM("kubeflow.org", "MPIJob", "mpijobs", "spec.mpiReplicaSpecs{}.template",
	       "v2beta1 v1"),
	CUSTOM("kubeflow.org", "Notebook", "notebooks", "spec.template", "v1 v1beta1 v1alpha1"),
	CUSTOM("trainer.kubeflow.org", "TrainingRuntime", "trainingruntimes",
	       "spec.template.spec.replicatedJobs[].template.spec.template", "v1alpha1"),
	CUSTOM_ROW("trainer.kubeflow.org", "ClusterTrainingRuntime", "clustertrainingruntimes",
		   CLUSTER, "spec.template.spec.replicatedJobs[].template.spec.template",
		   "v1alpha1"),
	CUSTOM("ray.io", "RayCluster", "rayclusters",
	       "spec.headGroupSpec.template spec.workerGroupSpecs[].template", "v1 v1alpha1"),
	CUSTOM("ray.io", "RayJob", "rayjobs",
	       "spec.rayClusterSpec.headGroupSpec.template "
	       "spec.rayClusterSpec.workerGroupSpecs[].template spec.submitterPodTemplate",
	       "v1 v1alpha1"),
	CUSTOM("ray.io", "RayService", "rayservices",
	       "spec.rayClusterConfig.headGroupSpec.template "
	       "spec.rayClusterConfig.workerGroupSpecs[].template",
	       "v1 v1alpha1"),
	CUSTOM("batch.volcano.sh", "Job", "jobs", "spec.tasks[].template", "v1alpha1"),
	CUSTOM("serving.knative.dev", "Service", "services", "spec.template", "v1"),
	CUSTOM("serving.knative.dev", "Configuration", "configurations", "spec.template", "v1"),
	CUSTOM("keda.sh", "ScaledJob", "scaledjobs", "spec.jobTargetRef.template", "v1alpha1"),
	CUSTOM("agones.dev", "GameServer", "gameservers", "spec.template", "v1"),
	CUSTOM("agones.dev", "GameServerSet", "gameserversets", "spec.template.spec.template",
	       "v1"),
	CUSTOM("agones.dev", "Fleet", "fleets", "spec.template.spec.template", "v1"),
	CUSTOM("apps.kruise.io", "CloneSet", "clonesets", "spec.template", "v1alpha1"),
	CUSTOM("apps.kruise.io", "StatefulSet", "statefulsets", "spec.template",
	       "v1beta1 v1alpha1"),
	CUSTOM("apps.kruise.io", "DaemonSet", "daemonsets", "spec.template", "v1beta1 v1alpha1"),
	CUSTOM("apps.kruise.io", "BroadcastJob", "broadcastjobs", "spec.template",
	       "v1beta1 v1alpha1"),
	CUSTOM("apps.kruise.io", "AdvancedCronJob", "advancedcronjobs",
	       "spec.template.jobTemplate.spec.template "
	       "spec.template.broadcastJobTemplate.spec.template",
	       "v1beta1 v1alpha1"),
	CUSTOM("apps.kruise.io", "UnitedDeployment", "uniteddeployments",
	       "spec.template.statefulSetTemplate.spec.template "
	       "spec.template.advancedStatefulSetTemplate.spec.template "
	       "spec.template.cloneSetTemplate.spec.template "
	       "spec.template.deploymentTemplate.spec.template",
	       "v1alpha1"),
	/* Of files alone: no API server has a resource for them. */
	ROW("kubelet.config.k8s.io", "KubeletConfiguration", "", KUBELET, CLUSTER, "v1beta1"),
	ROW("apiserver.config.k8s.io", "EncryptionConfiguration", "", ENCRYPTION, CLUSTER, "v1"),
	ROW("apiserver.config.k8s.io", "AuthenticationConfiguration", "", AUTHENTICATION, CLUSTER,
	    "v1 v1beta1 v1alpha1"),
	ROW("apiserver.config.k8s.io", "AuthorizationConfiguration", "", AUTHORIZATION, CLUSTER,
	    "v1 v1beta1 v1alpha1"),
	{ .kind = NULL },
};

const struct kind *kinds_all(void)
{
	return kinds;
}

const struct kind *kind_find(const char *group, const char *kind)
{
	for (const struct kind *k = kinds; k->kind; k++)
		if (strcmp(k->kind, kind) == 0 && strcmp(k->group, group) == 0)
			return k;
	return NULL;
}

const struct kind *kind_find_resource(const char *group, const char *resource)
{
	for (const struct kind *k = kinds; k->kind; k++)
		if (strcmp(k->resource, resource) == 0 && strcmp(k->group, group) == 0)
			return k;
	return NULL;
}

bool kind_version_known(const struct kind *kind, const char *version)
{
	size_t len = strlen(version);

	for (const char *word = kind->versions; *word; word += *word == ' ') {
		size_t word_len = strcspn(word, " ");

		if (word_len == len && memcmp(word, version, len) == 0)
			return true;
		word += word_len;
	}
	return false;
}

bool kind_is_served(const struct kind *kind)
{
	return *kind->resource && strcmp(kind->group, "extensions") != 0;
}

bool kind_has_view(const struct kind *kind, enum view view)
{
	if (view == VIEW_OBJECT)
		return true;
	if (!kind)
		return false;
	if (view == VIEW_WORKLOAD)
		return kind->view == VIEW_POD && *kind->template_path && !kind->custom;
	return view == kind->view;
}

/* @node is what the first @len bytes of @path lead to. */
static int want_object(const cJSON *node, const char *path, size_t len, struct err *err)
{
	if (cJSON_IsObject(node))
		return 0;
	return err_set(err, ERR_INPUT, "%.*s: want an object, got %s", len ? (int)len : 6,
		       len ? path : "object", json_type_name(node));
}

int kind_template(const struct kind *kind, const cJSON *object, const cJSON **out, struct err *err)
{
	const char *path = kind->template_path;
	const cJSON *node = object;
	size_t len = 0;

	*out = NULL;
	while (node && !cJSON_IsNull(node)) {
		char key[32];
		size_t start = path[len] == '.' ? len + 1 : len;
		size_t key_len = strcspn(path + start, ".");

		if (want_object(node, path, len, err) < 0)
			return -1;
		if (path[len] == '\0') {
			*out = node;
			return 0;
		}
		memcpy(key, path + start, key_len);
		key[key_len] = '\0';
		node = json_get(node, key);
		len = start + key_len;
	}
	return 0;
}

const char *api_version_split(const char *api_version, char *group, size_t size)
{
	const char *slash;
	size_t len;

	if (!api_version)
		return NULL;
	slash = strchr(api_version, '/');
	len = slash ? (size_t)(slash - api_version) : 0;
	if (len >= size || (slash && len == 0))
		return NULL;
	memcpy(group, api_version, len);
	group[len] = '\0';
	if (slash)
		api_version = slash + 1;
	return api_version[0] == '\0' || strchr(api_version, '/') ? NULL : api_version;
}
