/* SPDX-License-Identifier: Apache-2.0 */
/* kubelet_node.c - what a kubelet does to its node, and lets pods do.
 * Reads:   podPidsLimit, eventRecordQPS, makeIPTablesUtilChains, protectKernelDefaults,
 * seccompDefault and staticPodURL of a KubeletConfiguration, flags of a kubelet in a pod
 * Accepts: a limit of processes, events enough, static pods of files or by https */
#include <string.h>
#include <strings.h>

#include "policy/command_line.h"
#include "policy/says.h"

#define PLAIN "http://"

enum { NEED_PIDS, MAX_PIDS, MIN_EVENTS, KERNEL, SECCOMP, FORBID_HOSTNAME };

static const struct param params_declared[] = {
	[NEED_PIDS] = { "requirePidsLimit", PARAM_BOOL, .def = "true",
			.doc = "Whether the processes of a pod must be limited." },
	[MAX_PIDS] = { "maxPids", PARAM_INT, .def = "65536", .min = 1, .max = 4194304,
		       .doc = "Most processes that a pod may have, where a limit is required." },
	[MIN_EVENTS] = { "minEventsPerSecond", PARAM_INT, .def = "5", .min = 1, .max = 10000,
			 .doc = "Events that must at least be let through; 0 in the file or flag "
				"is no limit." },
	[KERNEL] = { "requireKernelDefaults", PARAM_BOOL, .def = "false",
		     .doc = "Whether protectKernelDefaults must be on." },
	[SECCOMP] = { "requireSeccompDefault", PARAM_BOOL, .def = "false",
		      .doc = "Whether seccompDefault must be on." },
	[FORBID_HOSTNAME] = { "forbidHostnameOverride", PARAM_BOOL, .def = "false",
			      .doc = "Whether the flag --hostname-override is refused." },
};

static bool is_good_rate(int64_t rate, const struct params *params)
{
	return rate == 0 || rate >= param_int(params, MIN_EVENTS);
}

static const char *want_rate(const struct params *params, struct findings *out)
{
	return finding_text(out, "0 or at least %lld", (long long)param_int(params, MIN_EVENTS));
}

static void judge_rate(const struct command_line *line, const struct params *params,
		       struct findings *out)
{
	struct flag f = flag_last(line, "event-qps");
	int64_t rate;

	if (f.value && !(flag_int(&f, &rate) && is_good_rate(rate, params)))
		flag_finding(out, line, "event-qps", &f,
			     &(struct says){ .want = want_rate(params, out) });
}

static void judge_url(const struct command_line *line, struct findings *out)
{
	struct flag f = flag_last(line, "manifest-url");

	if (f.len > strlen(PLAIN) && strncasecmp(f.value, PLAIN, strlen(PLAIN)) == 0)
		finding(out, &line->container->at, flag_field(out, line, &f),
			.value = "--manifest-url with " PLAIN, .want = "https://, or no URL");
}

static void judge(const struct command_line *line, const struct params *params,
		  struct findings *out)
{
	static const struct flag_rule chains = { "make-iptables-util-chains", FLAG_TRUE,
						 .otherwise = true };
	static const struct flag_rule kernel = { "protect-kernel-defaults", FLAG_TRUE,
						 .otherwise = false };
	static const struct flag_rule seccomp = { "seccomp-default", FLAG_TRUE,
						  .otherwise = false };
	static const struct flag_rule hostname = { "hostname-override", FLAG_ABSENT,
						   .fix = "let the node have its own name" };

	flags_judge(line, &chains, 1, out);
	if (param_bool(params, KERNEL))
		flags_judge(line, &kernel, 1, out);
	if (param_bool(params, SECCOMP))
		flags_judge(line, &seccomp, 1, out);
	if (param_bool(params, FORBID_HOSTNAME))
		flags_judge(line, &hostname, 1, out);
	if (param_bool(params, NEED_PIDS))
		flag_judge_range(line, "pod-max-pids", -1, 1, param_int(params, MAX_PIDS), out);
	judge_rate(line, params, out);
	judge_url(line, out);
}

static void check_pod(const struct pod *pod, const struct params *params, struct findings *out)
{
	command_lines_check(pod, PROGRAM_KUBELET, params, out, judge);
}

static void check_pids(const struct kubelet *k, int64_t max, struct findings *out)
{
	struct opt_int pids = k->pod_pids_limit;

	if (!pids.set || pids.v < 1 || pids.v > max)
		finding(out, &k->at, "podPidsLimit",
			.value = pids.set ? says_int(out, pids.v) : NULL,
			.want = says_ranges(out, &(struct range){ 1, max }, 1));
}

static void check_on(const struct kubelet *k, const char *field, struct opt_bool on,
		     struct findings *out)
{
	if (!on.v)
		finding(out, &k->at, field, .value = says_bool(on), .want = "true");
}

static void check_kubelet(const struct kubelet *k, const struct params *params,
			  struct findings *out)
{
	struct opt_int rate = k->event_record_qps;

	if (k->make_iptables_util_chains.set)
		check_on(k, "makeIPTablesUtilChains", k->make_iptables_util_chains, out);
	if (param_bool(params, KERNEL))
		check_on(k, "protectKernelDefaults", k->protect_kernel_defaults, out);
	if (param_bool(params, SECCOMP))
		check_on(k, "seccompDefault", k->seccomp_default, out);
	if (param_bool(params, NEED_PIDS))
		check_pids(k, param_int(params, MAX_PIDS), out);
	if (rate.set && !is_good_rate(rate.v, params))
		finding(out, &k->at, "eventRecordQPS", .value = says_int(out, rate.v),
			.want = want_rate(params, out));
	if (strncasecmp(k->static_pod_url, PLAIN, strlen(PLAIN)) == 0)
		finding(out, &k->at, "staticPodURL", .value = "a URL with " PLAIN,
			.want = "https://, or no URL");
}

const struct policy policy_controlplane_kubelet_node = {
	.id = "kubelet-node",
	.title = "kubelet keeps its node safe from pods",
	.why = "One pod without a limit of processes can stop all others of the node; static pods "
	       "that come over plain HTTP are anybody's in between.",
	.remedy = "Set podPidsLimit, and leave the other fields as they are.",
	.severity = SEVERITY_MEDIUM,
	.good = EXAMPLE_POD "    command: [kubelet, --pod-max-pids=4096]\n",
	.bad = EXAMPLE_POD "    command: [kubelet, --pod-max-pids=-1]\n",
	.maps = { CIS_KUBELET_IPTABLES, CIS_KUBELET_HOSTNAME, CIS_KUBELET_EVENTS, CIS_KUBELET_PIDS,
		  NSA_CONTROL_PLANE, MITRE_DENIAL },
	POLICY_PARAMS(params_declared),
	.check_pod = check_pod,
	.check_kubelet = check_kubelet,
};
