/* SPDX-License-Identifier: Apache-2.0 */
/* facts_table.h - the table of facts.h, for the sink that holds it. */
#ifndef KUBEVET_POLICY_FACTS_TABLE_H
#define KUBEVET_POLICY_FACTS_TABLE_H

#include "policy/facts.h"

struct fact {
	fact_make *make;
	const void *of, *made; /* @made is NULL in an empty place */
};

struct facts {
	struct fact *v; /* @cap places, a power of two; NULL: none yet */
	size_t cap, count;
};

/** findings_facts() - those of the review that the sink belongs to. */
struct facts *findings_facts(struct findings *out);

#endif
