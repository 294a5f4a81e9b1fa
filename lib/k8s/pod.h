/* SPDX-License-Identifier: Apache-2.0 */
/* pod.h - typed, read-only view of a pod: metadata and spec, wherever its template sits.
 *
 * The one iterator over all three container lists is here; nothing else in the tree knows that
 * there are three.
 */
#ifndef KUBEVET_K8S_POD_H
#define KUBEVET_K8S_POD_H

#include "k8s/security.h"
#include "k8s/selector.h"
#include "k8s/view.h"
#include "k8s/volume.h"

struct port {
	struct at at;
	const struct port *next;
	const char *name, *protocol, *host_ip;
	int64_t container_port, host_port; /* 0 when absent */
};

struct http_header {
	struct at at;
	const struct http_header *next;
	const char *name, *value; /* never print the value */
};

/* httpGet or tcpSocket of a probe or lifecycle handler. */
struct host_action {
	const char *host, *path, *scheme; /* "" when absent; path and scheme only of httpGet */
	struct int_or_string port;
	const struct http_header *headers; /* only of httpGet */
};

struct handler {
	struct at at;					 /* livenessProbe, lifecycle.preStop ... */
	const struct host_action *http_get, *tcp_socket; /* NULL when absent */
	const struct strings *exec_command;		 /* NULL without exec */
	bool has_grpc;
};

struct volume_mount {
	struct at at;
	const struct volume_mount *next;
	const char *name, *mount_path, *sub_path, *sub_path_expr;
	bool read_only;
};

struct env_var {
	struct at at;
	const struct env_var *next;
	const char *name, *value; /* never print the value */
	const cJSON *value_from;  /* NULL when absent */
	/* of valueFrom.secretKeyRef and configMapKeyRef; NULL when absent */
	const char *secret_name, *config_map_name;
};

struct env_from {
	struct at at;
	const struct env_from *next;
	const char *prefix;
	const char *secret_name, *config_map_name; /* of the refs; NULL when absent */
};

/* By name ("cpu", "memory"), as text for quantity_parse(). */
struct resources {
	struct at at; /* resources */
	struct map limits, requests;
};

enum container_list { CONTAINER_INIT, CONTAINER_MAIN, CONTAINER_EPHEMERAL };

struct container {
	struct at at; /* spec.initContainers[name="a"] */
	const struct container *next;
	enum container_list list;
	int index;						       /* in its own list, from 0 */
	const char *name, *image, *image_pull_policy, *restart_policy; /* "" when absent */
	const struct security_context *security;		       /* NULL when absent */
	const struct port *ports;
	const struct handler *liveness, *readiness, *startup; /* NULL when absent */
	const struct handler *post_start, *pre_stop;	      /* NULL when absent */
	const struct volume_mount *mounts;
	const struct env_var *env;
	const struct env_from *env_from;
	const struct resources *resources; /* NULL when absent */
	struct strings command, args;
	bool tty, stdin_open;
	const cJSON *node; /* the container itself, for what the view leaves out */
};

struct host_alias {
	struct at at;
	const struct host_alias *next;
	const char *ip;
	struct strings hostnames;
};

struct toleration {
	struct at at;
	const struct toleration *next;
	const char *key, *op, *value, *effect; /* "" when absent; @op is operator */
};

/* One of the alternatives of the required node affinity; for_each_requirement() walks it. */
struct node_term {
	struct at at;
	const struct node_term *next;
	const struct selector_requirement *match_expressions;
};

struct pull_secret {
	struct at at;
	const struct pull_secret *next;
	const char *name;
};

struct dns_option {
	struct at at;
	const struct dns_option *next;
	const char *name;
	const char *value; /* NULL when absent */
};

struct dns_config {
	struct at at;
	struct strings nameservers, searches;
	const struct dns_option *options;
};

struct pod {
	/* at: the pod spec: "spec", "spec.template.spec" ...; meta: of the pod or of the template
	 */
	VIEW_HEAD(pod);
	struct pod *next; /* of the same object's next template; NULL but for custom kinds */
	const struct container *containers; /* init, regular, ephemeral, in list order */
	size_t init_count, main_count, ephemeral_count;
	const struct volume *volumes;
	const struct pod_security_context *security; /* NULL when absent */
	bool host_network, host_pid, host_ipc;
	struct opt_bool host_users, share_process_namespace, automount_service_account_token;
	const char *os_name;		  /* NULL when spec.os is absent */
	const char *runtime_class_name;	  /* NULL when absent */
	const char *service_account_name; /* or its old name, serviceAccount; "" when absent */
	const char *service_account;	  /* the old name alone; "" when absent */
	/* "" when absent */
	const char *node_name, *restart_policy, *dns_policy, *priority_class_name;
	const struct resources *resources;   /* of the pod as a whole; NULL when absent */
	const struct dns_config *dns_config; /* NULL when absent */
	const struct host_alias *host_aliases;
	const struct toleration *tolerations;
	const struct pull_secret *pull_secrets;
	struct map node_selector;
	/* affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms */
	const struct node_term *node_terms;
	const cJSON *node; /* the pod spec itself, for what the view leaves out */
};

#define for_each_pod(p, first) for (const struct pod *p = (first); p && budget_step(); p = p->next)
#define for_each_container(c, pod) \
	for (const struct container *c = (pod)->containers; c && budget_step(); c = c->next)
#define for_each_port(p, c) for (const struct port *p = (c)->ports; p && budget_step(); p = p->next)
#define for_each_volume(v, pod) \
	for (const struct volume *v = (pod)->volumes; v && budget_step(); v = v->next)
#define for_each_mount(m, c) \
	for (const struct volume_mount *m = (c)->mounts; m && budget_step(); m = m->next)
#define for_each_env(e, c) for (const struct env_var *e = (c)->env; e && budget_step(); e = e->next)
#define for_each_env_from(e, c) \
	for (const struct env_from *e = (c)->env_from; e && budget_step(); e = e->next)
#define for_each_host_alias(h, pod) \
	for (const struct host_alias *h = (pod)->host_aliases; h && budget_step(); h = h->next)
#define for_each_toleration(t, pod) \
	for (const struct toleration *t = (pod)->tolerations; t && budget_step(); t = t->next)
#define for_each_pull_secret(s, pod) \
	for (const struct pull_secret *s = (pod)->pull_secrets; s && budget_step(); s = s->next)
#define for_each_node_term(t, pod) \
	for (const struct node_term *t = (pod)->node_terms; t && budget_step(); t = t->next)
#define for_each_sysctl(s, sc) \
	for (const struct sysctl *s = (sc)->sysctls; s && budget_step(); s = s->next)

/**
 * pod_view() - typed, read-only view of a pod
 * @a:	       arena that owns the view; release it, never the view
 * @meta:      its metadata (meta_view()), borrowed
 * @spec:      parsed pod spec, borrowed; must outlive @a; NULL or null gives an empty pod
 * @spec_path: how the place of @spec prints, borrowed ("spec.template.spec")
 * @err:       filled when the result is NULL
 *
 * A field of the wrong type is a failure, never an absent field: "80" does not slip past a check
 * for 80. Strings in the view are never NULL unless said above; an absent one is empty.
 *
 * Return: the view, or NULL (ERR_INPUT wrong shape, with the place; ERR_LIMIT arena full;
 * ERR_MEMORY). Safe in parallel, one arena each.
 */
MUST_CHECK struct pod *pod_view(struct arena *a, const struct meta *meta, const cJSON *spec,
				const char *spec_path, struct err *err);

/** container_list_name() - "initContainers", "containers", "ephemeralContainers". */
const char *container_list_name(enum container_list list);

/** container_handlers() - the fixed walk over a container's five handlers: livenessProbe,
 * readinessProbe, startupProbe, lifecycle.postStart, lifecycle.preStop. Fills @out (room for 5)
 * with those that are set. Return: how many. */
size_t container_handlers(const struct container *c, const struct handler *out[5]);

#endif
