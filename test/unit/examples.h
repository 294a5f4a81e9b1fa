/* SPDX-License-Identifier: Apache-2.0 */
/* examples.h - the examples of policies as objects. */
#ifndef KUBEVET_TEST_EXAMPLES_H
#define KUBEVET_TEST_EXAMPLES_H

#include "config/config.h"
#include "k8s/kinds.h"

/** example_kind() - of a policy's examples, or the first that it reads: Pod, Service. Fails the
 * test when there is none. */
const struct kind *example_kind(const struct policy *policy);

/** example_object() - @text, YAML without apiVersion and kind, as an object of @kind in
 * test_arena(). Fails the test when it does not parse. */
cJSON *example_object(const struct kind *kind, const char *text);

#endif
