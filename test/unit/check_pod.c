/* SPDX-License-Identifier: Apache-2.0 */
/* check_pod.c - view of a pod spec. */
#include "k8s/pod.h"

#include "base/mem.h"
#include "fields.h"

static void dump_at(struct buf *out, const struct at *at)
{
	buf_addf(out, " at=%s", at_print(test_arena(), at, NULL));
}

/* A string that is NULL without the object it is in, and "" in an empty one. */
static void dump_inner(struct buf *out, const char *key, const char *v)
{
	if (v)
		dump_string(out, key, v);
}

static void dump_profile(struct buf *out, const char *key, const struct profile *p)
{
	if (!p)
		return;
	buf_addf(out, " %s{", key);
	dump_string(out, "type", p->type);
	dump_pointer(out, "localhostProfile", p->localhost_profile);
	buf_adds(out, "}");
}

static void dump_common(struct buf *out, const struct security_common *c)
{
	if (c->selinux) {
		buf_adds(out, " seLinuxOptions{");
		dump_string(out, "user", c->selinux->user);
		dump_string(out, "role", c->selinux->role);
		dump_string(out, "type", c->selinux->type);
		dump_string(out, "level", c->selinux->level);
		buf_adds(out, "}");
	}
	dump_profile(out, "seccompProfile", c->seccomp);
	dump_profile(out, "appArmorProfile", c->apparmor);
	if (c->windows) {
		buf_adds(out, " windowsOptions{");
		dump_opt_bool(out, "hostProcess", c->windows->host_process);
		dump_pointer(out, "gmsaCredentialSpecName", c->windows->gmsa_credential_spec_name);
		dump_pointer(out, "runAsUserName", c->windows->run_as_user_name);
		buf_adds(out, "}");
	}
	dump_opt_int(out, "runAsUser", c->run_as_user);
	dump_opt_int(out, "runAsGroup", c->run_as_group);
	dump_opt_bool(out, "runAsNonRoot", c->run_as_non_root);
}

static void dump_security(struct buf *out, const struct security_context *s)
{
	if (!s)
		return;
	buf_adds(out, " securityContext{");
	dump_common(out, &s->common);
	if (s->capabilities) {
		buf_adds(out, " capabilities{");
		dump_strings(out, "add", &s->capabilities->add);
		dump_strings(out, "drop", &s->capabilities->drop);
		buf_adds(out, "}");
	}
	dump_opt_bool(out, "privileged", s->privileged);
	dump_opt_bool(out, "allowPrivilegeEscalation", s->allow_privilege_escalation);
	dump_opt_bool(out, "readOnlyRootFilesystem", s->read_only_root_filesystem);
	dump_pointer(out, "procMount", s->proc_mount);
	buf_adds(out, "}");
}

static void dump_pod_security(struct buf *out, const struct pod_security_context *s)
{
	if (!s)
		return;
	buf_adds(out, " securityContext{");
	dump_common(out, &s->common);
	dump_opt_int(out, "fsGroup", s->fs_group);
	for (size_t i = 0; i < s->supplemental_group_count; i++)
		buf_addf(out, "%s%" PRId64 "%s", i ? "," : " supplementalGroups=[",
			 s->supplemental_groups[i], i + 1 < s->supplemental_group_count ? "" : "]");
	for_each_sysctl (sysctl, s) {
		buf_adds(out, sysctl == s->sysctls ? " sysctls[{" : "{");
		dump_string(out, "name", sysctl->name);
		dump_string(out, "value", sysctl->value);
		dump_at(out, &sysctl->at);
		buf_adds(out, sysctl->next ? "}" : "}]");
	}
	dump_pointer(out, "fsGroupChangePolicy", s->fs_group_change_policy);
	dump_pointer(out, "supplementalGroupsPolicy", s->supplemental_groups_policy);
	buf_adds(out, "}");
}

/* An object that holds a name. */
static void dump_ref(struct buf *out, const char *key, const char *name)
{
	if (!name)
		return;
	buf_addf(out, " %s{", key);
	dump_string(out, "name", name);
	buf_addc(out, '}');
}

static void dump_projected(struct buf *out, const struct volume *v)
{
	for (const struct projected_source *s = v->projected; s; s = s->next) {
		buf_adds(out, s == v->projected ? " sources[{" : "{");
		if (s->token) {
			buf_adds(out, " serviceAccountToken{");
			dump_string(out, "audience", s->token->audience);
			dump_opt_int(out, "expirationSeconds", s->token->expiration_seconds);
			dump_at(out, &s->token->at);
			buf_adds(out, "}");
		}
		dump_ref(out, "secret", s->secret_name);
		dump_ref(out, "configMap", s->config_map_name);
		dump_at(out, &s->at);
		buf_adds(out, s->next ? "}" : "}]");
	}
}

static void dump_secrets(struct buf *out, const struct volume *v)
{
	for (int s = 0; s < VOLUME_SECRET_COUNT; s++)
		dump_inner(out, strrchr(volume_secret_path((enum volume_secret)s), '.') + 1,
			   v->secrets[s]);
}

static void dump_source(struct buf *out, const char *key, const struct claim_origin *source)
{
	if (!source)
		return;
	buf_addf(out, " %s{", key);
	dump_string(out, "kind", source->kind);
	dump_string(out, "name", source->name);
	buf_addc(out, '}');
}

static void dump_volumes(struct buf *out, const struct pod *pod)
{
	for_each_volume (v, pod) {
		buf_adds(out, v == pod->volumes ? " volumes[{" : "{");
		dump_string(out, "name", v->name);
		for (int s = 0; s < VOLUME_SOURCE_COUNT; s++)
			if (volume_has(v, (enum volume_source)s))
				buf_addf(out, " %s{}", volume_source_name((enum volume_source)s));
		ck_assert_int_eq(v->host_path != NULL, volume_has(v, VOLUME_HOST_PATH));
		ck_assert_int_eq(v->image_reference != NULL, volume_has(v, VOLUME_IMAGE));
		if (v->host_path) {
			dump_string(out, "path", v->host_path->path);
			dump_pointer(out, "type", v->host_path->type);
		}
		dump_inner(out, "reference", v->image_reference);
		dump_inner(out, "pullPolicy", v->image_pull_policy);
		dump_inner(out, "driver", v->flex_driver);
		dump_inner(out, "secretName", v->secret_name);
		dump_inner(out, "name", v->config_map_name);
		dump_inner(out, "claimName", v->claim_name);
		dump_secrets(out, v);
		dump_source(out, "dataSource", v->data_source);
		dump_source(out, "dataSourceRef", v->data_source_ref);
		if (v->empty_dir) {
			dump_string(out, "medium", v->empty_dir->medium);
			dump_pointer(out, "sizeLimit", v->empty_dir->size_limit);
		}
		dump_projected(out, v);
		ck_assert_ptr_nonnull(v->node);
		dump_at(out, &v->at);
		buf_adds(out, v->next ? "}" : "}]");
	}
}

static void dump_action(struct buf *out, const char *key, const struct host_action *action)
{
	if (!action)
		return;
	buf_addf(out, " %s{", key);
	dump_string(out, "host", action->host);
	dump_string(out, "path", action->path);
	dump_string(out, "scheme", action->scheme);
	dump_int_or_string(out, "port", action->port);
	buf_adds(out, "}");
}

static void dump_handler(struct buf *out, const char *key, const struct handler *h)
{
	if (!h)
		return;
	buf_addf(out, " %s{", key);
	dump_action(out, "httpGet", h->http_get);
	dump_action(out, "tcpSocket", h->tcp_socket);
	if (h->exec_command) {
		buf_adds(out, " exec{");
		dump_strings(out, "command", h->exec_command);
		buf_adds(out, "}");
	}
	if (h->has_grpc)
		buf_adds(out, " grpc{}");
	dump_at(out, &h->at);
	buf_adds(out, "}");
}

static void dump_ports(struct buf *out, const struct container *c)
{
	for_each_port (p, c) {
		buf_adds(out, p == c->ports ? " ports[{" : "{");
		dump_string(out, "name", p->name);
		dump_string(out, "protocol", p->protocol);
		dump_string(out, "hostIP", p->host_ip);
		dump_int(out, "containerPort", p->container_port);
		dump_int(out, "hostPort", p->host_port);
		dump_at(out, &p->at);
		buf_adds(out, p->next ? "}" : "}]");
	}
}

static void dump_mounts(struct buf *out, const struct container *c)
{
	for_each_mount (m, c) {
		buf_adds(out, m == c->mounts ? " volumeMounts[{" : "{");
		dump_string(out, "name", m->name);
		dump_string(out, "mountPath", m->mount_path);
		dump_string(out, "subPath", m->sub_path);
		dump_string(out, "subPathExpr", m->sub_path_expr);
		dump_bool(out, "readOnly", m->read_only);
		dump_at(out, &m->at);
		buf_adds(out, m->next ? "}" : "}]");
	}
}

static void dump_env(struct buf *out, const struct container *c)
{
	for (const struct env_var *e = c->env; e; e = e->next) {
		buf_adds(out, e == c->env ? " env[{" : "{");
		dump_string(out, "name", e->name);
		dump_string(out, "value", e->value);
		if (e->value_from)
			buf_adds(out, " valueFrom{}");
		dump_ref(out, "secretKeyRef", e->secret_name);
		dump_ref(out, "configMapKeyRef", e->config_map_name);
		dump_at(out, &e->at);
		buf_adds(out, e->next ? "}" : "}]");
	}
	for_each_env_from (e, c) {
		buf_adds(out, e == c->env_from ? " envFrom[{" : "{");
		dump_string(out, "prefix", e->prefix);
		dump_ref(out, "secretRef", e->secret_name);
		dump_ref(out, "configMapRef", e->config_map_name);
		dump_at(out, &e->at);
		buf_adds(out, e->next ? "}" : "}]");
	}
}

static void dump_resources(struct buf *out, const struct resources *r)
{
	if (!r)
		return;
	buf_adds(out, " resources{");
	dump_map(out, "limits", &r->limits);
	dump_map(out, "requests", &r->requests);
	dump_at(out, &r->at);
	buf_adds(out, "}");
}

static void dump_container(struct buf *out, const struct container *c)
{
	buf_addf(out, " %s[{", container_list_name(c->list));
	ck_assert_int_eq(c->index, c->at.index);
	dump_string(out, "name", c->name);
	dump_string(out, "image", c->image);
	dump_string(out, "imagePullPolicy", c->image_pull_policy);
	dump_string(out, "restartPolicy", c->restart_policy);
	dump_security(out, c->security);
	dump_ports(out, c);
	dump_handler(out, "livenessProbe", c->liveness);
	dump_handler(out, "readinessProbe", c->readiness);
	dump_handler(out, "startupProbe", c->startup);
	dump_handler(out, "postStart", c->post_start);
	dump_handler(out, "preStop", c->pre_stop);
	dump_mounts(out, c);
	dump_env(out, c);
	dump_resources(out, c->resources);
	dump_strings(out, "command", &c->command);
	dump_strings(out, "args", &c->args);
	dump_bool(out, "tty", c->tty);
	dump_bool(out, "stdin", c->stdin_open);
	ck_assert_ptr_nonnull(c->node);
	dump_at(out, &c->at);
	buf_adds(out, "}]");
}

static void dump_dns(struct buf *out, const struct dns_config *dns)
{
	if (!dns)
		return;
	buf_adds(out, " dnsConfig{");
	dump_strings(out, "nameservers", &dns->nameservers);
	dump_strings(out, "searches", &dns->searches);
	for (const struct dns_option *o = dns->options; o; o = o->next) {
		buf_adds(out, o == dns->options ? " options[{" : "{");
		dump_string(out, "name", o->name);
		dump_pointer(out, "value", o->value);
		dump_at(out, &o->at);
		buf_adds(out, o->next ? "}" : "}]");
	}
	dump_at(out, &dns->at);
	buf_adds(out, "}");
}

static void dump_node_terms(struct buf *out, const struct pod *pod)
{
	for_each_node_term(t, pod)
	{
		buf_adds(out, t == pod->node_terms ? " nodeSelectorTerms[{" : "{");
		for_each_requirement (r, t) {
			buf_adds(out, r == t->match_expressions ? " matchExpressions[{" : "{");
			dump_string(out, "key", r->key);
			dump_string(out, "operator", r->op);
			dump_strings(out, "values", &r->values);
			dump_at(out, &r->at);
			buf_adds(out, r->next ? "}" : "}]");
		}
		buf_adds(out, t->next ? "}" : "}]");
	}
}

static void dump_lists(struct buf *out, const struct pod *pod)
{
	for_each_host_alias (h, pod) {
		buf_adds(out, h == pod->host_aliases ? " hostAliases[{" : "{");
		dump_string(out, "ip", h->ip);
		dump_strings(out, "hostnames", &h->hostnames);
		dump_at(out, &h->at);
		buf_adds(out, h->next ? "}" : "}]");
	}
	for_each_toleration (t, pod) {
		buf_adds(out, t == pod->tolerations ? " tolerations[{" : "{");
		dump_string(out, "key", t->key);
		dump_string(out, "operator", t->op);
		dump_string(out, "value", t->value);
		dump_string(out, "effect", t->effect);
		dump_at(out, &t->at);
		buf_adds(out, t->next ? "}" : "}]");
	}
	for_each_pull_secret (s, pod) {
		buf_adds(out, s == pod->pull_secrets ? " imagePullSecrets[{" : "{");
		dump_string(out, "name", s->name);
		dump_at(out, &s->at);
		buf_adds(out, s->next ? "}" : "}]");
	}
}

static void dump_pod(struct buf *out, const struct pod *pod)
{
	dump_bool(out, "hostNetwork", pod->host_network);
	dump_bool(out, "hostPID", pod->host_pid);
	dump_bool(out, "hostIPC", pod->host_ipc);
	dump_opt_bool(out, "hostUsers", pod->host_users);
	dump_opt_bool(out, "shareProcessNamespace", pod->share_process_namespace);
	dump_opt_bool(out, "automountServiceAccountToken", pod->automount_service_account_token);
	if (pod->os_name) {
		buf_adds(out, " os{");
		dump_string(out, "name", pod->os_name);
		buf_adds(out, "}");
	}
	dump_pointer(out, "runtimeClassName", pod->runtime_class_name);
	dump_string(out, "serviceAccountName", pod->service_account_name);
	dump_string(out, "nodeName", pod->node_name);
	dump_string(out, "restartPolicy", pod->restart_policy);
	dump_string(out, "dnsPolicy", pod->dns_policy);
	dump_string(out, "priorityClassName", pod->priority_class_name);
	dump_map(out, "nodeSelector", &pod->node_selector);
	dump_resources(out, pod->resources);
	dump_dns(out, pod->dns_config);
	dump_node_terms(out, pod);
	dump_lists(out, pod);
	dump_pod_security(out, pod->security);
	dump_volumes(out, pod);
	for_each_container (c, pod)
		dump_container(out, c);
}

static size_t count_list(const struct pod *pod, enum container_list list)
{
	size_t count = 0;

	for_each_container (c, pod)
		count += c->list == list;
	return count;
}

static int view_and_dump(const cJSON *node, struct buf *out, struct err *err)
{
	static const struct meta meta;
	const struct pod *pod = pod_view(test_arena(), &meta, node, "spec", err);

	if (!pod)
		return -1;
	ck_assert_ptr_eq(pod->meta, &meta);
	ck_assert_ptr_eq(pod->node, node);
	ck_assert_uint_eq(pod->init_count, count_list(pod, CONTAINER_INIT));
	ck_assert_uint_eq(pod->main_count, count_list(pod, CONTAINER_MAIN));
	ck_assert_uint_eq(pod->ephemeral_count, count_list(pod, CONTAINER_EPHEMERAL));
	dump_pod(out, pod);
	return 0;
}

static const struct view_type view = { "spec", view_and_dump };

#define NODE_TERMS \
	"affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms"

#define COMMON(at)                                                                                 \
	{ at, AN_OBJECT }, { at ".seLinuxOptions", AN_OBJECT },                                    \
		{ at ".seLinuxOptions.user", A_STRING }, { at ".seLinuxOptions.role", A_STRING },  \
		{ at ".seLinuxOptions.type", A_STRING }, { at ".seLinuxOptions.level", A_STRING }, \
		{ at ".seccompProfile", AN_OBJECT }, { at ".seccompProfile.type", A_STRING },      \
		{ at ".seccompProfile.localhostProfile", A_POINTER },                              \
		{ at ".appArmorProfile", AN_OBJECT }, { at ".appArmorProfile.type", A_STRING },    \
		{ at ".appArmorProfile.localhostProfile", A_POINTER },                             \
		{ at ".windowsOptions", AN_OBJECT },                                               \
		{ at ".windowsOptions.hostProcess", A_TRISTATE },                                  \
		{ at ".windowsOptions.gmsaCredentialSpecName", A_POINTER },                        \
		{ at ".windowsOptions.runAsUserName", A_POINTER },                                 \
		{ at ".runAsUser", AN_OPTIONAL_INT }, { at ".runAsGroup", AN_OPTIONAL_INT },       \
	{                                                                                          \
		at ".runAsNonRoot", A_TRISTATE                                                     \
	}

#define HANDLER(at)                                                                        \
	{ at, AN_OBJECT }, { at ".httpGet", AN_OBJECT }, { at ".httpGet.host", A_STRING }, \
		{ at ".httpGet.path", A_STRING }, { at ".httpGet.scheme", A_STRING },      \
		{ at ".httpGet.port", A_PORT }, { at ".tcpSocket", AN_OBJECT },            \
		{ at ".tcpSocket.host", A_STRING }, { at ".tcpSocket.port", A_PORT },      \
		{ at ".exec", AN_OBJECT },                                                 \
	{                                                                                  \
		at ".exec.command", STRINGS                                                \
	}

#define CONTAINER(at)                                                                              \
	{ at ".image", A_STRING }, { at ".imagePullPolicy", A_STRING },                            \
		{ at ".restartPolicy", A_STRING }, { at ".tty", A_BOOL }, { at ".stdin", A_BOOL }, \
		{ at ".command", STRINGS }, { at ".args", STRINGS },                               \
		COMMON(at ".securityContext"), { at ".securityContext.capabilities", AN_OBJECT },  \
		{ at ".securityContext.capabilities.add", STRINGS },                               \
		{ at ".securityContext.capabilities.drop", STRINGS },                              \
		{ at ".securityContext.privileged", A_TRISTATE },                                  \
		{ at ".securityContext.allowPrivilegeEscalation", A_TRISTATE },                    \
		{ at ".securityContext.readOnlyRootFilesystem", A_TRISTATE },                      \
		{ at ".securityContext.procMount", A_POINTER }, { at ".ports", A_LIST },           \
		{ at ".ports[0].protocol", A_STRING }, { at ".ports[0].hostIP", A_STRING },        \
		{ at ".ports[0].containerPort", AN_INT32 }, { at ".ports[0].hostPort", AN_INT32 }, \
		HANDLER(at ".livenessProbe"), { at ".livenessProbe.grpc", AN_OBJECT },             \
		HANDLER(at ".readinessProbe"), { at ".readinessProbe.grpc", AN_OBJECT },           \
		HANDLER(at ".startupProbe"), { at ".startupProbe.grpc", AN_OBJECT },               \
		HANDLER(at ".lifecycle.postStart"), HANDLER(at ".lifecycle.preStop"),              \
		{ at ".volumeMounts", A_LIST }, { at ".volumeMounts[0].name", A_STRING },          \
		{ at ".volumeMounts[0].mountPath", A_STRING },                                     \
		{ at ".volumeMounts[0].subPath", A_STRING },                                       \
		{ at ".volumeMounts[0].subPathExpr", A_STRING },                                   \
		{ at ".volumeMounts[0].readOnly", A_BOOL }, { at ".env", A_LIST },                 \
		{ at ".env[0].value", A_STRING }, { at ".env[0].valueFrom", AN_OBJECT },           \
		{ at ".env[0].valueFrom.secretKeyRef.name", A_STRING },                            \
		{ at ".env[0].valueFrom.configMapKeyRef.name", A_STRING },                         \
		{ at ".envFrom", A_LIST }, { at ".envFrom[0].prefix", A_STRING },                  \
		{ at ".envFrom[0].secretRef.name", A_STRING },                                     \
		{ at ".envFrom[0].configMapRef.name", A_STRING }, { at ".resources", AN_OBJECT },  \
		{ at ".resources.limits", QUANTITIES },                                            \
	{                                                                                          \
		at ".resources.requests", QUANTITIES                                               \
	}

static const struct field_case fields[] = {
	{ "hostNetwork", A_BOOL },
	{ "hostPID", A_BOOL },
	{ "hostIPC", A_BOOL },
	{ "hostUsers", A_TRISTATE },
	{ "shareProcessNamespace", A_TRISTATE },
	{ "automountServiceAccountToken", A_TRISTATE },
	{ "os", AN_OBJECT },
	{ "os.name", A_STRING },
	{ "runtimeClassName", A_POINTER },
	{ "serviceAccountName", A_STRING },
	{ "nodeName", A_STRING },
	{ "restartPolicy", A_STRING },
	{ "dnsPolicy", A_STRING },
	{ "priorityClassName", A_STRING },
	{ "resources", AN_OBJECT },
	{ "resources.limits", QUANTITIES },
	{ "resources.requests", QUANTITIES },
	{ "dnsConfig", AN_OBJECT },
	{ "dnsConfig.nameservers", STRINGS },
	{ "dnsConfig.searches", STRINGS },
	{ "dnsConfig.options", A_LIST },
	{ "dnsConfig.options[0].name", A_STRING },
	{ "dnsConfig.options[0].value", A_POINTER },
	{ "hostAliases", A_LIST },
	{ "hostAliases[0].ip", A_STRING },
	{ "hostAliases[0].hostnames", STRINGS },
	{ "tolerations", A_LIST },
	{ "tolerations[0].key", A_STRING },
	{ "tolerations[0].operator", A_STRING },
	{ "tolerations[0].value", A_STRING },
	{ "tolerations[0].effect", A_STRING },
	{ "imagePullSecrets", A_LIST },
	{ "imagePullSecrets[0].name", A_STRING },
	{ "nodeSelector", A_MAP },
	{ NODE_TERMS, A_LIST },
	{ NODE_TERMS "[0].matchExpressions", A_LIST },
	{ NODE_TERMS "[0].matchExpressions[0].key", A_STRING },
	{ NODE_TERMS "[0].matchExpressions[0].operator", A_STRING },
	{ NODE_TERMS "[0].matchExpressions[0].values", STRINGS },
	COMMON("securityContext"),
	{ "securityContext.fsGroup", AN_OPTIONAL_INT },
	{ "securityContext.supplementalGroups", INTS },
	{ "securityContext.sysctls", A_LIST },
	{ "securityContext.sysctls[0].name", A_STRING },
	{ "securityContext.sysctls[0].value", A_STRING },
	{ "securityContext.fsGroupChangePolicy", A_POINTER },
	{ "securityContext.supplementalGroupsPolicy", A_POINTER },
	{ "volumes", A_LIST },
	{ "volumes[0].name", A_STRING },
#define X(key, name) { "volumes[0]." key, AN_OBJECT },
	VOLUME_SOURCES(X)
#undef X
		{ "volumes[0].hostPath.path", A_STRING },
	{ "volumes[0].hostPath.type", A_POINTER },
	{ "volumes[0].image.reference", A_STRING },
	{ "volumes[0].image.pullPolicy", A_STRING },
	{ "volumes[0].flexVolume.driver", A_STRING },
	{ "volumes[0].secret.secretName", A_STRING },
	{ "volumes[0].configMap.name", A_STRING },
	{ "volumes[0].persistentVolumeClaim.claimName", A_STRING },
	{ "volumes[0].azureFile.secretName", A_STRING },
	{ "volumes[0].cephfs.secretRef.name", A_STRING },
	{ "volumes[0].cinder.secretRef.name", A_STRING },
	{ "volumes[0].csi.nodePublishSecretRef.name", A_STRING },
	{ "volumes[0].flexVolume.secretRef.name", A_STRING },
	{ "volumes[0].iscsi.secretRef.name", A_STRING },
	{ "volumes[0].rbd.secretRef.name", A_STRING },
	{ "volumes[0].scaleIO.secretRef.name", A_STRING },
	{ "volumes[0].storageos.secretRef.name", A_STRING },
	{ "volumes[0].ephemeral.volumeClaimTemplate.spec.dataSource", AN_OBJECT },
	{ "volumes[0].ephemeral.volumeClaimTemplate.spec.dataSource.kind", A_STRING },
	{ "volumes[0].ephemeral.volumeClaimTemplate.spec.dataSource.name", A_STRING },
	{ "volumes[0].ephemeral.volumeClaimTemplate.spec.dataSourceRef", AN_OBJECT },
	{ "volumes[0].ephemeral.volumeClaimTemplate.spec.dataSourceRef.kind", A_STRING },
	{ "volumes[0].ephemeral.volumeClaimTemplate.spec.dataSourceRef.name", A_STRING },
	{ "volumes[0].projected.sources[0].secret.name", A_STRING },
	{ "volumes[0].projected.sources[0].configMap.name", A_STRING },
	{ "volumes[0].emptyDir.medium", A_STRING },
	{ "volumes[0].emptyDir.sizeLimit", A_QUANTITY },
	{ "volumes[0].projected.sources", A_LIST },
	{ "volumes[0].projected.sources[0].serviceAccountToken", AN_OBJECT },
	{ "volumes[0].projected.sources[0].serviceAccountToken.audience", A_STRING },
	{ "volumes[0].projected.sources[0].serviceAccountToken.expirationSeconds",
	  AN_OPTIONAL_INT },
	{ "initContainers", A_LIST },
	{ "containers", A_LIST },
	{ "ephemeralContainers", A_LIST },
	{ "containers[0].name", A_STRING },
	{ "containers[0].ports[0].name", A_STRING },
	{ "containers[0].env[0].name", A_STRING },
	CONTAINER("initContainers[0]"),
	CONTAINER("containers[0]"),
	CONTAINER("ephemeralContainers[0]"),
};

START_TEST(each_field)
{
	check_field(&view, &fields[_i]);
}
END_TEST

/* Every field of the view, the lists in an order that is not the view's. */
#define COMMON_JSON                                                                          \
	"'seLinuxOptions':{'user':'u','role':'r','type':'t','level':'l'},"                   \
	"'seccompProfile':{'type':'Localhost','localhostProfile':'p'},"                      \
	"'appArmorProfile':{'type':'RuntimeDefault'},'windowsOptions':{'hostProcess':false," \
	"'gmsaCredentialSpecName':'g','runAsUserName':'w'},'runAsUser':0,'runAsGroup':1,"    \
	"'runAsNonRoot':false"

#define COMMON_DUMP                                                                    \
	" seLinuxOptions{ user=\"u\" role=\"r\" type=\"t\" level=\"l\"}"               \
	" seccompProfile{ type=\"Localhost\" localhostProfile=\"p\"}"                  \
	" appArmorProfile{ type=\"RuntimeDefault\"} windowsOptions{ hostProcess=false" \
	" gmsaCredentialSpecName=\"g\" runAsUserName=\"w\"} runAsUser=0 runAsGroup=1"  \
	" runAsNonRoot=false"

#define FULL                                                                                     \
	"{'ephemeralContainers':[{'name':'debug','targetContainerName':'app'}],"                 \
	"'containers':[{'name':'app','image':'i','imagePullPolicy':'Always',"                    \
	"'securityContext':{" COMMON_JSON ",'capabilities':{'add':['NET_RAW'],'drop':['ALL']},"  \
	"'privileged':true,'allowPrivilegeEscalation':false,'readOnlyRootFilesystem':true,"      \
	"'procMount':'Default'},"                                                                \
	"'ports':[{'name':'http','containerPort':80,'hostPort':8080,'protocol':'TCP',"           \
	"'hostIP':'192.0.2.1'},null],"                                                           \
	"'livenessProbe':{'httpGet':{'host':'h','path':'/','scheme':'HTTPS','port':'http'}},"    \
	"'readinessProbe':{'tcpSocket':{'host':'t','port':80}},"                                 \
	"'startupProbe':{'grpc':{'port':1}},"                                                    \
	"'lifecycle':{'preStop':{'exec':{'command':['sh','-c']}},'postStart':{}},"               \
	"'volumeMounts':[{'name':'v','mountPath':'/v','subPath':'s','readOnly':true}],"          \
	"'env':[{'name':'A','value':'1'},{'name':'B','valueFrom':{}}],"                          \
	"'envFrom':[{'secretRef':{'name':'s'}}],"                                                \
	"'command':['c'],'args':[],'tty':true,'stdin':true,'resources':{'limits':{'cpu':1}}},"   \
	"{'name':'second'}],"                                                                    \
	"'initContainers':[{'name':'init','restartPolicy':'Always'}],"                           \
	"'hostNetwork':true,'hostPID':true,'hostIPC':true,'hostUsers':false,"                    \
	"'shareProcessNamespace':true,'automountServiceAccountToken':false,"                     \
	"'os':{'name':'linux'},'runtimeClassName':'rc','serviceAccountName':'sa',"               \
	"'nodeName':'n','restartPolicy':'Never','dnsPolicy':'None','priorityClassName':'pc',"    \
	"'securityContext':{" COMMON_JSON ",'fsGroup':2,'supplementalGroups':[3,4],"             \
	"'sysctls':[{'name':'kernel.shm_rmid_forced','value':'1'}],"                             \
	"'fsGroupChangePolicy':'Always','supplementalGroupsPolicy':'Strict'},"                   \
	"'hostAliases':[{'ip':'192.0.2.1','hostnames':['h']}],'nodeSelector':{'a':'b'},"         \
	"'affinity':{'nodeAffinity':{'requiredDuringSchedulingIgnoredDuringExecution':{"         \
	"'nodeSelectorTerms':[{'matchExpressions':[{'key':'k','operator':'In','values':['v']},"  \
	"{'key':'l','operator':'Exists'}]},{'matchFields':[]}]}}},"                              \
	"'tolerations':[{'operator':'Exists'}],'imagePullSecrets':[{'name':'s'}],"               \
	"'volumes':[{'name':'v','hostPath':{'path':'/','type':''}},{'image':{'reference':'r'}}," \
	"{'name':'w','nfs':{},'secret':{},'emptyDir':null}]}"

#define FULL_TERM                                                                   \
	"spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution" \
	".nodeSelectorTerms[0].matchExpressions"

#define FULL_DUMP                                                                                \
	" hostNetwork=true hostPID=true hostIPC=true hostUsers=false shareProcessNamespace=true" \
	" automountServiceAccountToken=false os{ name=\"linux\"} runtimeClassName=\"rc\""        \
	" serviceAccountName=\"sa\" nodeName=\"n\" restartPolicy=\"Never\" dnsPolicy=\"None\""   \
	" priorityClassName=\"pc\" nodeSelector=[\"a\":\"b\"]"                                   \
	" nodeSelectorTerms[{ matchExpressions[{ key=\"k\" operator=\"In\" values=[\"v\"]"       \
	" at=" FULL_TERM "[0]}{ key=\"l\" operator=\"Exists\" at=" FULL_TERM "[1]}]}{}]"         \
	" hostAliases[{ ip=\"192.0.2.1\" hostnames=[\"h\"] at=spec.hostAliases[0]}]"             \
	" tolerations[{ operator=\"Exists\" at=spec.tolerations[0]}]"                            \
	" imagePullSecrets[{ name=\"s\" at=spec.imagePullSecrets[name=\"s\"]}]"                  \
	" securityContext{" COMMON_DUMP                                                          \
	" fsGroup=2 supplementalGroups=[3,4] sysctls[{ name=\"kernel.shm_rmid_forced\""          \
	" value=\"1\" at=spec.securityContext.sysctls[name=\"kernel.shm_rmid_forced\"]}]"        \
	" fsGroupChangePolicy=\"Always\" supplementalGroupsPolicy=\"Strict\"}"                   \
	" volumes[{ name=\"v\" hostPath{} path=\"/\" type=\"\" at=spec.volumes[name=\"v\"]}"     \
	"{ image{} reference=\"r\" at=spec.volumes[1]}"                                          \
	"{ name=\"w\" nfs{} secret{} at=spec.volumes[name=\"w\"]}]"                              \
	" initContainers[{ name=\"init\" restartPolicy=\"Always\""                               \
	" at=spec.initContainers[name=\"init\"]}]"                                               \
	" containers[{ name=\"app\" image=\"i\" imagePullPolicy=\"Always\""                      \
	" securityContext{" COMMON_DUMP " capabilities{ add=[\"NET_RAW\"] drop=[\"ALL\"]}"       \
	" privileged=true allowPrivilegeEscalation=false readOnlyRootFilesystem=true"            \
	" procMount=\"Default\"}"                                                                \
	" ports[{ name=\"http\" protocol=\"TCP\" hostIP=\"192.0.2.1\" containerPort=80"          \
	" hostPort=8080 at=" APP ".ports[name=\"http\"]}{ at=" APP ".ports[1]}]"                 \
	" livenessProbe{ httpGet{ host=\"h\" path=\"/\" scheme=\"HTTPS\" port=\"http\"}"         \
	" at=" APP ".livenessProbe}"                                                             \
	" readinessProbe{ tcpSocket{ host=\"t\" port=80} at=" APP ".readinessProbe}"             \
	" startupProbe{ grpc{} at=" APP ".startupProbe}"                                         \
	" postStart{ at=" APP ".lifecycle.postStart}"                                            \
	" preStop{ exec{ command=[\"sh\",\"-c\"]} at=" APP ".lifecycle.preStop}"                 \
	" volumeMounts[{ name=\"v\" mountPath=\"/v\" subPath=\"s\" readOnly=true"                \
	" at=" APP ".volumeMounts[0]}]"                                                          \
	" env[{ name=\"A\" value=\"1\" at=" APP ".env[name=\"A\"]}"                              \
	"{ name=\"B\" valueFrom{} at=" APP ".env[name=\"B\"]}]"                                  \
	" envFrom[{ secretRef{ name=\"s\"} at=" APP ".envFrom[0]}]"                              \
	" resources{ limits=[\"cpu\":\"1\"] at=" APP ".resources}"                               \
	" command=[\"c\"] args=[] tty=true stdin=true at=" APP "}]"                              \
	" containers[{ name=\"second\" at=spec.containers[name=\"second\"]}]"                    \
	" ephemeralContainers[{ name=\"debug\" at=spec.ephemeralContainers[name=\"debug\"]}]"
#define APP "spec.containers[name=\"app\"]"

static const struct {
	const char *name, *json, *want;
} cases[] = {
	{ "empty", "{}", "" },
	{ "null", "null", "" },
	{ "full", FULL, FULL_DUMP },
	{ "no object", "[]", "spec: want an object, got an array" },
	{ "a named element",
	  "{'containers':[{'securityContext':{'privileged':'yes'},'name':'app'}]}",
	  APP ".securityContext.privileged: want a boolean, got a string" },
	{ "a name that is no string", "{'containers':[{},{'name':5}]}",
	  "spec.containers[1].name: want a string, got a number" },
	{ "another field before a name that is no string",
	  "{'containers':[{'tty':1,'name':{'a':'b'}}]}",
	  "spec.containers[0].tty: want a boolean, got a number" },
	{ "an empty name", "{'containers':[{'tty':1,'name':''}]}",
	  "spec.containers[0].tty: want a boolean, got a number" },
	{ "an odd name", "{'containers':[{'tty':1,'name':'a\\n\\\\]'}]}",
	  "spec.containers[name=\"a\\u000a\\\\]\"].tty: want a boolean, got a number" },
	{ "a number in the command", "{'initContainers':[{'name':'i','command':['a',1]}]}",
	  "spec.initContainers[name=\"i\"].command[1]: want a string, got a number" },
	{ "a port in an ephemeral container",
	  "{'ephemeralContainers':[null,{'ports':[{},{'name':'p','hostPort':'80'}]}]}",
	  "spec.ephemeralContainers[1].ports[name=\"p\"].hostPort: want an integer, got a string" },
	{ "lifecycle that is no object", "{'containers':[{'lifecycle':[]}]}",
	  "spec.containers[0].lifecycle: want an object, got an array" },
	{ "lifecycle that is null", "{'containers':[{'lifecycle':null}]}",
	  " containers[{ at=spec.containers[0]}]" },
	{ "a lifecycle hook has no grpc", "{'containers':[{'lifecycle':{'preStop':{'grpc':1}}}]}",
	  " containers[{ preStop{ at=spec.containers[0].lifecycle.preStop} "
	  "at=spec.containers[0]}]" },
	{ "a socket has no path", "{'containers':[{'livenessProbe':{'tcpSocket':{'path':1}}}]}",
	  " containers[{ livenessProbe{ tcpSocket{} at=spec.containers[0].livenessProbe}"
	  " at=spec.containers[0]}]" },
	{ "unknown members", "{'hostPid':true,'x':[{'y':1}],'containers':[{'Image':1}]}",
	  " containers[{ at=spec.containers[0]}]" },
	{ "unknown volume source", "{'volumes':[{'name':'v','hostpath':{},'x':1}]}",
	  " volumes[{ name=\"v\" at=spec.volumes[name=\"v\"]}]" },
	{ "all sources at once", "{'volumes':[{'configMap':{},'hostPath':{},'csi':{}}]}",
	  " volumes[{ hostPath{} configMap{} csi{} at=spec.volumes[0]}]" },
	{ "null containers", "{'containers':[null,null]}",
	  " containers[{ at=spec.containers[0]}] containers[{ at=spec.containers[1]}]" },
	{ "two containers of one name", "{'containers':[{'name':'a'},{'name':'a'}]}",
	  " containers[{ name=\"a\" at=spec.containers[name=\"a\"]}]"
	  " containers[{ name=\"a\" at=spec.containers[name=\"a\"]}]" },
	{ "old name of the service account", "{'serviceAccount':'old'}",
	  " serviceAccountName=\"old\"" },
	{ "new name of the service account wins",
	  "{'serviceAccount':'old','serviceAccountName':'new'}", " serviceAccountName=\"new\"" },
	{ "old name that is no string", "{'serviceAccount':1}",
	  "spec.serviceAccount: want a string, got a number" },
};

START_TEST(each_case)
{
	const char *got = dump_around(&view, "", cases[_i].json);

	ck_assert_msg(same(got, cases[_i].want), "%s: got %s", cases[_i].name, got);
}
END_TEST

START_TEST(absent)
{
	SCOPED(scoped_buf) struct buf out;
	struct err err = { 0 };

	buf_init(&out, 1000);
	ck_assert_int_eq(view_and_dump(NULL, &out, &err), 0);
	ck_assert_str_eq(buf_str(&out), "");
}
END_TEST

START_TEST(template_place)
{
	static const struct meta meta;
	const char *path = "spec.jobTemplate.spec.template.spec";
	struct err err = { 0 };
	const struct pod *pod =
		pod_view(test_arena(), &meta, parse("{'containers':[{'name':'a'}]}"), path, &err);

	ck_assert_ptr_nonnull(pod);
	ck_assert_str_eq(at_print(test_arena(), &pod->containers->at, "image"),
			 "spec.jobTemplate.spec.template.spec.containers[name=\"a\"].image");
	ck_assert_str_eq(at_print(test_arena(), &pod->at, NULL), path);
}
END_TEST

START_TEST(handlers)
{
	static const struct meta meta;
	const struct handler *all[5];
	struct err err = { 0 };
	const struct pod *pod = pod_view(test_arena(), &meta, parse(FULL), "spec", &err);
	const struct container *c = pod->containers;

	ck_assert_uint_eq(container_handlers(c, all), 0);
	c = c->next;
	ck_assert_uint_eq(container_handlers(c, all), 5);
	ck_assert_ptr_eq(all[0], c->liveness);
	ck_assert_ptr_eq(all[1], c->readiness);
	ck_assert_ptr_eq(all[2], c->startup);
	ck_assert_ptr_eq(all[3], c->post_start);
	ck_assert_ptr_eq(all[4], c->pre_stop);
}
END_TEST

START_TEST(each_allocation_fails)
{
	static const struct meta meta;
	const cJSON *node = parse(FULL);
	const struct pod *pod = NULL;
	SCOPED(scoped_buf) struct buf out;
	long n;

	for (n = 0; !pod && n < 1000; n++) {
		struct err err = { 0 };

		mem_fail_at(n);
		pod = pod_view(test_arena(), &meta, node, "spec", &err);
		mem_fail_at(-1);
		ck_assert_int_eq(err.code, pod ? ERR_NONE : ERR_MEMORY);
	}
	ck_assert_int_gt(n, 50);
	buf_init(&out, 100000);
	dump_pod(&out, pod);
	ck_assert_str_eq(buf_str(&out), FULL_DUMP);
}
END_TEST

/* A wrong document stays refused when memory runs out while its error is written. */
START_TEST(error_without_memory)
{
	static const struct meta meta;
	const cJSON *node = parse("{'containers':[{'name':'a','tty':1}]}");
	struct err err = { 0 };
	long n;

	for (n = 0; err.code != ERR_INPUT && n < 1000; n++) {
		err = (struct err){ 0 };
		mem_fail_at(n);
		ck_assert_ptr_null(pod_view(test_arena(), &meta, node, "spec", &err));
		mem_fail_at(-1);
		ck_assert_int_ne(err.code, ERR_NONE);
	}
	ck_assert_str_eq(err.text, "spec.containers[name=\"a\"].tty: want a boolean, got a number");
}
END_TEST

START_TEST(arena_is_full)
{
	static const struct meta meta;
	struct err err = { 0 };
	SCOPED(scoped_arena) struct arena *a = arena_new(2000, &err);

	ck_assert_ptr_nonnull(a);
	ck_assert_ptr_null(pod_view(a, &meta, parse(FULL), "spec", &err));
	ck_assert_int_eq(err.code, ERR_LIMIT);
}
END_TEST

int main(void)
{
	return run_tables("pod", (const struct table[]){
					 { "fields", each_field, ARRAY_LEN(fields) },
					 { "cases", each_case, ARRAY_LEN(cases) },
					 { "absent", absent, 1 },
					 { "template", template_place, 1 },
					 { "handlers", handlers, 1 },
					 { "memory", each_allocation_fails, 1 },
					 { "error without memory", error_without_memory, 1 },
					 { "full arena", arena_is_full, 1 },
					 { 0 },
				 });
}
