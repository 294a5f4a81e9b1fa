/* SPDX-License-Identifier: Apache-2.0 */
/* schema.h - the configuration as a JSON Schema, for editors. */
#ifndef KUBEVET_CONFIG_SCHEMA_H
#define KUBEVET_CONFIG_SCHEMA_H

#include "policy/policy.h"

/**
 * schema_write() - JSON Schema, draft 7, made from the keys and from the parameters of all policies
 *
 * It accepts all that config_parse() accepts, and refuses most of what that refuses: what a schema
 * can't say (a name that two rules have, a range that ends before it starts, a policy's own check
 * of a text) only config_parse() finds.
 */
void schema_write(struct buf *out, const struct policy *const *table);

#endif
