/* SPDX-License-Identifier: Apache-2.0 */
/* mutate.h - changes to a JSON text that leave it JSON, so that what lies behind the parser gets
 * the fuzzer's time. A fuzzer that includes this file is mutated so; replays try a few changes of
 * each seed, too. */
#ifndef KUBEVET_TEST_MUTATE_H
#define KUBEVET_TEST_MUTATE_H

#include <stddef.h>
#include <stdint.h>

/* Stands between two JSON texts of one input; no byte of UTF-8. */
#define MUTATE_BETWEEN 0xff

/** LLVMFuzzerCustomMutator() - change the input in place. Return: its new size. */
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max, unsigned seed);

/** LLVMFuzzerMutate() - libFuzzer's own, or main.c's when there is no fuzzer. */
size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t max);

#endif
