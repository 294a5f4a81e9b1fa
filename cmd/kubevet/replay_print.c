/* SPDX-License-Identifier: Apache-2.0 */
/* replay_print.c - the forms of replay's output. Names and messages are the sender's: what goes to
 * a terminal is escaped. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/mem.h"
#include "policy/wording.h"
#include "replay.h"

#define ENTRY_BYTES_MAX ((size_t)256 * 1024 * 1024)
#define EXAMPLE_BYTES	300
#define GROUPS_SHOWN	20
#define PROGRESS_US	((int64_t)250 * 1000)

struct printer {
	enum { TEXT, JSON, LINES, ANSWERS } format;
	struct buf out; /* of one entry */
	bool failed;
	bool progress, shown; /* may be; is there now */
	int64_t next_us;
	size_t entries;
};

size_t totals_judged(const struct totals *t)
{
	return t->allowed + t->warned + t->denied;
}

struct printer *printer_new(const char *format)
{
	static const char *const formats[] = { "text", "json", "jsonl", "answers" };
	struct printer *p;
	size_t i = 0;

	while (i < ARRAY_LEN(formats) && strcmp(formats[i], format) != 0)
		i++;
	p = i < ARRAY_LEN(formats) ? mem_alloc(sizeof(*p)) : NULL;
	if (!p)
		return NULL;
	*p = (struct printer){ .progress = isatty(STDERR_FILENO) == 1 };
	p->format = i;
	buf_init(&p->out, ENTRY_BYTES_MAX);
	return p;
}

void printer_free(struct printer *p)
{
	if (!p)
		return;
	buf_fini(&p->out);
	mem_free(p);
}

static void clear_progress(struct printer *p)
{
	if (p->shown)
		fputs("\r\033[K", stderr);
	p->shown = false;
}

void print_progress(struct printer *p, const struct totals *t)
{
	int64_t now_us = p->progress ? clock_mono_us() : 0;

	if (!p->progress || now_us < p->next_us)
		return;
	p->next_us = now_us + PROGRESS_US;
	p->shown = true;
	fprintf(stderr, "\r%zu judged, %zu denied\033[K", totals_judged(t), t->denied);
}

/* Sends what is in the buffer, which is empty again. */
static void flush(struct printer *p)
{
	struct err ignored;

	if (buf_ok(&p->out, &ignored) < 0 ||
	    fwrite(buf_str(&p->out), 1, p->out.len, stdout) != p->out.len)
		p->failed = true;
	buf_clear(&p->out);
}

static void write_place(struct buf *out, const char *file, size_t line)
{
	escape_write(out, strcmp(file, "-") == 0 ? "<stdin>" : file);
	if (line)
		buf_addf(out, ":%zu", line);
}

/* CREATE Pod shop/web */
static void write_what(struct buf *out, const struct question *q)
{
	escape_write(out, *q->operation ? q->operation : "request for");
	buf_addc(out, ' ');
	escape_write(out, q->kind);
	if (*q->subresource) {
		buf_addc(out, '/');
		escape_write(out, q->subresource);
	}
	if (*q->ns || *q->name)
		buf_addc(out, ' ');
	escape_write(out, q->ns);
	if (*q->ns && *q->name)
		buf_addc(out, '/');
	escape_write(out, q->name);
}

const char *print_example(struct arena *a, const char *file, size_t line, const struct question *q)
{
	SCOPED(scoped_buf) struct buf out;
	const char *text;

	buf_init(&out, EXAMPLE_BYTES);
	write_what(&out, q);
	buf_adds(&out, " (");
	write_place(&out, file, line);
	buf_addc(&out, ')');
	text = arena_strndup(a, buf_str(&out), out.len);
	return text ? text : "";
}

/* Each line of a text on one of its own. */
static void write_lines(struct arena *a, struct buf *out, const char *head, const char *text)
{
	while (*text) {
		size_t len = strcspn(text, "\n");
		const char *line = arena_strndup(a, text, len);

		buf_addf(out, "    %s", head);
		escape_write(out, line ? line : "");
		buf_addc(out, '\n');
		text += len + (text[len] == '\n');
		head = "";
	}
}

static const char *verdict_of(const struct answer *answer)
{
	if (!answer->allowed)
		return "deny";
	return answer_warns(answer) ? "warn" : "allow";
}

static const char *result_of(const struct outcome *o)
{
	if (o->answered)
		return verdict_of(&o->answer);
	return o->question->state == QUESTION_READ ? "read" : "not evaluated";
}

static void text_answer(struct arena *a, struct buf *out, const struct answer *answer)
{
	const cJSON *warning;

	write_lines(a, out, "", answer->message);
	cJSON_ArrayForEach (warning, answer->warnings)
		write_lines(a, out, "warning: ", warning->valuestring);
}

/* What differs from what was recorded, in the words of a user. */
static void text_recorded(struct arena *a, struct buf *out, const struct outcome *o)
{
	struct answer recorded;
	struct err ignored;

	if (answer_read(o->recorded, &recorded, &ignored) < 0) {
		buf_adds(out, "    what was recorded is no answer\n");
	} else if (answer_change(&recorded, &o->answer) == CHANGE_NONE) {
		buf_adds(out,
			 "    only what a user does not see differs: status, audit annotations\n");
	} else {
		buf_addf(out, "    recorded: %s\n", verdict_of(&recorded));
		text_answer(a, out, &recorded);
		buf_addf(out, "    now: %s\n", verdict_of(&o->answer));
		text_answer(a, out, &o->answer);
	}
}

/* What needs no attention is only counted. */
static bool text_wants(const struct outcome *o, const struct totals *t)
{
	if (t->expect)
		return o->expected == EXPECTED_OTHER;
	return o->answered && !t->diff && (!o->answer.allowed || answer_warns(&o->answer));
}

static void text_outcome(struct printer *p, const struct outcome *o, const struct totals *t)
{
	SCOPED(scoped_arena) struct arena *a = NULL;
	struct err ignored;

	if (!text_wants(o, t))
		return;
	a = arena_new(ENTRY_BYTES_MAX, &ignored);
	if (!a) {
		p->failed = true;
		return;
	}
	buf_addf(&p->out, "%-7s ", t->expect ? "differs" : result_of(o));
	write_place(&p->out, o->file, o->line);
	buf_addc(&p->out, ' ');
	write_what(&p->out, o->question);
	if (*o->question->username) {
		buf_adds(&p->out, " by ");
		escape_write(&p->out, o->question->username);
	}
	buf_addc(&p->out, '\n');
	if (t->expect)
		text_recorded(a, &p->out, o);
	else
		text_answer(a, &p->out, &o->answer);
}

/* "key":"text", behind a comma unless it is the first; what is empty is left out. */
static void member(struct buf *out, const char *key, const char *text)
{
	if (!text || !*text)
		return;
	if (out->len && out->data[out->len - 1] != '{')
		buf_addc(out, ',');
	json_write_string(out, key);
	buf_addc(out, ':');
	json_write_string(out, text);
}

static void json_question(struct buf *out, const struct question *q)
{
	member(out, "uid", q->uid);
	member(out, "operation", q->operation);
	member(out, "kind", q->kind);
	member(out, "subresource", q->subresource);
	member(out, "namespace", q->ns);
	member(out, "name", q->name);
	member(out, "user", q->username);
	member(out, "controller", q->controller);
	member(out, "why", q->why);
	member(out, "unknown", q->unknown);
}

static void json_before(struct buf *out, const struct outcome *o)
{
	member(out, "change", change_name(o->change));
	buf_addf(out, ",\"before\":{\"allowed\":%s", o->before.allowed ? "true" : "false");
	member(out, "message", o->before.message);
	if (o->before.warnings) {
		buf_adds(out, ",\"warnings\":");
		json_write(out, o->before.warnings);
	}
	buf_addc(out, '}');
}

static void json_answer(struct buf *out, const struct outcome *o, const struct totals *t)
{
	static const char *const expected[] = { "nothing", "same", "other" };

	if (t->expect)
		member(out, "expected", expected[o->expected]);
	if (o->expected == EXPECTED_OTHER) {
		buf_adds(out, ",\"recorded\":");
		json_write(out, o->recorded);
	}
	if (t->diff)
		json_before(out, o);
	buf_adds(out, ",\"answer\":");
	/* The bytes as they came; another server's may be on several lines. */
	buf_add(out, o->text, o->len);
}

static void json_begin(struct printer *p)
{
	if (p->format == JSON)
		buf_adds(&p->out, p->entries ? ",\n" : "{\"reviews\":[\n");
	p->entries++;
}

static void json_end(struct printer *p)
{
	buf_adds(&p->out, p->format == LINES ? "\n" : "");
}

static void json_place(struct buf *out, const char *file, size_t line)
{
	buf_adds(out, "{\"file\":");
	json_write_string(out, file);
	buf_addf(out, ",\"line\":%zu", line);
}

static void json_outcome(struct printer *p, const struct outcome *o, const struct totals *t)
{
	if (t->diff && o->answered && o->change == CHANGE_NONE)
		return;
	json_begin(p);
	json_place(&p->out, o->file, o->line);
	member(&p->out, "result", result_of(o));
	json_question(&p->out, o->question);
	if (o->answered)
		json_answer(&p->out, o, t);
	buf_addc(&p->out, '}');
	json_end(p);
}

void print_outcome(struct printer *p, const struct outcome *o, const struct totals *t)
{
	if (p->format == TEXT) {
		text_outcome(p, o, t);
	} else if (p->format != ANSWERS) {
		json_outcome(p, o, t);
	} else if (o->answered) {
		buf_add(&p->out, o->text, o->len);
		buf_addc(&p->out, '\n');
	}
	if (p->out.len)
		clear_progress(p);
	flush(p);
}

void print_error(struct printer *p, const char *file, size_t line, const char *text)
{
	clear_progress(p);
	if (p->format == JSON || p->format == LINES) {
		json_begin(p);
		json_place(&p->out, file, line);
		member(&p->out, "result", "error");
		member(&p->out, "why", text);
		buf_addc(&p->out, '}');
		json_end(p);
		flush(p);
		return;
	}
	/* In its turn beside the rest. */
	fflush(stdout);
	write_place(&p->out, file, line);
	buf_adds(&p->out, ": ");
	escape_write(&p->out, text);
	fprintf(stderr, "%s\n", buf_str(&p->out));
	buf_clear(&p->out);
}

/* The changes that are told of, in this order; of the one without a title text only counts. */
static const struct {
	enum change change;
	const char *title;
} told[] = {
	{ CHANGE_DENIED, "Newly denied" },
	{ CHANGE_ALLOWED, "Newly allowed" },
	{ CHANGE_WARNINGS, "Other warnings" },
	{ CHANGE_TEXT, NULL },
};

static void text_groups(struct buf *out, const char *title, const struct groups *g, size_t examples)
{
	buf_addf(out, "  by %s\n", title);
	for (size_t i = 0; i < g->count && i < GROUPS_SHOWN; i++) {
		buf_addf(out, "%8zu  ", g->v[i].count);
		escape_write(out, g->v[i].name);
		buf_addc(out, '\n');
		for (size_t k = 0; k < examples && g->v[i].examples[k]; k++)
			buf_addf(out, "            %s\n", g->v[i].examples[k]);
	}
	if (g->count > GROUPS_SHOWN)
		buf_addf(out, "          and %zu more\n", g->count - GROUPS_SHOWN);
}

static void text_diff(struct buf *out, const struct diff *d)
{
	for (size_t i = 0; i < ARRAY_LEN(told); i++) {
		const struct change_groups *by = &d->by[told[i].change];

		if (!by->count || !told[i].title)
			continue;
		buf_addf(out, "%s: %zu\n", told[i].title, by->count);
		text_groups(out, "rule", &by->rules, EXAMPLES_MAX);
		text_groups(out, "namespace", &by->namespaces, 0);
		text_groups(out, "owner", &by->owners, 1);
		buf_addc(out, '\n');
	}
	buf_addf(out,
		 "%zu compared: %zu newly denied, %zu newly allowed, %zu with other warnings, %zu "
		 "denied as before with another message, %zu as before\n",
		 d->compared, d->by[CHANGE_DENIED].count, d->by[CHANGE_ALLOWED].count,
		 d->by[CHANGE_WARNINGS].count, d->by[CHANGE_TEXT].count, d->by[CHANGE_NONE].count);
}

static void text_counts(struct buf *out, const struct totals *t)
{
	if (t->diff)
		text_diff(out, t->diff);
	else
		buf_addf(out, "%zu judged: %zu allowed, %zu allowed with warnings, %zu denied\n",
			 totals_judged(t), t->allowed, t->warned, t->denied);
	if (t->expect)
		buf_addf(out, "%zu answered as recorded, %zu differ, %zu without a record\n",
			 t->expected[EXPECTED_SAME], t->expected[EXPECTED_OTHER],
			 t->expected[EXPECTED_NOTHING]);
	if (t->read)
		buf_addf(out,
			 "%zu passed over: reads, which no webhook is asked about, and events "
			 "of a request that another event tells of in full\n",
			 t->read);
	if (t->open)
		buf_addf(out, "%zu not evaluated:\n", t->open);
	for (size_t i = 0; i < t->whys.count; i++)
		buf_addf(out, "%8zu  %s\n", t->whys.v[i].count, t->whys.v[i].name);
	for (size_t i = 0; i < t->unknowns.count; i++)
		buf_addf(out, "%zu judged without: %s\n", t->unknowns.v[i].count,
			 t->unknowns.v[i].name);
	if (t->errors)
		buf_addf(out, "%zu %s\n", t->errors, t->errors == 1 ? "error" : "errors");
}

static void json_groups(struct buf *out, const char *key, const struct groups *g)
{
	buf_addf(out, ",\"%s\":[", key);
	for (size_t i = 0; i < g->count; i++) {
		buf_adds(out, i ? ",{" : "{");
		member(out, "name", g->v[i].name);
		buf_addf(out, ",\"count\":%zu", g->v[i].count);
		buf_adds(out, ",\"examples\":[");
		for (size_t k = 0; k < EXAMPLES_MAX && g->v[i].examples[k]; k++) {
			buf_adds(out, k ? "," : "");
			json_write_string(out, g->v[i].examples[k]);
		}
		buf_adds(out, "]}");
	}
	buf_adds(out, "]");
	if (g->others)
		buf_addf(out, ",\"%sBeyond\":%zu", key, g->others);
}

static void json_counts(struct buf *out, const struct totals *t)
{
	buf_addf(out, "{\"judged\":%zu,\"allowed\":%zu,\"warned\":%zu,\"denied\":%zu,\"read\":%zu",
		 totals_judged(t), t->allowed, t->warned, t->denied, t->read);
	buf_addf(out, ",\"notEvaluated\":%zu,\"errors\":%zu", t->open, t->errors);
	json_groups(out, "reasons", &t->whys);
	json_groups(out, "unknown", &t->unknowns);
	if (t->expect)
		buf_addf(out, ",\"asRecorded\":%zu,\"differ\":%zu,\"unrecorded\":%zu",
			 t->expected[EXPECTED_SAME], t->expected[EXPECTED_OTHER],
			 t->expected[EXPECTED_NOTHING]);
	for (size_t i = 0; t->diff && i < ARRAY_LEN(told); i++) {
		const struct change_groups *by = &t->diff->by[told[i].change];

		buf_addf(out, ",\"%s\":{\"count\":%zu", change_name(told[i].change), by->count);
		json_groups(out, "rules", &by->rules);
		json_groups(out, "namespaces", &by->namespaces);
		json_groups(out, "owners", &by->owners);
		buf_addc(out, '}');
	}
	if (t->diff)
		buf_addf(out, ",\"unchanged\":%zu", t->diff->by[CHANGE_NONE].count);
	buf_addc(out, '}');
}

bool print_totals(struct printer *p, struct totals *t)
{
	groups_sort(&t->whys);
	groups_sort(&t->unknowns);
	if (t->diff)
		diff_sort(t->diff);
	clear_progress(p);
	if (p->format == TEXT) {
		text_counts(&p->out, t);
	} else if (p->format == LINES) {
		buf_adds(&p->out, "{\"summary\":");
		json_counts(&p->out, t);
		buf_adds(&p->out, "}\n");
	} else if (p->format == JSON) {
		buf_adds(&p->out, p->entries ? "\n],\"summary\":" : "{\"reviews\":[],\"summary\":");
		json_counts(&p->out, t);
		buf_adds(&p->out, "}\n");
	}
	flush(p);
	return fflush(stdout) == 0 && !p->failed;
}
