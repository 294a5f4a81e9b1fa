/* SPDX-License-Identifier: Apache-2.0 */
/* verdict.h - what findings and modes add up to, and how it reads.
 *
 * A denial's first line stands alone, because controllers copy it into events and conditions; one
 * line per finding follows. When only Pod Security denies, the message is upstream's to the letter.
 * Warnings and annotations are bounded here: kube-apiserver cuts warnings past 4096 characters in
 * all, and drops those with control characters without a word.
 */
#ifndef KUBEVET_ENGINE_VERDICT_H
#define KUBEVET_ENGINE_VERDICT_H

#include "engine/podsecurity.h"
#include "engine/rules.h"

#define MESSAGE_MAX	    ((size_t)128 * 1024) /* bytes of a denial's message */
#define FIRST_LINE_MAX	    960			 /* bytes of its first line, when it is ours */
#define WARNING_MAX	    256			 /* bytes of a warning of ours */
#define WARNINGS_MAX	    4096		 /* characters of all warnings */
#define ANNOTATION_MAX	    ((size_t)32 * 1024)	 /* bytes of an annotation */
#define RULE_ANNOTATION_MAX 2048		 /* bytes of a rule's annotation */

struct verdict_input {
	const struct config *config;
	const struct standards *standards;
	const struct subject *subject;
	const struct podsecurity_result *podsecurity;
	const struct rules_result *rules;
	const struct findings *findings; /* of the rules */
};

/** verdict_conclude() - turn what is in @draft and @in into the final judgement. Return: 0, or -1
 * when memory ran out. */
MUST_CHECK int verdict_conclude(const struct verdict_input *in, struct draft *draft,
				struct err *err);

#endif
