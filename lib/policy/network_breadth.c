/* SPDX-License-Identifier: Apache-2.0 */
/* network_breadth.c - parameters of breadth, applied. */
#include "policy/network_breadth.h"

static bool has_direction(const struct params *params, size_t param, enum direction direction)
{
	return strings_have(param_strings(params, param),
			    direction == DIRECTION_INGRESS ? "Ingress" : "Egress");
}

bool breadth_judges(const struct params *params, enum direction direction)
{
	return has_direction(params, BREADTH_DIRECTIONS, direction);
}

bool breadth_allows_cluster(const struct params *params, enum direction direction)
{
	return has_direction(params, BREADTH_CLUSTER, direction);
}

void breadth_note_port(struct breadth_ports *ports, const struct port_use *use,
		       const struct params *params, enum direction direction)
{
	size_t param =
		direction == DIRECTION_INGRESS ? BREADTH_INGRESS_PORTS : BREADTH_EGRESS_PORTS;

	ports->any = true;
	ports->width += port_use_width(use);
	if (!port_use_is_listed(use, param_strings(params, param)))
		ports->unlisted = true;
}

bool breadth_is_open(const struct breadth_ports *ports, const struct params *params)
{
	if (!ports->any || ports->width >= PORTS_MANY)
		return true;
	return param_bool(params, BREADTH_PORTS_JUDGED) && ports->unlisted;
}

const char *breadth_of(struct findings *out, struct ip_reach *reach, const struct params *params,
		       enum direction direction)
{
	struct ip_limits limits = { .v4 = (unsigned)param_int(params, BREADTH_LIMIT_V4),
				    .v6 = (unsigned)param_int(params, BREADTH_LIMIT_V6) };
	const char *all = ip_reach_all(reach, limits);

	if (all || has_direction(params, BREADTH_INTERNET, direction))
		return all;
	return ip_reach_all_public(out, reach, limits);
}

bool breadth_all_namespaces(const struct selector *s, const struct params *params)
{
	return selector_is_of_all_namespaces(s) ||
	       (!param_bool(params, BREADTH_EXCLUSIONS) && selector_only_excludes(s, true));
}

bool breadth_all_pods(const struct selector *s, const struct params *params)
{
	return selector_is_empty(s) ||
	       (!param_bool(params, BREADTH_EXCLUSIONS) && selector_only_excludes(s, false));
}

void breadth_check_range(const struct at *at, const char *field, const char *cidr,
			 struct findings *out)
{
	struct cidr range;

	if (!cidr_parse(cidr, &range))
		finding(out, at, field, .value = *cidr ? cidr : NULL,
			.want = "an IP range, such as 10.0.0.0/8");
}

const char *selector_says(struct findings *out, const struct selector *s)
{
	struct names words = { 0 };

	for_each_requirement (r, s)
		names_add(out, &words, finding_text(out, "%.100s %.20s", r->key, r->op));
	names_sort_set(&words);
	return words.count ? names_join(out, &words, ", ") : "{}";
}
