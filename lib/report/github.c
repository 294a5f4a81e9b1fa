/* SPDX-License-Identifier: Apache-2.0 */
/* github.c - workflow commands that GitHub shows as annotations of a change.
 *
 * A command is a line of its own, so that a line break of an attacker's would begin another one:
 * there is none in what comes here, and the escapes of the format stand behind that.
 */
#include <string.h>

#include "report/writer.h"

/* @also: further bytes that end a property. */
static void write_escaped(struct buf *out, const char *text, const char *also)
{
	for (; *text; text++) {
		unsigned char c = (unsigned char)*text;

		if (c == '%' || c < 0x20 || strchr(also, c))
			buf_addf(out, "%%%02X", c);
		else
			buf_addc(out, *text);
	}
}

static void write_property(struct buf *out, const char *text)
{
	SCOPED(scoped_buf) struct buf shown;

	buf_init(&shown, 1 << 20);
	write_shown(&shown, text);
	write_escaped(out, piece_of(out, &shown), ":,");
}

static void begin_command(struct buf *out, const char *command, const char *file,
			  struct text_place at)
{
	while (strncmp(file, "./", 2) == 0)
		file += 2;
	buf_addf(out, "::%s file=", command);
	write_property(out, file);
	if (at.line)
		buf_addf(out, ",line=%u,col=%u", at.line, at.column);
	buf_adds(out, ",title=");
}

static void write_finding(struct buf *out, const struct report_object *object,
			  const struct report_finding *f)
{
	static const char *const commands[] = { "error", "warning", "notice" };
	SCOPED(scoped_buf) struct buf text;

	buf_init(&text, 1 << 20);
	write_sentence(&text, object, f);
	begin_command(out, commands[f->effect], object->file, f->at);
	write_property(out, f->rule);
	buf_adds(out, "::");
	write_escaped(out, piece_of(out, &text), "");
	buf_addc(out, '\n');
}

static void write_note(struct buf *out, const struct report_object *object,
		       const struct report_note *note)
{
	SCOPED(scoped_buf) struct buf text;

	buf_init(&text, 1 << 20);
	write_object_name(&text, object);
	buf_adds(&text, ": ");
	write_shown(&text, note->what);
	buf_adds(&text, ": ");
	write_shown(&text, note->why);
	begin_command(out, "notice", object->file, object->at);
	buf_adds(out, "not evaluated::");
	write_escaped(out, piece_of(out, &text), "");
	buf_addc(out, '\n');
}

static void write_object(struct writing *w, const struct report_object *object)
{
	for (const struct report_finding *f = object->findings; f; f = f->next)
		write_finding(w->out, object, f);
	for (const struct report_note *note = object->notes; note; note = note->next)
		write_note(w->out, object, note);
}

static void write_error(struct writing *w, const struct report_error *error)
{
	SCOPED(scoped_buf) struct buf text;

	buf_init(&text, 1 << 20);
	write_shown(&text, error->text);
	begin_command(w->out, "error", error->file, error->at);
	buf_adds(w->out, "not judged::");
	write_escaped(w->out, piece_of(w->out, &text), "");
	buf_addc(w->out, '\n');
}

static void end(struct writing *w)
{
	for (const struct report_remark *remark = w->remarks; remark; remark = remark->next) {
		buf_adds(w->out, "kubevet: ");
		write_shown(w->out, remark->text);
		buf_addc(w->out, '\n');
	}
	buf_adds(w->out, "kubevet: ");
	write_objects_line(w->out, w->counts);
	buf_adds(w->out, "; ");
	write_findings_line(w->out, w->counts);
	buf_addc(w->out, '\n');
}

const struct report_writer report_github = {
	.name = "github",
	.object = write_object,
	.error = write_error,
	.end = end,
};
