/* SPDX-License-Identifier: Apache-2.0 */
/* mesh.c - view of what sets TLS in service meshes and proxies. */
#include "k8s/mesh.h"

#include "k8s/decode.h"

static const struct field tls_fields[] = {
	F_STRING("mode", struct mesh_tls, mode),
	F_STRING("minProtocolVersion", struct mesh_tls, min_version),
	F_OPT_BOOL("insecureSkipVerify", struct mesh_tls, insecure_skip_verify),
};
static const struct shape tls_shape = SHAPE_AT(struct mesh_tls, at, tls_fields);

/* A port and a server have their tls in the same place. */
static const struct field part_fields[] = {
	F_OBJECT("tls", struct mesh_part, tls, struct mesh_tls, tls_shape),
};
static const struct shape port_shape = SHAPE_INDEXED(struct mesh_part, part_fields);
static const struct shape server_shape = SHAPE_INDEXED(struct mesh_part, part_fields);

static const struct field subset_policy_fields[] = {
	F_OBJECT("tls", struct mesh_part, tls, struct mesh_tls, tls_shape),
	F_LIST("portLevelSettings", struct mesh_part, ports, struct mesh_part, port_shape),
};
static const struct shape subset_policy_shape = SHAPE(struct mesh_part, subset_policy_fields);

static const struct field subset_fields[] = {
	F_INLINE("trafficPolicy", subset_policy_shape),
};
static const struct shape subset_shape = SHAPE_NAMED(struct mesh_part, subset_fields);

static const struct field traffic_fields[] = {
	F_OBJECT("tls", struct mesh, tls, struct mesh_tls, tls_shape),
	F_LIST("portLevelSettings", struct mesh, ports, struct mesh_part, port_shape),
};
static const struct shape traffic_shape = SHAPE(struct mesh, traffic_fields);

static const struct field incoming_fields[] = {
	F_STRING("tlsMinVersion", struct mesh, in_version),
};
static const struct shape incoming_shape = SHAPE(struct mesh, incoming_fields);

static const struct field outgoing_fields[] = {
	F_STRING("tlsMinVersion", struct mesh, out_version),
};
static const struct shape outgoing_shape = SHAPE(struct mesh, outgoing_fields);

static const struct field spec_tls_fields[] = {
	F_INLINE("incoming", incoming_shape),
	F_INLINE("outgoing", outgoing_shape),
	F_OPT_BOOL("insecureSkipVerify", struct mesh, tls_skip_verify),
};
static const struct shape spec_tls_shape = SHAPE(struct mesh, spec_tls_fields);

static const struct field mesh_fields[] = {
	F_SELF(struct mesh, node),
	F_OBJECT("mtls", struct mesh, mtls, struct mesh_tls, tls_shape),
	F_NODE("portLevelMtls", struct mesh, port_mtls),
	F_INLINE("trafficPolicy", traffic_shape),
	F_LIST("subsets", struct mesh, subsets, struct mesh_part, subset_shape),
	F_LIST("servers", struct mesh, servers, struct mesh_part, server_shape),
	F_STRING("minVersion", struct mesh, min_version),
	F_OPT_BOOL("insecureSkipVerify", struct mesh, insecure_skip_verify),
	F_STRING(NULL, struct mesh, in_version),
	F_STRING(NULL, struct mesh, out_version),
	F_INLINE("tls", spec_tls_shape),
	F_OPT_BOOL("allowEnablingPermissiveMutualTLS", struct mesh, allow_permissive),
	F_STRING("mutualTLSMode", struct mesh, mutual_tls_mode),
};
static const struct shape mesh_shape = SHAPE_AT(struct mesh, at, mesh_fields);

struct mesh *mesh_view(struct arena *a, const cJSON *object, struct err *err)
{
	return decode_new(a, &mesh_shape, json_get(object, "spec"), "spec", err);
}
