/* SPDX-License-Identifier: Apache-2.0 */
/* wording.h - lists of names and the few phrases that messages are made of.
 *
 * The phrases are those of Pod Security Admission, to the letter: items between plain quotes and
 * never escaped, "container" or "containers" by count, sets sorted by bytes.
 */
#ifndef KUBEVET_POLICY_WORDING_H
#define KUBEVET_POLICY_WORDING_H

#include "k8s/field.h"
#include "policy/findings.h"

/* A growing list of borrowed strings; start with { 0 }. */
struct names {
	const char **v;
	size_t count, room;
};

/** names_add() - append; memory comes from the sink's arena, and running out spoils the sink. */
void names_add(struct findings *out, struct names *list, const char *s);

/** names_have() - whether a list that is sorted holds exactly @s. */
bool names_have(const struct names *list, const char *s);

/** names_sort() - ascending by bytes, in place. names_sort_set() also drops what is there twice. */
void names_sort(struct names *list);
void names_sort_set(struct names *list);

/** plural() - @one when @n is 1, else @many (also for 0). */
const char *plural(const char *one, const char *many, size_t n);

/** names_join() - items as they are with @sep between: a, b */
const char *names_join(struct findings *out, const struct names *list, const char *sep);

/** names_quote() - items between quotes, joined by a comma, unescaped: "a", "b" */
const char *names_quote(struct findings *out, const struct names *list);

/** containers_phrase() - container "a" / containers "a", "b" */
const char *containers_phrase(struct findings *out, const struct names *list);

/** setters_phrase() - "pod", containers_phrase() of a list that is not empty, joined by " and ". */
const char *setters_phrase(struct findings *out, bool pod, const struct names *containers);

/** go_quote() - Go's %q: quotes around, control characters, invalid UTF-8 and what does not print
 * escaped. */
const char *go_quote(struct findings *out, const char *s);

/** go_quote_write() - the same into a buffer. */
void go_quote_write(struct buf *to, const char *s);

/** escape_write() - the same without the quotes around, and quotes inside as they are: sender's
 * text within a line. */
void escape_write(struct buf *to, const char *s);

/** glob_match() - '*' any run (also empty), '?' one byte, all else itself. Linear in pattern times
 * text, no backtracking blow-up. */
bool glob_match(const char *pattern, const char *text);

/** glob_covers() - whether @wide matches all that @narrow does, both patterns. */
bool glob_covers(const char *wide, const char *narrow);

/** globs_meet() - whether some text matches both patterns. Of patterns longer than GLOB_MEET_MAX
 * the answer is yes. */
#define GLOB_MEET_MAX 255
bool globs_meet(const char *a, const char *b);

/** globs_match() - whether any pattern of the list matches. */
bool globs_match(const struct strings *patterns, const char *text);

#endif
