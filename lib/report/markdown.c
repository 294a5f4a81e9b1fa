/* SPDX-License-Identifier: Apache-2.0 */
/* markdown.c - a table for a comment on a change, as GitHub's Markdown has it.
 *
 * Whatever is not ours stands in code spans, where no markup, link or mention works.
 */
#include <string.h>

#include "report/writer.h"

enum { HELD_NOTES, HELD_ERRORS };

static size_t longest_ticks(const char *text)
{
	size_t longest = 0;

	for (size_t run; *text; text += run ? run : 1) {
		run = strspn(text, "`");
		if (run > longest)
			longest = run;
	}
	return longest;
}

static void write_ticks(struct buf *out, size_t count)
{
	while (count--)
		buf_addc(out, '`');
}

/* A code span in a table: in longer fences than the text has, bars escaped. Readers differ on what
 * a backslash in front of that does: an odd number of them gets one more, which they agree on. */
static void write_code(struct buf *out, const char *text)
{
	size_t ticks = longest_ticks(text), backslashes = 0;

	if (!*text)
		return;
	write_ticks(out, ticks + 1);
	buf_adds(out, ticks ? " " : "");
	for (; *text; text++) {
		if (*text == '|')
			buf_adds(out, backslashes % 2 ? "\\\\" : "\\");
		backslashes = *text == '\\' ? backslashes + 1 : 0;
		buf_addc(out, *text);
	}
	buf_adds(out, ticks ? " " : "");
	write_ticks(out, ticks + 1);
}

/* What was put together in @text, as a cell. */
static void write_cell(struct buf *out, struct buf *text)
{
	buf_addc(out, ' ');
	write_code(out, piece_of(out, text));
	buf_adds(out, " |");
	buf_clear(text);
}

static void write_where(struct buf *out, struct buf *text, const char *file, struct text_place at)
{
	write_file_name(text, file);
	if (at.line)
		buf_addf(text, ":%u:%u", at.line, at.column);
	write_cell(out, text);
}

static void begin(struct writing *w)
{
	buf_adds(w->out, "## kubevet\n");
}

static void write_finding(struct writing *w, const struct report_object *object,
			  const struct report_finding *f)
{
	static const char *const words[] = { "**deny**", "warn", "audit" };
	SCOPED(scoped_buf) struct buf text;

	if (!w->begun)
		buf_adds(w->out, "\n| | Where | Object | Rule | Place | What |\n"
				 "|---|---|---|---|---|---|\n");
	w->begun = true;
	buf_init(&text, 1 << 20);
	buf_addf(w->out, "| %s%s |", words[f->effect], f->of_pods ? " its pods" : "");
	write_where(w->out, &text, object->file, f->at);
	write_object_name(&text, object);
	write_cell(w->out, &text);
	write_shown(&text, f->rule);
	write_cell(w->out, &text);
	write_shown(&text, f->place);
	write_cell(w->out, &text);
	write_says(&text, f);
	write_cell(w->out, &text);
	buf_addc(w->out, '\n');
}

static void write_note(struct buf *out, const struct report_object *object,
		       const struct report_note *note)
{
	SCOPED(scoped_buf) struct buf text;

	buf_init(&text, 1 << 20);
	buf_addc(out, '|');
	write_where(out, &text, object->file, object->at);
	write_object_name(&text, object);
	write_cell(out, &text);
	write_shown(&text, note->what);
	buf_adds(&text, ": ");
	write_shown(&text, note->why);
	write_cell(out, &text);
	buf_addc(out, '\n');
}

static void write_object(struct writing *w, const struct report_object *object)
{
	for (const struct report_finding *f = object->findings; f; f = f->next)
		write_finding(w, object, f);
	for (const struct report_note *note = object->notes; note; note = note->next)
		write_note(&w->held[HELD_NOTES], object, note);
}

static void write_error(struct writing *w, const struct report_error *error)
{
	struct buf *out = &w->held[HELD_ERRORS];
	SCOPED(scoped_buf) struct buf text;

	buf_init(&text, 1 << 20);
	buf_addc(out, '|');
	write_where(out, &text, error->file, error->at);
	write_shown(&text, error->text);
	write_cell(out, &text);
	buf_addc(out, '\n');
}

static void write_held(struct writing *w, int held, const char *heading)
{
	if (!w->held[held].len)
		return;
	buf_adds(w->out, heading);
	buf_add(w->out, buf_str(&w->held[held]), w->held[held].len);
}

static void write_kinds(struct writing *w)
{
	const struct report_counts *counts = w->counts;
	SCOPED(scoped_buf) struct buf text;

	buf_init(&text, 1 << 20);
	if (!counts->kind_count)
		return;
	buf_adds(w->out, "\nNot read: ");
	for (size_t i = 0; i < counts->kind_count; i++) {
		buf_adds(w->out, i ? ", " : "");
		write_shown(&text, counts->kinds[i].name);
		write_code(w->out, piece_of(w->out, &text));
		buf_clear(&text);
		buf_addf(w->out, " %zu", counts->kinds[i].count);
	}
	if (counts->other_kinds)
		buf_addf(w->out, ", others %zu", counts->other_kinds);
	buf_addc(w->out, '\n');
}

static void end(struct writing *w)
{
	write_held(w, HELD_NOTES,
		   "\n### Not evaluated\n\n| Where | Object | What |\n|---|---|---|\n");
	write_held(w, HELD_ERRORS, "\n### Errors\n\n| Where | What |\n|---|---|\n");
	buf_addc(w->out, '\n');
	write_objects_line(w->out, w->counts);
	buf_adds(w->out, ".\n\n**");
	write_findings_line(w->out, w->counts);
	buf_adds(w->out, "**\n");
	write_kinds(w);
	for (const struct report_remark *remark = w->remarks; remark; remark = remark->next) {
		SCOPED(scoped_buf) struct buf text;

		buf_init(&text, 1 << 20);
		write_shown(&text, remark->text);
		buf_adds(w->out, "\n");
		write_code(w->out, piece_of(w->out, &text));
		buf_addc(w->out, '\n');
	}
}

const struct report_writer report_markdown = {
	.name = "markdown",
	.begin = begin,
	.object = write_object,
	.error = write_error,
	.end = end,
};
