/* SPDX-License-Identifier: Apache-2.0 */
/* route.c - view of the spec of a route of the Gateway API. */
#include "k8s/route.h"

#include "k8s/shapes.h"

static const struct field redirect_fields[] = {
	F_STRING("scheme", struct route_filter, redirect_scheme),
	F_STRING("hostname", struct route_filter, redirect_hostname),
};
static const struct shape redirect_shape = SHAPE(struct route_filter, redirect_fields);

static const struct field rewrite_fields[] = {
	F_STRING("hostname", struct route_filter, rewrite_hostname),
};
static const struct shape rewrite_shape = SHAPE(struct route_filter, rewrite_fields);

static const struct field mirror_fields[] = {
	F_OBJECT("backendRef", struct route_filter, mirror, struct object_ref, object_ref_shape),
};
static const struct shape mirror_shape = SHAPE(struct route_filter, mirror_fields);

static const struct field filter_fields[] = {
	F_STRING("type", struct route_filter, type),
	F_STRING(NULL, struct route_filter, redirect_scheme),
	F_STRING(NULL, struct route_filter, redirect_hostname),
	F_STRING(NULL, struct route_filter, rewrite_hostname),
	F_INLINE("requestRedirect", redirect_shape),
	F_INLINE("urlRewrite", rewrite_shape),
	F_INLINE("requestMirror", mirror_shape),
};
static const struct shape filter_shape = SHAPE_INDEXED(struct route_filter, filter_fields);

static const struct field backend_fields[] = {
	F_LIST("filters", struct route_backend, filters, struct route_filter, filter_shape),
};
static const struct shape backend_shape = SHAPE_INDEXED(struct route_backend, backend_fields);

static const struct field rule_fields[] = {
	F_LIST("backendRefs", struct route_rule, backends, struct object_ref, object_ref_shape),
	F_LIST("backendRefs", struct route_rule, backend_filters, struct route_backend,
	       backend_shape),
	F_LIST("filters", struct route_rule, filters, struct route_filter, filter_shape),
};
static const struct shape rule_shape = SHAPE_INDEXED(struct route_rule, rule_fields);

static const struct field route_fields[] = {
	F_SELF(struct route, node),
	F_STRINGS("hostnames", struct route, hostnames),
	F_LIST("parentRefs", struct route, parents, struct object_ref, object_ref_shape),
	F_LIST("rules", struct route, rules, struct route_rule, rule_shape),
};
static const struct shape route_shape = SHAPE_AT(struct route, at, route_fields);

struct route *route_view(struct arena *a, const cJSON *object, struct err *err)
{
	return decode_new(a, &route_shape, json_get(object, "spec"), "spec", err);
}
