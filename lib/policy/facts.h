/* SPDX-License-Identifier: Apache-2.0 */
/* facts.h - what is costly to work out of an object, once per review: parsed images, certificates,
 * keys, certificate requests.
 *
 * The first policy that asks has it made; it lies in the review's arena and is the same for all
 * that ask later, whatever their rule. Both versions of an object are in one review: a fact is told
 * by where its text lies.
 */
#ifndef KUBEVET_POLICY_FACTS_H
#define KUBEVET_POLICY_FACTS_H

#include "policy/findings.h"

/* Makes a fact of @len bytes. Return: the fact, owned by @a; NULL when memory ran out. */
typedef const void *fact_make(struct arena *a, const void *of, size_t len);

/**
 * fact_of() - what @make makes of @of, now or before
 * @of: a text of the object under review, borrowed until the end of the review
 *
 * Return: the fact, or NULL when memory ran out (the sink knows).
 */
const void *fact_of(struct findings *out, fact_make *make, const void *of, size_t len);

#endif
