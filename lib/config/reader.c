/* SPDX-License-Identifier: Apache-2.0 */
/* reader.c - checked reading of the configuration's tree. */
#include "config/reader.h"

#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "policy/nearest.h"
#include "yaml/yaml.h"

struct spot spot_member(const struct spot *up, const cJSON *member)
{
	return (struct spot){ member, { .up = &up->at, .key = member->string } };
}

struct spot spot_element(const struct spot *up, const cJSON *element, int index)
{
	return (struct spot){ element, { .up = &up->at, .index = index } };
}

static void insert(struct reader *r, unsigned line, const char *text)
{
	struct config_fault *f = text ? arena_alloc(r->a, sizeof(*f)) : NULL;
	struct config_fault **at = &r->faults;

	if (!f) {
		r->out_of_memory = true;
		return;
	}
	while (*at && (*at)->line <= line)
		at = &(*at)->next;
	*f = (struct config_fault){ .next = *at, .line = line, .text = text };
	*at = f;
}

void reader_fault_text(struct reader *r, unsigned line, const char *text)
{
	if (r->fault_count++ < CONFIG_FAULTS_MAX)
		insert(r, line, text);
}

void reader_fault_below(struct reader *r, const struct spot *spot, const cJSON *node,
			const char *sep, const char *text)
{
	const char *place = at_print(r->a, &spot->at, NULL);
	unsigned line = yaml_line(node) ? yaml_line(node) : yaml_line(spot->node);

	if (!place)
		r->out_of_memory = true;
	else
		reader_fault_text(r, line,
				  arena_printf(r->a, "%s:%u: %s%s%s", r->name, line, place,
					       *place ? sep : "", text));
}

void reader_fault(struct reader *r, const struct spot *spot, const char *fmt, ...)
{
	struct err line; /* makes one line of whatever the file holds */
	char text[512];
	va_list args;

	va_start(args, fmt);
	vsnprintf(text, sizeof(text), fmt, args);
	va_end(args);
	err_set(&line, ERR_INPUT, "%s", text);
	reader_fault_below(r, spot, spot->node, ": ", line.text);
}

const struct config_fault *reader_faults(struct reader *r)
{
	static const struct config_fault no_memory = { .text = "out of memory" };

	if (r->fault_count > CONFIG_FAULTS_MAX)
		insert(r, UINT_MAX,
		       arena_printf(r->a, "%s: %zu more faults are not shown", r->name,
				    r->fault_count - CONFIG_FAULTS_MAX));
	return r->out_of_memory ? &no_memory : r->faults;
}

bool reader_want(struct reader *r, const struct spot *spot, const char *what)
{
	reader_fault(r, spot, "want %s, got %s", what, json_type_name(spot->node));
	return false;
}

static void unknown_key(struct reader *r, const struct spot *spot, const struct field *fields,
			size_t count)
{
	const char *close = NULL;

	for (size_t i = 0; i < count; i++)
		close = nearest_keep(spot->at.key, close, fields[i].name);
	if (close)
		reader_fault(r, spot, "unknown key; did you mean \"%s\"?", close);
	else
		reader_fault(r, spot, "unknown key");
}

static void read_member(struct reader *r, const struct spot *spot, const struct field *fields,
			size_t count, void *out)
{
	const struct field *f = fields;

	while (f < fields + count && strcmp(f->name, spot->at.key) != 0)
		f++;
	if (f == fields + count)
		unknown_key(r, spot, fields, count);
	else if (f->read && !(f->null_is_absent && cJSON_IsNull(spot->node)))
		f->read(r, spot, (char *)out + f->offset);
}

void read_object(struct reader *r, const struct spot *spot, const struct field *fields,
		 size_t count, void *out)
{
	const cJSON *member;

	if (!cJSON_IsObject(spot->node)) {
		reader_want(r, spot, "an object");
		return;
	}
	cJSON_ArrayForEach (member, spot->node) {
		struct spot at = spot_member(spot, member);

		read_member(r, &at, fields, count, out);
	}
	for (size_t i = 0; i < count; i++)
		if (fields[i].required && !json_get(spot->node, fields[i].name))
			reader_fault(r, spot, "\"%s\" is missing", fields[i].name);
}

const char *read_text(struct reader *r, const struct spot *spot)
{
	const char *text = json_string(spot->node);

	if (!text && (cJSON_IsBool(spot->node) || cJSON_IsNumber(spot->node)))
		reader_want(r, spot, "a string, in quotes");
	else if (!text)
		reader_want(r, spot, "a string");
	else if (!*text)
		reader_fault(r, spot, "must not be empty");
	return text && *text ? text : NULL;
}

int read_choice(struct reader *r, const struct spot *spot, const char *const *choices, size_t count)
{
	const char *text = read_text(r, spot), *list = "";

	if (!text)
		return -1;
	for (size_t i = 0; i < count; i++) {
		if (strcmp(text, choices[i]) == 0)
			return (int)i;
		list = list ? arena_printf(r->a, "%s%s%s", list, i ? ", " : "", choices[i]) : NULL;
	}
	if (list)
		reader_fault(r, spot, "must be %s%s, got \"%.100s\"", count > 1 ? "one of " : "",
			     list, text);
	else
		r->out_of_memory = true;
	return -1;
}

static void check_repeated(struct reader *r, const struct spot *spot, const struct strings *before,
			   const char *text)
{
	for (size_t i = 0; i < before->count; i++) {
		if (strcmp(before->v[i], text) == 0) {
			reader_fault(r, spot, "\"%.100s\" is listed twice, first at [%zu]", text,
				     i);
			return;
		}
	}
}

void read_list(struct reader *r, const struct spot *spot, check_text *check, struct strings *out)
{
	size_t count = cJSON_IsArray(spot->node) ? (size_t)cJSON_GetArraySize(spot->node) : 0;
	const cJSON *element;
	const char **v;

	if (!cJSON_IsArray(spot->node)) {
		reader_want(r, spot, "a list of strings");
		return;
	}
	if (count > CONFIG_LIST_MAX) {
		reader_fault(r, spot, "more than %d entries", CONFIG_LIST_MAX);
		return;
	}
	v = arena_alloc(r->a, (count ? count : 1) * sizeof(*v));
	if (!v) {
		r->out_of_memory = true;
		return;
	}
	*out = (struct strings){ .set = true, .v = v };
	cJSON_ArrayForEach (element, spot->node) {
		struct spot at = spot_element(spot, element, (int)out->count);
		const char *text = read_text(r, &at);

		if (text && check)
			check(r, &at, text);
		if (text)
			check_repeated(r, &at, out, text);
		v[out->count++] = text ? text : "";
	}
}

/* Lower-case letters and digits, and inside of them dashes. */
static bool is_label(const char *text, size_t len)
{
	if (len == 0 || text[0] == '-' || text[len - 1] == '-')
		return false;
	for (size_t i = 0; i < len; i++)
		if (!strchr("abcdefghijklmnopqrstuvwxyz0123456789-", text[i]))
			return false;
	return true;
}

void check_label(struct reader *r, const struct spot *spot, const char *text)
{
	size_t len = strlen(text);

	if (len > 63 || !is_label(text, len))
		reader_fault(
			r, spot,
			"\"%.100s\" is no RFC 1123 label: up to 63 lower-case letters, digits and "
			"inner dashes",
			text);
}

void check_subdomain(struct reader *r, const struct spot *spot, const char *text)
{
	bool good = strlen(text) <= 253;

	for (const char *label = text; good; label++) {
		size_t len = strcspn(label, ".");

		good = is_label(label, len);
		label += len;
		if (!*label)
			break;
	}
	if (!good)
		reader_fault(r, spot,
			     "\"%.100s\" is no RFC 1123 subdomain: up to 253 lower-case letters, "
			     "digits, "
			     "inner dashes and dots",
			     text);
}
