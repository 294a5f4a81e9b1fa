/* SPDX-License-Identifier: Apache-2.0 */
/* says.h - what findings say: values and parameters in words, annotations as places. */
#ifndef KUBEVET_POLICY_SAYS_H
#define KUBEVET_POLICY_SAYS_H

#include "k8s/meta.h"
#include "policy/findings.h"
#include "policy/params.h"

/** says_bool() - "true", "false", or NULL when it is absent; for a value. */
const char *says_bool(struct opt_bool v);

/** says_int() - a number as text. */
const char *says_int(struct findings *out, int64_t n);

/** says_date() - the day, in UTC, of seconds since 1970: "2026-01-31". */
const char *says_date(struct findings *out, int64_t unix_s);

/** says_one_of() - "one of a, b", "a" for a list of one, "nothing" for an empty one; for a want. */
const char *says_one_of(struct findings *out, const struct strings *list);

/** says_none_of() - "none of a, b" */
const char *says_none_of(struct findings *out, const struct strings *list);

/** says_ranges() - "one of 1000-2000, 65534, 70000 and more", "nothing" for an empty list. */
const char *says_ranges(struct findings *out, const struct range *ranges, size_t count);

/** says_annotation() - finding_add() on the annotation @key, whether it is there or not. */
void says_annotation(struct findings *out, const struct meta *meta, const char *key,
		     const struct says *says);

/** says_label() - the same on a label. */
void says_label(struct findings *out, const struct meta *meta, const char *key,
		const struct says *says);

/* Most comparisons that one check makes between two lists of the sender's. */
#define PAIRS_MAX ((size_t)1000 * 1000)

/** says_too_many() - whether @n times @m is more than PAIRS_MAX; adds a finding then, since the
 * check can't be made. */
bool says_too_many(struct findings *out, const struct at *at, const char *field, size_t n,
		   size_t m);

#endif
