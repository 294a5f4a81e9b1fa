/* SPDX-License-Identifier: Apache-2.0 */
/* wording.c - lists of names, the phrases of Pod Security Admission, Go's %q, and globs. */
#include "policy/wording.h"

#include <stdlib.h>
#include <string.h>

#include "policy/printable.h"

static bool names_grow(struct findings *out, struct names *list)
{
	size_t room = list->room ? list->room * 2 : 8;
	const char **v = arena_alloc(findings_arena(out), room * sizeof(*v));

	if (!v) {
		findings_spoil(out);
		return false;
	}
	if (list->count)
		memcpy(v, list->v, list->count * sizeof(*v));
	list->v = v;
	list->room = room;
	return true;
}

void names_add(struct findings *out, struct names *list, const char *s)
{
	if (list->count == list->room && !names_grow(out, list))
		return;
	budget_step();
	list->v[list->count++] = s;
}

static int by_bytes(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

bool names_have(const struct names *list, const char *s)
{
	budget_step();
	return list->count && bsearch(&s, list->v, list->count, sizeof(*list->v), by_bytes);
}

void names_sort(struct names *list)
{
	budget_steps(list->count);
	if (list->count)
		qsort(list->v, list->count, sizeof(*list->v), by_bytes);
}

void names_sort_set(struct names *list)
{
	size_t kept = 0;

	names_sort(list);
	for (size_t i = 0; i < list->count; i++)
		if (!kept || strcmp(list->v[kept - 1], list->v[i]) != 0)
			list->v[kept++] = list->v[i];
	list->count = kept;
}

const char *plural(const char *one, const char *many, size_t n)
{
	return n == 1 ? one : many;
}

/* One allocation for the whole text: hostile lists are long. */
static const char *join(struct findings *out, const struct names *list, const char *before,
			const char *between, const char *after)
{
	size_t size = strlen(before) + strlen(after) + 1;
	char *text, *end;

	if (!list->count)
		return "";
	size += (list->count - 1) * strlen(between);
	for (size_t i = 0; i < list->count; i++)
		size += strlen(list->v[i]);
	text = arena_alloc(findings_arena(out), size);
	if (!text) {
		findings_spoil(out);
		return "";
	}
	end = stpcpy(text, before);
	for (size_t i = 0; i < list->count; i++)
		end = stpcpy(stpcpy(end, i ? between : ""), list->v[i]);
	stpcpy(end, after);
	return text;
}

const char *names_join(struct findings *out, const struct names *list, const char *sep)
{
	return join(out, list, "", sep, "");
}

const char *names_quote(struct findings *out, const struct names *list)
{
	return join(out, list, "\"", "\", \"", "\"");
}

const char *containers_phrase(struct findings *out, const struct names *list)
{
	return finding_text(out, "%s %s", plural("container", "containers", list->count),
			    names_quote(out, list));
}

const char *setters_phrase(struct findings *out, bool pod, const struct names *containers)
{
	if (!containers->count)
		return pod ? "pod" : "";
	return finding_text(out, "%s%s", pod ? "pod and " : "", containers_phrase(out, containers));
}

/* The first character of @s, not its end. Return: its length; 0 when the first byte begins no valid
 * UTF-8. */
static size_t decode(const char *s, uint32_t *rune)
{
	static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 }; /* below is overlong */
	unsigned char c = (unsigned char)*s;
	size_t len = c < 0x80 ? 1 : c < 0xc0 ? 0 : c < 0xe0 ? 2 : c < 0xf0 ? 3 : c < 0xf8 ? 4 : 0;

	*rune = len == 1 ? c : c & (0xffu >> (len + 1));
	for (size_t i = 1; i < len; i++) {
		if (((unsigned char)s[i] & 0xc0) != 0x80)
			return 0;
		*rune = *rune << 6 | ((unsigned char)s[i] & 0x3f);
	}
	if (*rune < least[len] || *rune > 0x10ffff || (*rune >= 0xd800 && *rune < 0xe000))
		return 0;
	return len;
}

static void write_rune(struct buf *to, const char *s, size_t len, uint32_t rune)
{
	static const char short_names[] = "abtnvfr"; /* from 0x07 on */

	if (rune_prints(rune))
		buf_add(to, s, len);
	else if (rune >= '\a' && rune <= '\r')
		buf_addf(to, "\\%c", short_names[rune - '\a']);
	else if (rune < 0x80)
		buf_addf(to, "\\x%02x", rune);
	else if (rune < 0x10000)
		buf_addf(to, "\\u%04x", rune);
	else
		buf_addf(to, "\\U%08x", rune);
}

/* Escapes @s and, with a backslash, each character of @special. */
static void write_escaped(struct buf *to, const char *s, const char *special)
{
	while (*s) {
		uint32_t rune;
		size_t len = decode(s, &rune);

		if (!len) {
			buf_addf(to, "\\x%02x", (unsigned char)*s);
			len = 1;
		} else if (len == 1 && strchr(special, *s)) {
			buf_addf(to, "\\%c", *s);
		} else {
			write_rune(to, s, len, rune);
		}
		s += len;
	}
}

void go_quote_write(struct buf *to, const char *s)
{
	buf_addc(to, '"');
	write_escaped(to, s, "\"\\");
	buf_addc(to, '"');
}

void escape_write(struct buf *to, const char *s)
{
	write_escaped(to, s, "\\");
}

const char *go_quote(struct findings *out, const char *s)
{
	SCOPED(scoped_buf) struct buf text;
	const char *quoted = NULL;

	budget_steps(strlen(s));
	buf_init(&text, 4 * strlen(s) + 2); /* \xNN for each byte is the longest */
	go_quote_write(&text, s);
	if (!text.failed)
		quoted = arena_strndup(findings_arena(out), buf_str(&text), text.len);
	if (!quoted)
		findings_spoil(out);
	return quoted ? quoted : "";
}

/* Only the last star is ever tried again: what an earlier one took can't help a later one. */
bool glob_match(const char *pattern, const char *text)
{
	const char *star = NULL, *resume = NULL;

	while (*text) {
		if (*pattern == '*') {
			star = pattern++;
			resume = text;
		} else if (*pattern && (*pattern == '?' || *pattern == *text)) {
			pattern++;
			text++;
		} else if (star) {
			budget_steps(1 + (size_t)(text - resume));
			pattern = star + 1;
			text = ++resume;
		} else {
			return false;
		}
	}
	while (*pattern == '*')
		pattern++;
	return !*pattern;
}

/* As glob_match(), with the other pattern for the text: its stars are matched by stars alone. */
bool glob_covers(const char *wide, const char *narrow)
{
	const char *star = NULL, *resume = NULL;

	while (*narrow) {
		if (*wide == '*') {
			star = wide++;
			resume = narrow;
		} else if (*wide && (*wide == '?' ? *narrow != '*' : *wide == *narrow)) {
			wide++;
			narrow++;
		} else if (star) {
			wide = star + 1;
			narrow = ++resume;
		} else {
			return false;
		}
	}
	while (*wide == '*')
		wide++;
	return !*wide;
}

/* By the ends of both, from behind: @next is the row of what comes after a's character. */
bool globs_meet(const char *a, const char *b)
{
	bool rows[2][GLOB_MEET_MAX + 1] = { { false } };
	size_t n = strlen(a), m = strlen(b);

	if (n > GLOB_MEET_MAX || m > GLOB_MEET_MAX)
		return true;
	for (size_t i = n + 1; i-- > 0;) {
		bool *row = rows[i & 1];
		const bool *next = rows[(i + 1) & 1];

		for (size_t k = m + 1; k-- > 0;) {
			bool a_star = i < n && a[i] == '*', b_star = k < m && b[k] == '*';
			bool same = i < n && k < m && (a[i] == b[k] || a[i] == '?' || b[k] == '?');

			row[k] = (i == n && k == m) || (a_star && next[k]) ||
				 (b_star && row[k + 1]) || (a_star && k < m && row[k + 1]) ||
				 (b_star && i < n && next[k]) ||
				 (same && !a_star && !b_star && next[k + 1]);
		}
	}
	return rows[0][0];
}

bool globs_match(const struct strings *patterns, const char *text)
{
	for_each_string (pattern, *patterns)
		if (glob_match(pattern, text))
			return true;
	return false;
}
