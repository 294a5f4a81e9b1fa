/* SPDX-License-Identifier: Apache-2.0 */
/* mesh_tls.c - what is in a service mesh, or behind a proxy, speaks TLS of today.
 * Reads:   PeerAuthentication, DestinationRule and Gateway of Istio; TLSOption and ServersTransport
 * of Traefik; Mesh, ProxyDefaults and ServiceDefaults of Consul; what keeps pods and namespaces out
 * of Istio, Linkerd, Consul and Kuma
 * Accepts: strict or inherited mutual TLS; absent versions, whose defaults are of today; pods that
 * say nothing, are on the node's network or part of the mesh itself */
#include <string.h>
#include <strings.h>

#include "policy/flag.h"
#include "policy/policy.h"
#include "policy/says.h"
#include "policy/tls_version.h"

enum { MODES, MIN_VERSION, SKIP_VERIFY, OPT_OUTS, EXEMPT };

static const struct param params_declared[] = {
	[MODES] = { "allowedModes", PARAM_STRINGS, .def = "[\"STRICT\", \"UNSET\"]",
		    .choices = "STRICT UNSET PERMISSIVE",
		    .doc = "Modes of mutual TLS that a PeerAuthentication may have; PERMISSIVE "
			   "goes for Consul too. DISABLE never is." },
	[MIN_VERSION] = { "minVersion", PARAM_STRING, .def = "\"1.2\"", .choices = "1.2 1.3",
			  .doc = "Oldest version of TLS that may be named as the least one." },
	[SKIP_VERIFY] = { "allowSkipVerify", PARAM_BOOL, .def = "false",
			  .doc = "Whether certificates of servers may go unverified." },
	[OPT_OUTS] = { "optOuts", PARAM_STRINGS,
		       .def = "[\"sidecar.istio.io/inject\", \"istio-injection\", "
			      "\"istio.io/dataplane-mode\", \"linkerd.io/inject\", "
			      "\"consul.hashicorp.com/connect-inject\", "
			      "\"kuma.io/sidecar-injection\"]",
		       .choices = "sidecar.istio.io/inject istio-injection "
				  "istio.io/dataplane-mode linkerd.io/inject "
				  "consul.hashicorp.com/connect-inject kuma.io/sidecar-injection",
		       .doc = "Labels and annotations that may not keep a pod or a namespace out "
			      "of the mesh." },
	[EXEMPT] = { "exemptNamespaces", PARAM_STRINGS,
		     .def = "[\"kube-system\", \"istio-*\", \"linkerd*\", \"consul\", "
			    "\"kuma-system\"]",
		     .doc = "Globs of namespaces whose pods may stay out: a mesh's own parts can't "
			    "be in it." },
};

/* Istio takes these for yes, and all else but nothing for no. */
static bool is_no_of_istio(const char *value)
{
	static const char *const yes[] = { "", "y", "yes", "true", "on" };

	for (size_t i = 0; i < ARRAY_LEN(yes); i++)
		if (strcasecmp(value, yes[i]) == 0)
			return false;
	return true;
}

static bool is_opt_out(const char *key, const char *value)
{
	if (strcmp(key, "sidecar.istio.io/inject") == 0)
		return is_no_of_istio(value);
	if (strcmp(key, "istio.io/dataplane-mode") == 0)
		return strcmp(value, "none") == 0;
	return strcmp(value, "disabled") == 0 || flag_is(value, false);
}

static void judge_opt_outs(const struct meta *meta, const char *list, const struct map *map,
			   const struct params *params, struct findings *out)
{
	const struct at up = { .up = &meta->at, .key = list };

	for_each_string (key, *param_strings(params, OPT_OUTS)) {
		const struct at at = { .up = &up, .key = key };
		const char *value = map_get(map, key);

		if (value && is_opt_out(key, value))
			finding(out, &at, NULL, .value = value, .want = "absent");
	}
}

static void check_meta(const struct meta *meta, const struct params *params, struct findings *out)
{
	judge_opt_outs(meta, "labels", &meta->labels, params, out);
	judge_opt_outs(meta, "annotations", &meta->annotations, params, out);
}

/* Meshes leave pods on the node's network out by themselves. */
static void check_pod(const struct pod *pod, const struct params *params, struct findings *out)
{
	if (!pod->host_network && !globs_match(param_strings(params, EXEMPT), pod->request->ns))
		check_meta(pod->meta, params, out);
}

static void check_namespace(const struct namespace *ns, const struct params *params,
			    struct findings *out)
{
	if (!globs_match(param_strings(params, EXEMPT), ns->meta->name))
		check_meta(ns->meta, params, out);
}

static void judge_mode(const struct at *at, const char *field, const char *mode,
		       const struct params *params, struct findings *out)
{
	const struct strings *modes = param_strings(params, MODES);

	if (mode && *mode && !strings_have(modes, mode))
		finding(out, at, field, .value = mode, .want = says_one_of(out, modes));
}

static void judge_version(const struct at *at, const char *field, const char *text,
			  const struct params *params, struct findings *out)
{
	const char *least = param_string(params, MIN_VERSION);
	int version = tls_version(text);

	if (version && version < tls_version(least))
		finding(out, at, field, .value = text,
			.want = finding_text(out, "TLS %s or newer", least));
}

static void judge_verify(const struct at *at, const char *field, struct opt_bool skip,
			 const struct params *params, struct findings *out)
{
	if (skip.v && !param_bool(params, SKIP_VERIFY))
		finding(out, at, field, .value = "true", .want = "absent or false");
}

static void judge_tls(const struct mesh_tls *tls, const struct params *params, struct findings *out)
{
	if (!tls)
		return;
	if (strcmp(tls->mode, "DISABLE") == 0)
		finding(out, &tls->at, "mode", .value = tls->mode, .want = "ISTIO_MUTUAL");
	judge_version(&tls->at, "minProtocolVersion", tls->min_version, params, out);
	judge_verify(&tls->at, "insecureSkipVerify", tls->insecure_skip_verify, params, out);
}

static void judge_parts(const struct mesh_part *parts, const struct params *params,
			struct findings *out)
{
	for_each_mesh_part (part, parts) {
		judge_tls(part->tls, params, out);
		for_each_mesh_part (port, part->ports)
			judge_tls(port->tls, params, out);
	}
}

static void check_peer(const struct mesh *mesh, const struct params *params, struct findings *out)
{
	const struct at list = { .up = &mesh->at, .key = "portLevelMtls" };
	const cJSON *port;

	if (mesh->mtls)
		judge_mode(&mesh->mtls->at, "mode", mesh->mtls->mode, params, out);
	cJSON_ArrayForEach (port, mesh->port_mtls) {
		const struct at at = { .up = &list, .key = port->string };

		judge_mode(&at, "mode", json_string(json_get(port, "mode")), params, out);
	}
}

static void check_consul(const struct mesh *mesh, const struct params *params, struct findings *out)
{
	if (strings_have(param_strings(params, MODES), "PERMISSIVE"))
		return;
	if (mesh->allow_permissive.v)
		finding(out, &mesh->at, "allowEnablingPermissiveMutualTLS", .value = "true",
			.want = "absent or false");
	if (strcmp(mesh->mutual_tls_mode, "permissive") == 0)
		finding(out, &mesh->at, "mutualTLSMode", .value = mesh->mutual_tls_mode,
			.want = "absent or strict");
}

static void check_mesh(const struct mesh *mesh, const struct params *params, struct findings *out)
{
	check_peer(mesh, params, out);
	judge_tls(mesh->tls, params, out);
	judge_parts(mesh->ports, params, out);
	judge_parts(mesh->subsets, params, out);
	judge_parts(mesh->servers, params, out);
	judge_version(&mesh->at, "minVersion", mesh->min_version, params, out);
	judge_version(&mesh->at, "tls.incoming.tlsMinVersion", mesh->in_version, params, out);
	judge_version(&mesh->at, "tls.outgoing.tlsMinVersion", mesh->out_version, params, out);
	judge_verify(&mesh->at, "insecureSkipVerify", mesh->insecure_skip_verify, params, out);
	judge_verify(&mesh->at, "tls.insecureSkipVerify", mesh->tls_skip_verify, params, out);
	check_consul(mesh, params, out);
}

const struct policy policy_network_mesh_tls = {
	.id = "mesh-tls",
	.title = "Meshes and proxies speak TLS, and nobody opts out",
	.why = "One workload that takes plain connections, or a proxy that verifies no "
	       "certificate, is where the others' traffic can be read or answered by somebody "
	       "else.",
	.remedy = "Leave the injection on, mutual TLS strict, and verification of certificates on.",
	.severity = SEVERITY_MEDIUM,
	.good = "metadata: {labels: {sidecar.istio.io/inject: \"true\"}}\n",
	.bad = "metadata: {labels: {sidecar.istio.io/inject: \"false\"}}\n",
	.maps = { NSA_ENCRYPTION },
	POLICY_PARAMS(params_declared),
	.reads_metadata = true,
	.check_pod = check_pod,
	.check_namespace = check_namespace,
	.check_mesh = check_mesh,
};
