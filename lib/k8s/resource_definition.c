/* SPDX-License-Identifier: Apache-2.0 */
/* resource_definition.c - view of a CustomResourceDefinition's spec. */
#include "k8s/resource_definition.h"

#include "k8s/decode.h"

static const struct field client_fields[] = {
	F_OPT_STRING("url", struct conversion_client, url),
	F_HAS("service", struct conversion_client, service),
	F_STRING("caBundle", struct conversion_client, ca_bundle),
};
static const struct shape client_shape = SHAPE_AT(struct conversion_client, at, client_fields);

static const struct field webhook_fields[] = {
	F_OBJECT("clientConfig", struct conversion, client, struct conversion_client, client_shape),
};
static const struct shape webhook_shape = SHAPE(struct conversion, webhook_fields);

static const struct field conversion_fields[] = {
	F_STRING("strategy", struct conversion, strategy),
	F_INLINE("webhook", webhook_shape),
	F_OBJECT("webhookClientConfig", struct conversion, client, struct conversion_client,
		 client_shape),
};
static const struct shape conversion_shape = SHAPE_AT(struct conversion, at, conversion_fields);

static const struct field schema_fields[] = {
	F_BOOL("x-kubernetes-preserve-unknown-fields", struct definition_version,
	       schema_preserves_unknown),
};
static const struct shape schema_shape = SHAPE(struct definition_version, schema_fields);

static const struct field validation_fields[] = {
	F_HAS("openAPIV3Schema", struct definition_version, has_schema),
	F_INLINE("openAPIV3Schema", schema_shape),
};
static const struct shape validation_shape = SHAPE(struct definition_version, validation_fields);

static const struct field version_fields[] = {
	F_STRING("name", struct definition_version, name),
	F_BOOL("served", struct definition_version, served),
	F_BOOL("storage", struct definition_version, storage),
	F_INLINE("schema", validation_shape),
};
static const struct shape version_shape = SHAPE_NAMED(struct definition_version, version_fields);

static const struct field definition_fields[] = {
	F_STRING("group", struct resource_definition, group),
	F_STRING("scope", struct resource_definition, scope),
	F_OPT_BOOL("preserveUnknownFields", struct resource_definition, preserve_unknown_fields),
	F_OBJECT("conversion", struct resource_definition, conversion, struct conversion,
		 conversion_shape),
	F_LIST("versions", struct resource_definition, versions, struct definition_version,
	       version_shape),
};
static const struct shape definition_shape =
	SHAPE_AT(struct resource_definition, at, definition_fields);

struct resource_definition *resource_definition_view(struct arena *a, const cJSON *object,
						     struct err *err)
{
	return decode_new(a, &definition_shape, json_get(object, "spec"), "spec", err);
}
