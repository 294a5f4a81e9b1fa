/* SPDX-License-Identifier: Apache-2.0 */
/* kubelet_ports.c - what a kubelet serves, and for how long.
 * Reads:   readOnlyPort, streamingConnectionIdleTimeout, enableProfilingHandler and
 * enableDebugFlagsHandler of a KubeletConfiguration, flags of a kubelet in a pod
 * Accepts: no read-only port, idle connections that are closed */
#include <string.h>

#include "policy/command_line.h"
#include "policy/says.h"

#define HOUR_US ((int64_t)3600 * 1000000)

enum { MAX_HOURS, FORBID_PROFILING };

static const struct param params_declared[] = {
	[MAX_HOURS] = { "maxIdleHours", PARAM_INT, .def = "4", .min = 1, .max = 168,
			.doc = "Hours after which an idle connection must be closed; 4 when "
			       "nothing is set." },
	[FORBID_PROFILING] = { "forbidProfiling", PARAM_BOOL, .def = "false",
			       .doc = "Whether a file must turn off profiles and flags; they are "
				      "served to those who may use nodes/proxy." },
};

#define IDLE "streaming-connection-idle-timeout"

static void judge(const struct command_line *line, const struct params *params,
		  struct findings *out)
{
	struct flag idle = flag_last(line, IDLE);
	int64_t max = param_int(params, MAX_HOURS), us;

	flag_judge_range(line, "read-only-port", 10255, 0, 0, out);
	if (!idle.value || (flag_duration(&idle, &us) && us > 0 && us <= max * HOUR_US))
		return;
	flag_finding(out, line, IDLE, &idle,
		     &(struct says){ .want = finding_text(out, "--" IDLE " of up to %lldh",
							  (long long)max) });
}

static void check_pod(const struct pod *pod, const struct params *params, struct findings *out)
{
	command_lines_check(pod, PROGRAM_KUBELET, params, out, judge);
}

/* Zero is what a file says that says nothing. */
static void check_idle(const struct kubelet *k, int64_t max, struct findings *out)
{
	const char *text = k->streaming_connection_idle_timeout;
	const struct flag idle = { .value = text, .len = strlen(text) };
	int64_t us;

	if (!*text || (flag_duration(&idle, &us) && us <= max * HOUR_US))
		return;
	finding(out, &k->at, "streamingConnectionIdleTimeout", .value = text,
		.want = finding_text(out, "up to %lldh", (long long)max));
}

static void check_handler(const struct kubelet *k, const char *field, struct opt_bool on,
			  struct findings *out)
{
	if (!on.set || on.v)
		finding(out, &k->at, field, .value = says_bool(on), .want = "false");
}

static void check_kubelet(const struct kubelet *k, const struct params *params,
			  struct findings *out)
{
	if (k->read_only_port != 0)
		finding(out, &k->at, "readOnlyPort", .value = says_int(out, k->read_only_port),
			.want = "0");
	check_idle(k, param_int(params, MAX_HOURS), out);
	if (!param_bool(params, FORBID_PROFILING))
		return;
	check_handler(k, "enableProfilingHandler", k->enable_profiling_handler, out);
	check_handler(k, "enableDebugFlagsHandler", k->enable_debug_flags_handler, out);
}

const struct policy policy_controlplane_kubelet_ports = {
	.id = "kubelet-ports",
	.title = "kubelet serves nothing to those it does not know",
	.why = "The read-only port shows pods, their settings and their state to everybody who "
	       "reaches the node.",
	.remedy = "Set readOnlyPort to 0, and leave streamingConnectionIdleTimeout as it is.",
	.severity = SEVERITY_HIGH,
	.good = EXAMPLE_POD "    command: [kubelet, --read-only-port=0]\n",
	.bad = EXAMPLE_POD "    command: [kubelet, --read-only-port=10255]\n",
	.maps = { CIS_KUBELET_READ_ONLY_PORT, CIS_KUBELET_IDLE_TIMEOUT, NSA_CONTROL_PLANE },
	POLICY_PARAMS(params_declared),
	.check_pod = check_pod,
	.check_kubelet = check_kubelet,
};
