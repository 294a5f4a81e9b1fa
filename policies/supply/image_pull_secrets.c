/* SPDX-License-Identifier: Apache-2.0 */
/* image_pull_secrets.c - images of private registries are pulled with a secret of the pod.
 * Reads:   image of each container, reference of each image volume; imagePullSecrets
 * Accepts: images of other registries; pods with a secret that may be used; templates unless
 * parameters say so, since their pods may get one from their service account
 *
 * Without a secret a pod starts on nodes that have the image already, and takes what somebody else
 * was allowed to pull. An image by its id is only ever taken so. */
#include <string.h>

#include "policy/images.h"
#include "policy/says.h"

enum { REGISTRIES, SECRETS, TEMPLATES };

static const struct param params_declared[] = {
	[REGISTRIES] = { "registries", PARAM_STRINGS, .check = image_place_check,
			 .def = "[\"*.jfrog.io\"]",
			 .doc = "Registries and repositories whose images need one." },
	[SECRETS] = { "secrets", PARAM_STRINGS, .def = "[\"*\"]",
		      .doc = "Globs of names of the secrets that will do." },
	[TEMPLATES] = { "templates", PARAM_BOOL, .def = "false",
			.doc = "Whether templates must name one, too." },
};

static bool has_secret(const struct pod *pod, const struct strings *secrets)
{
	for_each_pull_secret (s, pod)
		if (*s->name && globs_match(secrets, s->name))
			return true;
	return false;
}

static void judge(const struct image_use *use, const struct params *params, struct findings *out)
{
	for_each_string (place, *param_strings(params, REGISTRIES))
		if (use->image.is_id || image_within(&use->image, place)) {
			finding(out, use->at, use->field, .value = use->reference,
				.want = finding_text(
					out, "imagePullSecrets with %s",
					says_one_of(out, param_strings(params, SECRETS))));
			return;
		}
}

static void check(const struct pod *pod, const struct params *params, struct findings *out)
{
	bool template = strcmp(pod->request->kind.kind, "Pod") != 0;

	if ((!template || param_bool(params, TEMPLATES)) &&
	    !has_secret(pod, param_strings(params, SECRETS)))
		images_check(pod, params, out, judge);
}

const struct policy policy_supply_image_pull_secrets = {
	.id = "image-pull-secrets",
	.title = "Images of private registries are pulled with a secret",
	.why = "Without one a pod starts only where the image lies already, and there takes what "
	       "another was allowed to pull.",
	.remedy = "Name a pull secret in imagePullSecrets of the pod or of its service account.",
	.severity = SEVERITY_LOW,
	.good = EXAMPLE_POD "    image: acme.jfrog.io/shop:1\n"
			    "  imagePullSecrets: [{name: acme}]\n",
	.bad = EXAMPLE_POD "    image: acme.jfrog.io/shop:1\n",
	.maps = { CIS_IMAGE_PROVENANCE, NSA_IMAGES },
	POLICY_PARAMS(params_declared),
	.check_pod = check,
};
