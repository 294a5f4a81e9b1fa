/* SPDX-License-Identifier: Apache-2.0 */
/* authentication.c - view of an AuthenticationConfiguration file. */
#include "k8s/authentication.h"

#include "k8s/decode.h"

static const struct field mapping_fields[] = {
	F_STRING("claim", struct claim_mapping, claim),
	F_OPT_STRING("prefix", struct claim_mapping, prefix),
	F_STRING("expression", struct claim_mapping, expression),
};
static const struct shape mapping_shape = SHAPE_AT(struct claim_mapping, at, mapping_fields);

static const struct field rule_fields[] = {
	F_STRING("claim", struct claim_rule, claim),
	F_STRING("expression", struct claim_rule, expression),
};
static const struct shape rule_shape = SHAPE_INDEXED(struct claim_rule, rule_fields);

/* What the inlined shapes would set only where their object is there. */
#define F_NOWHERE(m) F_STRING(NULL, struct jwt_issuer, m)

static const struct field issuer_fields[] = {
	F_STRING("url", struct jwt_issuer, url),
	F_STRING("discoveryURL", struct jwt_issuer, discovery_url),
	F_STRINGS("audiences", struct jwt_issuer, audiences),
};
static const struct shape issuer_shape = SHAPE(struct jwt_issuer, issuer_fields);

static const struct field mappings_fields[] = {
	F_OBJECT("username", struct jwt_issuer, username, struct claim_mapping, mapping_shape),
	F_OBJECT("groups", struct jwt_issuer, groups, struct claim_mapping, mapping_shape),
};
static const struct shape mappings_shape = SHAPE(struct jwt_issuer, mappings_fields);

static const struct field jwt_fields[] = {
	F_NOWHERE(url),
	F_NOWHERE(discovery_url),
	F_INLINE("issuer", issuer_shape),
	F_LIST("claimValidationRules", struct jwt_issuer, claim_rules, struct claim_rule,
	       rule_shape),
	F_LIST("userValidationRules", struct jwt_issuer, user_rules, struct claim_rule, rule_shape),
	F_INLINE("claimMappings", mappings_shape),
};
static const struct shape jwt_shape = SHAPE_INDEXED(struct jwt_issuer, jwt_fields);

static const struct field path_fields[] = {
	F_STRING("path", struct anonymous_path, path),
};
static const struct shape path_shape = SHAPE_INDEXED(struct anonymous_path, path_fields);

static const struct field anonymous_fields[] = {
	F_BOOL("enabled", struct authentication, allows_anonymous),
	F_LIST("conditions", struct authentication, paths, struct anonymous_path, path_shape),
};
static const struct shape anonymous_shape = SHAPE(struct authentication, anonymous_fields);

static const struct field authentication_fields[] = {
	F_LIST("jwt", struct authentication, issuers, struct jwt_issuer, jwt_shape),
	F_HAS("anonymous", struct authentication, has_anonymous),
	F_INLINE("anonymous", anonymous_shape),
};
static const struct shape authentication_shape =
	SHAPE_AT(struct authentication, at, authentication_fields);

struct authentication *authentication_view(struct arena *a, const cJSON *object, struct err *err)
{
	return decode_new(a, &authentication_shape, object, "", err);
}
