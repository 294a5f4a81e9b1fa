/* SPDX-License-Identifier: Apache-2.0 */
/* sarif.c - SARIF 2.1.0, as code scanning reads it.
 *
 * What could not be decided is a result of kind "open"; input that can't be judged is a
 * notification of the one invocation.
 */
#include <string.h>

#include "report/writer.h"

enum { HELD_NOTIFICATIONS };

static void write_message(struct buf *out, const char *key, const char *text)
{
	buf_addf(out, ",\"%s\":{\"text\":", key);
	write_json(out, text);
	buf_addc(out, '}');
}

/* Code scanning sorts by a number, as CVSS has it. */
static const char *score(const struct policy *policy)
{
	static const char *const scores[] = { "3.0", "5.5", "8.0", "9.5" };

	return scores[policy ? policy->severity : SEVERITY_HIGH];
}

static void write_rule(struct buf *out, const struct report_rule *rule)
{
	const struct policy *policy = rule->policy;

	buf_adds(out, "{\"id\":");
	write_json(out, rule->name);
	if (policy) {
		write_message(out, "shortDescription", policy->title);
		write_message(out, "fullDescription", policy->why);
		write_message(out, "help", policy->remedy);
	}
	buf_addf(out, ",\"properties\":{\"security-severity\":\"%s\",\"tags\":[\"security\"]}}",
		 score(policy));
}

static void begin(struct writing *w)
{
	buf_adds(w->out, "{\"$schema\":\"https://json.schemastore.org/sarif-2.1.0.json\","
			 "\"version\":\"2.1.0\",\"runs\":[{\"tool\":{\"driver\":{\"name\":"
			 "\"kubevet\",\"version\":\"" KUBEVET_VERSION "\",\"rules\":[");
	for (const struct report_rule *rule = w->options->rules; rule && rule->name; rule++) {
		buf_adds(w->out, rule == w->options->rules ? "\n" : ",\n");
		write_rule(w->out, rule);
	}
	buf_adds(w->out, "]}},\"columnKind\":\"unicodeCodePoints\",\"results\":[");
}

/* RFC 3986: a relative reference, or file:///... */
static void write_uri(struct buf *out, const char *path)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
				    "0123456789-._~/";

	if (strcmp(path, "-") == 0)
		path = "stdin";
	while (strncmp(path, "./", 2) == 0)
		path += 2;
	buf_adds(out, *path == '/' ? "\"file://" : "\"");
	for (; *path; path++) {
		if (strchr(plain, *path))
			buf_addc(out, *path);
		else
			buf_addf(out, "%%%02X", (unsigned char)*path);
	}
	buf_addc(out, '"');
}

/* "locations" of a result or a notification; @place may be NULL. */
static void write_location(struct buf *out, const char *file, struct text_place at,
			   const char *place)
{
	buf_adds(out, ",\"locations\":[{\"physicalLocation\":{\"artifactLocation\":{\"uri\":");
	write_uri(out, file);
	buf_addc(out, '}');
	if (at.line)
		buf_addf(out, ",\"region\":{\"startLine\":%u,\"startColumn\":%u}", at.line,
			 at.column);
	buf_addc(out, '}');
	if (place) {
		buf_adds(out, ",\"logicalLocations\":[{\"fullyQualifiedName\":");
		write_json(out, place);
		buf_adds(out, "}]");
	}
	buf_adds(out, "}]");
}

static void separate(struct writing *w)
{
	buf_adds(w->out, w->begun ? ",\n" : "\n");
	w->begun = true;
}

static void write_finding(struct writing *w, const struct report_object *object,
			  const struct report_finding *f)
{
	static const char *const levels[] = { "error", "warning", "note" };
	SCOPED(scoped_buf) struct buf text;

	buf_init(&text, 1 << 20);
	write_sentence(&text, object, f);
	separate(w);
	buf_adds(w->out, "{\"ruleId\":");
	write_json(w->out, f->rule);
	buf_addf(w->out, ",\"level\":\"%s\"", levels[f->effect]);
	write_message(w->out, "message", piece_of(w->out, &text));
	write_location(w->out, object->file, f->at, f->place);
	buf_addf(w->out, ",\"partialFingerprints\":{\"kubevet/v1\":\"%s\"}}", f->fingerprint);
}

static void write_note(struct writing *w, const struct report_object *object,
		       const struct report_note *note)
{
	SCOPED(scoped_buf) struct buf text;

	buf_init(&text, 1 << 20);
	write_object_name(&text, object);
	buf_adds(&text, ": not evaluated: ");
	write_shown(&text, note->why);
	separate(w);
	buf_adds(w->out, "{\"ruleId\":");
	write_json(w->out, note->what);
	buf_adds(w->out, ",\"kind\":\"open\",\"level\":\"none\"");
	write_message(w->out, "message", piece_of(w->out, &text));
	write_location(w->out, object->file, object->at, NULL);
	buf_addc(w->out, '}');
}

static void write_object(struct writing *w, const struct report_object *object)
{
	for (const struct report_finding *f = object->findings; f; f = f->next)
		write_finding(w, object, f);
	for (const struct report_note *note = object->notes; note; note = note->next)
		write_note(w, object, note);
}

static void write_error(struct writing *w, const struct report_error *error)
{
	struct buf *out = &w->held[HELD_NOTIFICATIONS];

	buf_adds(out, out->len ? ",\n{\"level\":\"error\"" : "\n{\"level\":\"error\"");
	write_message(out, "message", error->text);
	write_location(out, error->file, error->at, NULL);
	buf_addc(out, '}');
}

static void write_remarks(struct writing *w)
{
	struct buf *out = &w->held[HELD_NOTIFICATIONS];

	for (const struct report_remark *remark = w->remarks; remark; remark = remark->next) {
		buf_adds(out, out->len ? ",\n{\"level\":\"note\"" : "\n{\"level\":\"note\"");
		write_message(out, "message", remark->text);
		buf_addc(out, '}');
	}
}

static void end(struct writing *w)
{
	write_remarks(w);
	buf_addf(w->out,
		 "],\"invocations\":[{\"executionSuccessful\":%s,\"toolExecutionNotifications\":[",
		 w->counts->errors ? "false" : "true");
	buf_adds(w->out, buf_str(&w->held[HELD_NOTIFICATIONS]));
	buf_adds(w->out, "]}]}]}\n");
}

const struct report_writer report_sarif = {
	.name = "sarif",
	.begin = begin,
	.object = write_object,
	.error = write_error,
	.end = end,
};
