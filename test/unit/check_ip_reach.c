/* SPDX-License-Identifier: Apache-2.0 */
/* check_ip_reach.c - what ranges add up to. */
#include "policy/ip_reach.h"

#include "base/mem.h"
#include "support.h"

#define BLOCKS_MAX 4
#define HOLES_MAX  3

struct block {
	const char *cidr, *except[HOLES_MAX];
};

static const struct {
	const char *name;
	struct block blocks[BLOCKS_MAX];
	unsigned v4, v6;
	const char *all, *public;
} cases[] = {
	{ "nothing", { { NULL, { NULL } } }, 16, 64, NULL, NULL },
	{ "one",
	  { { "0.0.0.0/0", { NULL } } },
	  16,
	  64,
	  "all IPv4 addresses",
	  "all public IPv4 addresses" },
	{ "half", { { "0.0.0.0/1", { NULL } } }, 16, 64, NULL, NULL },
	{ "half with half as the limit",
	  { { "128.0.0.0/1", { NULL } } },
	  0,
	  64,
	  NULL,
	  "all public IPv4 addresses" },
	{ "all but the first",
	  { { "0.0.0.0/0", { "0.0.0.0/8" } } },
	  16,
	  64,
	  NULL,
	  "all public IPv4 addresses" },
	{ "all but the last",
	  { { "0.0.0.0/0", { "255.255.0.0/16" } } },
	  16,
	  64,
	  NULL,
	  "all public IPv4 addresses" },
	{ "less than the limit",
	  { { "0.0.0.0/0", { "255.255.0.0/17" } } },
	  16,
	  64,
	  "all IPv4 addresses",
	  "all public IPv4 addresses" },
	{ "holes that touch",
	  { { "0.0.0.0/0", { "8.0.0.0/9", "8.128.0.0/9", "8.0.0.0/8" } } },
	  8,
	  64,
	  NULL,
	  NULL },
	{ "filled again",
	  { { "0.0.0.0/0", { "8.0.0.0/8" } }, { "8.0.0.0/8", { NULL } } },
	  32,
	  64,
	  "all IPv4 addresses",
	  "all public IPv4 addresses" },
	{ "filled but for a hole",
	  { { "0.0.0.0/0", { "8.0.0.0/8" } }, { "8.0.0.0/8", { "8.8.8.8/32" } } },
	  32,
	  64,
	  NULL,
	  NULL },
	{ "a hole that is all", { { "0.0.0.0/0", { "0.0.0.0/0" } } }, 1, 64, NULL, NULL },
	{ "a hole of the other family",
	  { { "0.0.0.0/0", { "::/0" } } },
	  32,
	  64,
	  "all IPv4 addresses",
	  "all public IPv4 addresses" },
	{ "IPv6",
	  { { "::/1", { NULL } }, { "8000::/1", { NULL } } },
	  16,
	  64,
	  "all IPv6 addresses",
	  "all public IPv6 addresses" },
	{ "IPv6 without a subnet", { { "::/0", { "2001:db8::/64" } } }, 16, 64, NULL, NULL },
	{ "IPv6 without a host",
	  { { "::/0", { "2001:db8::1/128" } } },
	  16,
	  64,
	  "all IPv6 addresses",
	  "all public IPv6 addresses" },
	{ "IPv6 that is narrow", { { "2001:db8::1/128", { NULL } } }, 16, 64, NULL, NULL },
	{ "global IPv6", { { "2000::/3", { NULL } } }, 16, 64, NULL, "all public IPv6 addresses" },
	{ "private", { { "10.0.0.0/8", { NULL } }, { "fc00::/7", { NULL } } }, 16, 64, NULL, NULL },
	{ "no ranges", { { "all", { NULL } }, { "0.0.0.0/33", { NULL } } }, 16, 64, NULL, NULL },
};

static void fill(struct findings *out, struct ip_reach *reach, int row)
{
	for (int i = 0; i < BLOCKS_MAX && cases[row].blocks[i].cidr; i++) {
		const struct block *b = &cases[row].blocks[i];
		struct strings except = { .set = true, .v = b->except };

		while (except.count < HOLES_MAX && b->except[except.count])
			except.count++;
		ip_reach_add(out, reach, b->cidr, &except);
	}
}

START_TEST(each_case)
{
	struct ip_limits limits = { cases[_i].v4, cases[_i].v6 };
	struct findings *out = findings_new(test_arena());
	struct ip_reach reach = { 0 }, joined = { 0 };

	fill(out, &reach, _i);
	ip_reach_join(out, &joined, &reach);
	ck_assert_msg(same(ip_reach_all(&reach, limits), cases[_i].all), "%s", cases[_i].name);
	ck_assert_msg(same(ip_reach_all(&joined, limits), cases[_i].all), "%s", cases[_i].name);
	ck_assert_msg(same(ip_reach_all_public(out, &reach, limits), cases[_i].public), "%s",
		      cases[_i].name);
	ck_assert(!findings_spoiled(out));
}
END_TEST

START_TEST(each_without_memory)
{
	struct ip_limits limits = { cases[_i].v4, cases[_i].v6 };
	bool done = false;

	for (long n = 0; !done && n < 100; n++) {
		struct findings *out = findings_new(test_arena());
		struct ip_reach reach = { 0 };
		const char *public;

		mem_fail_at(n);
		fill(out, &reach, _i);
		public = ip_reach_all_public(out, &reach, limits);
		mem_fail_at(-1);
		done = !findings_spoiled(out);
		ck_assert(!done || same(public, cases[_i].public));
	}
	ck_assert(done);
}
END_TEST

/* As many as a sender may have: sorted once, whatever the order. */
START_TEST(many)
{
	struct findings *out = findings_new(test_arena());
	struct strings none = { 0 };
	struct ip_reach reach = { 0 };

	for (unsigned i = 0; i < 65536; i++) {
		unsigned at = i * 40503 & 0xffff;

		ip_reach_add(out, &reach,
			     arena_printf(test_arena(), "%u.%u.0.0/16", at >> 8, at & 255), &none);
	}
	ck_assert_str_eq(ip_reach_all(&reach, (struct ip_limits){ 32, 64 }), "all IPv4 addresses");
}
END_TEST

int main(void)
{
	return run_tables("ip_reach", (const struct table[]){
					      { "cases", each_case, ARRAY_LEN(cases) },
					      { "memory", each_without_memory, ARRAY_LEN(cases) },
					      { "many", many, 1 },
					      { 0 } });
}
