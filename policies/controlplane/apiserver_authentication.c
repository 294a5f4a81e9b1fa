/* SPDX-License-Identifier: Apache-2.0 */
/* apiserver_authentication.c - who the API server takes a request to come from.
 * Reads:   flags of kube-apiserver
 * Accepts: certificates, tokens of service accounts that are looked up, OIDC and webhooks;
 * anonymous requests unless they are forbidden */
#include "policy/command_line.h"

enum { FORBID_ANONYMOUS };

static const struct param params_declared[] = {
	[FORBID_ANONYMOUS] = { "forbidAnonymous", PARAM_BOOL, .def = "false",
			       .doc = "Whether anonymous requests must be off; kubeadm's probes "
				      "are "
				      "anonymous." },
};

static const struct flag_rule rules[] = {
	{ "token-auth-file", FLAG_ABSENT, .fix = "its tokens never expire; use OIDC" },
	{ "basic-auth-file", FLAG_ABSENT, .fix = "its passwords never expire; use OIDC" },
	{ "insecure-allow-any-token", FLAG_FALSE, .otherwise = false,
	  .fix = "its bearer is whoever he says" },
	{ "service-account-lookup", FLAG_TRUE, .otherwise = true },
};

/* Who signs certificates of clients could then sign one for the front proxy, which may speak for
 * anybody. */
static void judge_proxy(const struct command_line *line, struct findings *out)
{
	struct flag proxy = flag_last(line, "requestheader-client-ca-file");
	struct flag client = flag_last(line, "client-ca-file");
	struct flag_item names = { 0 };

	if (!flag_same(&proxy, &client) ||
	    flag_item_next(line, "requestheader-allowed-names", &names))
		return;
	flag_finding(out, line, "requestheader-client-ca-file", &proxy,
		     &(struct says){ .want = "an authority of its own, or "
					     "--requestheader-allowed-names" });
}

static void judge(const struct command_line *line, const struct params *params,
		  struct findings *out)
{
	static const struct flag_rule key = { "service-account-key-file", FLAG_GIVEN,
					      .want = "--service-account-key-file=FILE" };
	static const struct flag_rule anonymous = { "anonymous-auth", FLAG_FALSE,
						    .otherwise = true };

	flags_judge(line, rules, ARRAY_LEN(rules), out);
	if (!flag_last(line, "service-account-signing-endpoint").len)
		flags_judge(line, &key, 1, out);
	/* A file may limit anonymous requests to a few paths. */
	if (param_bool(params, FORBID_ANONYMOUS) && !flag_last(line, "authentication-config").len)
		flags_judge(line, &anonymous, 1, out);
	judge_proxy(line, out);
}

static void check(const struct pod *pod, const struct params *params, struct findings *out)
{
	command_lines_check(pod, PROGRAM_APISERVER, params, out, judge);
}

const struct policy policy_controlplane_apiserver_authentication = {
	.id = "apiserver-authentication",
	.title = "kube-apiserver knows who asks",
	.why = "Tokens and passwords of a file stand there in the clear, never expire and can't be "
	       "revoked without a restart; a token of a deleted account lives on.",
	.remedy = "Use OIDC or short-lived certificates for people and service accounts for "
		  "programs.",
	.severity = SEVERITY_HIGH,
	.good = EXAMPLE_POD
	"    command: [kube-apiserver, --service-account-key-file=/pki/sa.pub]\n",
	.bad = EXAMPLE_POD "    command: [kube-apiserver, --token-auth-file=/etc/tokens.csv]\n",
	.maps = { CIS_APISERVER_ANONYMOUS, CIS_APISERVER_TOKEN_FILE, CIS_APISERVER_ACCOUNT_LOOKUP,
		  CIS_APISERVER_ACCOUNT_KEY, NSA_CONTROL_PLANE, MITRE_TOKENS },
	POLICY_PARAMS(params_declared),
	.check_pod = check,
};
