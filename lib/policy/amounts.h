/* SPDX-License-Identifier: Apache-2.0 */
/* amounts.h - the resources of a pod and its containers, one set after the other. */
#ifndef KUBEVET_POLICY_AMOUNTS_H
#define KUBEVET_POLICY_AMOUNTS_H

#include "k8s/quantity.h"
#include "policy/policy.h"

typedef void amounts_judge(const struct resources *resources, const struct params *params,
			   struct findings *out);

/** amounts_check() - @judge for the resources of the pod and of each container that has some. */
void amounts_check(const struct pod *pod, const struct params *params, struct findings *out,
		   amounts_judge *judge);

/**
 * amount_get() - one quantity out of limits or requests
 * @kind: "limits" or "requests", for the place
 *
 * Return: whether it is there; one that can't be read or is a slip is a finding and is not there.
 */
bool amount_get(const struct resources *resources, const char *kind, const char *name,
		struct findings *out, struct quantity *q);

/**
 * amount_bytes_want() - what is wanted in place of a quantity of bytes that is a slip: "3500m" is
 * three and a half bytes, "400m" where 400Mi was meant
 * @name: of the resource; others than memory, storage, ephemeral-storage and hugepages-* may be in
 *	  parts
 *
 * Return: a text of the sink's, or NULL when it is right or can't be read.
 */
const char *amount_bytes_want(const char *name, const char *text, struct findings *out);

/** amount_text() - the same as it is written, or NULL. */
const char *amount_text(const struct resources *resources, const char *kind, const char *name);

#endif
