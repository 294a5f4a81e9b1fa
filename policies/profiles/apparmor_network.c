/* SPDX-License-Identifier: Apache-2.0 */
/* apparmor_network.c - an AppArmor profile limits which sockets may be made.
 * Reads:   network rules of AppArmor profiles
 * Accepts: a domain with a type, as inet stream; tcp and udp; netlink, which C libraries need */
#include <string.h>

#include "policy/apparmor_rules.h"
#include "policy/policy.h"
#include "policy/says.h"

enum { RAW, DOMAINS };

static const struct param params_declared[] = {
	[RAW] = { "allowRaw", PARAM_BOOL, .def = "false",
		  .doc = "Whether raw and packet sockets may be allowed." },
	[DOMAINS] = { "allowedDomains", PARAM_STRINGS,
		      .doc = "Domains that may be named, as inet and unix; when absent, any." },
};

static bool is_type(const char *word)
{
	static const char *const types[] = { "stream", "dgram",	 "seqpacket", "rdm",
					     "raw",    "packet", "dccp" };

	for (size_t i = 0; i < ARRAY_LEN(types); i++)
		if (strcmp(word, types[i]) == 0)
			return true;
	return false;
}

static bool is_protocol(const char *word)
{
	return strcmp(word, "tcp") == 0 || strcmp(word, "udp") == 0 || strcmp(word, "icmp") == 0;
}

/* What a rule names; NULL for what it leaves open. Accesses and conditions are no matter here. */
struct socket {
	const char *domain, *type, *protocol;
};

static struct socket socket_of(const struct apparmor_rule *rule)
{
	struct socket s = { 0 };

	for_each_string (word, rule->words) {
		/* It is both: the domain comes first. */
		bool is_domain = !s.domain && strcmp(word, "packet") == 0;

		if (*word == '(' || strchr(word, '='))
			continue;
		if (!is_domain && is_type(word))
			s.type = word;
		else if (!is_domain && is_protocol(word))
			s.protocol = word;
		else
			s.domain = word;
	}
	return s;
}

static bool is(const char *word, const char *name)
{
	return word && strcmp(word, name) == 0;
}

static bool has_raw(const struct socket *s)
{
	bool is_ip = !s->domain || is(s->domain, "inet") || is(s->domain, "inet6");

	if (is(s->domain, "packet"))
		return true;
	if (is(s->protocol, "icmp"))
		return !is(s->type, "dgram");
	return is_ip && !s->protocol && (!s->type || is(s->type, "raw") || is(s->type, "packet"));
}

static void judge(const struct apparmor_case *c)
{
	struct socket s = socket_of(c->rule);
	const struct strings *domains = param_strings(c->params, DOMAINS);
	const char *fix = "write network inet stream, or what else the workload uses";

	if (!s.domain && !s.type && !s.protocol)
		apparmor_finding(c, "domain and type: this rule allows every socket", fix);
	else if (domains->set && !(s.domain && strings_have(domains, s.domain)))
		apparmor_finding(c, says_one_of(c->out, domains), fix);
	else if (has_raw(&s) && !param_bool(c->params, RAW))
		apparmor_finding(c, "a type other than raw, with which one can forge and listen in",
				 fix);
}

static void check(const struct apparmor *view, const struct params *params, struct findings *out)
{
	apparmor_check(view, APPARMOR_BIT(NETWORK), params, out, judge);
}

const struct policy policy_profiles_apparmor_network = {
	.id = "apparmor-network",
	.title = "AppArmor profiles limit which sockets are made",
	.why = "With every kind of socket a process can forge packets of others and reach parts "
	       "of the kernel that no workload needs.",
	.remedy = "Name the domain and the type of the sockets, as in network inet stream.",
	.severity = SEVERITY_MEDIUM,
	.good = "spec:\n  policy: |\n    profile app {\n      network inet stream,\n    }\n",
	.bad = "spec:\n  policy: |\n    profile app {\n      network,\n    }\n",
	.maps = { PSS_APPARMOR, CIS_NET_RAW, CIS_SECURITY_CONTEXT, NSA_HARDENING },
	POLICY_PARAMS(params_declared),
	.check_apparmor = check,
};
