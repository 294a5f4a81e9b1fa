/* SPDX-License-Identifier: Apache-2.0 */
/* check_coverage.c - what one role grants that another does not, against the plain way to find out:
 * each single grant against each old rule.
 */
#include "policy/coverage.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "support.h"

static bool covers_text(const struct strings *list, const char *what)
{
	return strings_have(list, "*") || strings_have(list, what);
}

static bool covers_resource(const struct strings *list, const char *resource)
{
	const char *slash = strchr(resource, '/');

	return covers_text(list, resource) ||
	       (slash && strings_have(list, arena_printf(test_arena(), "*%s", slash)));
}

static bool covers_url(const struct strings *list, const char *url)
{
	for_each_string (old, *list) {
		size_t len = strlen(old);

		if (strcmp(old, url) == 0)
			return true;
		if (len == 0 || old[len - 1] != '*')
			continue;
		while (len && old[len - 1] == '*')
			len--;
		if (strncmp(old, url, len) == 0)
			return true;
	}
	return false;
}

static bool covers_name(const struct strings *names, const char *name)
{
	return names->count == 0 || (name && strings_have(names, name));
}

static bool is_covered(const struct role *before, const struct grant *g)
{
	for (const struct access_rule *r = before->rules; r; r = r->next) {
		if (!covers_text(&r->verbs, g->verb))
			continue;
		if (!g->group && covers_url(&r->non_resource_urls, g->resource))
			return true;
		if (g->group && covers_text(&r->api_groups, g->group) &&
		    covers_resource(&r->resources, g->resource) &&
		    covers_name(&r->resource_names, g->name))
			return true;
	}
	return false;
}

static void note_new(void *ctx, const struct access_rule *rule, const struct grant *g)
{
	(void)rule;
	buf_addf(ctx, "%s %s %s %s\n", g->group ? g->group : "url", g->resource,
		 g->name ? g->name : "all", g->verb);
}

/* In the order of coverage_compare(). */
static void plain_compare(const struct role *before, const struct role *now, struct buf *out)
{
	static const char *const all[] = { NULL };

	for (const struct access_rule *r = now->rules; r; r = r->next) {
		const char *const *names = r->resource_names.count ? r->resource_names.v : all;
		size_t count = r->resource_names.count ? r->resource_names.count : 1;

		for_each_string (url, r->non_resource_urls)
			for_each_string (verb, r->verbs) {
				struct grant g = { NULL, url, NULL, verb };

				if (!is_covered(before, &g))
					note_new(out, r, &g);
			}
		for_each_string (group, r->api_groups)
			for_each_string (resource, r->resources)
				for_each_string (verb, r->verbs)
					for (size_t i = 0; i < count; i++) {
						struct grant g = { group, resource, names[i],
								   verb };

						if (!is_covered(before, &g))
							note_new(out, r, &g);
					}
	}
}

static const char *const groups[] = { "", "apps", "*" };
static const char *const resources[] = { "pods",   "pods/exec", "*",	"*/exec",
					 "pods/*", "a/exec",	"exec", "" };
static const char *const verbs[] = { "get", "list", "*", "" };
static const char *const names[] = { "a", "b", "", "*" };
static const char *const urls[] = { "/a", "/a/*", "/a/b", "*", "/*", "/a**", "/", "" };

static uint32_t next_random(uint32_t *state)
{
	*state = *state * 1664525u + 1013904223u;
	return *state >> 16;
}

/* Up to three of the words. */
static struct strings some(uint32_t *state, const char *const *words, size_t count)
{
	struct strings list = { .set = true, .count = next_random(state) % 4 };
	const char **v = arena_alloc(test_arena(), 3 * sizeof(*v));

	for (size_t i = 0; i < list.count; i++)
		v[i] = words[next_random(state) % count];
	list.v = v;
	return list;
}

static struct role random_role(uint32_t *state)
{
	struct role role = { .rules = NULL };
	size_t count = next_random(state) % 4;

	for (size_t i = 0; i < count; i++) {
		struct access_rule *r = arena_zalloc(test_arena(), sizeof(*r));

		r->api_groups = some(state, groups, ARRAY_LEN(groups));
		r->resources = some(state, resources, ARRAY_LEN(resources));
		r->verbs = some(state, verbs, ARRAY_LEN(verbs));
		if (next_random(state) % 2)
			r->resource_names = some(state, names, ARRAY_LEN(names));
		if (next_random(state) % 2)
			r->non_resource_urls = some(state, urls, ARRAY_LEN(urls));
		r->next = role.rules;
		role.rules = r;
	}
	return role;
}

START_TEST(as_the_plain_way)
{
	uint32_t state = (uint32_t)_i * 2654435761u + 1;

	for (int n = 0; n < 200; n++) {
		const struct role before = random_role(&state), now = random_role(&state);
		SCOPED(scoped_buf) struct buf got, want;

		buf_init(&got, 65536);
		buf_init(&want, 65536);
		ck_assert(coverage_compare(&before, &now, note_new, &got,
					   findings_new(test_arena())));
		plain_compare(&before, &now, &want);
		ck_assert_msg(same(buf_str(&got), buf_str(&want)), "%d: got\n%swant\n%s", n,
			      buf_str(&got), buf_str(&want));
	}
}
END_TEST

/* @count words that share a long beginning, the worst there is to compare. */
static struct strings many(size_t count, const char *prefix)
{
	const char **v = arena_alloc(test_arena(), count * sizeof(*v));

	for (size_t i = 0; i < count; i++)
		v[i] = arena_printf(test_arena(), "%s%06zu", prefix, i);
	return (struct strings){ .set = true, .count = count, .v = v };
}

static void count_new(void *ctx, const struct access_rule *rule, const struct grant *g)
{
	(void)rule;
	(void)g;
	++*(size_t *)ctx;
}

static size_t new_of(const struct access_rule *before, const struct access_rule *now, bool small)
{
	const struct role old = { .rules = before }, role = { .rules = now };
	struct findings *out = findings_new(test_arena());
	size_t count = 0;

	ck_assert_int_eq(coverage_compare(&old, &role, count_new, &count, out), small);
	ck_assert(!findings_spoiled(out));
	return count;
}

START_TEST(bounds)
{
	const struct strings one = many(1, "x");
	struct access_rule at_bound = { .api_groups = one,
					.resources = many(10000, "a-resource-with-a-long-name-"),
					.verbs = many(10, "verb-") };
	struct access_rule beyond = at_bound, other = at_bound;
	struct access_rule url = { .verbs = one, .non_resource_urls = many(1000, "/a/path/") };
	struct access_rule paths = { .verbs = one, .non_resource_urls = many(996, "/a/path/*") };
	struct access_rule path = { .verbs = one, .non_resource_urls = one };

	beyond.verbs = many(11, "verb-");
	other.verbs = many(10, "other-");
	ck_assert_uint_eq(new_of(&at_bound, &other, true), 100000);
	ck_assert_uint_eq(new_of(&at_bound, &path, true), 1);
	ck_assert_uint_eq(new_of(&at_bound, &beyond, false), 0);
	ck_assert_uint_eq(new_of(&beyond, &at_bound, false), 0);
	ck_assert_uint_eq(new_of(&beyond, &beyond, true), 0); /* the same */
	ck_assert_uint_eq(new_of(&paths, &url, true), 1000);
	paths.non_resource_urls = many(999, "/a/path/*");
	ck_assert_uint_eq(new_of(&paths, &url, false), 0);
}
END_TEST

START_TEST(each_allocation_fails)
{
	uint32_t state = 7;
	const struct role before = random_role(&state), now = random_role(&state);
	bool complete = false;
	long n;

	for (n = 0; !complete && n < 1000; n++) {
		struct findings *out = findings_new(test_arena());
		size_t count = 0;

		mem_fail_at(n);
		ck_assert(coverage_compare(&before, &now, count_new, &count, out));
		mem_fail_at(-1);
		complete = !findings_spoiled(out);
	}
	ck_assert(complete);
	ck_assert_int_gt(n, 3);
}
END_TEST

int main(void)
{
	return run_tables("coverage", (const struct table[]){
					      { "random", as_the_plain_way, 50 },
					      { "bounds", bounds, 1 },
					      { "memory", each_allocation_fails, 1 },
					      { 0 },
				      });
}
