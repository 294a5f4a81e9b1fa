/* SPDX-License-Identifier: Apache-2.0 */
/* words.c - pieces that several writers share. */
#include <string.h>

#include "base/utf8.h"
#include "policy/printable.h"
#include "report/writer.h"

const char *effect_name(enum report_effect effect)
{
	static const char *const names[] = { "deny", "warn", "audit" };

	return names[effect];
}

const char *severity_word(const struct policy *policy)
{
	static const char *const words[] = { "low", "medium", "high", "critical" };

	return words[policy ? policy->severity : SEVERITY_HIGH];
}

bool fails(const struct writing *w, const struct report_finding *f)
{
	return f->effect <= w->options->fail_on;
}

/* Whether text begins what build servers take for a command wherever it stands in a line of a log:
 * "##[error]", "##vso[task.complete]", "##teamcity[...]". */
static bool begins_command(const char *text)
{
	if (strncmp(text, "##", 2) != 0)
		return false;
	for (text += 2; (*text | 0x20) >= 'a' && (*text | 0x20) <= 'z'; text++)
		;
	return *text == '[';
}

void write_shown(struct buf *out, const char *text)
{
	for (size_t left = strlen(text), len; left; text += len, left -= len) {
		len = utf8_len(text, left);
		if (begins_command(text)) {
			buf_adds(out, "\\u0023");
		} else if (!len) {
			buf_addf(out, "\\x%02x", (unsigned char)*text);
			len = 1;
		} else if (rune_prints(utf8_code(text, len))) {
			buf_add(out, text, len);
		} else {
			buf_addf(out, len < 4 ? "\\u%04x" : "\\U%08x",
				 (unsigned)utf8_code(text, len));
		}
	}
}

const char *remedy_of(const struct report_finding *f)
{
	return f->fix || !f->policy ? f->fix : f->policy->remedy;
}

static void write_value(struct buf *out, const char *value)
{
	SCOPED(scoped_buf) struct buf escaped;

	buf_init(&escaped, REPORT_BUF_MAX);
	if (!value)
		buf_adds(out, "absent");
	else if (!*value)
		buf_adds(out, "\"\"");
	else
		escape_write(&escaped, value);
	write_shown(out, piece_of(out, &escaped));
}

void write_says(struct buf *out, const struct report_finding *f)
{
	const char *remedy = remedy_of(f);

	write_value(out, f->value);
	if (f->want) {
		buf_adds(out, ", want ");
		write_shown(out, f->want);
	}
	if (remedy) {
		buf_adds(out, f->fix ? "; " : ". ");
		write_shown(out, remedy);
	}
}

/* As write_shown(), for what may begin a line: there GitHub takes "::" for a command, behind spaces
 * too. */
static void write_first(struct buf *out, const char *text)
{
	size_t spaces = strspn(text, " ");

	if (strncmp(text + spaces, "::", 2) == 0) {
		buf_add(out, text, spaces);
		buf_adds(out, "\\u003a");
		text += spaces + 1;
	}
	write_shown(out, text);
}

void write_object_name(struct buf *out, const struct report_object *object)
{
	write_first(out, object->kind);
	buf_addc(out, ' ');
	if (*object->ns) {
		write_shown(out, object->ns);
		buf_addc(out, '/');
	}
	if (*object->name)
		write_shown(out, object->name);
	else
		buf_adds(out, "(no name)");
}

void write_sentence(struct buf *out, const struct report_object *object,
		    const struct report_finding *f)
{
	write_object_name(out, object);
	buf_addf(out, "%s: ", f->of_pods ? " (its pods)" : "");
	write_shown(out, f->place);
	buf_adds(out, ": ");
	write_says(out, f);
}

void write_file_name(struct buf *out, const char *file)
{
	if (strcmp(file, "-") == 0)
		buf_adds(out, "<stdin>");
	else
		write_first(out, file);
}

static void write_unit(struct buf *out, uint32_t unit)
{
	buf_addf(out, "\\u%04x", (unsigned)unit);
}

/* As UTF-16, as JSON has it. */
static void write_escape(struct buf *out, uint32_t rune)
{
	if (rune < 0x10000) {
		write_unit(out, rune);
		return;
	}
	write_unit(out, 0xd800 + ((rune - 0x10000) >> 10));
	write_unit(out, 0xdc00 + ((rune - 0x10000) & 0x3ff));
}

void write_json(struct buf *out, const char *text)
{
	if (!text) {
		buf_adds(out, "null");
		return;
	}
	buf_addc(out, '"');
	for (size_t left = strlen(text), len; left; text += len, left -= len) {
		len = utf8_len(text, left);
		if (!len) {
			write_unit(out, 0xfffd);
			len = 1;
		} else if (*text == '"' || *text == '\\') {
			buf_addc(out, '\\');
			buf_addc(out, *text);
		} else if (rune_prints(utf8_code(text, len)) && !begins_command(text)) {
			buf_add(out, text, len);
		} else {
			write_escape(out, utf8_code(text, len));
		}
	}
	buf_addc(out, '"');
}

const char *piece_of(struct buf *out, const struct buf *piece)
{
	if (piece->failed && !out->failed)
		out->failed = piece->failed;
	return buf_str(piece);
}

void write_counted(struct buf *out, size_t n, const char *one, const char *many)
{
	buf_addf(out, "%zu %s", n, plural(one, many, n));
}

void write_objects_line(struct buf *out, const struct report_counts *counts)
{
	write_counted(out, counts->files, "file", "files");
	buf_adds(out, ", ");
	write_counted(out, counts->objects, "object", "objects");
	buf_addf(out, ": %zu judged", counts->judged);
	if (counts->unmatched)
		buf_addf(out, ", %zu to which no rule applies", counts->unmatched);
	if (counts->unread)
		buf_addf(out, ", %zu of kinds that no rule reads", counts->unread);
	if (counts->exempt)
		buf_addf(out, "; %zu exempt from Pod Security", counts->exempt);
	if (counts->own)
		buf_addf(out, "; %zu taken as Kubernetes' own", counts->own);
}

void write_findings_line(struct buf *out, const struct report_counts *counts)
{
	write_counted(out, counts->findings[REPORT_DENY], "denial", "denials");
	if (counts->with[REPORT_DENY]) {
		buf_adds(out, " in ");
		write_counted(out, counts->with[REPORT_DENY], "object", "objects");
	}
	buf_adds(out, ", ");
	write_counted(out, counts->findings[REPORT_WARN], "warning", "warnings");
	buf_adds(out, ", ");
	write_counted(out, counts->findings[REPORT_AUDIT], "audit note", "audit notes");
	if (counts->known)
		buf_addf(out, "; %zu more in the baseline", counts->known);
	if (counts->dropped)
		buf_addf(out, "; %zu more not shown", counts->dropped);
	if (counts->notes)
		buf_addf(out, "; %zu not evaluated", counts->notes);
	if (counts->errors) {
		buf_adds(out, "; ");
		write_counted(out, counts->errors, "error", "errors");
	}
}
