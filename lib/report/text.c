/* SPDX-License-Identifier: Apache-2.0 */
/* text.c - for people: by file and object, a summary below. */
#include "report/writer.h"

#define RED    "\033[31m"
#define YELLOW "\033[33m"
#define CYAN   "\033[36m"
#define BOLD   "\033[1m"
#define PLAIN  "\033[0m"

static void paint(const struct writing *w, const char *colour)
{
	if (w->options->colour)
		buf_adds(w->out, colour);
}

static void write_place(struct buf *out, struct text_place at)
{
	if (at.line)
		buf_addf(out, "%u:%u ", at.line, at.column);
}

static void write_heading(struct writing *w)
{
	if (w->begun || !w->file)
		return;
	paint(w, BOLD);
	write_file_name(w->out, w->file);
	paint(w, PLAIN);
	buf_addc(w->out, '\n');
	w->begun = true;
}

static void write_finding(struct writing *w, const struct report_finding *f)
{
	static const char *const colours[] = { RED, YELLOW, CYAN };

	buf_adds(w->out, "    ");
	paint(w, colours[f->effect]);
	buf_addf(w->out, "%-5s", effect_name(f->effect));
	paint(w, PLAIN);
	buf_addc(w->out, ' ');
	write_place(w->out, f->at);
	paint(w, BOLD);
	write_shown(w->out, f->rule);
	paint(w, PLAIN);
	buf_addf(w->out, " (%s", severity_word(f->policy));
	if (f->level)
		buf_addf(w->out, ", Pod Security %s", f->level);
	buf_addf(w->out, "%s)\n          ", f->of_pods ? ", for its pods" : "");
	write_shown(w->out, f->place);
	buf_adds(w->out, ": ");
	write_says(w->out, f);
	buf_addc(w->out, '\n');
}

static void write_object(struct writing *w, const struct report_object *object)
{
	if (!object->findings && !object->notes && !object->dropped)
		return;
	write_heading(w);
	buf_adds(w->out, "  ");
	write_object_name(w->out, object);
	if (object->document > 1)
		buf_addf(w->out, " (document %zu)", object->document);
	buf_addc(w->out, '\n');
	for (const struct report_finding *f = object->findings; f; f = f->next)
		write_finding(w, f);
	if (object->dropped)
		buf_addf(w->out, "    and %zu more\n", object->dropped);
	for (const struct report_note *note = object->notes; note; note = note->next) {
		buf_adds(w->out, "    not evaluated: ");
		write_shown(w->out, note->what);
		buf_adds(w->out, ": ");
		write_shown(w->out, note->why);
		buf_addc(w->out, '\n');
	}
}

static void write_error(struct writing *w, const struct report_error *error)
{
	write_heading(w);
	buf_adds(w->out, "  ");
	paint(w, RED);
	buf_adds(w->out, "error");
	paint(w, PLAIN);
	buf_addc(w->out, ' ');
	write_place(w->out, error->at);
	if (error->document > 1)
		buf_addf(w->out, "(document %zu) ", error->document);
	write_shown(w->out, error->text);
	buf_addc(w->out, '\n');
}

static void end_file(struct writing *w)
{
	if (w->begun)
		buf_addc(w->out, '\n');
	w->begun = false;
}

static void write_kinds(struct writing *w)
{
	const struct report_counts *counts = w->counts;

	if (!counts->kind_count && !counts->other_kinds)
		return;
	buf_adds(w->out, "Not read: ");
	for (size_t i = 0; i < counts->kind_count; i++) {
		buf_adds(w->out, i ? ", " : "");
		write_shown(w->out, counts->kinds[i].name);
		buf_addf(w->out, " %zu", counts->kinds[i].count);
	}
	if (counts->other_kinds)
		buf_addf(w->out, ", others %zu", counts->other_kinds);
	buf_addc(w->out, '\n');
}

static void end(struct writing *w)
{
	write_objects_line(w->out, w->counts);
	buf_addc(w->out, '\n');
	write_kinds(w);
	for (const struct report_remark *remark = w->remarks; remark; remark = remark->next) {
		write_shown(w->out, remark->text);
		buf_addc(w->out, '\n');
	}
	paint(w, BOLD);
	write_findings_line(w->out, w->counts);
	paint(w, PLAIN);
	buf_addc(w->out, '\n');
}

const struct report_writer report_text = {
	.name = "text",
	.object = write_object,
	.error = write_error,
	.file_end = end_file,
	.end = end,
};
