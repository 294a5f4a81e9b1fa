/* SPDX-License-Identifier: Apache-2.0 */
/* container.c - tables of containers and what is in them. */
#include "k8s/pod.h"
#include "k8s/shapes.h"

static const struct field port_fields[] = {
	F_STRING("name", struct port, name),
	F_STRING("protocol", struct port, protocol),
	F_STRING("hostIP", struct port, host_ip),
	F_INT32("containerPort", struct port, container_port),
	F_INT32("hostPort", struct port, host_port),
};
static const struct shape port_shape = SHAPE_NAMED(struct port, port_fields);

static const struct field header_fields[] = {
	F_STRING("name", struct http_header, name),
	F_STRING("value", struct http_header, value),
};
static const struct shape header_shape = SHAPE_INDEXED(struct http_header, header_fields);

static const struct field http_get_fields[] = {
	F_STRING("host", struct host_action, host),
	F_STRING("path", struct host_action, path),
	F_STRING("scheme", struct host_action, scheme),
	F_INT_OR_STRING("port", struct host_action, port),
	F_LIST("httpHeaders", struct host_action, headers, struct http_header, header_shape),
};
static const struct shape http_get_shape = SHAPE(struct host_action, http_get_fields);

static const struct field tcp_socket_fields[] = {
	F_STRING("host", struct host_action, host),
	F_STRING(NULL, struct host_action, path),
	F_STRING(NULL, struct host_action, scheme),
	F_INT_OR_STRING("port", struct host_action, port),
};
static const struct shape tcp_socket_shape = SHAPE(struct host_action, tcp_socket_fields);

/* The struct is the list itself. */
static const struct field exec_fields[] = {
	{ .key = "command", .type = FIELD_STRINGS },
};
static const struct shape exec_shape = SHAPE(struct strings, exec_fields);

#define HANDLER_FIELDS                                                                     \
	F_OBJECT("httpGet", struct handler, http_get, struct host_action, http_get_shape), \
		F_OBJECT("tcpSocket", struct handler, tcp_socket, struct host_action,      \
			 tcp_socket_shape),                                                \
		F_OBJECT("exec", struct handler, exec_command, struct strings, exec_shape)

static const struct field hook_fields[] = { HANDLER_FIELDS };
static const struct shape hook_shape = SHAPE_AT(struct handler, at, hook_fields);

static const struct field probe_fields[] = {
	HANDLER_FIELDS,
	F_HAS("grpc", struct handler, has_grpc),
};
static const struct shape probe_shape = SHAPE_AT(struct handler, at, probe_fields);

static const struct field lifecycle_fields[] = {
	F_OBJECT("postStart", struct container, post_start, struct handler, hook_shape),
	F_OBJECT("preStop", struct container, pre_stop, struct handler, hook_shape),
};
static const struct shape lifecycle_shape = SHAPE(struct container, lifecycle_fields);

/* One volume may be mounted several times: its name does not tell which mount it is. */
static const struct field mount_fields[] = {
	F_STRING("name", struct volume_mount, name),
	F_STRING("mountPath", struct volume_mount, mount_path),
	F_STRING("subPath", struct volume_mount, sub_path),
	F_STRING("subPathExpr", struct volume_mount, sub_path_expr),
	F_BOOL("readOnly", struct volume_mount, read_only),
};
static const struct shape mount_shape = SHAPE_INDEXED(struct volume_mount, mount_fields);

static const struct field secret_key_fields[] = {
	F_STRING("name", struct env_var, secret_name),
};
static const struct shape secret_key_shape = SHAPE(struct env_var, secret_key_fields);

static const struct field config_map_key_fields[] = {
	F_STRING("name", struct env_var, config_map_name),
};
static const struct shape config_map_key_shape = SHAPE(struct env_var, config_map_key_fields);

static const struct field value_from_fields[] = {
	F_INLINE("secretKeyRef", secret_key_shape),
	F_INLINE("configMapKeyRef", config_map_key_shape),
};
static const struct shape value_from_shape = SHAPE(struct env_var, value_from_fields);

static const struct field env_fields[] = {
	F_STRING("name", struct env_var, name),
	F_STRING("value", struct env_var, value),
	F_NODE("valueFrom", struct env_var, value_from),
	F_INLINE("valueFrom", value_from_shape),
};
static const struct shape env_shape = SHAPE_NAMED(struct env_var, env_fields);

static const struct field secret_ref_fields[] = {
	F_STRING("name", struct env_from, secret_name),
};
static const struct shape secret_ref_shape = SHAPE(struct env_from, secret_ref_fields);

static const struct field config_map_ref_fields[] = {
	F_STRING("name", struct env_from, config_map_name),
};
static const struct shape config_map_ref_shape = SHAPE(struct env_from, config_map_ref_fields);

static const struct field env_from_fields[] = {
	F_STRING("prefix", struct env_from, prefix),
	F_INLINE("secretRef", secret_ref_shape),
	F_INLINE("configMapRef", config_map_ref_shape),
};
static const struct shape env_from_shape = SHAPE_INDEXED(struct env_from, env_from_fields);

static const struct field resources_fields[] = {
	F_QUANTITIES("limits", struct resources, limits),
	F_QUANTITIES("requests", struct resources, requests),
};
const struct shape resources_shape = SHAPE_AT(struct resources, at, resources_fields);

static const struct field container_fields[] = {
	F_SELF(struct container, node),
	F_STRING("name", struct container, name),
	F_STRING("image", struct container, image),
	F_STRING("imagePullPolicy", struct container, image_pull_policy),
	F_STRING("restartPolicy", struct container, restart_policy),
	F_OBJECT("securityContext", struct container, security, struct security_context,
		 security_context_shape),
	F_LIST("ports", struct container, ports, struct port, port_shape),
	F_OBJECT("livenessProbe", struct container, liveness, struct handler, probe_shape),
	F_OBJECT("readinessProbe", struct container, readiness, struct handler, probe_shape),
	F_OBJECT("startupProbe", struct container, startup, struct handler, probe_shape),
	F_INLINE("lifecycle", lifecycle_shape),
	F_LIST("volumeMounts", struct container, mounts, struct volume_mount, mount_shape),
	F_LIST("env", struct container, env, struct env_var, env_shape),
	F_LIST("envFrom", struct container, env_from, struct env_from, env_from_shape),
	F_OBJECT("resources", struct container, resources, struct resources, resources_shape),
	F_STRINGS("command", struct container, command),
	F_STRINGS("args", struct container, args),
	F_BOOL("tty", struct container, tty),
	F_BOOL("stdin", struct container, stdin_open),
};
const struct shape container_shape = SHAPE_NAMED(struct container, container_fields);

size_t container_handlers(const struct container *c, const struct handler *out[5])
{
	const struct handler *const all[] = { c->liveness, c->readiness, c->startup, c->post_start,
					      c->pre_stop };
	size_t count = 0;

	for (size_t i = 0; i < ARRAY_LEN(all); i++)
		if (all[i])
			out[count++] = all[i];
	return count;
}
