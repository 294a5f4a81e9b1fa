/* SPDX-License-Identifier: Apache-2.0 */
/* draft.h - a judgement while it is being made.
 *
 * Appending needs no error path: memory that runs out spoils the draft, and engine_judge() then
 * gives no judgement at all.
 */
#ifndef KUBEVET_ENGINE_DRAFT_H
#define KUBEVET_ENGINE_DRAFT_H

#include "engine/engine.h"

struct draft {
	struct arena *a;
	struct judgement *out;
	const struct line **warnings_end;
	const struct annotation **annotations_end;
	const struct standard_event **events_end;
	const struct rule_hit **hits_end;
	const struct rule_gap **gaps_end;
	const struct standard_hit **standard_hits_end;
	const struct cause **causes_end;
	size_t cause_count;
	bool spoiled;
};

/** draft_init() - an empty draft that writes to @out, which it clears. */
void draft_init(struct draft *d, struct arena *a, struct judgement *out);

/** draft_text() - formatted text in the draft's arena; "" after spoiling the draft. */
const char *draft_text(struct draft *d, const char *fmt, ...) PRINTF_LIKE(2, 3);

/** draft_quote() - @s as Go's %q prints it. */
const char *draft_quote(struct draft *d, const char *s);

/** draft_warn(), draft_annotate(), draft_event(), draft_hit(), draft_gap(), draft_standard_hit() -
 * append; texts are borrowed, events and hits copied. Of two annotations with one key the first
 * stays, as the API server would have it. */
void draft_warn(struct draft *d, const char *text);
void draft_annotate(struct draft *d, const char *key, const char *value);
void draft_event(struct draft *d, const struct standard_event *event);
void draft_hit(struct draft *d, const struct rule_hit *hit);
void draft_gap(struct draft *d, const struct rule_gap *gap);
void draft_standard_hit(struct draft *d, const struct standard_hit *hit);

/** draft_cause() - append, up to CAUSES_MAX; more are dropped. */
#define CAUSES_MAX 100
void draft_cause(struct draft *d, const char *reason, const char *message, const char *field);

/** draft_refuse() - the status of a denial or of an object that cannot be judged; @message is
 * borrowed. */
void draft_refuse(struct draft *d, enum verdict verdict, int code, const char *reason,
		  const char *message);

#endif
