/* SPDX-License-Identifier: Apache-2.0 */
/* ingress_tls.c - an Ingress serves HTTPS, and nothing switches it off.
 * Reads:   tls, paths, annotations of Ingresses
 * Accepts: tls, or an annotation by which a controller finds its certificate elsewhere; redirects
 * left on; plain HTTP for the challenges of ACME, which come no other way */
#include <string.h>

#include "policy/flag.h"
#include "policy/policy.h"
#include "policy/says.h"

#define ACME "/.well-known/acme-challenge/"

enum { REQUIRED, SECRET, CERTIFICATES, REDIRECTS, PLAIN, ANNOTATIONS };

static const struct param params_declared[] = {
	[REQUIRED] = { "required", PARAM_BOOL, .def = "true",
		       .doc = "Whether an Ingress must have tls." },
	[SECRET] = { "requireSecret", PARAM_BOOL, .def = "false",
		     .doc = "Whether each entry of tls must name a Secret; without one it is up to "
			    "the controller which certificate it uses." },
	[CERTIFICATES] = { "certificateAnnotations", PARAM_MAP,
			   .def = "{\"alb.ingress.kubernetes.io/certificate-arn\": \"?*\", "
				  "\"networking.gke.io/managed-certificates\": \"?*\", "
				  "\"ingress.gcp.kubernetes.io/pre-shared-cert\": \"?*\", "
				  "\"appgw.ingress.kubernetes.io/appgw-ssl-certificate\": \"?*\", "
				  "\"traefik.ingress.kubernetes.io/router.tls\": \"true\"}",
			   .doc = "Annotations that stand for tls, with globs of their values." },
	[REDIRECTS] = { "redirectAnnotations", PARAM_STRINGS,
			.def = "[\"nginx.ingress.kubernetes.io/ssl-redirect\", "
			       "\"nginx.ingress.kubernetes.io/force-ssl-redirect\", "
			       "\"ingress.kubernetes.io/ssl-redirect\", "
			       "\"ingress.kubernetes.io/force-ssl-redirect\", "
			       "\"haproxy.org/ssl-redirect\", "
			       "\"haproxy-ingress.github.io/ssl-redirect\", "
			       "\"ingress.kubernetes.io/ssl-passthrough-redirect\"]",
			.doc = "Annotations that may not be false: they send clients of HTTP to "
			       "HTTPS." },
	[PLAIN] = { "plainAnnotations", PARAM_STRINGS,
		    .def = "[\"kubernetes.io/ingress.allow-http\"]",
		    .doc = "Annotations that may not be true: they serve plain HTTP." },
	[ANNOTATIONS] = { "requiredAnnotations", PARAM_MAP, .def = "{}",
			  .doc = "Annotations that each Ingress must have, with globs of their "
				 "values: \"kubernetes.io/ingress.allow-http\": \"false\"." },
};

/* Only the answers to challenges are reached: their client comes by HTTP. */
static bool is_acme(const struct ingress *ingress)
{
	bool any = false;

	if (ingress->default_backend || ingress->old_backend)
		return false;
	for_each_ingress_rule (rule, ingress)
		for_each_ingress_path (path, rule) {
			if (strncmp(path->path, ACME, strlen(ACME)) != 0)
				return false;
			any = true;
		}
	return any;
}

static bool has_certificate(const struct ingress *ingress, const struct map *annotations)
{
	for_each_entry (e, *annotations) {
		const char *value = map_get(&ingress->meta->annotations, e->key);

		if (value && glob_match(e->value, value))
			return true;
	}
	return false;
}

static void check_flags(const struct ingress *ingress, const struct strings *keys, bool refused,
			struct findings *out)
{
	for_each_string (key, *keys) {
		const char *value = map_get(&ingress->meta->annotations, key);

		if (flag_is(value, refused))
			says_annotation(out, ingress->meta, key,
					&(struct says){ .value = value,
							.want = refused ? "absent or false"
									: "absent or true" });
	}
}

static void check(const struct ingress *ingress, const struct params *params, struct findings *out)
{
	if (is_acme(ingress))
		return;
	if (param_bool(params, REQUIRED) && !ingress->tls &&
	    !has_certificate(ingress, param_map(params, CERTIFICATES)))
		finding(out, &ingress->at, "tls", .want = "the hosts and the Secret of each");
	for_each_ingress_tls (tls, ingress)
		if (param_bool(params, SECRET) && !*tls->secret)
			finding(out, &tls->at, "secretName", .want = "the name of a Secret");
	check_flags(ingress, param_strings(params, REDIRECTS), false, out);
	check_flags(ingress, param_strings(params, PLAIN), true, out);
	for_each_entry (e, *param_map(params, ANNOTATIONS)) {
		const char *value = map_get(&ingress->meta->annotations, e->key);

		if (!value || !glob_match(e->value, value))
			says_annotation(out, ingress->meta, e->key,
					&(struct says){ .value = value, .want = e->value });
	}
}

const struct policy policy_network_ingress_tls = {
	.id = "ingress-tls",
	.title = "Ingresses serve HTTPS",
	.why = "What goes over plain HTTP, sessions and passwords with it, can be read and changed "
	       "on its way.",
	.remedy = "Add tls with the hosts and a Secret, and leave the redirect to HTTPS on.",
	.severity = SEVERITY_MEDIUM,
	.good = "spec:\n  tls: [{hosts: [shop.example.com], secretName: shop-tls}]\n"
		"  rules: [{host: shop.example.com}]\n",
	.bad = "spec:\n  rules: [{host: shop.example.com}]\n",
	.maps = { NSA_ENCRYPTION },
	POLICY_PARAMS(params_declared),
	.reads_metadata = true,
	.check_ingress = check,
};
