/* SPDX-License-Identifier: Apache-2.0 */
/* kubelet_authentication.c - who a kubelet takes a request to come from.
 * Reads:   authentication of a KubeletConfiguration, flags of a kubelet in a pod
 * Accepts: no anonymous requests, tokens that the API server is asked about, an authority for
 * certificates of clients; a file without authentication, which is a part that kubeadm completes */
#include "policy/command_line.h"
#include "policy/says.h"

static const struct flag_rule rules[] = {
	{ "anonymous-auth", FLAG_FALSE, .otherwise = true },
	{ "authentication-token-webhook", FLAG_TRUE, .otherwise = false },
	{ "client-ca-file", FLAG_GIVEN, .want = "--client-ca-file=FILE" },
};

static void judge(const struct command_line *line, const struct params *params,
		  struct findings *out)
{
	(void)params;
	flags_judge(line, rules, ARRAY_LEN(rules), out);
}

static void check_pod(const struct pod *pod, const struct params *params, struct findings *out)
{
	command_lines_check(pod, PROGRAM_KUBELET, params, out, judge);
}

/* A file that says nothing of the first two means the safe way. */
static void check_kubelet(const struct kubelet *k, const struct params *params,
			  struct findings *out)
{
	(void)params;
	if (k->anonymous.v)
		finding(out, &k->at, "authentication.anonymous.enabled", .value = "true",
			.want = "false");
	if (k->webhook.set && !k->webhook.v)
		finding(out, &k->at, "authentication.webhook.enabled", .value = "false",
			.want = "true");
	if (k->has_authentication && !*k->client_ca_file)
		finding(out, &k->at, "authentication.x509.clientCAFile", .want = "a file");
}

const struct policy policy_controlplane_kubelet_authentication = {
	.id = "kubelet-authentication",
	.title = "kubelet knows who asks",
	.why = "Who may ask a kubelet without a name can read logs and, where it allows all, run "
	       "commands in every pod of the node.",
	.remedy = "Set authentication.anonymous.enabled to false, webhook.enabled to true and "
		  "x509.clientCAFile.",
	.severity = SEVERITY_CRITICAL,
	.good = EXAMPLE_POD "    command: [kubelet, --config=/var/lib/kubelet/config.yaml]\n",
	.bad = EXAMPLE_POD "    command: [kubelet, --config=/etc/kubelet, --anonymous-auth=true]\n",
	.maps = { CIS_KUBELET_ANONYMOUS, CIS_KUBELET_CLIENT_CA, NSA_CONTROL_PLANE },
	.check_pod = check_pod,
	.check_kubelet = check_kubelet,
};
