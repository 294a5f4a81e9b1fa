/* SPDX-License-Identifier: Apache-2.0 */
/* etcd_peer_tls.c - the members of the cluster's etcd know each other.
 * Reads:   peer flags of etcd, or their variables, in the namespaces of a cluster's own etcd
 * Accepts: certificates of both sides from an authority */
#include "policy/etcd.h"

enum { NAMESPACES };

static const struct param params_declared[] = {
	[NAMESPACES] = PARAM_ETCD_NAMESPACES,
};

static const struct flag_rule rules[] = {
	{ "peer-cert-file", FLAG_GIVEN, .want = "--peer-cert-file=FILE" },
	{ "peer-key-file", FLAG_GIVEN, .want = "--peer-key-file=FILE" },
	{ "peer-client-cert-auth", FLAG_TRUE, .otherwise = false },
	{ "peer-trusted-ca-file", FLAG_GIVEN, .want = "--peer-trusted-ca-file=FILE" },
	{ "peer-auto-tls", FLAG_FALSE, .otherwise = false },
};

static void judge(const struct command_line *line, const struct params *params,
		  struct findings *out)
{
	(void)params;
	flags_judge(line, rules, ARRAY_LEN(rules), out);
	etcd_judge_urls(line, "listen-peer-urls", false, out);
}

static void check(const struct pod *pod, const struct params *params, struct findings *out)
{
	if (etcd_is_of_cluster(pod, param_strings(params, NAMESPACES)))
		command_lines_check(pod, PROGRAM_ETCD, params, out, judge);
}

const struct policy policy_controlplane_etcd_peer_tls = {
	.id = "etcd-peer-tls",
	.title = "etcd and its peers know each other by certificates",
	.why = "Who can join as a member of etcd, or listen between two of them, has all that the "
	       "cluster stores.",
	.remedy = "Set --peer-cert-file, --peer-key-file, --peer-trusted-ca-file and "
		  "--peer-client-cert-auth=true.",
	.severity = SEVERITY_HIGH,
	.good = "metadata: {namespace: kube-system}\n" EXAMPLE_POD
		"    command:\n    - etcd\n    - --peer-cert-file=/pki/etcd/peer.crt\n"
		"    - --peer-key-file=/pki/etcd/peer.key\n    - --peer-client-cert-auth=true\n"
		"    - --peer-trusted-ca-file=/pki/etcd/ca.crt\n",
	.bad = "metadata: {namespace: kube-system}\n" EXAMPLE_POD
	       "    command: [etcd, --peer-auto-tls=true]\n",
	.maps = { CIS_ETCD_PEER_CERTIFICATE, CIS_ETCD_PEERS, CIS_ETCD_PEER_AUTO_TLS,
		  NSA_CONTROL_PLANE },
	POLICY_PARAMS(params_declared),
	.check_pod = check,
};
