/* SPDX-License-Identifier: Apache-2.0 */
/* etcd_client_tls.c - the cluster's etcd and its clients know each other.
 * Reads:   flags of etcd, or their variables, in the namespaces of a cluster's own etcd
 * Accepts: certificates of both sides from an authority; plain metrics for the machine itself */
#include "policy/etcd.h"
#include "policy/tls_options.h"

enum { NAMESPACES, MIN_VERSION, SUITES };

static const struct param params_declared[] = {
	[NAMESPACES] = PARAM_ETCD_NAMESPACES,
	[MIN_VERSION] = PARAM_MIN_VERSION,
	[SUITES] = PARAM_CIPHER_SUITES,
};

static const struct flag_rule rules[] = {
	{ "cert-file", FLAG_GIVEN, .want = "--cert-file=FILE" },
	{ "key-file", FLAG_GIVEN, .want = "--key-file=FILE" },
	{ "client-cert-auth", FLAG_TRUE, .otherwise = false },
	{ "trusted-ca-file", FLAG_GIVEN, .want = "--trusted-ca-file=FILE" },
	{ "auto-tls", FLAG_FALSE, .otherwise = false },
	{ "enable-pprof", FLAG_FALSE, .otherwise = false },
};

static void judge(const struct command_line *line, const struct params *params,
		  struct findings *out)
{
	flags_judge(line, rules, ARRAY_LEN(rules), out);
	etcd_judge_urls(line, "listen-client-urls", false, out);
	etcd_judge_urls(line, "listen-metrics-urls", true, out);
	tls_flags_judge(line, "tls-min-version", param_string(params, MIN_VERSION), "cipher-suites",
			param_strings(params, SUITES), out);
}

static void check(const struct pod *pod, const struct params *params, struct findings *out)
{
	if (etcd_is_of_cluster(pod, param_strings(params, NAMESPACES)))
		command_lines_check(pod, PROGRAM_ETCD, params, out, judge);
}

const struct policy policy_controlplane_etcd_client_tls = {
	.id = "etcd-client-tls",
	.title = "etcd and its clients know each other by certificates",
	.why = "Who reaches an etcd that asks for no certificate reads every Secret and may write "
	       "anything into the cluster.",
	.remedy = "Set --cert-file, --key-file, --trusted-ca-file and --client-cert-auth=true, and "
		  "listen at https.",
	.severity = SEVERITY_CRITICAL,
	.good = "metadata: {namespace: kube-system}\n" EXAMPLE_POD
		"    command:\n    - etcd\n    - --cert-file=/pki/etcd/server.crt\n"
		"    - --key-file=/pki/etcd/server.key\n    - --client-cert-auth=true\n"
		"    - --trusted-ca-file=/pki/etcd/ca.crt\n",
	.bad = "metadata: {namespace: kube-system}\n" EXAMPLE_POD
	       "    command: [etcd, \"--listen-client-urls=http://10.0.0.1:2379\"]\n",
	.maps = { CIS_ETCD_CERTIFICATE, CIS_ETCD_CLIENTS, CIS_ETCD_AUTO_TLS, CIS_ETCD_CA,
		  NSA_CONTROL_PLANE, MITRE_CREDENTIALS },
	POLICY_PARAMS(params_declared),
	.check_pod = check,
};
