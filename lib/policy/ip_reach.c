/* SPDX-License-Identifier: Apache-2.0 */
/* ip_reach.c - spans of addresses: cut, sorted, joined, and what is left between them. */
#include "policy/ip_reach.h"

#include <stdlib.h>
#include <string.h>

#include "base/scoped.h"

static void spans_add(struct findings *out, struct ip_spans *s, uint64_t first, uint64_t last)
{
	if (s->count == s->room) {
		size_t room = s->room ? 2 * s->room : 8;
		struct ip_span *v = arena_alloc(findings_arena(out), room * sizeof(*v));

		if (!v) {
			findings_spoil(out);
			return;
		}
		if (s->count)
			memcpy(v, s->v, s->count * sizeof(*v));
		s->v = v;
		s->room = room;
	}
	s->v[s->count++] = (struct ip_span){ first, last };
}

/* Return: false for an IPv6 range that is narrower than a span can be. */
static bool span_of(const struct cidr *range, struct ip_span *out)
{
	unsigned bytes = range->ip.v4 ? 4 : 8;
	uint64_t mask;

	if (range->prefix > 8 * bytes)
		return false;
	out->first = 0;
	for (unsigned i = 0; i < bytes; i++)
		out->first |= (uint64_t)range->ip.b[i] << (56 - 8 * i);
	mask = range->prefix == 0 ? 0 : UINT64_MAX << (64 - range->prefix);
	out->first &= mask;
	out->last = out->first | ~mask;
	return true;
}

static int by_first(const void *left, const void *right)
{
	const struct ip_span *a = left, *b = right;

	return (a->first > b->first) - (a->first < b->first);
}

/* Sorted, and none touches another. */
static void spans_join(struct ip_spans *s)
{
	size_t kept = 0;

	if (s->count == 0)
		return;
	qsort(s->v, s->count, sizeof(*s->v), by_first);
	for (size_t i = 1; i < s->count; i++) {
		struct ip_span *last = &s->v[kept];

		if (last->last != UINT64_MAX && s->v[i].first > last->last + 1)
			s->v[++kept] = s->v[i];
		else if (s->v[i].last > last->last)
			last->last = s->v[i].last;
	}
	s->count = kept + 1;
}

/* @block without @holes, which are joined. */
static void spans_add_cut(struct findings *out, struct ip_spans *s, struct ip_span block,
			  const struct ip_spans *holes)
{
	for (size_t i = 0; i < holes->count; i++) {
		const struct ip_span *hole = &holes->v[i];

		if (hole->last < block.first)
			continue;
		if (hole->first > block.last)
			break;
		if (hole->first > block.first)
			spans_add(out, s, block.first, hole->first - 1);
		if (hole->last >= block.last)
			return;
		block.first = hole->last + 1;
	}
	spans_add(out, s, block.first, block.last);
}

void ip_reach_add(struct findings *out, struct ip_reach *reach, const char *cidr,
		  const struct strings *excepts)
{
	struct ip_spans holes = { 0 };
	struct ip_span block, hole;
	struct cidr range, except;

	if (!cidr_parse(cidr, &range) || !span_of(&range, &block))
		return;
	for_each_string (text, *excepts)
		if (cidr_parse(text, &except) && except.ip.v4 == range.ip.v4 &&
		    span_of(&except, &hole))
			spans_add(out, &holes, hole.first, hole.last);
	spans_join(&holes);
	spans_add_cut(out, range.ip.v4 ? &reach->v4 : &reach->v6, block, &holes);
}

static void spans_append(struct findings *out, struct ip_spans *s, const struct ip_spans *from)
{
	for (size_t i = 0; i < from->count; i++)
		spans_add(out, s, from->v[i].first, from->v[i].last);
}

void ip_reach_join(struct findings *out, struct ip_reach *reach, const struct ip_reach *from)
{
	spans_append(out, &reach->v4, &from->v4);
	spans_append(out, &reach->v6, &from->v6);
}

/* Whether less than a range of @prefix is missing. */
static bool spans_are_all(struct ip_spans *s, unsigned prefix)
{
	uint64_t missing, limit = UINT64_C(1) << (64 - prefix);

	if (s->count == 0)
		return false;
	spans_join(s);
	missing = s->v[0].first;
	for (size_t i = 1; i < s->count; i++)
		missing += s->v[i].first - s->v[i - 1].last - 1;
	missing += UINT64_MAX - s->v[s->count - 1].last;
	return missing < limit;
}

static unsigned clamp(unsigned prefix, unsigned max)
{
	if (prefix == 0)
		return 1;
	return prefix < max ? prefix : max;
}

const char *ip_reach_all(struct ip_reach *reach, struct ip_limits limits)
{
	if (spans_are_all(&reach->v4, clamp(limits.v4, 32)))
		return "all IPv4 addresses";
	if (spans_are_all(&reach->v6, clamp(limits.v6, 64)))
		return "all IPv6 addresses";
	return NULL;
}

const char *ip_reach_all_public(struct findings *out, const struct ip_reach *reach,
				struct ip_limits limits)
{
	static const char *const elsewhere[] = {
		"0.0.0.0/8",	  "10.0.0.0/8",	   "100.64.0.0/10", "127.0.0.0/8",
		"169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",  "192.168.0.0/16",
		"198.18.0.0/15",  "224.0.0.0/3",   "::/3",	    "4000::/2",
		"8000::/1",
	};
	static const struct strings none = { 0 };
	struct ip_reach all = { 0 };
	const char *what;

	if (reach->v4.count == 0 && reach->v6.count == 0)
		return NULL;
	ip_reach_join(out, &all, reach);
	for (size_t i = 0; i < ARRAY_LEN(elsewhere); i++)
		ip_reach_add(out, &all, elsewhere[i], &none);
	what = ip_reach_all(&all, limits);
	if (!what)
		return NULL;
	return strstr(what, "IPv4") ? "all public IPv4 addresses" : "all public IPv6 addresses";
}
