/* SPDX-License-Identifier: Apache-2.0 */
/* apiserver_kubelet_tls.c - the API server and kubelets know each other.
 * Reads:   the kubelet flags of kube-apiserver
 * Accepts: a certificate of its own, and an authority for theirs */
#include "policy/command_line.h"

static const struct flag_rule rules[] = {
	{ "kubelet-client-certificate", FLAG_GIVEN, .want = "--kubelet-client-certificate=FILE" },
	{ "kubelet-client-key", FLAG_GIVEN, .want = "--kubelet-client-key=FILE" },
	{ "kubelet-certificate-authority", FLAG_GIVEN,
	  .want = "--kubelet-certificate-authority=FILE",
	  .fix = "let kubelets ask for their certificates (serverTLSBootstrap) and name who signs "
		 "them" },
	{ "kubelet-https", FLAG_TRUE, .otherwise = true },
};

static void judge(const struct command_line *line, const struct params *params,
		  struct findings *out)
{
	(void)params;
	flags_judge(line, rules, ARRAY_LEN(rules), out);
}

static void check(const struct pod *pod, const struct params *params, struct findings *out)
{
	command_lines_check(pod, PROGRAM_APISERVER, params, out, judge);
}

const struct policy policy_controlplane_apiserver_kubelet_tls = {
	.id = "apiserver-kubelet-tls",
	.title = "kube-apiserver and kubelets know each other by certificates",
	.why = "What goes to exec and comes from logs passes this connection; without an authority "
	       "anybody in between can read and change it.",
	.remedy = "Set --kubelet-client-certificate, --kubelet-client-key and "
		  "--kubelet-certificate-authority.",
	.severity = SEVERITY_MEDIUM,
	.good = EXAMPLE_POD "    command:\n    - kube-apiserver\n"
			    "    - --kubelet-certificate-authority=/pki/ca.crt\n"
			    "    - --kubelet-client-certificate=/pki/client.crt\n"
			    "    - --kubelet-client-key=/pki/client.key\n",
	.bad = EXAMPLE_POD "    command: [kube-apiserver]\n",
	.maps = { CIS_APISERVER_KUBELET_CLIENT, CIS_APISERVER_KUBELET_CA, NSA_CONTROL_PLANE },
	.check_pod = check,
};
