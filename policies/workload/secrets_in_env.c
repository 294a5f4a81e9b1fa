/* SPDX-License-Identifier: Apache-2.0 */
/* secrets_in_env.c - Secrets are mounted as files, not put into the environment.
 * Reads:   env[*].valueFrom.secretKeyRef, envFrom[*].secretRef
 * Accepts: Secrets whose names are exempt */
#include "policy/policy.h"

enum { EXEMPT };

static const struct param params_declared[] = {
	[EXEMPT] = { "exempt", PARAM_STRINGS, .def = "[]",
		     .doc = "Globs of the names of Secrets that may be in the environment." },
};

static void judge(const struct at *at, const char *field, const char *secret,
		  const struct params *params, struct findings *out)
{
	if (secret && !globs_match(param_strings(params, EXEMPT), secret))
		finding(out, at, field, .value = secret, .want = "no Secret");
}

static void check(const struct pod *pod, const struct params *params, struct findings *out)
{
	for_each_container (c, pod) {
		for_each_env (e, c)
			judge(&e->at, "valueFrom.secretKeyRef.name", e->secret_name, params, out);
		for_each_env_from (e, c)
			judge(&e->at, "secretRef.name", e->secret_name, params, out);
	}
}

const struct policy policy_workload_secrets_in_env = {
	.id = "secrets-in-env",
	.title = "Secrets are files, not environment",
	.why = "The environment goes into crash reports and logs and to every child process, and "
	       "does not follow when the Secret changes.",
	.remedy = "Mount the Secret as a volume and read the file.",
	.severity = SEVERITY_LOW,
	.good = EXAMPLE_POD "  volumes: [{name: keys, secret: {secretName: keys}}]\n",
	.bad = EXAMPLE_POD "    envFrom: [{secretRef: {name: keys}}]\n",
	.maps = { CIS_SECRETS_AS_FILES, NSA_SECRETS, MITRE_CREDENTIALS },
	POLICY_PARAMS(params_declared),
	.check_pod = check,
};
