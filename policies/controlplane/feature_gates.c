/* SPDX-License-Identifier: Apache-2.0 */
/* feature_gates.c - feature gates of the programs of a control plane and of kubelets.
 * Reads:   --feature-gates of those programs, featureGates of a KubeletConfiguration
 * Accepts: all but what is forbidden */
#include <string.h>

#include "policy/command_line.h"

#define GATES "feature-gates"

enum { FORBIDDEN };

static int check_state(const char *text, struct err *err)
{
	if (strcmp(text, "true") == 0 || strcmp(text, "false") == 0)
		return 0;
	return err_set(err, ERR_INPUT, "want true or false");
}

static const struct param params_declared[] = {
	[FORBIDDEN] = { "forbidden", PARAM_MAP,
			.def = "{\"AllAlpha\": \"true\", "
			       "\"RotateKubeletServerCertificate\": \"false\"}",
			.check = check_state, .doc = "Gates, and what they may not be set to." },
};

/* "Gate=true" or "component:Gate=true" */
static bool names_gate(const struct flag_item *item, const char *gate, struct flag *value)
{
	const char *end = item->value + item->len;
	const char *equals = memchr(item->value, '=', item->len);
	const char *from, *colon;

	if (!equals)
		return false;
	colon = memchr(item->value, ':', (size_t)(equals - item->value));
	from = colon ? colon + 1 : item->value;
	if ((size_t)(equals - from) != strlen(gate) || memcmp(from, gate, strlen(gate)) != 0)
		return false;
	*value = (struct flag){ .value = equals + 1, .len = (size_t)(end - equals - 1) };
	return true;
}

/* The last one counts. */
static void judge_gate(const struct command_line *line, const char *gate, bool forbidden,
		       struct findings *out)
{
	struct flag at = { 0 };
	bool v = !forbidden;

	for_each_flag_item(item, line, GATES)
	{
		struct flag value;
		bool is;

		if (!names_gate(&item, gate, &value) || !flag_bool(&value, &is))
			continue;
		at = item.flag;
		v = is;
	}
	if (v == forbidden)
		flag_finding(out, line, GATES, &at,
			     &(struct says){ .want = finding_text(out, "%s=%s", gate,
								  forbidden ? "false" : "true") });
}

static bool is_true(const char *text)
{
	return strcmp(text, "true") == 0;
}

static void check_pod(const struct pod *pod, const struct params *params, struct findings *out)
{
	struct command_line line;

	for_each_container (c, pod) {
		if (!command_line_of(c, &line) || line.program == PROGRAM_ETCD)
			continue;
		for_each_entry (e, *param_map(params, FORBIDDEN))
			judge_gate(&line, e->key, is_true(e->value), out);
	}
}

static void check_kubelet(const struct kubelet *k, const struct params *params,
			  struct findings *out)
{
	const struct at gates = { .up = &k->at, .key = "featureGates" };

	for_each_entry (e, *param_map(params, FORBIDDEN)) {
		const cJSON *gate = json_present(k->feature_gates, e->key);
		const struct at at = { .up = &gates, .key = e->key };

		if (gate && cJSON_IsTrue(gate) == is_true(e->value))
			finding(out, &at, NULL, .value = e->value,
				.want = is_true(e->value) ? "false" : "true");
	}
}

const struct policy policy_controlplane_feature_gates = {
	.id = "control-plane-feature-gates",
	.title = "The control plane and kubelets run without forbidden feature gates",
	.why = "Alpha features are untried and may be gone in the next version; without rotation "
	       "a kubelet's certificate runs out and is made by itself anew.",
	.remedy = "Remove the gate from --feature-gates or featureGates.",
	.severity = SEVERITY_LOW,
	.good = EXAMPLE_POD
	"    command: [kube-apiserver, --feature-gates=ContextualLogging=true]\n",
	.bad = EXAMPLE_POD "    command: [kube-apiserver, --feature-gates=AllAlpha=true]\n",
	.maps = { CIS_CONTROLLERS_ROTATION, CIS_KUBELET_SERVER_ROTATION, NSA_CONTROL_PLANE },
	POLICY_PARAMS(params_declared),
	.check_pod = check_pod,
	.check_kubelet = check_kubelet,
};
