/* SPDX-License-Identifier: Apache-2.0 */
/* apiserver_authentication.c - who the API server takes a request to come from.
 * Reads:   flags of kube-apiserver; an AuthenticationConfiguration
 * Accepts: certificates, tokens of service accounts that are looked up, OIDC and webhooks;
 * anonymous requests unless they are forbidden, in a file for some paths alone; issuers whose names
 * and groups get a prefix, or are validated */
#include <string.h>

#include "policy/command_line.h"

enum { FORBID_ANONYMOUS, PUBLIC_ISSUERS };

static const struct param params_declared[] = {
	[FORBID_ANONYMOUS] = { "forbidAnonymous", PARAM_BOOL, .def = "false",
			       .doc = "Whether anonymous requests must be off; kubeadm's probes "
				      "are "
				      "anonymous." },
	[PUBLIC_ISSUERS] = { "publicIssuers", PARAM_STRINGS,
			     .def = "[\"https://accounts.google.com\", \"https://gitlab.com\", "
				    "\"https://token.actions.githubusercontent.com\", "
				    "\"https://oidc.circleci.com/*\", "
				    "\"https://agent.buildkite.com\", "
				    "\"https://app.terraform.io\", "
				    "\"https://login.microsoftonline.com/common/*\", "
				    "\"https://login.microsoftonline.com/organizations/*\"]",
			     .doc = "Globs of the URLs of issuers that give tokens to anyone: "
				    "claims or users of these must be validated." },
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

/* Without a prefix a claim that says "system:masters" is that group. */
static void judge_oidc(const struct command_line *line, struct findings *out)
{
	struct flag user = flag_last(line, "oidc-username-prefix");
	struct flag groups = flag_last(line, "oidc-groups-prefix");

	if (flag_equals(&user, "-"))
		flag_finding(out, line, "oidc-username-prefix", &user,
			     &(struct says){ .want = "a prefix, such as oidc:" });
	if (flag_last(line, "oidc-groups-claim").len && !groups.len && !groups.unknown)
		flag_finding(out, line, "oidc-groups-prefix", &groups,
			     &(struct says){ .want = "a prefix, such as oidc:" });
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
	judge_oidc(line, out);
}

static bool is_https(const char *url)
{
	return strncmp(url, "https://", 8) == 0 && url[8];
}

static void check_url(const struct at *at, const char *field, const char *url, struct findings *out)
{
	if (!is_https(url))
		finding(out, at, field, .value = *url ? url : NULL, .want = "an https:// URL");
}

/* What an expression makes of a claim is not evaluated: text of its own in it is taken for a
 * prefix, unless it is one of Kubernetes. */
static bool has_prefix(const struct claim_mapping *m)
{
	const char *quote;

	if (!*m->expression)
		return m->prefix && *m->prefix && strncmp(m->prefix, "system:", 7) != 0;
	quote = strpbrk(m->expression, "'\"");
	return quote && strchr(m->expression, '+') && strncmp(quote + 1, "system:", 7) != 0;
}

static void check_mapping(const struct jwt_issuer *issuer, const struct claim_mapping *m,
			  struct findings *out)
{
	if ((!*m->claim && !*m->expression) || has_prefix(m) || issuer->user_rules)
		return;
	if (*m->expression)
		finding(out, &m->at, "expression", .value = m->expression,
			.want = "a prefix in front, such as 'oidc:' + claims.sub, or "
				"userValidationRules");
	else
		finding(out, &m->at, "prefix", .value = m->prefix,
			.want = "a prefix, such as oidc:, or userValidationRules");
}

static void check_issuer(const struct jwt_issuer *issuer, const struct params *params,
			 struct findings *out)
{
	check_url(&issuer->at, "issuer.url", issuer->url, out);
	if (*issuer->discovery_url)
		check_url(&issuer->at, "issuer.discoveryURL", issuer->discovery_url, out);
	if (issuer->audiences.count == 0 || strings_have(&issuer->audiences, ""))
		finding(out, &issuer->at, "issuer.audiences",
			.value = issuer->audiences.count ? "an empty audience" : NULL,
			.want = "the audience of this cluster");
	if (!issuer->username || (!*issuer->username->claim && !*issuer->username->expression))
		finding(out, &issuer->at, "claimMappings.username", .want = "a claim");
	if (issuer->username)
		check_mapping(issuer, issuer->username, out);
	if (issuer->groups)
		check_mapping(issuer, issuer->groups, out);
	if (globs_match(param_strings(params, PUBLIC_ISSUERS), issuer->url) &&
	    !issuer->claim_rules && !issuer->user_rules)
		finding(out, &issuer->at, "claimValidationRules",
			.want = "rules for the claims of your organization: the issuer is public");
}

static void check_anonymous(const struct authentication *a, const struct params *params,
			    struct findings *out)
{
	bool forbidden = param_bool(params, FORBID_ANONYMOUS);

	if (a->allows_anonymous && (forbidden || !a->paths))
		finding(out, &a->at, "anonymous.enabled", .value = "true",
			.want = forbidden ? "false" : "false, or conditions with paths");
	else if (!a->has_anonymous && forbidden)
		finding(out, &a->at, "anonymous", .want = "enabled: false");
}

static void check_authentication(const struct authentication *a, const struct params *params,
				 struct findings *out)
{
	check_anonymous(a, params, out);
	for_each_jwt_issuer(issuer, a)
	{
		check_issuer(issuer, params, out);
	}
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
	.check_authentication = check_authentication,
};
