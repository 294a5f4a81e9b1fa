/* SPDX-License-Identifier: Apache-2.0 */
/* pod.c - view of a pod spec. */
#include "k8s/pod.h"

#include "k8s/shapes.h"

#define LISTS (CONTAINER_EPHEMERAL + 1)

/* The view and what is only needed while it is made. */
struct draft {
	struct pod pod;
	struct element *lists[LISTS];
};

_Static_assert(offsetof(struct draft, pod) == 0, "tables of struct pod apply to a draft");

static const struct field os_fields[] = {
	F_STRING("name", struct pod, os_name),
};
static const struct shape os_shape = SHAPE(struct pod, os_fields);

static const struct field host_alias_fields[] = {
	F_STRING("ip", struct host_alias, ip),
	F_STRINGS("hostnames", struct host_alias, hostnames),
};
static const struct shape host_alias_shape = SHAPE_INDEXED(struct host_alias, host_alias_fields);

static const struct field toleration_fields[] = {
	F_STRING("key", struct toleration, key),
	F_STRING("operator", struct toleration, op),
	F_STRING("value", struct toleration, value),
	F_STRING("effect", struct toleration, effect),
};
static const struct shape toleration_shape = SHAPE_INDEXED(struct toleration, toleration_fields);

static const struct field pull_secret_fields[] = {
	F_STRING("name", struct pull_secret, name),
};
static const struct shape pull_secret_shape = SHAPE_NAMED(struct pull_secret, pull_secret_fields);

static const struct field dns_option_fields[] = {
	F_STRING("name", struct dns_option, name),
	F_OPT_STRING("value", struct dns_option, value),
};
static const struct shape dns_option_shape = SHAPE_NAMED(struct dns_option, dns_option_fields);

static const struct field dns_config_fields[] = {
	F_STRINGS("nameservers", struct dns_config, nameservers),
	F_STRINGS("searches", struct dns_config, searches),
	F_LIST("options", struct dns_config, options, struct dns_option, dns_option_shape),
};
static const struct shape dns_config_shape = SHAPE_AT(struct dns_config, at, dns_config_fields);

static const struct field node_term_fields[] = {
	F_LIST("matchExpressions", struct node_term, match_expressions, struct selector_requirement,
	       requirement_shape),
};
static const struct shape node_term_shape = SHAPE_INDEXED(struct node_term, node_term_fields);

static const struct field node_terms_fields[] = {
	F_LIST("nodeSelectorTerms", struct pod, node_terms, struct node_term, node_term_shape),
};
static const struct shape node_terms_shape = SHAPE(struct pod, node_terms_fields);

static const struct field node_affinity_fields[] = {
	F_INLINE("requiredDuringSchedulingIgnoredDuringExecution", node_terms_shape),
};
static const struct shape node_affinity_shape = SHAPE(struct pod, node_affinity_fields);

static const struct field affinity_fields[] = {
	F_INLINE("nodeAffinity", node_affinity_shape),
};
static const struct shape affinity_shape = SHAPE(struct pod, affinity_fields);

static const struct field pod_fields[] = {
	F_SELF(struct pod, node),
	F_ELEMENTS("initContainers", struct draft, lists[CONTAINER_INIT], container_shape),
	F_ELEMENTS("containers", struct draft, lists[CONTAINER_MAIN], container_shape),
	F_ELEMENTS("ephemeralContainers", struct draft, lists[CONTAINER_EPHEMERAL],
		   container_shape),
	F_LIST("volumes", struct pod, volumes, struct volume, volume_shape),
	F_OBJECT("securityContext", struct pod, security, struct pod_security_context,
		 pod_security_context_shape),
	F_BOOL("hostNetwork", struct pod, host_network),
	F_BOOL("hostPID", struct pod, host_pid),
	F_BOOL("hostIPC", struct pod, host_ipc),
	F_OPT_BOOL("hostUsers", struct pod, host_users),
	F_OPT_BOOL("shareProcessNamespace", struct pod, share_process_namespace),
	F_OPT_BOOL("automountServiceAccountToken", struct pod, automount_service_account_token),
	F_INLINE("os", os_shape),
	F_OPT_STRING("runtimeClassName", struct pod, runtime_class_name),
	F_STRING("serviceAccountName", struct pod, service_account_name),
	F_STRING("serviceAccount", struct pod, service_account),
	F_STRING("nodeName", struct pod, node_name),
	F_STRING("restartPolicy", struct pod, restart_policy),
	F_STRING("dnsPolicy", struct pod, dns_policy),
	F_STRING("priorityClassName", struct pod, priority_class_name),
	F_OBJECT("resources", struct pod, resources, struct resources, resources_shape),
	F_OBJECT("dnsConfig", struct pod, dns_config, struct dns_config, dns_config_shape),
	F_LIST("hostAliases", struct pod, host_aliases, struct host_alias, host_alias_shape),
	F_LIST("tolerations", struct pod, tolerations, struct toleration, toleration_shape),
	F_LIST("imagePullSecrets", struct pod, pull_secrets, struct pull_secret, pull_secret_shape),
	F_MAP("nodeSelector", struct pod, node_selector),
	F_INLINE("affinity", affinity_shape),
};
static const struct shape pod_shape = SHAPE_AT(struct draft, pod.at, pod_fields);

/* The three lists become one, whatever their order in the document. */
static void join_containers(struct draft *draft)
{
	size_t *const counts[LISTS] = { &draft->pod.init_count, &draft->pod.main_count,
					&draft->pod.ephemeral_count };
	const struct container **tail = &draft->pod.containers;

	for (int list = 0; list < LISTS; list++) {
		for (struct element *e = draft->lists[list]; e; e = e->next) {
			struct container *c = (struct container *)e;

			c->list = (enum container_list)list;
			c->index = c->at.index;
			(*counts[list])++;
			*tail = c;
			tail = &c->next;
		}
	}
}

struct pod *pod_view(struct arena *a, const struct meta *meta, const cJSON *spec,
		     const char *spec_path, struct err *err)
{
	struct draft *draft = decode_new(a, &pod_shape, spec, spec_path, err);

	if (!draft)
		return NULL;
	draft->pod.meta = meta;
	if (draft->pod.service_account_name[0] == '\0')
		draft->pod.service_account_name = draft->pod.service_account;
	join_containers(draft);
	return &draft->pod;
}

const char *container_list_name(enum container_list list)
{
	static const char *const names[LISTS] = {
		[CONTAINER_INIT] = "initContainers",
		[CONTAINER_MAIN] = "containers",
		[CONTAINER_EPHEMERAL] = "ephemeralContainers",
	};

	return names[list];
}
