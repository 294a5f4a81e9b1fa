/* SPDX-License-Identifier: Apache-2.0 */
/* mesh.h - typed, read-only view of what sets TLS in service meshes and proxies:
 * PeerAuthentication, DestinationRule and Gateway of Istio, TLSOption and ServersTransport of
 * Traefik, Mesh, ProxyDefaults and ServiceDefaults of Consul.
 *
 * One struct for all: a kind fills the members of its own keys, the others stay at their defaults.
 */
#ifndef KUBEVET_K8S_MESH_H
#define KUBEVET_K8S_MESH_H

#include "k8s/view.h"

/* The mtls of a PeerAuthentication, the tls of a DestinationRule or of a Gateway's server. */
struct mesh_tls {
	struct at at;
	const char *mode;	 /* "" when absent */
	const char *min_version; /* minProtocolVersion; "" when absent */
	struct opt_bool insecure_skip_verify;
};

/* A port or a subset of a DestinationRule, a server of a Gateway. */
struct mesh_part {
	struct at at;
	const struct mesh_part *next;
	const struct mesh_tls *tls;    /* NULL when absent */
	const struct mesh_part *ports; /* portLevelSettings of a subset */
};

struct mesh {
	VIEW_HEAD(mesh);		      /* at: "spec" */
	const struct mesh_tls *mtls;	      /* of a PeerAuthentication; NULL when absent */
	const cJSON *port_mtls;		      /* its portLevelMtls; NULL when absent */
	const struct mesh_tls *tls;	      /* trafficPolicy.tls; NULL when absent */
	const struct mesh_part *ports;	      /* trafficPolicy.portLevelSettings */
	const struct mesh_part *subsets;      /* of a DestinationRule */
	const struct mesh_part *servers;      /* of a Gateway */
	const char *min_version;	      /* of a TLSOption; "" when absent */
	struct opt_bool insecure_skip_verify; /* of a ServersTransport */
	struct opt_bool tls_skip_verify;      /* tls.insecureSkipVerify of one for TCP */
	const char *in_version, *out_version; /* of a Mesh: tls.incoming, tls.outgoing */
	struct opt_bool allow_permissive;     /* its allowEnablingPermissiveMutualTLS */
	const char *mutual_tls_mode;	      /* of the defaults of Consul; "" when absent */
	const cJSON *node;
};

#define for_each_mesh_part(p, list) \
	for (const struct mesh_part *p = (list); p && budget_step(); p = p->next)

/**
 * mesh_view() - view of the object's spec
 * @object: the whole object, borrowed; no spec gives an empty view
 *
 * Return: the view, owned by @a, without its head; or NULL as meta_view().
 */
MUST_CHECK struct mesh *mesh_view(struct arena *a, const cJSON *object, struct err *err);

#endif
