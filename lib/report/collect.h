/* SPDX-License-Identifier: Apache-2.0 */
/* collect.h - from a judgement to the record that reports are made from. */
#ifndef KUBEVET_REPORT_COLLECT_H
#define KUBEVET_REPORT_COLLECT_H

#include "engine/engine.h"
#include "report/report.h"
#include "source/source.h"

/* The rule of what the server itself finds in the labels of a Namespace. */
#define RULE_LABELS "pod-security-labels"

struct collector {
	const struct engine *engine;
	bool templates_denied; /* the server refuses controllers too, not only their pods */
	bool rules_alone;      /* podSecurity is not asked for */
	/* Names of rules or ids of policies; empty @only: all. */
	struct strings only, skip;
};

/**
 * collect() - what a judgement says, in the order of the places
 * @a:	      owns all of @out; nothing of the judgement or the manifest is borrowed
 * @file:     borrowed
 *
 * Of findings that several levels of the standard share, the strictest mode's stays.
 *
 * Return: 1 with @out; 0 when the object can't be judged, with the sentence and place in @error; -1
 * when memory ran out.
 */
MUST_CHECK int collect(const struct collector *c, struct arena *a, const char *file,
		       const struct manifest *manifest, const struct judgement *judgement,
		       struct report_object *out, struct report_error *error, struct err *err);

/** finding_fingerprint() - a name for the finding that stays when files, lines and other findings
 * change. */
void finding_fingerprint(const struct report_object *object, struct report_finding *f);

#endif
