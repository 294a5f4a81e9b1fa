/* SPDX-License-Identifier: Apache-2.0 */
/* volume_claims.c - what claims ask for.
 * Reads:   storageClassName and the annotation from before it, accessModes, the storage requested
 * Accepts: classes and access modes that are allowed; sizes of whole bytes, up to the maximum; a
 * class that is said once */
#include <string.h>

#include "policy/amounts.h"
#include "policy/policy.h"
#include "policy/says.h"

#define OLD_CLASS "volume.beta.kubernetes.io/storage-class"

enum { CLASSES, REQUIRE_CLASS, MODES, MAX_SIZE };

static const struct param params_declared[] = {
	[CLASSES] = { "allowedClasses", PARAM_STRINGS,
		      .doc = "Globs of the storage classes that a claim may ask for; when absent, "
			     "any. A claim that asks for none gets the default class." },
	[REQUIRE_CLASS] = { "requireClass", PARAM_BOOL, .def = "false",
			    .doc = "Whether a claim must name its class." },
	[MODES] = { "allowedAccessModes", PARAM_STRINGS,
		    .def = "[\"ReadWriteOnce\", \"ReadOnlyMany\", \"ReadWriteMany\", "
			   "\"ReadWriteOncePod\"]",
		    .choices = "ReadWriteOnce ReadOnlyMany ReadWriteMany ReadWriteOncePod",
		    .doc = "Access modes that a claim may ask for; ReadWriteOncePod alone keeps a "
			   "volume to one pod." },
	[MAX_SIZE] = { "maxSize", PARAM_STRING, .check = quantity_check,
		       .doc = "Most storage that a claim may ask for: \"100Gi\"; when absent, "
			      "any." },
};

static void check_class(const struct volume_claim *c, const struct params *params,
			struct findings *out)
{
	const struct strings *allowed = param_strings(params, CLASSES);
	const char *old = map_get(&c->meta->annotations, OLD_CLASS);
	const char *class = old ? old : c->storage_class;
	const char *want = NULL;

	if (old && c->storage_class && strcmp(old, c->storage_class) != 0)
		want = "what storageClassName says, or absent";
	else if (class && allowed->set && !globs_match(allowed, class))
		want = says_one_of(out, allowed);
	else if (!class && param_bool(params, REQUIRE_CLASS))
		want = allowed->set ? says_one_of(out, allowed) : "the class that is meant";
	if (want && old)
		says_annotation(out, c->meta, OLD_CLASS,
				&(struct says){ .value = old, .want = want });
	else if (want)
		finding(out, &c->at, "storageClassName", .value = class, .want = want);
}

static void check_size(const struct volume_claim *c, const struct params *params,
		       struct findings *out)
{
	struct quantity max, asked;
	const char *slip = c->requested_storage
				   ? amount_bytes_want("storage", c->requested_storage, out)
				   : NULL;

	if (slip)
		finding(out, &c->at, "resources.requests.storage", .value = c->requested_storage,
			.want = slip);
	if (slip || !param_set(params, MAX_SIZE) || !c->requested_storage ||
	    !quantity_parse(param_string(params, MAX_SIZE), &max))
		return;
	if (!quantity_parse(c->requested_storage, &asked) || quantity_compare(&asked, &max) > 0)
		finding(out, &c->at, "resources.requests.storage", .value = c->requested_storage,
			.want = finding_text(out, "%s or less", param_string(params, MAX_SIZE)));
}

static void check(const struct volume_claim *c, const struct params *params, struct findings *out)
{
	const struct strings *modes = param_strings(params, MODES);

	check_class(c, params, out);
	for (size_t i = 0; i < c->access_modes.count; i++)
		if (!strings_have(modes, c->access_modes.v[i]))
			finding(out, &c->at, finding_text(out, "accessModes[%zu]", i),
				.value = c->access_modes.v[i], .want = says_one_of(out, modes));
	check_size(c, params, out);
}

const struct policy policy_cluster_volume_claims = {
	.id = "volume-claims",
	.title = "Claims ask for storage that they may have",
	.why = "The class decides on encryption, price and what becomes of the data; an old "
	       "annotation silently outweighs the class that a claim names.",
	.remedy = "Name an allowed class in storageClassName, and remove the annotation.",
	.severity = SEVERITY_LOW,
	.good = "spec: {storageClassName: fast, accessModes: [ReadWriteOnce]}\n",
	.bad = "metadata:\n"
	       "  annotations: {volume.beta.kubernetes.io/storage-class: other}\n"
	       "spec: {storageClassName: fast, accessModes: [ReadWriteOnce]}\n",
	.maps = { NSA_RESOURCES },
	POLICY_PARAMS(params_declared),
	.reads_metadata = true,
	.check_volume_claim = check,
};
