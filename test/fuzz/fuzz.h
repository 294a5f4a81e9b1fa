/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz.h - what each fuzz_<name>.c defines, and libFuzzer or main.c calls. */
#ifndef KUBEVET_TEST_FUZZ_H
#define KUBEVET_TEST_FUZZ_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

/** LLVMFuzzerTestOneInput() - one input, borrowed; aborts when something does not hold. Return: 0.
 */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A property: in force in every build, unlike assert(). */
#define MUST_HOLD(condition)                                                            \
	do {                                                                            \
		if (!(condition)) {                                                     \
			fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition); \
			abort();                                                        \
		}                                                                       \
	} while (0)

#endif
