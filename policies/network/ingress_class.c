/* SPDX-License-Identifier: Apache-2.0 */
/* ingress_class.c - an Ingress names the controller that it is for.
 * Reads:   ingressClassName, the annotation kubernetes.io/ingress.class
 * Accepts: a class that is allowed; of files also none, since the API server fills in the default
 * one */
#include <string.h>

#include "policy/policy.h"
#include "policy/says.h"

enum { ALLOWED, REQUIRED, ANNOTATION };

static const struct param params_declared[] = {
	[ALLOWED] = { "allowed", PARAM_STRINGS,
		      .doc = "Globs of the classes that an Ingress may have; when absent, any." },
	[REQUIRED] = { "required", PARAM_BOOL, .def = "true",
		       .doc = "Whether an Ingress must have a class, be it the default one; not "
			      "asked of files." },
	[ANNOTATION] = { "allowAnnotation", PARAM_BOOL, .def = "true",
			 .doc = "Whether the class may be named by the annotation from before "
				"there was a field." },
};

static const char *want_class(const char *class, const struct strings *allowed,
			      struct findings *out)
{
	return allowed->set && !globs_match(allowed, class) ? says_one_of(out, allowed) : NULL;
}

static const char *want_annotation(const char *old, const char *class, const struct params *params,
				   struct findings *out)
{
	if (!param_bool(params, ANNOTATION))
		return "absent; ingressClassName instead";
	if (*class && strcmp(old, class) != 0)
		return "absent, or the same as ingressClassName";
	return want_class(old, param_strings(params, ALLOWED), out);
}

static void check(const struct ingress *ingress, const struct params *params, struct findings *out)
{
	const char *class = ingress->class ? ingress->class : "";
	const char *old = map_get(&ingress->meta->annotations, INGRESS_CLASS_ANNOTATION);
	const char *want = NULL;

	if (old && *old)
		want = want_annotation(old, class, params, out);
	if (want)
		says_annotation(out, ingress->meta, INGRESS_CLASS_ANNOTATION,
				&(struct says){ .value = old, .want = want });
	want = NULL;
	if (*class)
		want = want_class(class, param_strings(params, ALLOWED), out);
	else if (!(old && *old) && param_bool(params, REQUIRED) && !ingress->request->offline)
		want = "the name of an IngressClass";
	if (want)
		finding(out, &ingress->at, "ingressClassName", .value = *class ? class : NULL,
			.want = want);
}

const struct policy policy_network_ingress_class = {
	.id = "ingress-class",
	.title = "Ingresses name the controller that they are for",
	.why = "Without a class, or with two, it is up to the controllers who serves an Ingress: "
	       "one that faces the internet may take what was meant for the inside.",
	.remedy = "Set ingressClassName to a class that is allowed.",
	.severity = SEVERITY_MEDIUM,
	.good = "spec:\n  ingressClassName: internal\n",
	.bad = "metadata: {annotations: {kubernetes.io/ingress.class: public}}\n"
	       "spec:\n  ingressClassName: internal\n",
	.maps = { MITRE_PUBLIC_SERVICE },
	POLICY_PARAMS(params_declared),
	.reads_metadata = true,
	.check_ingress = check,
};
