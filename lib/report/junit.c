/* SPDX-License-Identifier: Apache-2.0 */
/* junit.c - JUnit XML: a suite for each file, a case for each object.
 *
 * A case has at most one verdict, as readers of this format expect: all findings that fail the run
 * are one failure. What passes with a warning says so on the case's output. What was not judged is
 * skipped, never passed.
 */
#include "report/writer.h"

enum { HELD_SUITE };

/* Only what prints comes here, so XML's own characters are all there is to escape. */
static void write_xml(struct buf *out, const char *text)
{
	for (; *text; text++) {
		switch (*text) {
		case '&':
			buf_adds(out, "&amp;");
			break;
		case '<':
			buf_adds(out, "&lt;");
			break;
		case '>':
			buf_adds(out, "&gt;");
			break;
		case '"':
			buf_adds(out, "&quot;");
			break;
		default:
			buf_addc(out, *text);
		}
	}
}

static void write_xml_shown(struct buf *out, const char *text)
{
	SCOPED(scoped_buf) struct buf shown;

	buf_init(&shown, REPORT_BUF_MAX);
	write_shown(&shown, text);
	write_xml(out, piece_of(out, &shown));
}

static void write_xml_file(struct buf *out, const char *file)
{
	SCOPED(scoped_buf) struct buf shown;

	buf_init(&shown, REPORT_BUF_MAX);
	write_file_name(&shown, file);
	write_xml(out, piece_of(out, &shown));
}

static void begin(struct writing *w)
{
	buf_adds(w->out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
			 "<testsuites name=\"kubevet\">\n");
}

static void begin_case(struct writing *w, struct buf *out, const char *name)
{
	buf_adds(out, "    <testcase classname=\"");
	if (w->file)
		write_xml_file(out, w->file);
	buf_adds(out, "\" name=\"");
	write_xml(out, name);
	buf_adds(out, "\">");
	w->tests++;
}

/* file:line:column: effect: rule: place: ... */
static void write_line(struct buf *out, const struct report_object *object,
		       const struct report_finding *f)
{
	write_file_name(out, object->file);
	if (f->at.line)
		buf_addf(out, ":%u:%u", f->at.line, f->at.column);
	buf_addf(out, ": %s: ", effect_name(f->effect));
	write_shown(out, f->rule);
	buf_adds(out, ": ");
	write_shown(out, f->place);
	buf_adds(out, ": ");
	write_says(out, f);
	buf_addc(out, '\n');
}

/* Lines of the findings that fail the run, or of those that do not. Return: how many. */
static size_t write_lines(struct writing *w, struct buf *out, const struct report_object *object,
			  bool failing)
{
	size_t count = 0;

	for (const struct report_finding *f = object->findings; f; f = f->next)
		if (fails(w, f) == failing) {
			write_line(out, object, f);
			count++;
		}
	return count;
}

static void write_failure(struct writing *w, struct buf *out, const struct report_object *object)
{
	SCOPED(scoped_buf) struct buf lines;
	const struct report_finding *first = object->findings;
	size_t count;

	buf_init(&lines, REPORT_BUF_MAX);
	count = write_lines(w, &lines, object, true);
	if (!count)
		return;
	while (!fails(w, first))
		first = first->next;
	w->failures++;
	buf_adds(out, "\n      <failure type=\"");
	write_xml_shown(out, first->rule);
	buf_addf(out, "\" message=\"%zu %s\">", count, plural("finding", "findings", count));
	write_xml(out, piece_of(out, &lines));
	buf_adds(out, "</failure>");
}

static bool any_fails(const struct writing *w, const struct report_object *object)
{
	for (const struct report_finding *f = object->findings; f; f = f->next)
		if (fails(w, f))
			return true;
	return false;
}

/* Why the case is no pass, where it did not fail. */
static void write_skipped(struct writing *w, struct buf *out, const struct report_object *object)
{
	const char *why = object->status == REPORT_UNREAD      ? "no rule reads this kind"
			  : object->status == REPORT_UNMATCHED ? "no rule applies to it"
							       : NULL;

	if (any_fails(w, object) || (!why && !object->notes))
		return;
	w->skipped++;
	buf_adds(out, "\n      <skipped message=\"");
	if (object->notes) {
		buf_adds(out, "not evaluated: ");
		write_xml_shown(out, object->notes->what);
		buf_adds(out, ": ");
		write_xml_shown(out, object->notes->why);
	} else {
		buf_adds(out, why);
	}
	buf_adds(out, "\"/>");
}

static void write_rest(struct writing *w, struct buf *out, const struct report_object *object)
{
	SCOPED(scoped_buf) struct buf lines;

	buf_init(&lines, REPORT_BUF_MAX);
	if (!write_lines(w, &lines, object, false))
		return;
	buf_adds(out, "\n      <system-out>");
	write_xml(out, piece_of(out, &lines));
	buf_adds(out, "</system-out>");
}

static void write_object(struct writing *w, const struct report_object *object)
{
	SCOPED(scoped_buf) struct buf name;
	struct buf *out = &w->held[HELD_SUITE];

	buf_init(&name, REPORT_BUF_MAX);
	write_object_name(&name, object);
	begin_case(w, out, piece_of(out, &name));
	write_skipped(w, out, object);
	write_failure(w, out, object);
	write_rest(w, out, object);
	buf_adds(out, "\n    </testcase>\n");
}

static void write_error(struct writing *w, const struct report_error *error)
{
	struct buf *out = &w->held[HELD_SUITE];
	char name[64];

	snprintf(name, sizeof(name), "document %zu", error->document);
	w->errors++;
	begin_case(w, out, error->document ? name : "file");
	buf_adds(out, "\n      <error type=\"input\" message=\"");
	if (error->at.line)
		buf_addf(out, "%u:%u: ", error->at.line, error->at.column);
	write_xml_shown(out, error->text);
	buf_adds(out, "\"/>\n    </testcase>\n");
}

static void end_file(struct writing *w)
{
	struct buf *suite = &w->held[HELD_SUITE];

	buf_adds(w->out, "  <testsuite name=\"");
	write_xml_file(w->out, w->file);
	buf_addf(w->out, "\" tests=\"%zu\" failures=\"%zu\" errors=\"%zu\" skipped=\"%zu\">\n",
		 w->tests, w->failures, w->errors, w->skipped);
	buf_add(w->out, buf_str(suite), suite->len);
	buf_adds(w->out, "  </testsuite>\n");
	if (!suite->failed)
		buf_clear(suite);
	w->tests = w->failures = w->errors = w->skipped = 0;
}

static void end(struct writing *w)
{
	buf_adds(w->out, "</testsuites>\n");
}

const struct report_writer report_junit = {
	.name = "junit",
	.begin = begin,
	.object = write_object,
	.error = write_error,
	.file_end = end_file,
	.end = end,
};
