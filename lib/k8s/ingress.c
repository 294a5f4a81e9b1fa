/* SPDX-License-Identifier: Apache-2.0 */
/* ingress.c - view of an Ingress's spec. */
#include "k8s/ingress.h"

#include "k8s/decode.h"

static const struct field service_fields[] = {
	F_STRING("name", struct ingress_backend, service),
};
static const struct shape service_shape = SHAPE(struct ingress_backend, service_fields);

static const struct field backend_fields[] = {
	F_STRING(NULL, struct ingress_backend, service),
	F_INLINE("service", service_shape),
	F_STRING("serviceName", struct ingress_backend, old_service),
	F_NODE("resource", struct ingress_backend, resource),
};
static const struct shape backend_shape = SHAPE_AT(struct ingress_backend, at, backend_fields);

static const struct field path_fields[] = {
	F_STRING("path", struct ingress_path, path),
	F_STRING("pathType", struct ingress_path, type),
	F_OBJECT("backend", struct ingress_path, backend, struct ingress_backend, backend_shape),
};
static const struct shape path_shape = SHAPE_INDEXED(struct ingress_path, path_fields);

static const struct field http_fields[] = {
	F_LIST("paths", struct ingress_rule, paths, struct ingress_path, path_shape),
};
static const struct shape http_shape = SHAPE(struct ingress_rule, http_fields);

static const struct field rule_fields[] = {
	F_STRING("host", struct ingress_rule, host),
	F_INLINE("http", http_shape),
};
static const struct shape rule_shape = SHAPE_INDEXED(struct ingress_rule, rule_fields);

static const struct field tls_fields[] = {
	F_STRINGS("hosts", struct ingress_tls, hosts),
	F_STRING("secretName", struct ingress_tls, secret),
};
static const struct shape tls_shape = SHAPE_INDEXED(struct ingress_tls, tls_fields);

static const struct field ingress_fields[] = {
	F_SELF(struct ingress, node),
	F_OPT_STRING("ingressClassName", struct ingress, class),
	F_OBJECT("defaultBackend", struct ingress, default_backend, struct ingress_backend,
		 backend_shape),
	F_OBJECT("backend", struct ingress, old_backend, struct ingress_backend, backend_shape),
	F_LIST("rules", struct ingress, rules, struct ingress_rule, rule_shape),
	F_LIST("tls", struct ingress, tls, struct ingress_tls, tls_shape),
};
static const struct shape ingress_shape = SHAPE_AT(struct ingress, at, ingress_fields);

struct ingress *ingress_view(struct arena *a, const cJSON *object, struct err *err)
{
	return decode_new(a, &ingress_shape, json_get(object, "spec"), "spec", err);
}
