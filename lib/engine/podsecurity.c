/* SPDX-License-Identifier: Apache-2.0 */
/* podsecurity.c - the three paths of Pod Security Admission: pods, controllers, namespaces. */
#include "engine/podsecurity.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "k8s/subresource.h"

/* One run of podsecurity_judge(). */
struct run {
	const struct podsecurity *ps;
	const struct subject *subject;
	struct views *views;
	struct draft *draft;
	struct podsecurity_result *result;
	const char *resource; /* label of upstream's metrics: "pod" or "controller" */
	struct standard_set set;
	struct label_errors errors;
};

/* Pod subresources that carry no pod to judge. All others, unknown ones too, are judged: fail safe.
 */
static bool pod_subresource_ignored(const char *subresource)
{
	static const char *const ignored[] = { "exec", "attach",      "binding", "eviction",
					       "log",  "portforward", "proxy",	 "status" };

	for (size_t i = 0; i < ARRAY_LEN(ignored); i++)
		if (strcmp(subresource, ignored[i]) == 0)
			return true;
	return false;
}

static void record_error(struct run *run, bool fatal, const char *text)
{
	draft_annotate(run->draft, "error", text);
	draft_event(run->draft, &(struct standard_event){ .type = STANDARD_ERROR,
							  .fatal = fatal,
							  .resource = run->resource });
}

static void record_evaluation(struct run *run, bool deny, int mode, struct level_version lv)
{
	draft_event(run->draft, &(struct standard_event){ .type = STANDARD_EVALUATION,
							  .deny = deny,
							  .mode = mode,
							  .lv = lv,
							  .resource = run->resource });
}

static void exempt(struct run *run, const char *what)
{
	draft_annotate(run->draft, "exempt", what);
	draft_event(run->draft, &(struct standard_event){ .type = STANDARD_EXEMPTION,
							  .resource = run->resource });
}

static void refuse_bad_request(struct run *run, const char *message, const struct err *cause)
{
	const char *text = cause ? draft_text(run->draft, "%s: %s", message, cause->text) : message;

	run->result->undecided = true;
	draft_refuse(run->draft, VERDICT_ERROR, 400, "BadRequest", message);
	if (strcmp(run->resource, "namespace") == 0)
		draft_annotate(run->draft, "error",
			       text); /* upstream counts nothing for namespaces */
	else
		record_error(run, true, text);
}

/* Exemptions by namespace and user come before anything is looked up or decoded. */
static bool exempt_by_request(struct run *run)
{
	const struct pod_security *config = run->ps->config;

	if (*run->subject->ns && strings_have(&config->exempt_namespaces, run->subject->ns)) {
		exempt(run, "namespace");
		return true;
	}
	if (*run->subject->username &&
	    strings_have(&config->exempt_usernames, run->subject->username)) {
		exempt(run, "user");
		return true;
	}
	return false;
}

static int set_from_namespace(struct run *run, struct err *err)
{
	if (standard_from_labels(run->draft->a, run->subject->ns_labels, &run->ps->config->defaults,
				 &run->set, &run->errors) < 0)
		return arena_error(run->draft->a, err);
	return 0;
}

static bool is_privileged(struct level_version lv)
{
	return lv.level == LEVEL_PRIVILEGED;
}

/* upstream evaluates equal policies once; so do we, for the cost */
static int evaluate(struct run *run, const struct pod *pod, struct level_version lv,
		    struct level_version *last, struct evaluation *out, struct err *err)
{
	if (level_version_equal(lv, *last))
		return 0;
	*last = lv;
	return standards_evaluate(run->ps->standards, run->draft->a, lv, pod, out, err);
}

static void deny(struct run *run, struct level_version lv, const struct evaluation *evaluation)
{
	const struct subject *subject = run->subject;
	char policy[LEVEL_VERSION_MAX];
	const char *name = *subject->name ? draft_text(run->draft, " %s",
						       draft_quote(run->draft, subject->name))
					  : "";
	const char *dot = *subject->resource_group ? "." : "";

	run->result->denied = true;
	run->result->findings = evaluation->findings;
	run->result->text = draft_text(run->draft, "violates PodSecurity \"%s\": %s",
				       level_version_print(lv, policy), evaluation->details);
	draft_refuse(run->draft, VERDICT_DENY, 403, "Forbidden",
		     draft_text(run->draft, "%s%s%s%s is forbidden: %s", subject->resource, dot,
				subject->resource_group, name, run->result->text));
}

static const char *would_violate(struct run *run, struct level_version lv,
				 const struct evaluation *evaluation)
{
	char policy[LEVEL_VERSION_MAX];

	return draft_text(run->draft, "would violate PodSecurity \"%s\": %s",
			  level_version_print(lv, policy), evaluation->details);
}

static void record_hit(struct run *run, enum standard_mode mode, struct level_version lv,
		       const struct evaluation *evaluation)
{
	draft_standard_hit(
		run->draft,
		&(struct standard_hit){ .mode = mode, .lv = lv, .findings = evaluation->findings });
}

static int evaluate_modes(struct run *run, const struct pod *pod, bool enforce, struct err *err)
{
	/* which finds nothing */
	struct level_version last = { LEVEL_PRIVILEGED, VERSION_LATEST };
	struct evaluation evaluation = { .allowed = true, .details = "" };
	char policy[LEVEL_VERSION_MAX];

	if (enforce) {
		draft_annotate(run->draft, "enforce-policy",
			       draft_text(run->draft, "%s",
					  level_version_print(run->set.enforce, policy)));
		if (evaluate(run, pod, run->set.enforce, &last, &evaluation, err) < 0)
			return -1;
		record_evaluation(run, !evaluation.allowed, MODE_ENFORCE, run->set.enforce);
		if (!evaluation.allowed) {
			record_hit(run, MODE_ENFORCE, run->set.enforce, &evaluation);
			deny(run, run->set.enforce, &evaluation);
		}
	}
	if (evaluate(run, pod, run->set.audit, &last, &evaluation, err) < 0)
		return -1;
	if (!evaluation.allowed) {
		draft_annotate(run->draft, "audit-violations",
			       would_violate(run, run->set.audit, &evaluation));
		record_evaluation(run, true, MODE_AUDIT, run->set.audit);
		record_hit(run, MODE_AUDIT, run->set.audit, &evaluation);
	}
	if (evaluate(run, pod, run->set.warn, &last, &evaluation, err) < 0)
		return -1;
	if (evaluation.allowed)
		return 0;
	record_hit(run, MODE_WARN, run->set.warn, &evaluation);
	if (!run->result->denied) {
		draft_warn(run->draft, would_violate(run, run->set.warn, &evaluation));
		record_evaluation(run, true, MODE_WARN, run->set.warn);
	}
	return 0;
}

static bool is_exempt_class(const struct run *run, const struct pod *pod)
{
	const char *class = pod->runtime_class_name;

	return class && *class && strings_have(&run->ps->config->exempt_runtime_classes, class);
}

/* Those that are not exempt by their runtime class. */
static int without_exempt(const struct run *run, const struct pod *pods, const struct pod **out,
			  struct err *err)
{
	struct pod *copy, *last = NULL;

	*out = NULL;
	for_each_pod(pod, pods)
	{
		if (is_exempt_class(run, pod))
			continue;
		copy = arena_alloc(run->draft->a, sizeof(*copy));
		if (!copy)
			return arena_error(run->draft->a, err);
		*copy = *pod;
		copy->next = NULL;
		if (last)
			last->next = copy;
		else
			*out = copy;
		last = copy;
	}
	return 0;
}

static int evaluate_pods(struct run *run, const struct pod *pods, bool enforce, struct err *err)
{
	const struct pod *pod;

	if (without_exempt(run, pods, &pod, err) < 0)
		return -1;
	if (!pod) {
		exempt(run, "runtimeClass");
		return 0;
	}
	run->result->looked = true;
	if (run->errors.count) {
		const char *text = label_errors_print(run->draft->a, &run->errors);

		if (!text)
			return arena_error(run->draft->a, err);
		record_error(run, false,
			     draft_text(run->draft, "Failed to parse policy: %s", text));
	}
	return evaluate_modes(run, pod, enforce, err);
}

/* By name, those of one name by place: the first of them is the one that counts. */
static int by_name(const void *left, const void *right)
{
	const struct container *a = *(const struct container *const *)left;
	const struct container *b = *(const struct container *const *)right;
	int order = strcmp(a->name, b->name);

	return order ? order : a->index - b->index;
}

struct by_name {
	const struct container **v;
	size_t count;
};

static int order_ephemeral(struct arena *a, const struct pod *pod, struct by_name *out)
{
	*out = (struct by_name){ 0 };
	if (!pod->ephemeral_count)
		return 0;
	out->v = arena_alloc(a, pod->ephemeral_count * sizeof(*out->v));
	if (!out->v)
		return -1;
	for_each_container (c, pod)
		if (c->list == CONTAINER_EPHEMERAL)
			out->v[out->count++] = c;
	qsort(out->v, out->count, sizeof(*out->v), by_name);
	return 0;
}

static const struct container *first_named(const struct by_name *list, const char *name)
{
	size_t from = 0, to = list->count;

	while (from < to) {
		size_t middle = from + (to - from) / 2;

		if (strcmp(list->v[middle]->name, name) < 0)
			from = middle + 1;
		else
			to = middle;
	}
	return from < list->count && strcmp(list->v[from]->name, name) == 0 ? list->v[from] : NULL;
}

/* Only images and the number of containers can make an update worse: the API keeps the rest of a
 * pod as it was created. Containers are listed in one order, so that with equal numbers both pods
 * are walked side by side up to the ephemeral ones, which are the same by name. */
static int update_is_significant(struct arena *a, const struct pod *pod, const struct pod *old,
				 bool *significant, struct err *err)
{
	const struct container *before = old->containers;
	struct by_name ephemeral;

	*significant = true;
	if (pod->main_count != old->main_count || pod->init_count != old->init_count)
		return 0;
	if (order_ephemeral(a, old, &ephemeral) < 0)
		return arena_error(a, err);
	for_each_container (c, pod) {
		if (c->list == CONTAINER_EPHEMERAL)
			before = first_named(&ephemeral, c->name);
		if (!before || strcmp(before->image, c->image) != 0)
			return 0;
		before = before->next;
	}
	*significant = false;
	return 0;
}

/* ERR_INPUT: the object is what is wrong, and that is a verdict. Anything else: there is no
 * verdict. */
static bool is_verdict(const struct err *err)
{
	return err->code == ERR_INPUT;
}

static bool is_pod(const cJSON *object)
{
	const char *kind = json_string(json_get(object, "kind"));
	const char *version = json_string(json_get(object, "apiVersion"));

	return cJSON_IsObject(object) && (!kind || strcmp(kind, "Pod") == 0) &&
	       (!version || strcmp(version, "v1") == 0);
}

/* Return: 0 with *significant, 1 when the old object was refused, -1 when there is no judgement. */
static int compare_with_old(struct run *run, const struct pod *pod, bool *significant,
			    struct err *err)
{
	const struct pod *old_pod;
	struct views old;

	if (!is_pod(run->subject->old_object)) {
		refuse_bad_request(run, "failed to decode old pod", NULL);
		return 1;
	}
	views_init(&old, run->draft->a, &run->subject->kind, run->subject->old_object);
	if (views_pod(&old, &old_pod, err) < 0) {
		if (!is_verdict(err))
			return -1;
		refuse_bad_request(run, "failed to decode old object", err);
		return 1;
	}
	return update_is_significant(run->draft->a, pod, old_pod, significant, err);
}

static int judge_pod(struct run *run, struct err *err)
{
	const struct subject *subject = run->subject;
	const struct pod *pod;
	bool significant = true;

	run->resource = "pod";
	if (pod_subresource_ignored(subject->subresource) || exempt_by_request(run))
		return 0;
	if (!subject->ns_known) {
		const char *lookup =
			draft_text(run->draft, "failed to lookup namespace \"%s\"", subject->ns);
		const char *message = draft_text(run->draft, "Internal error occurred: %s", lookup);

		run->result->undecided = true;
		draft_refuse(run->draft, VERDICT_ERROR, 500, "InternalError", message);
		draft_cause(run->draft, NULL, lookup, NULL);
		record_error(run, true,
			     draft_text(run->draft, "%s: namespaces \"%s\" not found", message,
					subject->ns));
		return 0;
	}
	if (set_from_namespace(run, err) < 0)
		return -1;
	if (!run->errors.count && is_privileged(run->set.enforce) &&
	    is_privileged(run->set.audit) && is_privileged(run->set.warn)) {
		draft_annotate(run->draft, "enforce-policy", "privileged:latest");
		record_evaluation(run, false, MODE_ENFORCE,
				  (struct level_version){ LEVEL_PRIVILEGED, VERSION_LATEST });
		run->result->looked = true;
		return 0;
	}
	if (!is_pod(subject->object) || !run->views->kind || run->views->kind->view != VIEW_POD) {
		refuse_bad_request(run, "failed to decode pod", NULL);
		return 0;
	}
	if (views_pod(run->views, &pod, err) < 0) {
		if (!is_verdict(err))
			return -1;
		refuse_bad_request(run, "failed to decode object", err);
		return 0;
	}
	if (subject->operation == OPERATION_UPDATE) {
		int compared = compare_with_old(run, pod, &significant, err);

		if (compared != 0)
			return compared < 0 ? -1 : 0;
	}
	return significant ? evaluate_pods(run, pod, true, err) : 0;
}

static bool has_pods(const struct kind *kind)
{
	return kind && kind->view == VIEW_POD;
}

/* Upstream's plugin does not look at resources without pods: nothing is recorded about them. */
static bool resource_has_pods(const struct run *run)
{
	return has_pods(run->views->kind) ||
	       has_pods(kind_find_resource(run->subject->resource_group, run->subject->resource));
}

/* Upstream lets through what it cannot extract, since all it does for controllers is warn. */
static int extract_template(struct run *run, const struct pod **pod, struct err *err)
{
	const struct gvk *gvk = run->views->gvk;

	*pod = NULL;
	if (!has_pods(run->views->kind)) {
		record_error(run, true,
			     draft_text(run->draft,
					"failed to extract pod template: unexpected object "
					"type: %s/%s, Kind=%s",
					gvk->group, gvk->version, gvk->kind));
		return 0;
	}
	if (views_pod(run->views, pod, err) < 0) {
		if (!is_verdict(err))
			return -1;
		*pod = NULL;
		if (run->ps->config->deny_controllers)
			refuse_bad_request(run, "failed to decode object", err);
		else
			record_error(
				run, true,
				draft_text(run->draft, "failed to decode object: %s", err->text));
	}
	return 0;
}

static int judge_controller(struct run *run, struct err *err)
{
	const struct subject *subject = run->subject;
	bool enforce = run->ps->config->deny_controllers && !run->ps->spec_stays;
	const struct pod *pod;

	run->resource = "controller";
	if (*subject->subresource || !resource_has_pods(run) || exempt_by_request(run))
		return 0;
	if (!subject->ns_known) {
		record_error(
			run, true,
			draft_text(run->draft,
				   "failed to lookup namespace \"%s\": namespaces \"%s\" not found",
				   subject->ns, subject->ns));
		return 0;
	}
	if (set_from_namespace(run, err) < 0)
		return -1;
	if (!run->errors.count && is_privileged(run->set.warn) && is_privileged(run->set.audit) &&
	    (!enforce || is_privileged(run->set.enforce)))
		return 0;
	if (extract_template(run, &pod, err) < 0)
		return -1;
	return pod ? evaluate_pods(run, pod, enforce, err) : 0;
}

/* The policies of one Namespace object, new or old. */
struct namespace_policy {
	const struct meta *meta;
	struct standard_set set;
	struct label_errors errors;
};

/* Return: 0, 1 when the object was refused, -1 when there is no judgement. */
static int namespace_policy(struct run *run, const cJSON *object, const char *failed_object,
			    const char *failed_namespace, struct namespace_policy *out,
			    struct err *err)
{
	const char *kind = json_string(json_get(object, "kind"));
	struct views views;

	if (!cJSON_IsObject(object) || (kind && strcmp(kind, "Namespace") != 0)) {
		refuse_bad_request(run, failed_namespace, NULL);
		return 1;
	}
	views_init(&views, run->draft->a, run->views->gvk, object);
	if (views_meta(&views, &out->meta, err) < 0) {
		if (!is_verdict(err))
			return -1;
		refuse_bad_request(run, failed_object, err);
		return 1;
	}
	if (standard_from_labels(run->draft->a, &out->meta->labels, &run->ps->config->defaults,
				 &out->set, &out->errors) < 0)
		return arena_error(run->draft->a, err);
	return 0;
}

static int reject_labels(struct run *run, const struct label_errors *errors, struct err *err)
{
	const char *text = label_errors_print(run->draft->a, errors);

	if (!text)
		return arena_error(run->draft->a, err);
	run->result->denied = true;
	run->result->text = text;
	draft_refuse(run->draft, VERDICT_DENY, 422, "Invalid",
		     draft_text(run->draft, "Namespace %s is invalid: %s",
				draft_quote(run->draft, run->subject->name), text));
	for (size_t i = 0; i < errors->count; i++)
		draft_cause(run->draft, "FieldValueInvalid", errors->v[i].body, errors->v[i].field);
	return 0;
}

static bool same_errors(const struct label_errors *a, const struct label_errors *b)
{
	if (a->count != b->count)
		return false;
	for (size_t i = 0; i < a->count; i++)
		if (strcmp(a->v[i].field, b->v[i].field) != 0 ||
		    strcmp(a->v[i].body, b->v[i].body) != 0)
			return false;
	return true;
}

/* Lists the modes that a person set on an exempt namespace; one mode's part of the text. */
static void list_ignored(struct draft *d, const char **list, const struct meta *meta,
			 const char *mode, struct level_version lv, const char *label,
			 const char *version_label)
{
	char policy[LEVEL_VERSION_MAX];

	if (is_privileged(lv) ||
	    (!map_get(&meta->labels, label) && !map_get(&meta->labels, version_label)))
		return;
	*list = draft_text(d, "%s%s%s=%s", *list, **list ? ", " : "", mode,
			   level_version_print(lv, policy));
}

static void warn_exempt(struct run *run, const struct namespace_policy *policy)
{
	const struct standard_set *set = &policy->set;
	const struct standard_set *defaults = &run->ps->config->defaults;
	const char *list = "";

	if (is_privileged(set->enforce) && is_privileged(set->audit) && is_privileged(set->warn))
		return;
	if (level_version_equivalent(set->enforce, defaults->enforce) &&
	    level_version_equivalent(set->audit, defaults->audit) &&
	    level_version_equivalent(set->warn, defaults->warn))
		return;
	list_ignored(run->draft, &list, policy->meta, "enforce", set->enforce, LABEL_ENFORCE,
		     LABEL_ENFORCE_VERSION);
	list_ignored(run->draft, &list, policy->meta, "audit", set->audit, LABEL_AUDIT,
		     LABEL_AUDIT_VERSION);
	list_ignored(run->draft, &list, policy->meta, "warn", set->warn, LABEL_WARN,
		     LABEL_WARN_VERSION);
	draft_warn(run->draft, draft_text(run->draft,
					  "namespace %s is exempt from Pod Security, and the "
					  "policy (%s) will be ignored",
					  draft_quote(run->draft, policy->meta->name), list));
}

/* Upstream lists the namespace's pods here. This server reads nothing from the cluster, and says
 * so. */
static void warn_unchecked(struct run *run, const struct namespace_policy *policy)
{
	char level[LEVEL_VERSION_MAX];

	draft_warn(run->draft, draft_text(run->draft,
					  "existing pods in namespace %s were not checked against "
					  "the new PodSecurity enforce level \"%s\"",
					  draft_quote(run->draft, policy->meta->name),
					  level_version_print(policy->set.enforce, level)));
}

static int judge_namespace_update(struct run *run, const struct namespace_policy *policy,
				  bool is_exempt, struct err *err)
{
	struct namespace_policy old;
	struct level_version now = policy->set.enforce, before;
	int decoded =
		namespace_policy(run, run->subject->old_object, "failed to decode  old object",
				 "failed to decode  old namespace", &old, err);

	if (decoded != 0)
		return decoded < 0 ? -1 : 0;
	if (policy->errors.count && !same_errors(&policy->errors, &old.errors))
		return reject_labels(run, &policy->errors, err);
	before = old.set.enforce;
	if (level_version_equal(now, before) || is_privileged(now) ||
	    (now.minor == before.minor && now.level < before.level))
		return 0;
	if (is_exempt)
		warn_exempt(run, policy);
	else
		warn_unchecked(run, policy);
	return 0;
}

/* Of its subresources only updates of those that write its labels. */
static bool writes_labels(const struct subject *subject)
{
	unsigned writes = subresource_writes("", "namespaces", subject->subresource);

	if (!*subject->subresource)
		return true;
	return subject->operation == OPERATION_UPDATE && writes & WRITES_LABELS;
}

static int judge_namespace(struct run *run, struct err *err)
{
	const struct subject *subject = run->subject;
	struct namespace_policy policy;
	bool is_exempt =
		*subject->ns && strings_have(&run->ps->config->exempt_namespaces, subject->ns);
	int decoded;

	run->resource = "namespace";
	if (!writes_labels(subject))
		return 0;
	decoded = namespace_policy(run, subject->object, "failed to decode object",
				   "failed to decode namespace", &policy, err);
	if (decoded != 0)
		return decoded < 0 ? -1 : 0;
	run->result->looked = true;
	if (subject->operation == OPERATION_UPDATE)
		return judge_namespace_update(run, &policy, is_exempt, err);
	if (subject->operation != OPERATION_CREATE)
		return 0;
	if (policy.errors.count)
		return reject_labels(run, &policy.errors, err);
	if (is_exempt)
		warn_exempt(run, &policy);
	return 0;
}

int podsecurity_judge(const struct podsecurity *ps, const struct subject *subject,
		      struct views *views, struct draft *draft, struct podsecurity_result *result,
		      struct err *err)
{
	struct run run = {
		.ps = ps, .subject = subject, .views = views, .draft = draft, .result = result
	};
	bool core = !*subject->resource_group;

	memset(result, 0, sizeof(*result));
	if (subject->operation == OPERATION_DELETE && subject->old_object)
		return 0;
	if (core && strcmp(subject->resource, "namespaces") == 0)
		return judge_namespace(&run, err);
	if (core && strcmp(subject->resource, "pods") == 0)
		return judge_pod(&run, err);
	return judge_controller(&run, err);
}
