/* SPDX-License-Identifier: Apache-2.0 */
/* referenced_objects.c - which Secrets, ConfigMaps and claims pods may use.
 * Reads:   names in volumes of every source, their projected sources, claims that ephemeral ones
 * are copies of, env, envFrom, imagePullSecrets; Secrets of PersistentVolumes, in whatever
 * namespace Accepts: names that are allowed and not forbidden */
#include <string.h>

#include "policy/policy.h"
#include "policy/says.h"

enum {
	ALLOWED_SECRETS,
	FORBIDDEN_SECRETS,
	ALLOWED_CONFIG_MAPS,
	FORBIDDEN_CONFIG_MAPS,
	ALLOWED_CLAIMS,
	FORBIDDEN_CLAIMS
};

#define ALLOWED_DOC   "Globs of the names that pods may use."
#define FORBIDDEN_DOC "Globs of names that pods may not use, even when allowed above"

static const struct param params_declared[] = {
	[ALLOWED_SECRETS] = { "allowedSecrets", PARAM_STRINGS, .def = "[\"*\"]",
			      .doc = ALLOWED_DOC },
	[FORBIDDEN_SECRETS] = { "forbiddenSecrets", PARAM_STRINGS,
				.def = "[\"sh.helm.release.*\", \"bootstrap-token-*\"]",
				.doc = FORBIDDEN_DOC "; by default what tools of the cluster "
						     "keep." },
	[ALLOWED_CONFIG_MAPS] = { "allowedConfigMaps", PARAM_STRINGS, .def = "[\"*\"]",
				  .doc = ALLOWED_DOC },
	[FORBIDDEN_CONFIG_MAPS] = { "forbiddenConfigMaps", PARAM_STRINGS, .def = "[]",
				    .doc = FORBIDDEN_DOC "." },
	[ALLOWED_CLAIMS] = { "allowedClaims", PARAM_STRINGS, .def = "[\"*\"]", .doc = ALLOWED_DOC },
	[FORBIDDEN_CLAIMS] = { "forbiddenClaims", PARAM_STRINGS, .def = "[]",
			       .doc = FORBIDDEN_DOC "." },
};

/* @allowed: number of the parameter; that of what is forbidden follows. @name may be NULL. */
static void judge(const struct at *at, const char *field, const char *name,
		  const struct params *params, size_t allowed, struct findings *out)
{
	const struct strings *may = param_strings(params, allowed);
	const struct strings *may_not = param_strings(params, allowed + 1);

	if (!name || !*name)
		return;
	if (globs_match(may_not, name))
		finding(out, at, field, .value = name, .want = says_none_of(out, may_not));
	else if (!globs_match(may, name))
		finding(out, at, field, .value = name, .want = says_one_of(out, may));
}

/* A claim that is copied is read as one that is mounted. */
static void judge_copied(const struct volume *v, const char *field, const struct claim_origin *from,
			 const struct params *params, struct findings *out)
{
	if (from && strcmp(from->kind, "PersistentVolumeClaim") == 0)
		judge(&v->at, finding_text(out, "ephemeral.volumeClaimTemplate.spec.%s", field),
		      from->name, params, ALLOWED_CLAIMS, out);
}

static void check_volume(const struct volume *v, const struct params *params, struct findings *out)
{
	judge(&v->at, "secret.secretName", v->secret_name, params, ALLOWED_SECRETS, out);
	for (int s = 0; s < VOLUME_SECRET_COUNT; s++)
		judge(&v->at, volume_secret_path((enum volume_secret)s), v->secrets[s], params,
		      ALLOWED_SECRETS, out);
	judge(&v->at, "configMap.name", v->config_map_name, params, ALLOWED_CONFIG_MAPS, out);
	judge(&v->at, "persistentVolumeClaim.claimName", v->claim_name, params, ALLOWED_CLAIMS,
	      out);
	judge_copied(v, "dataSource.name", v->data_source, params, out);
	judge_copied(v, "dataSourceRef.name", v->data_source_ref, params, out);
	for (const struct projected_source *s = v->projected; s && budget_step(); s = s->next) {
		judge(&s->at, "secret.name", s->secret_name, params, ALLOWED_SECRETS, out);
		judge(&s->at, "configMap.name", s->config_map_name, params, ALLOWED_CONFIG_MAPS,
		      out);
	}
}

static void check_container(const struct container *c, const struct params *params,
			    struct findings *out)
{
	for_each_env (e, c) {
		judge(&e->at, "valueFrom.secretKeyRef.name", e->secret_name, params,
		      ALLOWED_SECRETS, out);
		judge(&e->at, "valueFrom.configMapKeyRef.name", e->config_map_name, params,
		      ALLOWED_CONFIG_MAPS, out);
	}
	for_each_env_from (e, c) {
		judge(&e->at, "secretRef.name", e->secret_name, params, ALLOWED_SECRETS, out);
		judge(&e->at, "configMapRef.name", e->config_map_name, params, ALLOWED_CONFIG_MAPS,
		      out);
	}
}

static void check(const struct pod *pod, const struct params *params, struct findings *out)
{
	for_each_volume (v, pod)
		check_volume(v, params, out);
	for_each_container (c, pod)
		check_container(c, params, out);
	for_each_pull_secret (s, pod)
		judge(&s->at, "name", s->name, params, ALLOWED_SECRETS, out);
}

static void check_persistent_volume(const struct persistent_volume *v, const struct params *params,
				    struct findings *out)
{
	for (int s = 0; s < PERSISTENT_SECRET_COUNT; s++)
		judge(&v->at, persistent_secret_path((enum persistent_secret)s), v->secrets[s],
		      params, ALLOWED_SECRETS, out);
}

const struct policy policy_workload_referenced_objects = {
	.id = "referenced-objects",
	.title = "Pods use only Secrets, ConfigMaps and claims that are for them",
	.why = "Who may make a pod in a namespace reads every Secret in it, whatever RBAC says of "
	       "Secrets.",
	.remedy = "Name an object that is the workload's own, or move the workload to the "
		  "namespace of what it needs.",
	.severity = SEVERITY_MEDIUM,
	.good = EXAMPLE_POD "  volumes: [{name: keys, secret: {secretName: shop-keys}}]\n",
	.bad = EXAMPLE_POD
	"  volumes: [{name: r, secret: {secretName: sh.helm.release.v1.a.v1}}]\n",
	.maps = { NSA_SECRETS, MITRE_CREDENTIALS },
	POLICY_PARAMS(params_declared),
	.check_pod = check,
	.check_persistent_volume = check_persistent_volume,
};
