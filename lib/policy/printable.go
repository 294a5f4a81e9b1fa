// SPDX-License-Identifier: Apache-2.0

//go:build ignore

// Writes printable.c from the very function that it stands for: go run printable.go > printable.c
package main

import (
	"fmt"
	"strconv"
	"unicode"
)

const head = `/* SPDX-License-Identifier: Apache-2.0 */
/* printable.c - made by printable.go from Unicode %s; do not edit. */
#include "policy/printable.h"

#include <stdlib.h>

#include "base/scoped.h"

struct runes {
	uint32_t first, last;
};

/* clang-format off */
static const struct runes table[] = {
`

const tail = `};
/* clang-format on */

static int compare(const void *key, const void *element)
{
	uint32_t rune = *(const uint32_t *)key;
	const struct runes *r = element;

	return rune < r->first ? -1 : rune > r->last;
}

bool rune_prints(uint32_t rune)
{
	return bsearch(&rune, table, ARRAY_LEN(table), sizeof(*table), compare);
}
`

func main() {
	fmt.Printf(head, unicode.Version)
	line := "\t"
	for first := rune(0); first <= unicode.MaxRune; first++ {
		if !strconv.IsPrint(first) {
			continue
		}
		last := first
		for last < unicode.MaxRune && strconv.IsPrint(last+1) {
			last++
		}
		cell := fmt.Sprintf("{0x%x,0x%x},", first, last)
		if len(line)+len(cell) > 92 {
			fmt.Println(line)
			line = "\t"
		}
		line += cell
		first = last
	}
	fmt.Println(line)
	fmt.Print(tail)
}
