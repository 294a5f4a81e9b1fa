/* SPDX-License-Identifier: Apache-2.0 */
/* encryption.c - view of an EncryptionConfiguration file. */
#include "k8s/encryption.h"

#include "k8s/decode.h"

static const struct field key_fields[] = {
	F_STRING("name", struct encryption_key, name),
	F_STRING("secret", struct encryption_key, secret),
};
static const struct shape key_shape = SHAPE_NAMED(struct encryption_key, key_fields);

static const struct field keys_fields[] = {
	F_LIST("keys", struct encryption_keys, keys, struct encryption_key, key_shape),
};
static const struct shape keys_shape = SHAPE(struct encryption_keys, keys_fields);

static const struct field kms_fields[] = {
	F_STRING("apiVersion", struct encryption_kms, api_version),
	F_STRING("name", struct encryption_kms, name),
	F_STRING("endpoint", struct encryption_kms, endpoint),
};
static const struct shape kms_shape = SHAPE_AT(struct encryption_kms, at, kms_fields);

#define F_KEYS(k, m) F_OBJECT(k, struct encryption_provider, m, struct encryption_keys, keys_shape)

static const struct field provider_fields[] = {
	F_KEYS("aesgcm", aesgcm),
	F_KEYS("aescbc", aescbc),
	F_KEYS("secretbox", secretbox),
	F_OBJECT("kms", struct encryption_provider, kms, struct encryption_kms, kms_shape),
	F_HAS("identity", struct encryption_provider, identity),
};
static const struct shape provider_shape =
	SHAPE_INDEXED(struct encryption_provider, provider_fields);

static const struct field rule_fields[] = {
	F_STRINGS("resources", struct encryption_rule, resources),
	F_LIST("providers", struct encryption_rule, providers, struct encryption_provider,
	       provider_shape),
};
static const struct shape rule_shape = SHAPE_INDEXED(struct encryption_rule, rule_fields);

static const struct field encryption_fields[] = {
	F_LIST("resources", struct encryption, rules, struct encryption_rule, rule_shape),
	F_SELF(struct encryption, node),
};
static const struct shape encryption_shape = SHAPE_AT(struct encryption, at, encryption_fields);

struct encryption *encryption_view(struct arena *a, const cJSON *object, struct err *err)
{
	return decode_new(a, &encryption_shape, object, "", err);
}
