/* SPDX-License-Identifier: Apache-2.0 */
/* standard.c - levels and versions of the Pod Security Standards, and the labels that name them.
 *
 * Errors never stop: a bad level becomes restricted where it enforces and privileged where it only
 * tells, a bad version becomes latest, as in the API server, so that a namespace has the same
 * policy here and there.
 */
#include "config/standard.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static const char *const level_names[] = {
	[LEVEL_PRIVILEGED] = "privileged",
	[LEVEL_BASELINE] = "baseline",
	[LEVEL_RESTRICTED] = "restricted",
};

bool level_parse(const char *text, enum level *level)
{
	for (size_t i = 0; i < ARRAY_LEN(level_names); i++) {
		if (strcmp(text, level_names[i]) == 0) {
			*level = (enum level)i;
			return true;
		}
	}
	*level = LEVEL_RESTRICTED;
	return false;
}

/* Digits without leading zeros, within int64. */
static bool minor_parse(const char *text, uint64_t *minor)
{
	int64_t n = 0;

	if (*text == '\0' || (*text == '0' && text[1] != '\0'))
		return false;
	for (; *text; text++) {
		if (*text < '0' || *text > '9' || __builtin_mul_overflow(n, 10, &n) ||
		    __builtin_add_overflow(n, *text - '0', &n))
			return false;
	}
	*minor = (uint64_t)n;
	return true;
}

bool version_parse(const char *text, uint64_t *minor)
{
	if (strncmp(text, "v1.", 3) == 0 && minor_parse(text + 3, minor))
		return true;
	*minor = VERSION_LATEST;
	return strcmp(text, "latest") == 0;
}

const char *level_name(enum level level)
{
	return level_names[level];
}

const char *level_version_print(struct level_version lv, char text[LEVEL_VERSION_MAX])
{
	if (lv.minor == VERSION_LATEST)
		snprintf(text, LEVEL_VERSION_MAX, "%s:latest", level_name(lv.level));
	else
		snprintf(text, LEVEL_VERSION_MAX, "%s:v1.%" PRIu64, level_name(lv.level), lv.minor);
	return text;
}

bool level_version_equal(struct level_version a, struct level_version b)
{
	return a.level == b.level && a.minor == b.minor;
}

bool level_version_equivalent(struct level_version a, struct level_version b)
{
	return level_version_equal(a, b) ||
	       (a.level == LEVEL_PRIVILEGED && b.level == LEVEL_PRIVILEGED);
}

/* "Invalid value: <quoted value>: <message>" */
static const char *error_body(struct arena *a, const char *value, const char *message)
{
	SCOPED(scoped_buf) struct buf text;
	struct err err;

	buf_init(&text, 4 * strlen(value) + 128); /* the longest escape is \xNN for one byte */
	buf_adds(&text, "Invalid value: ");
	go_quote_write(&text, value);
	buf_addf(&text, ": %s", message);
	return buf_ok(&text, &err) < 0 ? NULL : arena_strndup(a, text.data, text.len);
}

static int add_error(struct arena *a, struct label_errors *errors, const char *key,
		     const char *value, const char *message)
{
	struct label_error e = {
		.field = arena_printf(a, "metadata.labels[%s]", key),
		.body = error_body(a, value, message),
	};

	if (!e.field || !e.body)
		return -1;
	errors->v[errors->count++] = e;
	return 0;
}

/* One of the three modes: its two labels, and what a bad level becomes. */
struct mode_labels {
	const char *level, *version;
	enum level fallback;
};

static int read_mode(struct arena *a, const struct map *labels, const struct mode_labels *mode,
		     struct level_version *lv, struct label_errors *errors)
{
	const char *level = map_get(labels, mode->level);
	const char *version = map_get(labels, mode->version);

	if (level && !level_parse(level, &lv->level)) {
		lv->level = mode->fallback;
		if (add_error(a, errors, mode->level, level,
			      "must be one of privileged, baseline, restricted") < 0)
			return -1;
	}
	if (version && !version_parse(version, &lv->minor) &&
	    add_error(a, errors, mode->version, version, "must be \"latest\" or \"v1.x\"") < 0)
		return -1;
	return 0;
}

/* A namespace that asks to be enforced but says nothing about warnings is warned at what it
 * enforces. */
static void imply_warn(const struct map *labels, struct standard_set *set)
{
	const char *enforce = map_get(labels, LABEL_ENFORCE);
	enum level level;

	if (!enforce || !level_parse(enforce, &level) || map_get(labels, LABEL_WARN) ||
	    level <= set->warn.level)
		return;
	set->warn.level = level;
	if (!map_get(labels, LABEL_WARN_VERSION))
		set->warn.minor = set->enforce.minor;
}

int standard_from_labels(struct arena *a, const struct map *labels,
			 const struct standard_set *defaults, struct standard_set *out,
			 struct label_errors *errors)
{
	static const struct mode_labels enforce = { LABEL_ENFORCE, LABEL_ENFORCE_VERSION,
						    LEVEL_RESTRICTED };
	static const struct mode_labels audit = { LABEL_AUDIT, LABEL_AUDIT_VERSION,
						  LEVEL_PRIVILEGED };
	static const struct mode_labels warn = { LABEL_WARN, LABEL_WARN_VERSION, LEVEL_PRIVILEGED };

	*out = *defaults;
	errors->count = 0;
	if (!labels)
		return 0;
	if (read_mode(a, labels, &enforce, &out->enforce, errors) < 0 ||
	    read_mode(a, labels, &audit, &out->audit, errors) < 0 ||
	    read_mode(a, labels, &warn, &out->warn, errors) < 0)
		return -1;
	imply_warn(labels, out);
	return 0;
}

const char *label_errors_print(struct arena *a, const struct label_errors *errors)
{
	SCOPED(scoped_buf) struct buf text;
	struct err err;
	size_t max = 2;

	for (size_t i = 0; i < errors->count; i++)
		max += strlen(errors->v[i].field) + strlen(errors->v[i].body) + 4;
	buf_init(&text, max);
	if (errors->count > 1)
		buf_addc(&text, '[');
	for (size_t i = 0; i < errors->count; i++)
		buf_addf(&text, "%s%s: %s", i ? ", " : "", errors->v[i].field, errors->v[i].body);
	if (errors->count > 1)
		buf_addc(&text, ']');
	return buf_ok(&text, &err) < 0 ? NULL : arena_strndup(a, buf_str(&text), text.len);
}
