/* SPDX-License-Identifier: Apache-2.0 */
/* strength.c - keys by type, size and curve; signatures by their digest. */
#include "policy/strength.h"

#include "policy/says.h"

static const char *const type_names[] = {
	[KEY_OTHER] = "",	   [KEY_RSA] = "RSA",	  [KEY_EC] = "EC",
	[KEY_ED25519] = "Ed25519", [KEY_ED448] = "Ed448",
};

const char *strength_key_words(struct findings *out, const struct key_facts *key)
{
	if (key->type == KEY_RSA)
		return finding_text(out, "RSA of %d bits", key->bits);
	if (key->type == KEY_EC)
		return finding_text(out, "EC on %s",
				    *key->curve ? key->curve : "a curve of its own");
	return key->type == KEY_OTHER ? "a key of another type" : type_names[key->type];
}

static const char *want_key(const struct key_facts *key, const struct params *params,
			    struct findings *out)
{
	const struct strings *types = param_strings(params, STRENGTH_TYPES);
	const struct strings *curves = param_strings(params, STRENGTH_CURVES);
	int64_t least = param_int(params, STRENGTH_RSA_BITS);

	if (!strings_have(types, type_names[key->type]))
		return finding_text(out, "a key of type %s", says_one_of(out, types));
	if (key->type == KEY_RSA && key->bits < least)
		return finding_text(out, "RSA of at least %s bits", says_int(out, least));
	if (key->type == KEY_EC && !strings_have(curves, key->curve))
		return finding_text(out, "EC on %s", says_one_of(out, curves));
	return key->usable ? NULL : "a key of a size that is in use";
}

void strength_key(const struct at *at, const char *field, const struct key_facts *key,
		  const struct params *params, struct findings *out)
{
	const char *want = want_key(key, params, out);

	if (want)
		finding(out, at, field, .value = strength_key_words(out, key), .want = want);
}

void strength_digest(const struct at *at, const char *field, const char *digest,
		     const struct params *params, struct findings *out)
{
	const struct strings *forbidden = param_strings(params, STRENGTH_DIGESTS);

	if (strings_have(forbidden, digest))
		finding(out, at, field, .value = finding_text(out, "a signature with %s", digest),
			.want = finding_text(out, "a signature with %s",
					     says_none_of(out, forbidden)));
}
