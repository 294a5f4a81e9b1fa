/* SPDX-License-Identifier: Apache-2.0 */
/* findings.h - the sink that checks write to.
 *
 * A finding says where, what is there, what is wanted, and how to mend it. Full or out of memory is
 * a flag, so that checks need no error path; the engine looks at it and refuses what could not be
 * judged in full.
 */
#ifndef KUBEVET_POLICY_FINDINGS_H
#define KUBEVET_POLICY_FINDINGS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "k8s/at.h"

#define FINDINGS_MAX	  1000 /* kept per review; more are counted */
#define FINDING_VALUE_MAX 160  /* bytes of a value that are shown */

struct says {
	const char *value; /* what is there, as text; NULL when it is absent. Sender's text: cut
			    * when added, escaped when printed */
	const char *want; /* what is wanted there: "absent or false"; a literal or finding_text() */
	const char *fix;  /* what to do, in a few words; NULL for the policy's remedy */
};

struct finding {
	const struct finding *next;
	const char *place;   /* spec.containers[name="app"].securityContext.privileged */
	const struct at *at; /* a copy of the chain; keys and names are the document's */
	const char *field;   /* below @at, or NULL */
	struct says says;
	size_t rule; /* index that the engine gave with findings_begin() */
	bool leads;  /* the first one of its rule */
};

struct findings;

/** findings_new() - an empty sink in @a, which owns it and all that it holds; NULL when the arena
 * is full. */
MUST_CHECK struct findings *findings_new(struct arena *a);

/** findings_beside() - another empty sink of the same review, which shares its facts (facts.h). */
MUST_CHECK struct findings *findings_beside(struct findings *other);

/**
 * finding_add() - note one violation
 * @at:	   the node it is in
 * @field: path below the node, or NULL: "securityContext.privileged"
 * @says:  the struct and its value are copied; want and fix are borrowed: literals or
 * finding_text()
 */
void finding_add(struct findings *out, const struct at *at, const char *field,
		 const struct says *says);
#define finding(out, at, field, ...) \
	finding_add((out), (at), (field), &(struct says){ __VA_ARGS__ })

/** finding_text() - formatted text that lives as long as the sink; "" when memory ran out (the sink
 * knows). */
const char *finding_text(struct findings *out, const char *fmt, ...) PRINTF_LIKE(2, 3);

/** findings_summary() - the sentence that stands for all findings of the current check: reason, and
 * detail or ""; both borrowed: literals or finding_text(). */
void findings_summary(struct findings *out, const char *reason, const char *detail);

/** findings_note_own() - what is judged is taken to be Kubernetes' own by what a file says of it,
 * so that a check leaves it alone. */
void findings_note_own(struct findings *out);

/** findings_arena() - for helpers that build lists and texts beside the findings. */
struct arena *findings_arena(struct findings *out);

/** findings_spoil() - a helper ran out of memory: what is in the sink is not all there is. */
void findings_spoil(struct findings *out);

/* For the engine and for tests. */

/** findings_begin() - what is added from now on belongs to @rule; clears the summary. */
void findings_begin(struct findings *out, size_t rule);

/**
 * findings_add_new() - add to @out those of @now that are not among @then, by place and value
 *
 * When more were found than are kept, what is new can't be told any more, and all are added.
 */
void findings_add_new(struct findings *out, const struct findings *now,
		      const struct findings *then);

/** findings_first() - in the order they were added. */
const struct finding *findings_first(const struct findings *out);

/** findings_count() - all that were added, those past FINDINGS_MAX too. */
size_t findings_count(const struct findings *out);

/** findings_reason(), findings_detail() - of the current check; "" when none was given. */
const char *findings_reason(const struct findings *out);
const char *findings_detail(const struct findings *out);

/** findings_has_own() - whether some check noted so. */
bool findings_has_own(const struct findings *out);

/** findings_spoiled() - memory ran out: there may be violations that are not in here. */
bool findings_spoiled(const struct findings *out);

/** finding_write() - "place: value, want ...; fix" without a newline, the value escaped. @remedy is
 * a sentence of its own, for when there is no fix; it may be NULL. */
void finding_write(struct buf *out, const struct finding *f, const char *remedy);

#endif
