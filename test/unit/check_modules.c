/* SPDX-License-Identifier: Apache-2.0 */
/* check_modules.c - the policies with parameters against their case files, and what every policy
 * must declare.
 *
 * A file test/cases/<set>/<file>.json is a list of rows: params (optional), object, and the
 * findings it gives as "place: value", beside it what it replaces ("old") and what else the request
 * says ("request", see fill_request()); or params and the faults they have. What holds for a Pod
 * must hold for the template of every kind and for every list of containers, so those rows are made
 * from the Pod's. Certificates and keys are made for the rows: "<<cert:ec,cn=a>>" is the base64 of
 * what x509_make() gives, "<<text cert:ec,cn=a>>" the text itself.
 */
#include <glob.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "admission/redact.h"
#include "base/mem.h"
#include "engine/views.h"
#include "k8s/subresource.h"
#include "policies.h"
#include "support.h"
#include "x509.h"

#define CASES	 SOURCE_DIR "/test/cases/"
#define ROWS_MAX 10000

#define POLICY(set, name) extern const struct policy policy_##set##_##name;
#include "policies.def"
#undef POLICY

static const struct listed {
	const char *set, *file;
	const struct policy *policy;
} listed[] = {
#define POLICY(set, name) { #set, #name, &policy_##set##_##name },
#include "policies.def"
#undef POLICY
};

static struct row {
	const struct listed *of;
	const char *name;
	const cJSON *params, *object, *old, *request, *findings, *faults;
} rows[ROWS_MAX];
static int row_count;
static const cJSON *files[ARRAY_LEN(listed)]; /* NULL without a case file */

static struct buf text_buf(void)
{
	struct buf b;

	buf_init(&b, (size_t)1024 * 1024);
	return b;
}

/* The content as a string that lives as long as the test. */
static const char *text_of(struct buf *b)
{
	char *copy = arena_strndup(test_arena(), buf_str(b), b->len);

	ck_assert(copy != NULL);
	buf_fini(b);
	return copy;
}

/* A list of strings, one a line. */
static const char *lines(const cJSON *list)
{
	struct buf b = text_buf();
	const cJSON *item;

	cJSON_ArrayForEach (item, list)
		buf_addf(&b, "%s\n", json_string(item));
	return text_of(&b);
}

static const char *written(const cJSON *node)
{
	struct buf b = text_buf();

	json_write(&b, node);
	return text_of(&b);
}

static void note_fault(void *ctx, const cJSON *node, const char *text)
{
	(void)node;
	buf_addf(ctx, "%s\n", text);
}

static const struct params *params_of(const struct policy *policy, const cJSON *given,
				      struct buf *faults)
{
	return params_parse(test_arena(), policy->params, policy->param_count, given, note_fault,
			    faults);
}

static int run(const struct policy *policy, struct views *v, const struct params *params,
	       struct findings *out, struct err *err)
{
	return views_run(v, policy, 0, params, out, err);
}

static const char *text_or(const cJSON *object, const char *key, const char *otherwise)
{
	const char *text = json_string(json_get(object, key));

	return text ? text : otherwise;
}

/* A row's "request": operation, subresource, name, namespace, username, uid, groups, askedVersion,
 * now (seconds since 1970), offline; each may be left out. */
static void fill_request(struct request *r, const cJSON *said, bool is_update)
{
	static const char *const operations[] = { "CREATE", "UPDATE", "DELETE", "CONNECT" };
	const char *operation = text_or(said, "operation", is_update ? "UPDATE" : "CREATE");
	const cJSON *groups = json_get(said, "groups"), *item;
	const char **v = arena_alloc(test_arena(), 64 * sizeof(*v));

	for (size_t i = 0; i < ARRAY_LEN(operations); i++)
		if (strcmp(operation, operations[i]) == 0)
			r->operation = (enum operation)i;
	r->subresource = text_or(said, "subresource", "");
	r->name = text_or(said, "name", "");
	r->ns = text_or(said, "namespace", "");
	r->username = text_or(said, "username", "");
	r->uid = text_or(said, "uid", "");
	r->asked_kind = r->kind;
	r->asked_kind.version = text_or(said, "askedVersion", r->kind.version);
	r->asked_kind.group = text_or(said, "askedGroup", r->kind.group);
	r->offline = cJSON_IsTrue(json_get(said, "offline"));
	r->now_s = 1767225600; /* 2026-01-01, unless the row says "now" */
	(void)!json_int(json_get(said, "now"), &r->now_s);
	r->groups.v = v;
	cJSON_ArrayForEach (item, groups)
		v[r->groups.count++] = json_string(item);
}

/* The views of the row's object and what the row says of the request, all that the policy reads
 * made: what is left to fail is the check. */
static struct views *viewed_of(const struct row *row, const cJSON *object)
{
	struct views *v = arena_zalloc(test_arena(), sizeof(*v));
	struct request *request = arena_zalloc(test_arena(), sizeof(*request));
	struct gvk *gvk = &request->kind;
	char *group = arena_alloc(test_arena(), 256);
	struct buf faults = text_buf();
	struct err err = { 0 };

	gvk->version = api_version_split(json_string(json_get(object, "apiVersion")), group, 256);
	gvk->group = group;
	gvk->kind = json_string(json_get(object, "kind"));
	fill_request(request, row->request, row->old != NULL);
	views_init(v, test_arena(), gvk, object);
	v->request = request;
	v->old_object = row->old;
	ck_assert_msg(policy_reads(row->of->policy, v->kind), "%s: %s does not read a %s",
		      row->name, row->of->policy->id, gvk->kind);
	ck_assert_msg(run(row->of->policy, v, params_of(row->of->policy, row->params, &faults),
			  findings_new(test_arena()), &err) == 0,
		      "%s/%s: %s", row->of->file, row->name, err.text);
	buf_fini(&faults);
	return v;
}

static const char *found(const struct findings *out)
{
	struct buf b = text_buf();

	for (const struct finding *f = findings_first(out); f; f = f->next) {
		buf_addf(&b, "%s: %s\n", f->place, f->says.value ? f->says.value : "absent");
		ck_assert_msg(f->says.want && *f->says.want, "%s: wants nothing", f->place);
	}
	return text_of(&b);
}

static void judge(const struct row *row, const cJSON *object, const char *want)
{
	struct buf faults = text_buf();
	const struct params *params = params_of(row->of->policy, row->params, &faults);
	struct findings *out = findings_new(test_arena());
	struct views *viewed = viewed_of(row, object);
	struct err err = { 0 };

	ck_assert_msg(params != NULL, "%s: %s", row->name, buf_str(&faults));
	ck_assert(run(row->of->policy, viewed, params, out, &err) == 0);
	ck_assert_msg(!findings_spoiled(out), "%s: spoiled", row->name);
	ck_assert_msg(same(found(out), want), "%s: %s: %s\ngot:\n%swant:\n%s", row->of->file,
		      row->name, written(object), found(out), want);
	buf_fini(&faults);
}

static void judge_row(const struct row *row)
{
	struct buf faults = text_buf();

	if (row->object) {
		judge(row, row->object, lines(row->findings));
		return;
	}
	ck_assert_msg(!params_of(row->of->policy, row->params, &faults), "%s: no fault", row->name);
	ck_assert_msg(same(buf_str(&faults), lines(row->faults)), "%s: got %s", row->name,
		      buf_str(&faults));
	buf_fini(&faults);
}

/* @text with @from replaced by @to everywhere. */
static const char *replaced(const char *text, const char *from, const char *to)
{
	struct buf b = text_buf();
	const char *hit;

	while ((hit = strstr(text, from))) {
		buf_add(&b, text, (size_t)(hit - text));
		buf_adds(&b, to);
		text = hit + strlen(from);
	}
	buf_adds(&b, text);
	return text_of(&b);
}

/* The rows of one policy, all in one case: a fork for each would take longer than the rows. NULL
 * gives the first. */
static const struct row *row_after(int policy, const struct row *row)
{
	for (row = row ? row + 1 : rows; row < rows + row_count; row++)
		if (row->of == &listed[policy])
			return row;
	return NULL;
}

static void judge_rows(int policy)
{
	for (const struct row *row = row_after(policy, NULL); row; row = row_after(policy, row))
		judge_row(row);
}

static bool is_pod(const struct row *row)
{
	return row->object && !row->old && !row->request && row->of->policy->check_pod &&
	       strcmp(json_string(json_get(row->object, "kind")), "Pod") == 0;
}

/* The first path of @kind with what a list and a map print in the places of their only item. */
static const char *first_path(const struct kind *kind)
{
	struct buf b = text_buf();

	for (const char *c = kind->template_path; *c && *c != ' '; c++) {
		if (*c == '[')
			buf_adds(&b, "[name=\"a\"]");
		else if (*c == '{')
			buf_adds(&b, ".Worker");
		else if (*c != ']' && *c != '}')
			buf_addc(&b, *c);
	}
	return text_of(&b);
}

/* @path: what is left of the first one. */
static const char *wrapped(const char *path, const char *template)
{
	size_t n = strcspn(path, ".[{ ");
	const char *rest = path + n;
	bool through = *rest == '[' || *rest == '{';
	const char *inner;

	if (n == 0)
		return template;
	inner = wrapped(rest + (through ? 2 : 0) + (rest[through ? 2 : 0] == '.'), template);
	return arena_printf(test_arena(),
			    *rest == '['   ? "\"%.*s\":[{\"name\":\"a\",%s}]"
			    : *rest == '{' ? "\"%.*s\":{\"Worker\":{%s}}"
					   : "\"%.*s\":{%s}",
			    (int)n, path, inner);
}

/* The Pod's metadata and spec as the template of @kind. */
static const cJSON *as_template(const cJSON *pod, const struct kind *kind)
{
	const char *template =
		arena_printf(test_arena(), "\"metadata\":%s,\"spec\":%s",
			     written(json_get(pod, "metadata")), written(json_get(pod, "spec")));
	const char *text = arena_printf(
		test_arena(), "{\"apiVersion\":\"%s%s%.*s\",\"kind\":\"%s\",%s}", kind->group,
		*kind->group ? "/" : "", (int)strcspn(kind->versions, " "), kind->versions,
		kind->kind, wrapped(kind->template_path, template));
	const cJSON *object;
	struct err err;

	object = json_parse(test_arena(), text, strlen(text), NULL, &err);
	ck_assert_msg(object != NULL, "%s: %s", text, err.text);
	return object;
}

static const char *moved_places(const cJSON *findings, const struct kind *kind)
{
	const char *path = first_path(kind);
	struct buf b = text_buf();
	const cJSON *item;

	cJSON_ArrayForEach (item, findings)
		buf_addf(&b, "%s%s%s\n", path, *path ? "." : "", json_string(item));
	return text_of(&b);
}

/* The kinds take turns, three a row: all of them for each row took minutes under a sanitizer,
 * and no policy knows which kind its pod is from. */
#define TURNS 15

static void judge_kinds(const struct row *row)
{
	int turn = (int)(row - rows);

	for (const struct kind *kind = kinds_all(); kind->kind; kind++)
		if (kind->view == VIEW_POD && turn++ % TURNS == 0)
			judge(row, as_template(row->object, kind),
			      moved_places(row->findings, kind));
}

static void judge_as_templates(int policy)
{
	for (const struct row *row = row_after(policy, NULL); row; row = row_after(policy, row))
		if (is_pod(row))
			judge_kinds(row);
}

/* Where a parameter leaves ephemeral containers out, they are judged with it: rows of their own
 * say what holds without. */
static struct row with_ephemeral(const struct row *row)
{
	static const char param[] = "includeEphemeralContainers";
	const struct policy *policy = row->of->policy;
	struct row with = *row;
	bool declared = false;

	for (size_t i = 0; i < policy->param_count; i++)
		declared = declared || strcmp(policy->params[i].name, param) == 0;
	if (declared && !json_get(row->params, param)) {
		struct buf b = text_buf();

		buf_addf(&b, "{\"%s\":true", param);
		if (row->params && row->params->child)
			buf_addf(&b, ",%s", written(row->params) + 1);
		else
			buf_addc(&b, '}');
		with.params = parse(text_of(&b));
	}
	return with;
}

static void judge_list(const struct row *row, const char *list, const char *place)
{
	judge(row, parse(replaced(written(row->object), "containers", list)),
	      replaced(lines(row->findings), "spec.containers[", place));
}

static void judge_lists(int policy)
{
	struct row with;

	for (const struct row *row = row_after(policy, NULL); row; row = row_after(policy, row)) {
		if (!is_pod(row) || json_get(json_get(row->object, "spec"), "initContainers"))
			continue;
		judge_list(row, "initContainers", "spec.initContainers[");
		with = with_ephemeral(row);
		judge_list(&with, "ephemeralContainers", "spec.ephemeralContainers[");
	}
}

/* Whichever allocation fails: all findings are there, or the sink knows that they are not. */
static void judge_without_memory(const struct row *row)
{
	struct buf faults = text_buf();
	const struct params *params = params_of(row->of->policy, row->params, &faults);
	struct views *viewed = viewed_of(row, row->object);
	struct err err = { 0 };
	bool complete = false;

	for (long n = 0; !complete && n < 10000; n++) {
		struct findings *out = findings_new(test_arena());

		mem_fail_at(n);
		ck_assert(run(row->of->policy, viewed, params, out, &err) == 0);
		mem_fail_at(-1);
		complete = !findings_spoiled(out);
		if (complete)
			ck_assert_msg(same(found(out), lines(row->findings)), "%s: allocation %ld",
				      row->name, n);
	}
	ck_assert(complete);
	buf_fini(&faults);
}

static void judge_memory(int policy)
{
	for (const struct row *row = row_after(policy, NULL); row; row = row_after(policy, row))
		if (row->object)
			judge_without_memory(row);
}

/* Lists of the sender's that are compared pair by pair: @n of @first and @m of @second is one pair
 * too many. */
static const struct {
	const char *policy, *params, *open, *first, *middle, *second, *close, *want;
} crowds[] = {
	{ "sensitive-host-paths", "{}", "{'apiVersion':'v1','kind':'Pod','spec':{'volumes':[",
	  "{'name':'v','hostPath':{'path':'/data'}}",
	  "],'containers':[{'name':'a','volumeMounts':[", "{'name':'v'}", "]}]}}",
	  "spec.volumes: 1001 entries\n" },
	{ "isolation-present", "{}", "{'apiVersion':'v1','kind':'Pod','metadata':{'annotations':{",
	  "'%d':''",
	  "}},'spec':{'securityContext':{'seccompProfile':{'type':'RuntimeDefault'}},'containers':"
	  "[",
	  "{'name':'a'}", "]}}", "metadata.annotations: 1001 entries\n" },
	{ "selectors", "{}",
	  "{'apiVersion':'apps/v1','kind':'Deployment','spec':{'selector':{'matchLabels':{",
	  "'%d':''", "}},'template':{'metadata':{'labels':{", "'%d':''", "}}}}}",
	  "spec.selector: 1001 entries\n" },
	{ "host-paths", "{'readOnly':true,'allowedPrefixes':['/']}",
	  "{'apiVersion':'v1','kind':'Pod','spec':{'volumes':[",
	  "{'name':'v','hostPath':{'path':'/'}}", "],'containers':[{'name':'a','volumeMounts':[",
	  "{'name':'v','readOnly':true}", "]}]}}", "spec.volumes: 1001 entries\n" },
	{ "apparmor-profile", "{}", "{'apiVersion':'v1','kind':'Pod','metadata':{'annotations':{",
	  "'%d':''", "}},'spec':{'containers':[", "{'name':'a'}", "]}}",
	  "metadata.annotations: 1001 entries\n" },
};

/* @n times @what, with its number in place of %d. */
static void repeat(struct buf *b, const char *what, int n)
{
	for (int i = 0; i < n; i++) {
		char number[16];

		snprintf(number, sizeof(number), "%d", i);
		buf_adds(b, i ? "," : "");
		buf_adds(b, replaced(what, "%d", number));
	}
}

static const char *judged_crowd(int i, int n, int m)
{
	struct buf b = text_buf();
	struct row row = { .name = crowds[i].policy, .params = parse(crowds[i].params) };
	struct findings *out = findings_new(test_arena());
	struct views *viewed;
	struct err err = { 0 };

	for (size_t k = 0; k < ARRAY_LEN(listed); k++)
		if (strcmp(listed[k].policy->id, crowds[i].policy) == 0)
			row.of = &listed[k];
	buf_adds(&b, crowds[i].open);
	repeat(&b, crowds[i].first, n);
	buf_adds(&b, crowds[i].middle);
	repeat(&b, crowds[i].second, m);
	buf_adds(&b, crowds[i].close);
	viewed = viewed_of(&row, parse(text_of(&b)));
	ck_assert(run(row.of->policy, viewed, params_of(row.of->policy, row.params, &b), out,
		      &err) == 0);
	return found(out);
}

START_TEST(each_crowd)
{
	ck_assert_str_eq(judged_crowd(_i, 1000, 1000), "");
	ck_assert_str_eq(judged_crowd(_i, 1001, 1000), crowds[_i].want);
}
END_TEST

static void want_cases(int policy)
{
	const struct listed *of = &listed[policy];
	int refused = 0, accepted = 0;

	if (of->policy->standard)
		return;
	ck_assert_msg(files[policy] != NULL, "no case file test/cases/%s/%s.json", of->set,
		      of->file);
	for (int i = 0; i < row_count; i++) {
		if (rows[i].of != of || !rows[i].object)
			continue;
		if (cJSON_GetArraySize(rows[i].findings))
			refused++;
		else
			accepted++;
	}
	ck_assert_msg(refused > 0, "%s: no refused row", of->file);
	ck_assert_msg(accepted > 0, "%s: no accepted row", of->file);
}

/* The object without labels and annotations of its own. */
static const cJSON *bared(const cJSON *object)
{
	const char *text = object ? written(object) : "null";
	const cJSON *copy = json_parse(test_arena(), text, strlen(text), NULL, NULL);
	cJSON *meta = (cJSON *)(uintptr_t)json_get(copy, "metadata");
	cJSON **link = cJSON_IsObject(meta) ? &meta->child : NULL;

	while (link && *link)
		if (strcmp((*link)->string, "labels") == 0 ||
		    strcmp((*link)->string, "annotations") == 0)
			*link = (*link)->next;
		else
			link = &(*link)->next;
	return object ? copy : NULL;
}

static const char *judged_as(const struct row *row)
{
	struct buf faults = text_buf();
	const struct params *params = params_of(row->of->policy, row->params, &faults);
	struct findings *out = findings_new(test_arena());
	struct err err = { 0 };

	ck_assert(run(row->of->policy, viewed_of(row, row->object), params, out, &err) == 0);
	return found(out);
}

/* Whether a status of such objects keeps what is written to its metadata, and is asked about. */
static bool is_asked_about(const cJSON *object)
{
	char group[256];
	const struct kind *kind;

	if (!api_version_split(json_string(json_get(object, "apiVersion")), group, sizeof(group)))
		return false;
	kind = kind_find(group, json_string(json_get(object, "kind")));
	for (const struct subresource *s = subresources_all(); kind && s->name; s++)
		if (s->writes & WRITES_METADATA && !s->busy && strcmp(s->group, group) == 0 &&
		    strcmp(s->resource, kind->resource) == 0)
			return true;
	return false;
}

/* A policy whose findings change with labels or annotations of such objects says so, since the
 * webhook is registered for their statuses then; and no other does. */
static void want_declared_metadata(int policy)
{
	bool reads = false;

	for (const struct row *row = row_after(policy, NULL); row; row = row_after(policy, row)) {
		struct row bare = *row;

		if (!row->object || !is_asked_about(row->object))
			continue;
		bare.object = bared(row->object);
		bare.old = bared(row->old);
		reads = reads || !same(judged_as(row), judged_as(&bare));
	}
	ck_assert_msg(reads == listed[policy].policy->reads_metadata,
		      reads ? "%s: reads_metadata is not said, and it does"
			    : "%s: reads_metadata is said, and no row shows it",
		      listed[policy].policy->id);
}

static bool is_kebab(const char *id)
{
	return id[0] >= 'a' && id[0] <= 'z' &&
	       id[strspn(id, "abcdefghijklmnopqrstuvwxyz0123456789-")] == '\0' &&
	       !strstr(id, "--") && id[strlen(id) - 1] != '-';
}

static bool is_sentence(const char *text)
{
	return text && strlen(text) > 10 && text[strlen(text) - 1] == '.';
}

static void check_params_declared(const struct policy *p)
{
	struct buf faults = text_buf();

	for (size_t i = 0; i < p->param_count; i++) {
		const struct param *param = &p->params[i];

		ck_assert_msg(param->name && *param->name, "%s: parameter %zu has no name", p->id,
			      i);
		ck_assert_msg(is_sentence(param->doc), "%s: %s: no doc", p->id, param->name);
		for (size_t k = 0; k < i; k++)
			ck_assert_str_ne(param->name, p->params[k].name);
	}
	ck_assert_msg(params_of(p, NULL, &faults) != NULL, "%s: %s", p->id, buf_str(&faults));
	buf_fini(&faults);
}

static bool has_check(const struct policy *p)
{
	for (int view = VIEW_NONE + 1; view < VIEW_COUNT; view++)
		if (policy_has_check(p, (enum view)view))
			return true;
	return false;
}

static void want_complete(int policy)
{
	const struct policy *p = listed[policy].policy;

	ck_assert(policies_all[policy] == p);
	ck_assert_msg(p->id && is_kebab(p->id), "%s: id", listed[policy].file);
	for (int i = 0; i < policy; i++)
		ck_assert_str_ne(p->id, listed[i].policy->id);
	ck_assert_msg(p->title && *p->title && !is_sentence(p->title), "%s: title", p->id);
	ck_assert_msg(is_sentence(p->why), "%s: why", p->id);
	ck_assert_msg(is_sentence(p->remedy), "%s: remedy", p->id);
	ck_assert_msg(p->severity >= SEVERITY_LOW && p->severity <= SEVERITY_CRITICAL,
		      "%s: severity", p->id);
	ck_assert_msg(has_check(p), "%s: no check", p->id);
	ck_assert_msg(!p->standard || !p->check_pod, "%s: two checks", p->id);
	check_params_declared(p);
}

/* All of a policy in one case: the leak checker goes through all rows at the end of each fork. */
START_TEST(each_policy)
{
	want_complete(_i);
	want_cases(_i);
	judge_rows(_i);
	judge_as_templates(_i);
	judge_lists(_i);
	judge_memory(_i);
	want_declared_metadata(_i);
}
END_TEST

/* Policies that find secrets: a record of what they find holds none, and is judged the same. */
static const struct policy *const secretive[] = {
	&policy_workload_env_passwords,
	&policy_workload_env_credentials,
	&policy_secrets_config_map_credentials,
};

static const cJSON *recorded(const struct row *row, const char **text)
{
	const struct redact_options options = { 0 };
	struct buf out = text_buf();
	struct err err = { 0 };
	const char *body = arena_printf(
		test_arena(), "{\"request\":{\"kind\":{\"kind\":\"%s\"},\"object\":%s}}",
		json_string(json_get(row->object, "kind")), written(row->object));
	const cJSON *review;

	ck_assert_msg(redact_write(test_arena(), body, strlen(body), &options, &out, &err) == 0,
		      "%s: %s", row->name, err.text);
	*text = text_of(&out);
	review = json_parse(test_arena(), *text, strlen(*text), NULL, &err);
	ck_assert_msg(review != NULL, "%s: %s", row->name, err.text);
	return json_get(json_get(review, "request"), "object");
}

START_TEST(each_record)
{
	int found_any = 0;

	for (const struct row *row = rows; row < rows + row_count; row++) {
		const cJSON *object;
		const char *text;

		if (row->of->policy != secretive[_i] || !row->object || row->params)
			continue;
		object = recorded(row, &text);
		judge(row, object, lines(row->findings));
		if (!row->findings->child)
			continue;
		found_any++;
		ck_assert_msg(!strstr(text, "hunter2") && !strstr(text, "Zx81kq0PLm32vbQ9TT"),
			      "%s: %s", row->name, text);
	}
	ck_assert_int_gt(found_any, 10);
}
END_TEST

START_TEST(no_stray_case_files)
{
	glob_t paths;

	ck_assert_int_eq(glob(CASES "*/*.json", 0, NULL, &paths), 0);
	for (size_t i = 0; i < paths.gl_pathc; i++) {
		bool known = false;

		for (size_t k = 0; k < ARRAY_LEN(listed); k++) {
			char path[512];

			snprintf(path, sizeof(path), CASES "%s/%s.json", listed[k].set,
				 listed[k].file);
			known = known || strcmp(path, paths.gl_pathv[i]) == 0;
		}
		ck_assert_msg(known, "%s: no such policy", paths.gl_pathv[i]);
	}
	globfree(&paths);
}
END_TEST

/* Outside of tests nothing of support.h may be used, since check can't report a failure there. */
static void stop(const char *path, const char *why)
{
	fprintf(stderr, "%s: %s\n", path, why);
	exit(EXIT_FAILURE);
}

static void load_rows(const struct listed *of, const cJSON *file)
{
	const cJSON *item;

	cJSON_ArrayForEach (item, file) {
		if (row_count == ROWS_MAX)
			stop(CASES, "more rows than ROWS_MAX");
		rows[row_count++] = (struct row){
			.of = of,
			.name = json_string(json_get(item, "name")),
			.params = json_get(item, "params"),
			.object = json_get(item, "object"),
			.old = json_get(item, "old"),
			.request = json_get(item, "request"),
			.findings = json_get(item, "findings"),
			.faults = json_get(item, "faults"),
		};
	}
}

static void add_base64(struct buf *to, const struct buf *bytes)
{
	static const char digits[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

	for (size_t i = 0; i < bytes->len; i += 3) {
		unsigned char b[3] = { 0 };
		size_t n = bytes->len - i < 3 ? bytes->len - i : 3;

		memcpy(b, bytes->data + i, n);
		buf_addc(to, digits[b[0] >> 2]);
		buf_addc(to, digits[(b[0] & 3) << 4 | b[1] >> 4]);
		buf_addc(to, (char)(n > 1 ? digits[(b[1] & 15) << 2 | b[2] >> 6] : '='));
		buf_addc(to, (char)(n > 2 ? digits[b[2] & 63] : '='));
	}
}

static void add_made(struct buf *to, const char *what, size_t len)
{
	struct buf pem = text_buf();
	char text[1024];
	bool plain = strncmp(what, "text ", 5) == 0;

	snprintf(text, sizeof(text), "%.*s", (int)len, what);
	x509_make(&pem, text + (plain ? 5 : 0));
	if (!plain)
		add_base64(to, &pem);
	for (size_t i = 0; plain && i < pem.len; i++)
		buf_adds(to, pem.data[i] == '\n' ? "\\n" : (char[]){ pem.data[i], '\0' });
	buf_fini(&pem);
}

/* The text with all that stands between << and >> made. */
static struct buf made(const struct buf *text)
{
	struct buf out = text_buf();
	const char *at = buf_str(text), *open, *close;

	while ((open = strstr(at, "\"<<")) && (close = strstr(open, ">>"))) {
		buf_add(&out, at, (size_t)(open + 1 - at));
		add_made(&out, open + 3, (size_t)(close - open - 3));
		at = close + 2;
	}
	buf_adds(&out, at);
	return out;
}

/* The file's tree; NULL when there is no such file. */
static const cJSON *load_file(struct arena *a, const char *path)
{
	FILE *file = fopen(path, "rb");
	struct err err = { 0 };
	struct buf text = text_buf(), whole;
	const cJSON *tree;
	int c;

	if (!file)
		return NULL;
	while ((c = getc(file)) != EOF)
		buf_addc(&text, (char)c);
	fclose(file);
	whole = made(&text);
	tree = json_parse(a, buf_str(&whole), whole.len, NULL, &err);
	if (!tree)
		stop(path, err.text);
	buf_fini(&text);
	buf_fini(&whole);
	return tree;
}

static void load_files(struct arena *a)
{
	for (size_t i = 0; i < ARRAY_LEN(listed); i++) {
		char path[512];

		if (listed[i].policy->standard)
			continue;
		snprintf(path, sizeof(path), CASES "%s/%s.json", listed[i].set, listed[i].file);
		files[i] = load_file(a, path);
		load_rows(&listed[i], files[i]);
	}
}

int main(void)
{
	struct err err = { 0 };
	SCOPED(scoped_arena) struct arena *a = arena_new((size_t)64 * 1024 * 1024, &err);

	json_init();
	if (!a)
		stop(CASES, err.text);
	load_files(a);
	return run_tables("modules",
			  (const struct table[]){ { "policies", each_policy, ARRAY_LEN(listed) },
						  { "records", each_record, ARRAY_LEN(secretive) },
						  { "crowds", each_crowd, ARRAY_LEN(crowds) },
						  { "stray files", no_stray_case_files, 1 },
						  { 0 } });
}
