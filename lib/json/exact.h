/* SPDX-License-Identifier: Apache-2.0 */
/* exact.h - how trees hold integers. For lib/json alone.
 *
 * Below 2^53 a number node's double is the integer. From there on the node's valuestring holds the
 * digits, which cJSON leaves unused in number nodes, also of integers beyond 64 bits, which
 * Kubernetes reads as doubles; a number that was not written as an integer never has them.
 */
#ifndef KUBEVET_JSON_EXACT_H
#define KUBEVET_JSON_EXACT_H

#define EXACT_DOUBLE 0x1p53

#endif
