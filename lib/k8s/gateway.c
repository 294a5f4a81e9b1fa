/* SPDX-License-Identifier: Apache-2.0 */
/* gateway.c - view of a Gateway's spec. */
#include "k8s/gateway.h"

#include "k8s/shapes.h"

static const struct field validation_fields[] = {
	F_LIST("caCertificateRefs", struct gateway_tls, client_cas, struct object_ref,
	       object_ref_shape),
};
static const struct shape validation_shape = SHAPE(struct gateway_tls, validation_fields);

static const struct field tls_fields[] = {
	F_STRING("mode", struct gateway_tls, mode),
	F_MAP("options", struct gateway_tls, options),
	F_LIST("certificateRefs", struct gateway_tls, certificates, struct object_ref,
	       object_ref_shape),
	F_INLINE("frontendValidation", validation_shape),
};
static const struct shape tls_shape = SHAPE_AT(struct gateway_tls, at, tls_fields);

static const struct field from_fields[] = {
	F_STRING("from", struct gateway_from, from),
	F_OBJECT("selector", struct gateway_from, selector, struct selector, selector_shape),
};
static const struct shape from_shape = SHAPE_AT(struct gateway_from, at, from_fields);

static const struct field routes_fields[] = {
	F_OBJECT("namespaces", struct gateway_listener, allowed_routes, struct gateway_from,
		 from_shape),
};
static const struct shape routes_shape = SHAPE(struct gateway_listener, routes_fields);

static const struct field listener_fields[] = {
	F_STRING("name", struct gateway_listener, name),
	F_STRING("protocol", struct gateway_listener, protocol),
	F_OPT_STRING("hostname", struct gateway_listener, hostname),
	F_INT32("port", struct gateway_listener, port),
	F_OBJECT("tls", struct gateway_listener, tls, struct gateway_tls, tls_shape),
	F_INLINE("allowedRoutes", routes_shape),
};
static const struct shape listener_shape = SHAPE_NAMED(struct gateway_listener, listener_fields);

static const struct field allowed_fields[] = {
	F_OBJECT("namespaces", struct gateway, allowed_listeners, struct gateway_from, from_shape),
};
static const struct shape allowed_shape = SHAPE(struct gateway, allowed_fields);

static const struct field gateway_fields[] = {
	F_SELF(struct gateway, node),
	F_STRING("gatewayClassName", struct gateway, class),
	F_LIST("listeners", struct gateway, listeners, struct gateway_listener, listener_shape),
	F_INLINE("allowedListeners", allowed_shape),
};
static const struct shape gateway_shape = SHAPE_AT(struct gateway, at, gateway_fields);

struct gateway *gateway_view(struct arena *a, const cJSON *object, struct err *err)
{
	return decode_new(a, &gateway_shape, json_get(object, "spec"), "spec", err);
}
