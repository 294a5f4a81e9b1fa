/* SPDX-License-Identifier: Apache-2.0 */
/* json.c - the record as one JSON document, and as lines of JSON.
 *
 * In the document, findings are written as they come; what cannot be decided and errors, which are
 * few, are held until the end.
 */
#include "report/writer.h"

enum { HELD_NOTES, HELD_ERRORS };

static void write_number(struct buf *out, const char *key, size_t n)
{
	buf_addf(out, ",\"%s\":%zu", key, n);
}

static void write_text(struct buf *out, const char *key, const char *text)
{
	buf_addf(out, ",\"%s\":", key);
	write_json(out, text);
}

static void write_where(struct buf *out, const char *file, size_t document, struct text_place at)
{
	write_text(out, "file", file);
	if (document)
		write_number(out, "document", document);
	if (at.line) {
		write_number(out, "line", at.line);
		write_number(out, "column", at.column);
	}
}

static void write_object(struct buf *out, const struct report_object *object)
{
	buf_adds(out, ",\"object\":{\"apiVersion\":");
	write_json(out, object->api_version);
	write_text(out, "kind", object->kind);
	if (*object->ns)
		write_text(out, "namespace", object->ns);
	write_text(out, "name", object->name);
	buf_addc(out, '}');
}

static void write_finding(struct buf *out, const struct report_object *object,
			  const struct report_finding *f)
{
	buf_adds(out, "{\"type\":\"finding\"");
	write_text(out, "effect", effect_name(f->effect));
	buf_addf(out, ",\"ofPods\":%s", f->of_pods ? "true" : "false");
	write_text(out, "rule", f->rule);
	if (f->policy) {
		write_text(out, "policy", f->policy->id);
		write_text(out, "title", f->policy->title);
	}
	write_text(out, "severity", severity_word(f->policy));
	if (f->level)
		write_text(out, "level", f->level);
	write_where(out, object->file, object->document, f->at);
	write_object(out, object);
	write_text(out, "place", f->place);
	write_text(out, "value", f->value);
	write_text(out, "want", f->want);
	write_text(out, "fix", remedy_of(f));
	write_text(out, "fingerprint", f->fingerprint);
	buf_addc(out, '}');
}

static void write_note(struct buf *out, const struct report_object *object,
		       const struct report_note *note)
{
	buf_adds(out, "{\"type\":\"notEvaluated\"");
	write_text(out, "what", note->what);
	write_text(out, "why", note->why);
	write_where(out, object->file, object->document, object->at);
	write_object(out, object);
	buf_addc(out, '}');
}

static void write_error(struct buf *out, const struct report_error *error)
{
	buf_adds(out, "{\"type\":\"error\"");
	write_text(out, "text", error->text);
	if (error->others)
		write_number(out, "others", error->others);
	write_where(out, error->file, error->document, error->at);
	buf_addc(out, '}');
}

static void write_kinds(struct buf *out, const struct report_counts *counts)
{
	buf_adds(out, ",\"kindsNotRead\":{");
	for (size_t i = 0; i < counts->kind_count; i++) {
		buf_adds(out, i ? "," : "");
		write_json(out, counts->kinds[i].name);
		buf_addf(out, ":%zu", counts->kinds[i].count);
	}
	buf_addc(out, '}');
	write_number(out, "otherKindsNotRead", counts->other_kinds);
}

static void write_summary(struct buf *out, const struct writing *w)
{
	const struct report_counts *counts = w->counts;

	buf_adds(out, "{\"type\":\"summary\"");
	write_number(out, "files", counts->files);
	write_number(out, "objects", counts->objects);
	write_number(out, "judged", counts->judged);
	write_number(out, "unmatched", counts->unmatched);
	write_number(out, "notRead", counts->unread);
	write_number(out, "noManifests", counts->foreign);
	write_number(out, "exempt", counts->exempt);
	write_number(out, "kubernetesOwn", counts->own);
	for (int e = 0; e < REPORT_EFFECTS; e++)
		write_number(out, effect_name((enum report_effect)e), counts->findings[e]);
	write_number(out, "objectsDenied", counts->with[REPORT_DENY]);
	write_number(out, "inBaseline", counts->known);
	write_number(out, "goneFromBaseline", counts->gone);
	write_number(out, "notShown", counts->dropped);
	write_number(out, "notEvaluated", counts->notes);
	write_number(out, "errors", counts->errors);
	write_kinds(out, counts);
	buf_adds(out, ",\"remarks\":[");
	for (const struct report_remark *remark = w->remarks; remark; remark = remark->next) {
		write_json(out, remark->text);
		buf_adds(out, remark->next ? "," : "");
	}
	buf_adds(out, "]}");
}

/* Something in a list of the document. */
static void separate(struct buf *out)
{
	buf_adds(out, out->len ? ",\n" : "\n");
}

static void document_begin(struct writing *w)
{
	buf_adds(w->out, "{\"tool\":{\"name\":\"kubevet\",\"version\":\"" KUBEVET_VERSION
			 "\"},\"findings\":[");
}

static void document_object(struct writing *w, const struct report_object *object)
{
	for (const struct report_finding *f = object->findings; f; f = f->next) {
		buf_adds(w->out, w->begun ? ",\n" : "\n");
		w->begun = true;
		write_finding(w->out, object, f);
	}
	for (const struct report_note *note = object->notes; note; note = note->next) {
		separate(&w->held[HELD_NOTES]);
		write_note(&w->held[HELD_NOTES], object, note);
	}
}

static void document_error(struct writing *w, const struct report_error *error)
{
	separate(&w->held[HELD_ERRORS]);
	write_error(&w->held[HELD_ERRORS], error);
}

static void document_end(struct writing *w)
{
	buf_adds(w->out, "],\n\"notEvaluated\":[");
	buf_adds(w->out, buf_str(&w->held[HELD_NOTES]));
	buf_adds(w->out, "],\n\"errors\":[");
	buf_adds(w->out, buf_str(&w->held[HELD_ERRORS]));
	buf_adds(w->out, "],\n\"summary\":");
	write_summary(w->out, w);
	buf_adds(w->out, "}\n");
}

static void line_object(struct writing *w, const struct report_object *object)
{
	for (const struct report_finding *f = object->findings; f; f = f->next) {
		write_finding(w->out, object, f);
		buf_addc(w->out, '\n');
	}
	for (const struct report_note *note = object->notes; note; note = note->next) {
		write_note(w->out, object, note);
		buf_addc(w->out, '\n');
	}
}

static void line_error(struct writing *w, const struct report_error *error)
{
	write_error(w->out, error);
	buf_addc(w->out, '\n');
}

static void line_end(struct writing *w)
{
	write_summary(w->out, w);
	buf_addc(w->out, '\n');
}

const struct report_writer report_json = {
	.name = "json",
	.begin = document_begin,
	.object = document_object,
	.error = document_error,
	.end = document_end,
};

const struct report_writer report_jsonl = {
	.name = "jsonl",
	.object = line_object,
	.error = line_error,
	.end = line_end,
};
