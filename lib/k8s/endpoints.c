/* SPDX-License-Identifier: Apache-2.0 */
/* endpoints.c - view of an Endpoints or EndpointSlice. */
#include "k8s/endpoints.h"

#include "k8s/decode.h"

static const struct field port_fields[] = {
	F_STRING("name", struct endpoint_port, name),
	F_STRING("protocol", struct endpoint_port, protocol),
	F_INT32("port", struct endpoint_port, port),
};
static const struct shape port_shape = SHAPE_NAMED(struct endpoint_port, port_fields);

static const struct field address_fields[] = {
	F_STRING("ip", struct endpoint_address, ip),
};
static const struct shape address_shape = SHAPE_INDEXED(struct endpoint_address, address_fields);

static const struct field subset_fields[] = {
	F_LIST("addresses", struct endpoint_subset, addresses, struct endpoint_address,
	       address_shape),
	F_LIST("notReadyAddresses", struct endpoint_subset, not_ready, struct endpoint_address,
	       address_shape),
	F_LIST("ports", struct endpoint_subset, ports, struct endpoint_port, port_shape),
};
static const struct shape subset_shape = SHAPE_INDEXED(struct endpoint_subset, subset_fields);

static const struct field endpoint_fields[] = {
	F_STRINGS("addresses", struct endpoint, addresses),
};
static const struct shape endpoint_shape = SHAPE_INDEXED(struct endpoint, endpoint_fields);

static const struct field endpoints_fields[] = {
	F_SELF(struct endpoints, node),
	F_STRING("addressType", struct endpoints, address_type),
	F_LIST("subsets", struct endpoints, subsets, struct endpoint_subset, subset_shape),
	F_LIST("endpoints", struct endpoints, endpoints, struct endpoint, endpoint_shape),
	F_LIST("ports", struct endpoints, ports, struct endpoint_port, port_shape),
};
static const struct shape endpoints_shape = SHAPE_AT(struct endpoints, at, endpoints_fields);

struct endpoints *endpoints_view(struct arena *a, const cJSON *object, struct err *err)
{
	return decode_new(a, &endpoints_shape, object, "", err);
}
