/* SPDX-License-Identifier: Apache-2.0 */
/* check_workload.c - view of controllers of pods. */
#include "k8s/workload.h"

#include "base/mem.h"
#include "fields.h"

static void dump_selector(struct buf *out, const struct selector *s)
{
	if (!s)
		return;
	buf_adds(out, " selector{");
	dump_map(out, "matchLabels", &s->match_labels);
	for_each_requirement (r, s)
		buf_addf(out, " %s %s", r->key, r->op);
	buf_addf(out, " at=%s}", at_print(test_arena(), &s->at, NULL));
}

static void dump_spread(struct buf *out, const struct workload *w)
{
	for (const struct spread_constraint *s = w->spread_constraints; s; s = s->next) {
		buf_adds(out, s == w->spread_constraints ? " topologySpreadConstraints[{" : "{");
		dump_string(out, "topologyKey", s->topology_key);
		dump_string(out, "whenUnsatisfiable", s->when_unsatisfiable);
		buf_addf(out, " at=%s", at_print(test_arena(), &s->at, NULL));
		buf_adds(out, s->next ? "}" : "}]");
	}
}

static void dump_job(struct buf *out, const struct job_spec *j)
{
	if (!j)
		return;
	dump_opt_int(out, "backoffLimit", j->backoff_limit);
	dump_opt_int(out, "activeDeadlineSeconds", j->active_deadline_seconds);
	dump_opt_int(out, "ttlSecondsAfterFinished", j->ttl_seconds_after_finished);
	dump_opt_int(out, "parallelism", j->parallelism);
	dump_opt_int(out, "completions", j->completions);
}

static void dump_cron(struct buf *out, const struct cron_spec *c)
{
	if (!c)
		return;
	dump_string(out, "schedule", c->schedule);
	dump_string(out, "concurrencyPolicy", c->concurrency_policy);
	dump_opt_int(out, "startingDeadlineSeconds", c->starting_deadline_seconds);
	dump_opt_int(out, "successfulJobsHistoryLimit", c->successful_jobs_history_limit);
	dump_opt_int(out, "failedJobsHistoryLimit", c->failed_jobs_history_limit);
	dump_bool(out, "suspend", c->suspend);
	if (c->job)
		buf_addf(out, " at=%s", at_print(test_arena(), &c->job->at, NULL));
	dump_job(out, c->job);
}

static void dump_workload(struct buf *out, const struct workload *w)
{
	dump_opt_int(out, "replicas", w->replicas);
	dump_opt_int(out, "minReadySeconds", w->min_ready_seconds);
	if (w->rollout) {
		buf_addf(out, " %s{", w->rollout->at.key);
		dump_string(out, "type", w->rollout->type);
		dump_int_or_string(out, "maxUnavailable", w->rollout->max_unavailable);
		dump_int_or_string(out, "maxSurge", w->rollout->max_surge);
		buf_adds(out, "}");
	}
	dump_selector(out, w->selector);
	dump_map(out, "selector", &w->old_selector);
	dump_map(out, "labels", &w->template_labels);
	if (w->has_pod_anti_affinity)
		buf_adds(out, " podAntiAffinity{}");
	dump_spread(out, w);
	dump_job(out, w->job);
	dump_cron(out, w->cron);
}

static int view_and_dump(const cJSON *node, struct buf *out, struct err *err)
{
	const struct workload *w = workload_view(test_arena(), node, err);

	if (!w)
		return -1;
	ck_assert_ptr_eq(w->node, node);
	dump_workload(out, w);
	return 0;
}

static const struct view_type view = { "", view_and_dump };

static const struct field_case fields[] = {
	{ "spec.replicas", AN_OPTIONAL_INT },
	{ "spec.minReadySeconds", AN_OPTIONAL_INT },
	{ "spec.strategy", AN_OBJECT },
	{ "spec.strategy.type", A_STRING },
	{ "spec.strategy.rollingUpdate.maxUnavailable", A_PORT },
	{ "spec.updateStrategy", AN_OBJECT },
	{ "spec.updateStrategy.type", A_STRING },
	{ "spec.updateStrategy.rollingUpdate.maxSurge", A_PORT },
	{ "spec.selector", AN_OBJECT },
	{ "spec.selector.matchLabels", A_MAP },
	{ "spec.template.metadata.labels", A_MAP },
	{ "spec.template.spec.affinity.podAntiAffinity", AN_OBJECT },
	{ "spec.template.spec.topologySpreadConstraints", A_LIST },
	{ "spec.template.spec.topologySpreadConstraints[0].topologyKey", A_STRING },
	{ "spec.template.spec.topologySpreadConstraints[0].whenUnsatisfiable", A_STRING },
	{ "spec.backoffLimit", AN_OPTIONAL_INT },
	{ "spec.activeDeadlineSeconds", AN_OPTIONAL_INT },
	{ "spec.ttlSecondsAfterFinished", AN_OPTIONAL_INT },
	{ "spec.parallelism", AN_OPTIONAL_INT },
	{ "spec.completions", AN_OPTIONAL_INT },
	{ "spec.schedule", A_STRING },
	{ "spec.concurrencyPolicy", A_STRING },
	{ "spec.startingDeadlineSeconds", AN_OPTIONAL_INT },
	{ "spec.successfulJobsHistoryLimit", AN_OPTIONAL_INT },
	{ "spec.failedJobsHistoryLimit", AN_OPTIONAL_INT },
	{ "spec.suspend", A_BOOL },
	{ "spec.jobTemplate.spec.backoffLimit", AN_OPTIONAL_INT },
	{ "spec.jobTemplate.spec.ttlSecondsAfterFinished", AN_OPTIONAL_INT },
};

START_TEST(each_field)
{
	check_field(&view, &fields[_i]);
}
END_TEST

#define FULL                                                                                  \
	"{'kind':'Deployment','spec':{'replicas':3,'minReadySeconds':5,'strategy':{'type':'"  \
	"RollingUpdate','rollingUpdate':{'maxUnavailable':'25%','maxSurge':1}},'selector':{'" \
	"matchLabels':{'app':'a'},'matchExpressions':[{'key':'k','operator':'Exists'}]},'"    \
	"template':{'metadata':{'labels':{'app':'a'}},'spec':{}}}}"

#define FULL_DUMP                                                                               \
	" replicas=3 minReadySeconds=5 strategy{ type=\"RollingUpdate\" maxUnavailable=\"25%\"" \
	" maxSurge=1} selector{ matchLabels=[\"app\":\"a\"] k Exists at=spec.selector}"         \
	" labels=[\"app\":\"a\"]"

static const struct {
	const char *name, *json, *want;
} cases[] = {
	{ "empty", "{}", "" },
	{ "null spec", "{'spec':null}", "" },
	{ "full", FULL, FULL_DUMP },
	{ "a cron job",
	  "{'kind':'CronJob','spec':{'schedule':'* * * * *','jobTemplate':{'spec':{'backoffLimit':"
	  "2}}}}",
	  " schedule=\"* * * * *\" at=spec.jobTemplate.spec backoffLimit=2" },
	{ "the selector of a ReplicationController",
	  "{'kind':'ReplicationController','spec':{'selector':{'app':'a'}}}",
	  " selector=[\"app\":\"a\"]" },
	{ "a selector that is a map is none", "{'spec':{'selector':{'matchLabels':'a'}}}",
	  "spec.selector.matchLabels: want an object, got a string" },
	{ "no spec", "{'spec':[]}", "spec: want an object, got an array" },
};

START_TEST(each_case)
{
	const char *got = dump_around(&view, "", cases[_i].json);

	ck_assert_msg(same(got, cases[_i].want), "%s: got %s", cases[_i].name, got);
}
END_TEST

START_TEST(each_allocation_fails)
{
	const cJSON *object = parse(FULL);
	const struct workload *w = NULL;
	SCOPED(scoped_buf) struct buf out;
	long n;

	for (n = 0; !w && n < 1000; n++) {
		struct err err = { 0 };

		mem_fail_at(n);
		w = workload_view(test_arena(), object, &err);
		mem_fail_at(-1);
		ck_assert_int_eq(err.code, w ? ERR_NONE : ERR_MEMORY);
	}
	ck_assert_int_gt(n, 5);
	buf_init(&out, 10000);
	dump_workload(&out, w);
	ck_assert_str_eq(buf_str(&out), FULL_DUMP);
}
END_TEST

int main(void)
{
	return run_tables("workload", (const struct table[]){
					      { "fields", each_field, ARRAY_LEN(fields) },
					      { "cases", each_case, ARRAY_LEN(cases) },
					      { "memory", each_allocation_fails, 1 },
					      { 0 },
				      });
}
