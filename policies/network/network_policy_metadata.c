/* SPDX-License-Identifier: Apache-2.0 */
/* network_policy_metadata.c - no egress rule reaches the cloud's metadata service.
 * Reads:   to and ports of egress rules
 * Accepts: ranges that leave its addresses out; rules of other ports; peers that are pods */
#include "policy/policy.h"
#include "policy/port_use.h"
#include "policy/ip.h"
#include "policy/says.h"

enum { ADDRESSES, PORTS };

static int address_check(const char *text, struct err *err)
{
	struct ip ip;

	return ip_parse(text, &ip) ? 0 : err_set(err, ERR_INPUT, "\"%.100s\" is no address", text);
}

static const struct param params_declared[] = {
	[ADDRESSES] = { "addresses", PARAM_STRINGS, .check = address_check,
			.def = "[\"169.254.169.254\", \"fd00:ec2::254\", \"100.100.100.200\"]",
			.doc = "Addresses that no range may hold: those of AWS, Azure, Google and "
			       "most others, and of Alibaba; Oracle has 192.0.0.192 too, Azure "
			       "168.63.129.16." },
	[PORTS] = { "ports", PARAM_STRINGS, .def = "[\"TCP/80\"]", .check = port_entry_check,
		    .doc = "Ports that they answer at: a rule that opens none of them is not one "
			   "to them." },
};

static bool reaches_ports(const struct network_rule *r, const struct strings *ports)
{
	for_each_network_port(p, r)
	{
		struct port_use use = network_port_use(p);

		if (port_use_reaches(&use, ports))
			return true;
	}
	return r->ports == NULL;
}

static bool in_any(const struct strings *ranges, const struct ip *ip)
{
	struct cidr range;

	for_each_string (text, *ranges)
		if (cidr_parse(text, &range) && cidr_has(&range, ip))
			return true;
	return false;
}

static bool holds(const struct ip_block *block, const char *address)
{
	struct cidr range;
	struct ip ip;

	return cidr_parse(block->cidr, &range) && ip_parse(address, &ip) && cidr_has(&range, &ip) &&
	       !in_any(&block->except, &ip);
}

static void judge_block(const struct ip_block *block, const struct strings *addresses,
			struct findings *out)
{
	struct names held = { 0 };

	for_each_string (text, *addresses)
		if (holds(block, text))
			names_add(out, &held, text);
	if (held.count)
		finding(out, &block->at, "cidr", .value = block->cidr,
			.want = finding_text(out, "a range without %s",
					     names_join(out, &held, ", ")),
			.fix = "list them in except");
}

static void check(const struct network_policy *policy, const struct params *params,
		  struct findings *out)
{
	const struct strings *addresses = param_strings(params, ADDRESSES);

	if (!policy->governs_egress || addresses->count == 0)
		return;
	for_each_network_rule(r, policy->egress)
	{
		if (!reaches_ports(r, param_strings(params, PORTS)))
			continue;
		if (!r->peers)
			finding(out, &r->at, "to",
				.want = finding_text(out, "peers without %s",
						     says_one_of(out, addresses)));
		for_each_network_peer(p, r) if (p->ip_block)
			judge_block(p->ip_block, addresses, out);
	}
}

const struct policy policy_network_network_policy_metadata = {
	.id = "network-policy-metadata",
	.title = "Pods can't reach the cloud's metadata service",
	.why = "It hands the credentials of the node to whoever asks, and a pod that can be made "
	       "to "
	       "fetch a URL asks.",
	.remedy = "Leave its addresses out with except, or name the ranges that are meant.",
	.severity = SEVERITY_HIGH,
	.good = "spec:\n"
		"  podSelector: {}\n"
		"  policyTypes: [Egress]\n"
		"  egress:\n"
		"  - to:\n"
		"    - ipBlock:\n"
		"        cidr: 0.0.0.0/0\n"
		"        except: [169.254.0.0/16, 100.64.0.0/10]\n",
	.bad = "spec:\n"
	       "  podSelector: {}\n"
	       "  policyTypes: [Egress]\n"
	       "  egress:\n"
	       "  - to: [{ipBlock: {cidr: 0.0.0.0/0}}]\n",
	.maps = { CIS_NETWORK_POLICIES, NSA_CLOUD, MITRE_CREDENTIALS },
	POLICY_PARAMS(params_declared),
	.check_network_policy = check,
};
