/* SPDX-License-Identifier: Apache-2.0 */
/* rules.h - the configuration's rules over one object: which apply, and what each finds. */
#ifndef KUBEVET_ENGINE_RULES_H
#define KUBEVET_ENGINE_RULES_H

#include "engine/change.h"
#include "engine/draft.h"
#include "engine/views.h"

struct rules_result {
	bool looked;	/* at least one rule ran */
	bool undecided; /* a rule applies and the object does not decode; @why tells */
	struct err why;
};

/** rules_read_kind() - whether some rule that is not off reads objects of this kind. */
bool rules_read_kind(const struct config *config, const struct kind *kind);

/** rules_need_old() - whether one of them judges by what an update replaces. */
bool rules_need_old(const struct config *config, const struct kind *kind);

/**
 * rules_judge() - run all rules that apply
 * @findings: sink for all of them; finding.rule is an index into config->rules
 * @draft:    gets a hit for each rule that found something
 * @change:   of CHANGE_METADATA, what is found in @before too is none of the request's
 * @before:   views of the old object, which it replaces itself; nothing is made of them unless
 *	      @change asks for it
 *
 * Rules judge what is being written, of the object itself or of a subresource that carries one;
 * those whose policies say so judge also what is deleted and who connects.
 *
 * Return: 0, or -1 (ERR_LIMIT, ERR_MEMORY) when there is no judgement.
 */
MUST_CHECK int rules_judge(const struct config *config, const struct subject *subject,
			   struct views *views, enum change change, struct views *before,
			   struct findings *findings, struct draft *draft,
			   struct rules_result *result, struct err *err);

#endif
