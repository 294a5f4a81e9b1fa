/* SPDX-License-Identifier: Apache-2.0 */
/* role.c - view of a Role or ClusterRole. */
#include "k8s/role.h"

#include "k8s/decode.h"

static const struct field rule_fields[] = {
	F_STRINGS("apiGroups", struct access_rule, api_groups),
	F_STRINGS("resources", struct access_rule, resources),
	F_STRINGS("resourceNames", struct access_rule, resource_names),
	F_STRINGS("verbs", struct access_rule, verbs),
	F_STRINGS("nonResourceURLs", struct access_rule, non_resource_urls),
};
static const struct shape rule_shape = SHAPE_INDEXED(struct access_rule, rule_fields);

static const struct field requirement_fields[] = {
	F_STRING("key", struct role_requirement, key),
	F_STRING("operator", struct role_requirement, operator),
	F_STRINGS("values", struct role_requirement, values),
};
static const struct shape requirement_shape =
	SHAPE_INDEXED(struct role_requirement, requirement_fields);

static const struct field selector_fields[] = {
	F_MAP("matchLabels", struct role_selector, match_labels),
	F_LIST("matchExpressions", struct role_selector, match_expressions, struct role_requirement,
	       requirement_shape),
};
static const struct shape selector_shape = SHAPE_INDEXED(struct role_selector, selector_fields);

static const struct field aggregation_fields[] = {
	F_LIST("clusterRoleSelectors", struct role, selectors, struct role_selector,
	       selector_shape),
};
static const struct shape aggregation_shape = SHAPE(struct role, aggregation_fields);

static const struct field role_fields[] = {
	F_LIST("rules", struct role, rules, struct access_rule, rule_shape),
	F_HAS("aggregationRule", struct role, is_aggregated),
	F_INLINE("aggregationRule", aggregation_shape),
};
static const struct shape role_shape = SHAPE_AT(struct role, at, role_fields);

struct role *role_view(struct arena *a, const cJSON *object, struct err *err)
{
	return decode_new(a, &role_shape, object, "", err);
}
