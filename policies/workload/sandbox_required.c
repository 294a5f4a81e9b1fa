/* SPDX-License-Identifier: Apache-2.0 */
/* sandbox_required.c - what is not trusted runs in a sandbox.
 * Reads:   runtimeClassName, images, namespace
 * Accepts: runtime classes that are sandboxes; pods of other namespaces and images
 *
 * runtime-classes says which classes may be used at all, and by whom they are wanted everywhere. */
#include <string.h>

#include "policy/images.h"
#include "policy/says.h"

enum { RUNTIMES, NAMESPACES, IMAGES };

static const struct param params_declared[] = {
	[RUNTIMES] = { "runtimes", PARAM_STRINGS, .def = "[\"gvisor\", \"kata*\"]",
		       .doc = "Globs of the runtime classes that are sandboxes." },
	[NAMESPACES] = { "namespaces", PARAM_STRINGS,
			 .def = "[\"sandbox\", \"sandbox-*\", \"untrusted\", \"untrusted-*\"]",
			 .doc = "Globs of namespaces whose pods all need one." },
	[IMAGES] = { "images", PARAM_STRINGS, .check = image_place_check, .def = "[]",
		     .doc = "Registries and repositories whose images need one anywhere; an id may "
			    "be of any." },
};

static void want_sandbox(const struct at *at, const char *field, const char *value,
			 const struct params *params, struct findings *out)
{
	finding(out, at, field, .value = value,
		.want = finding_text(out, "a pod with runtimeClassName %s",
				     says_one_of(out, param_strings(params, RUNTIMES))));
}

static void judge_image(const struct image_use *use, const struct params *params,
			struct findings *out)
{
	for_each_string (place, *param_strings(params, IMAGES))
		if (use->image.is_id || image_within(&use->image, place)) {
			want_sandbox(use->at, use->field, use->reference, params, out);
			return;
		}
}

/* What a template says of its namespace holds nothing. */
static const char *namespace_of(const struct pod *pod)
{
	bool itself = strcmp(pod->request->kind.kind, "Pod") == 0;

	return itself && *pod->meta->ns ? pod->meta->ns : pod->request->ns;
}

static void check(const struct pod *pod, const struct params *params, struct findings *out)
{
	const char *name = pod->runtime_class_name ? pod->runtime_class_name : "";

	if (*name && globs_match(param_strings(params, RUNTIMES), name))
		return;
	if (globs_match(param_strings(params, NAMESPACES), namespace_of(pod)))
		want_sandbox(&pod->at, "runtimeClassName", *name ? name : NULL, params, out);
	else if (param_strings(params, IMAGES)->count)
		images_check(pod, params, out, judge_image);
}

const struct policy policy_workload_sandbox_required = {
	.id = "sandbox-required",
	.title = "What is not trusted runs in a sandbox",
	.why = "Code of strangers shares the kernel with everything else on its node, unless a "
	       "sandbox has a kernel of its own.",
	.remedy = "Set runtimeClassName to a class whose handler is a sandbox.",
	.severity = SEVERITY_HIGH,
	.good = "metadata: {namespace: sandbox}\n" EXAMPLE_POD "  runtimeClassName: gvisor\n",
	.bad = "metadata: {namespace: sandbox}\n" EXAMPLE_POD,
	.maps = { NSA_HARDENING, MITRE_ESCAPE },
	POLICY_PARAMS(params_declared),
	.check_pod = check,
};
