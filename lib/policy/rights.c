/* SPDX-License-Identifier: Apache-2.0 */
/* rights.c - the table of rights, and rules against it. */
#include "policy/rights.h"

#include <string.h>

#include "policy/bootstrap.h"
#include "policy/says.h"

#define RBAC	     "rbac.authorization.k8s.io"
#define CERTIFICATES "certificates.k8s.io"
#define WEBHOOKS     "admissionregistration.k8s.io"
#define NETWORKING   "networking.k8s.io"
#define WIDE_POLICY  "policy.networking.k8s.io"
#define GATEWAYS     "gateway.networking.k8s.io"
#define IDENTITY     "authentication.k8s.io"
#define FLOWS	     "flowcontrol.apiserver.k8s.io"

#define READ   "get list watch"
#define PUT    "create update patch"
#define CHANGE "update patch"
#define REMOVE "delete deletecollection"
#define WRITE  PUT " " REMOVE

#define ANY_NAME     "*"
#define STRONG_NAMES "cluster-admin admin edit system:*"
#define KUBE_CONFIGS                                                                       \
	"coredns coredns-custom kube-dns aws-auth kube-proxy kubeadm-config cluster-info " \
	"kubelet-config kubelet-config-* extension-apiserver-authentication"

/* Of a service account, the modes of constrained impersonation (KEP-5284): the verb to act as it,
 * "impersonate:<mode>", and those for what is done then, "impersonate-on:<mode>:<verb>". */
#define CONSTRAINED "impersonate:"
#define AS_USER	    "impersonate:user-info"
#define AS_ACCOUNT  "impersonate:serviceaccount"
#define AS_NODE	    "impersonate:arbitrary-node impersonate:associated-node"

#define READ_SECRETS  "read all Secrets"
#define WRITE_SECRETS "change or remove all Secrets, or have tokens of any service account made"
#define RUN_PODS      "run pods under any service account"
#define GIVE_RIGHTS   "grant rights that one does not have"
#define BE_ANYBODY    "act as somebody else"
#define RUN_COMMANDS  "run commands in other containers"
#define REACH_PODS    "reach ports of pods past network policies"
#define REACH_KUBELET "reach the kubelet, and with it every container of the node"
#define MAKE_TOKENS   "have tokens of any service account made"
#define SIGN	      "have certificates signed that the API server trusts"
#define TRUST	      "say which authorities others trust"
#define CHANGE_GATES  "see, change or let pass what others send to the API server"
#define DEFINE_APIS   "answer for parts of the API, or change what they are"
#define SHIFT_LOAD    "decide whose requests the API server serves first, and whose never"
#define MOUNT_HOST    "reach files of a node through a volume"
#define HIDE_TRACES   "remove traces"
#define DESTROY	      "remove data and what holds it together"
#define CHANGE_KUBE   "change what the cluster itself runs by"
#define OPEN_NETWORK  "open the network, or cut it"
#define PUBLISH	      "publish services outside of the cluster"
#define REDIRECT      "send the traffic of a service elsewhere"
#define MOVE_PODS     "decide where pods run"
#define RESIZE_PODS   "change what running pods may use"
#define LIFT_RULES    "lift rules that go by the labels of a namespace"

/* In the order of what they let one do: rights of one topic and purpose are reported together. */
static const struct right rights[] = {
	/* A patch of nothing answers with the whole Secret, and deletecollection with all of them,
	 * in a dry run too. */
	{ RIGHTS_SECRETS, "", "secrets", READ " patch deletecollection", NULL, READ_SECRETS },
	{ RIGHTS_SECRETS, "", "secrets", "create update delete", NULL, WRITE_SECRETS },

	{ RIGHTS_WORKLOADS, "", "pods", PUT, NULL, RUN_PODS },
	{ RIGHTS_WORKLOADS, "", "replicationcontrollers", PUT, NULL, RUN_PODS },
	{ RIGHTS_WORKLOADS, "apps", "deployments", PUT, NULL, RUN_PODS },
	{ RIGHTS_WORKLOADS, "apps", "daemonsets", PUT, NULL, RUN_PODS },
	{ RIGHTS_WORKLOADS, "apps", "statefulsets", PUT, NULL, RUN_PODS },
	{ RIGHTS_WORKLOADS, "apps", "replicasets", PUT, NULL, RUN_PODS },
	{ RIGHTS_WORKLOADS, "batch", "jobs", PUT, NULL, RUN_PODS },
	{ RIGHTS_WORKLOADS, "batch", "cronjobs", PUT, NULL, RUN_PODS },
	{ RIGHTS_WORKLOADS, "", "pods/resize", CHANGE, NULL, RESIZE_PODS },

	{ RIGHTS_ESCALATION, RBAC, "clusterroles", "bind", STRONG_NAMES, GIVE_RIGHTS },
	{ RIGHTS_ESCALATION, RBAC, "roles", "bind", NULL, GIVE_RIGHTS },
	{ RIGHTS_ESCALATION, RBAC, "clusterroles", "escalate", ANY_NAME, GIVE_RIGHTS },
	{ RIGHTS_ESCALATION, RBAC, "roles", "escalate", ANY_NAME, GIVE_RIGHTS },
	{ RIGHTS_ESCALATION, "", "users", "impersonate", "system:*", BE_ANYBODY },
	{ RIGHTS_ESCALATION, "", "groups", "impersonate", "system:*", BE_ANYBODY },
	{ RIGHTS_ESCALATION, "", "serviceaccounts", "impersonate", NULL, BE_ANYBODY },
	{ RIGHTS_ESCALATION, IDENTITY, "uids", "impersonate " AS_USER, NULL, BE_ANYBODY },
	{ RIGHTS_ESCALATION, IDENTITY, "userextras/*", "impersonate " AS_USER, NULL, BE_ANYBODY },
	{ RIGHTS_ESCALATION, IDENTITY, "users", AS_USER, "system:*", BE_ANYBODY },
	{ RIGHTS_ESCALATION, IDENTITY, "groups", AS_USER, "system:*", BE_ANYBODY },
	{ RIGHTS_ESCALATION, IDENTITY, "serviceaccounts", AS_ACCOUNT, NULL, BE_ANYBODY },
	{ RIGHTS_ESCALATION, IDENTITY, "nodes", AS_NODE, ANY_NAME, BE_ANYBODY },
	{ RIGHTS_ESCALATION, NULL, NULL, "impersonate-on:*", ANY_NAME, BE_ANYBODY },

	/* Many servers ask for no more than "get" where a client upgrades to a WebSocket. */
	{ RIGHTS_EXEC, "", "pods/exec", "create get", NULL, RUN_COMMANDS },
	{ RIGHTS_EXEC, "", "pods/attach", "create get", NULL, RUN_COMMANDS },
	{ RIGHTS_EXEC, "", "pods/ephemeralcontainers", CHANGE, NULL, RUN_COMMANDS },

	{ RIGHTS_PROXY, "", "pods/portforward", "create get", NULL, REACH_PODS },
	{ RIGHTS_PROXY, "", "pods/proxy", "create get update patch delete", NULL, REACH_PODS },
	{ RIGHTS_PROXY, "", "services/proxy", "create get update patch delete", NULL, REACH_PODS },

	{ RIGHTS_NODE_PROXY, "", "nodes/proxy", "create get update patch delete", ANY_NAME,
	  REACH_KUBELET },

	{ RIGHTS_TOKENS, "", "serviceaccounts/token", "create", NULL, MAKE_TOKENS },

	{ RIGHTS_CERTIFICATES, CERTIFICATES, "signers", "approve sign attest", "kubernetes.io/*",
	  SIGN },
	{ RIGHTS_CERTIFICATES, CERTIFICATES, "certificatesigningrequests/approval", CHANGE,
	  ANY_NAME, SIGN },
	{ RIGHTS_CERTIFICATES, CERTIFICATES, "clustertrustbundles", WRITE, NULL, TRUST },

	{ RIGHTS_ADMISSION, WEBHOOKS, "validatingwebhookconfigurations", WRITE, NULL,
	  CHANGE_GATES },
	{ RIGHTS_ADMISSION, WEBHOOKS, "mutatingwebhookconfigurations", WRITE, NULL, CHANGE_GATES },
	{ RIGHTS_ADMISSION, WEBHOOKS, "validatingadmissionpolicies", WRITE, NULL, CHANGE_GATES },
	{ RIGHTS_ADMISSION, WEBHOOKS, "validatingadmissionpolicybindings", WRITE, NULL,
	  CHANGE_GATES },
	{ RIGHTS_ADMISSION, WEBHOOKS, "mutatingadmissionpolicies", WRITE, NULL, CHANGE_GATES },
	{ RIGHTS_ADMISSION, WEBHOOKS, "mutatingadmissionpolicybindings", WRITE, NULL,
	  CHANGE_GATES },
	{ RIGHTS_ADMISSION, "apiregistration.k8s.io", "apiservices", WRITE, NULL, DEFINE_APIS },
	{ RIGHTS_ADMISSION, "apiextensions.k8s.io", "customresourcedefinitions", WRITE, NULL,
	  DEFINE_APIS },
	{ RIGHTS_ADMISSION, FLOWS, "flowschemas", WRITE, NULL, SHIFT_LOAD },
	{ RIGHTS_ADMISSION, FLOWS, "prioritylevelconfigurations", WRITE, NULL, SHIFT_LOAD },

	{ RIGHTS_VOLUMES, "", "persistentvolumes", PUT, NULL, MOUNT_HOST },

	{ RIGHTS_DELETION, "", "events", REMOVE, NULL, HIDE_TRACES },
	{ RIGHTS_DELETION, "events.k8s.io", "events", REMOVE, NULL, HIDE_TRACES },
	{ RIGHTS_DELETION, "", "pods/log", REMOVE, NULL, HIDE_TRACES },
	{ RIGHTS_DELETION, "", "namespaces", "delete", NULL, DESTROY },
	{ RIGHTS_DELETION, "", "persistentvolumes", REMOVE, NULL, DESTROY },
	{ RIGHTS_DELETION, "", "persistentvolumeclaims", REMOVE, NULL, DESTROY },
	{ RIGHTS_DELETION, "", "secrets", REMOVE, NULL, DESTROY },
	{ RIGHTS_DELETION, "", "pods", "deletecollection", NULL, DESTROY },

	{ RIGHTS_CONFIG_MAPS, "", "configmaps", CHANGE " " REMOVE, KUBE_CONFIGS, CHANGE_KUBE },

	{ RIGHTS_NETWORK, NETWORKING, "networkpolicies", WRITE, NULL, OPEN_NETWORK },
	{ RIGHTS_NETWORK, WIDE_POLICY, "adminnetworkpolicies", WRITE, NULL, OPEN_NETWORK },
	{ RIGHTS_NETWORK, WIDE_POLICY, "baselineadminnetworkpolicies", WRITE, NULL, OPEN_NETWORK },
	{ RIGHTS_NETWORK, WIDE_POLICY, "clusternetworkpolicies", WRITE, NULL, OPEN_NETWORK },
	/* A write to a status keeps labels and annotations, of which snippets are some. */
	{ RIGHTS_NETWORK, NETWORKING, "ingresses", PUT, NULL, PUBLISH },
	{ RIGHTS_NETWORK, NETWORKING, "ingresses/status", CHANGE, NULL, PUBLISH },
	{ RIGHTS_NETWORK, GATEWAYS, "gateways", PUT, NULL, PUBLISH },
	{ RIGHTS_NETWORK, GATEWAYS, "httproutes", PUT, NULL, PUBLISH },
	{ RIGHTS_NETWORK, GATEWAYS, "grpcroutes", PUT, NULL, PUBLISH },
	{ RIGHTS_NETWORK, GATEWAYS, "tlsroutes", PUT, NULL, PUBLISH },
	{ RIGHTS_NETWORK, GATEWAYS, "tcproutes", PUT, NULL, PUBLISH },
	{ RIGHTS_NETWORK, GATEWAYS, "udproutes", PUT, NULL, PUBLISH },
	{ RIGHTS_ENDPOINTS, "", "services/status", CHANGE, NULL, REDIRECT },
	/* Its address, its readiness and its labels. */
	{ RIGHTS_ENDPOINTS, "", "pods/status", CHANGE, NULL, REDIRECT },
	{ RIGHTS_ENDPOINTS, "", "endpoints", PUT, NULL, REDIRECT },
	{ RIGHTS_ENDPOINTS, "discovery.k8s.io", "endpointslices", PUT, NULL, REDIRECT },

	{ RIGHTS_NODES, "", "nodes", WRITE, NULL, MOVE_PODS },
	{ RIGHTS_NODES, "", "nodes/status", CHANGE, NULL, MOVE_PODS },
	{ RIGHTS_NODES, "", "pods/binding", "create", NULL, MOVE_PODS },
	{ RIGHTS_NODES, "", "bindings", "create", NULL, MOVE_PODS },

	{ RIGHTS_NAMESPACES, "", "namespaces", PUT, NULL, LIFT_RULES },
	{ RIGHTS_NAMESPACES, "", "namespaces/status", CHANGE, NULL, LIFT_RULES },
	{ RIGHTS_NAMESPACES, "", "namespaces/finalize", CHANGE, NULL, LIFT_RULES },
	{ .verbs = NULL },
};

const struct right *rights_all(void)
{
	return rights;
}

/* @word is everything up to a space or the end. */
static bool word_next(const char **at, char *word, size_t size)
{
	size_t len;

	*at += strspn(*at, " ");
	len = strcspn(*at, " ");
	if (len == 0 || len >= size)
		return false;
	memcpy(word, *at, len);
	word[len] = '\0';
	*at += len;
	return true;
}

bool verbs_next(const char **at, char verb[VERB_MAX])
{
	return word_next(at, verb, VERB_MAX);
}

/* "userextras" with a star behind the slash is each of its subresources, which senders name. */
static bool resource_matches(const char *of_rule, const char *resource)
{
	const char *slash = strchr(resource, '/');

	if (strcmp(of_rule, "*") == 0 || strcmp(of_rule, resource) == 0)
		return true;
	if (!slash)
		return false;
	if (strcmp(slash, "/*") == 0)
		return strncmp(of_rule, resource, (size_t)(slash + 1 - resource)) == 0 ||
		       strncmp(of_rule, "*/", 2) == 0;
	return of_rule[0] == '*' && strcmp(of_rule + 1, slash) == 0;
}

/* Requests for a whole collection, and for what has no name yet. */
static bool is_nameless(const char *verb, const char *resource)
{
	return resource && !strchr(resource, '/') &&
	       (strcmp(verb, "list") == 0 || strcmp(verb, "watch") == 0 ||
		strcmp(verb, "create") == 0 || strcmp(verb, "deletecollection") == 0);
}

static bool name_matches(const char *globs, const char *name)
{
	char glob[64];

	while (globs && word_next(&globs, glob, sizeof(glob)))
		if (glob_match(glob, name))
			return true;
	return false;
}

static bool names_leave(const struct right *right, const char *verb, const struct strings *names)
{
	if (names->count == 0)
		return true;
	for_each_string (name, *names) {
		/* Asked about where there are many, and for one's own node. */
		bool all = strcmp(name, "*") == 0 &&
			   strncmp(verb, CONSTRAINED, strlen(CONSTRAINED)) == 0;

		if (all ||
		    (*name ? name_matches(right->names, name) : is_nameless(verb, right->resource)))
			return true;
	}
	return false;
}

static bool have_or_all(const struct strings *list, const char *what)
{
	for_each_string (s, *list)
		if (strcmp(s, "*") == 0 || strcmp(s, what) == 0)
			return true;
	return false;
}

static bool covers_resource(const struct right *right, const struct access_rule *rule)
{
	if (!right->resource)
		return rule->api_groups.count && rule->resources.count;
	if (!have_or_all(&rule->api_groups, right->group))
		return false;
	for_each_string (resource, rule->resources)
		if (resource_matches(resource, right->resource))
			return true;
	return false;
}

static bool have_verb(const struct strings *list, const char *verb)
{
	if (!strchr(verb, '*'))
		return have_or_all(list, verb);
	for_each_string (s, *list)
		if (glob_match(verb, s))
			return true;
	return false;
}

/* Of a right whose resource the rule covers. */
static bool leaves_verb(const struct right *right, const char *verb, const struct access_rule *rule)
{
	return have_verb(&rule->verbs, verb) && names_leave(right, verb, &rule->resource_names);
}

bool right_granted(const struct right *right, const char *verb, const struct access_rule *rule)
{
	return covers_resource(right, rule) && leaves_verb(right, verb, rule);
}

/* Whether some verb of the right is granted. */
static bool any_granted(const struct right *right, const struct access_rule *rule)
{
	char verb[VERB_MAX];

	if (!covers_resource(right, rule))
		return false;
	for (const char *at = right->verbs; verbs_next(&at, verb);)
		if (leaves_verb(right, verb, rule))
			return true;
	return false;
}

const struct right *rights_match(const struct access_rule *rule)
{
	for (const struct right *right = rights; right->verbs; right++)
		if (any_granted(right, rule))
			return right;
	return NULL;
}

/* What of a rule grants the rights of one purpose, in the rule's own words. */
struct granted {
	struct names verbs, resources;
};

static void note_like(struct granted *g, const char *glob, const struct access_rule *rule,
		      struct findings *out)
{
	for_each_string (verb, rule->verbs)
		if (glob_match(glob, verb))
			names_add(out, &g->verbs, verb);
}

static void note_verbs(struct granted *g, const struct right *right, const struct access_rule *rule,
		       struct findings *out)
{
	char verb[VERB_MAX];

	if (strings_have(&rule->verbs, "*")) {
		names_add(out, &g->verbs, "*");
		return;
	}
	for (const char *at = right->verbs; verbs_next(&at, verb);) {
		if (!leaves_verb(right, verb, rule))
			continue;
		if (!strchr(verb, '*'))
			names_add(out, &g->verbs, finding_text(out, "%s", verb));
		else
			note_like(g, verb, rule, out);
	}
}

/* Rules say the same thing as often as they like, findings once. */
static void note_resources(struct granted *g, const struct right *right,
			   const struct access_rule *rule, struct findings *out)
{
	for_each_string (resource, rule->resources) {
		if (right->resource && !resource_matches(resource, right->resource))
			continue;
		names_add(out, &g->resources, resource);
		return;
	}
}

static void report(const struct access_rule *rule, struct granted *g, const char *lets,
		   struct findings *out)
{
	const char *verbs, *resources;

	if (!g->resources.count)
		return;
	names_sort_set(&g->verbs);
	names_sort_set(&g->resources);
	verbs = names_join(out, &g->verbs, ",");
	resources = names_join(out, &g->resources, ",");
	finding(out, &rule->at, NULL, .value = finding_text(out, "%s on %s", verbs, resources),
		.want = finding_text(out, "no right to %s", lets));
	*g = (struct granted){ 0 };
}

static bool is_last_of_purpose(const struct right *right)
{
	return !right[1].verbs || right[1].topic != right->topic ||
	       strcmp(right[1].lets, right->lets) != 0;
}

static void check_rule(const struct access_rule *rule, enum rights_topic topic,
		       struct findings *out)
{
	struct granted g = { 0 };

	for (const struct right *right = rights; right->verbs; right++) {
		if (right->topic != topic)
			continue;
		if (any_granted(right, rule)) {
			note_verbs(&g, right, rule, out);
			note_resources(&g, right, rule, out);
		}
		if (is_last_of_purpose(right))
			report(rule, &g, right->lets, out);
	}
}

bool access_is_aggregation(const struct role *role)
{
	static const char controller[] =
		"system:serviceaccount:kube-system:clusterrole-aggregation-controller";
	const char *user = role->request->username;

	return role->is_aggregated && !role->request->offline &&
	       (strcmp(user, controller) == 0 ||
		strcmp(user, "system:kube-controller-manager") == 0);
}

const char *aggregates_to(const struct map_entry *label)
{
	static const char prefix[] = "rbac.authorization.k8s.io/aggregate-to-";

	if (strncmp(label->key, prefix, strlen(prefix)) != 0 || strcmp(label->value, "true") != 0)
		return NULL;
	return label->key + strlen(prefix);
}

const char *role_address(const struct role *role, struct findings *out)
{
	const struct meta *meta = role->meta;

	if (strcmp(role->request->kind.kind, "ClusterRole") == 0)
		return meta->name;
	return finding_text(out, "%s/%s", *meta->ns ? meta->ns : role->request->ns, meta->name);
}

bool role_is_left_alone(const struct role *role, unsigned topics, const struct params *params,
			struct findings *out)
{
	if (!strings_have(param_strings(params, RIGHTS_KINDS), role->request->kind.kind))
		return true;
	if (role_is_bootstrap(role, topics, out) || access_is_aggregation(role))
		return true;
	return globs_match(param_strings(params, RIGHTS_ROLES), role_address(role, out));
}

void rights_find(const struct role *role, enum rights_topic topic, struct findings *out)
{
	for_each_access_rule(rule, role)
	{
		check_rule(rule, topic, out);
	}
}

void rights_check(const struct role *role, enum rights_topic topic, const struct params *params,
		  struct findings *out)
{
	if (!role_is_left_alone(role, RIGHTS_BIT(topic), params, out))
		rights_find(role, topic, out);
}

static bool ends_in(const char *text, const char *end)
{
	size_t len = strlen(text), n = strlen(end);

	return len >= n && strcmp(text + len - n, end) == 0;
}

/* Definitions of others need a group with a dot, and approval for one under k8s.io. */
bool rule_opens_builtin(const struct access_rule *rule)
{
	for_each_string (group, rule->api_groups)
		if (!strchr(group, '.') || ends_in(group, ".k8s.io") ||
		    ends_in(group, ".openshift.io"))
			return true;
	return false;
}
