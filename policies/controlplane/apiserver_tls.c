/* SPDX-License-Identifier: Apache-2.0 */
/* apiserver_tls.c - the API server is reached through TLS alone.
 * Reads:   the serving flags of kube-apiserver
 * Accepts: a certificate, an authority for clients, TLS 1.2 and strong suites; no insecure port */
#include "policy/tls_options.h"

enum { MIN_VERSION, SUITES };

static const struct param params_declared[] = {
	[MIN_VERSION] = PARAM_MIN_VERSION,
	[SUITES] = PARAM_CIPHER_SUITES,
};

static const struct flag_rule rules[] = {
	{ "tls-cert-file", FLAG_GIVEN, .want = "--tls-cert-file=FILE" },
	{ "tls-private-key-file", FLAG_GIVEN, .want = "--tls-private-key-file=FILE" },
	{ "client-ca-file", FLAG_GIVEN, .want = "--client-ca-file=FILE" },
	{ "insecure-bind-address", FLAG_ABSENT, .fix = "who reaches it may do anything" },
};

static void judge(const struct command_line *line, const struct params *params,
		  struct findings *out)
{
	flags_judge(line, rules, ARRAY_LEN(rules), out);
	flag_judge_range(line, "secure-port", 6443, 1, 65535, out);
	flag_judge_range(line, "insecure-port", 0, 0, 0, out);
	tls_flags_judge(line, "tls-min-version", param_string(params, MIN_VERSION),
			"tls-cipher-suites", param_strings(params, SUITES), out);
}

static void check(const struct pod *pod, const struct params *params, struct findings *out)
{
	command_lines_check(pod, PROGRAM_APISERVER, params, out, judge);
}

const struct policy policy_controlplane_apiserver_tls = {
	.id = "apiserver-tls",
	.title = "kube-apiserver is reached through TLS alone",
	.why = "An insecure port asks nobody who they are; a certificate that the server made "
	       "itself can't be told from that of an attacker.",
	.remedy = "Set --tls-cert-file, --tls-private-key-file and --client-ca-file, and no "
		  "insecure port.",
	.severity = SEVERITY_HIGH,
	.good = EXAMPLE_POD "    command:\n    - kube-apiserver\n"
			    "    - --tls-cert-file=/pki/server.crt\n"
			    "    - --tls-private-key-file=/pki/server.key\n"
			    "    - --client-ca-file=/pki/ca.crt\n",
	.bad = EXAMPLE_POD "    command:\n    - kube-apiserver\n    - --insecure-port=8080\n",
	.maps = { CIS_APISERVER_SERVING, CIS_APISERVER_CLIENT_CA, CIS_APISERVER_CIPHERS,
		  NSA_CONTROL_PLANE },
	POLICY_PARAMS(params_declared),
	.check_pod = check,
};
