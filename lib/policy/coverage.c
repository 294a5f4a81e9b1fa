/* SPDX-License-Identifier: Apache-2.0 */
/* coverage.c - rules against rules.
 *
 * Strings are numbered once by their order, so that single grants are four numbers that sort and
 * compare fast whatever the sender wrote.
 */
#include "policy/coverage.h"

#include <stdlib.h>
#include <string.h>

#include "policy/says.h"

#define ALL_NAMES UINT32_MAX	   /* cell.name: not limited */
#define OF_URL	  UINT32_MAX	   /* cell.group: not of a resource */
#define UNKNOWN	  (UINT32_MAX - 1) /* no rule has that word */

struct cell {
	uint32_t group, resource, name, verb;
};

struct words {
	size_t count;
	const uint32_t *v;
};

/* What of @now is looked up, and in what. */
struct compare {
	struct findings *out;
	struct names words; /* all there are, sorted */
	uint32_t star;
	struct cell *cells; /* of the old rules, sorted */
	size_t cell_count;
	const struct role *before;
};

static bool same_rules(const struct access_rule *a, const struct access_rule *b)
{
	for (; a && b; a = a->next, b = b->next)
		if (!strings_same(&a->api_groups, &b->api_groups) ||
		    !strings_same(&a->resources, &b->resources) ||
		    !strings_same(&a->resource_names, &b->resource_names) ||
		    !strings_same(&a->verbs, &b->verbs) ||
		    !strings_same(&a->non_resource_urls, &b->non_resource_urls))
			return false;
	return !a && !b;
}

static size_t times(size_t a, size_t b)
{
	size_t product;

	return __builtin_mul_overflow(a, b, &product) ? SIZE_MAX : product;
}

struct size {
	size_t grants, strings;
	size_t urls;  /* grants of URLs */
	size_t steps; /* that it takes to look up one URL */
};

static void measure(const struct access_rule *r, struct size *size)
{
	size_t names = r->resource_names.count ? r->resource_names.count : 1;

	size->urls = times(r->non_resource_urls.count, r->verbs.count);
	size->grants =
		times(times(r->api_groups.count, r->resources.count), times(r->verbs.count, names));
	size->strings = 1 + r->api_groups.count + r->resources.count + r->verbs.count +
			r->resource_names.count + r->non_resource_urls.count;
	size->steps = 1 + (size->urls ? r->non_resource_urls.count + r->verbs.count : 0);
}

/* Whether the rules are so few that they can be taken apart. */
static bool is_small(const struct role *role, struct size *sum)
{
	for_each_access_rule(r, role)
	{
		struct size size;

		measure(r, &size);
		if (size.grants > GRANTS_MAX || size.urls > GRANTS_MAX)
			return false;
		sum->grants += size.grants + size.urls;
		sum->urls += size.urls;
		sum->strings += size.strings;
		sum->steps += size.steps;
		if (sum->grants > GRANTS_MAX || sum->strings > GRANTS_MAX)
			return false;
	}
	return true;
}

static void add_words(struct compare *c, const struct strings *list)
{
	for_each_string (s, *list)
		names_add(c->out, &c->words, s);
}

static void add_rules(struct compare *c, const struct role *role)
{
	for_each_access_rule(r, role)
	{
		add_words(c, &r->api_groups);
		add_words(c, &r->resources);
		add_words(c, &r->resource_names);
		add_words(c, &r->verbs);
		add_words(c, &r->non_resource_urls);
	}
}

static uint32_t number(const struct compare *c, const char *word)
{
	size_t low = 0, high = c->words.count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = strcmp(word, c->words.v[middle]);

		if (order == 0)
			return (uint32_t)middle;
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return UNKNOWN;
}

static void *room(const struct compare *c, size_t count, size_t size)
{
	void *v = arena_alloc(findings_arena(c->out), (count ? count : 1) * size);

	if (!v)
		findings_spoil(c->out);
	return v;
}

/* Empty when memory runs out; the sink knows then. */
static struct words numbers(const struct compare *c, const struct strings *list)
{
	uint32_t *v = room(c, list->count, sizeof(*v));

	if (!v)
		return (struct words){ 0, NULL };
	for (size_t i = 0; i < list->count; i++)
		v[i] = number(c, list->v[i]);
	return (struct words){ list->count, v };
}

/* For "pods/exec" the resource that means exec of all. */
static uint32_t star_of(const struct compare *c, const char *resource)
{
	const char *slash = strchr(resource, '/');

	return slash ? number(c, finding_text(c->out, "*%s", slash)) : UNKNOWN;
}

static struct words stars(const struct compare *c, const struct strings *resources)
{
	uint32_t *v = room(c, resources->count, sizeof(*v));

	if (!v)
		return (struct words){ 0, NULL };
	for (size_t i = 0; i < resources->count; i++)
		v[i] = star_of(c, resources->v[i]);
	return (struct words){ resources->count, v };
}

/* The lists of a rule as numbers. */
struct numbered {
	struct words groups, resources, names, verbs, urls;
	struct words stars; /* of each resource: the one that means its subresource of all */
};

static struct numbered rule_numbers(const struct compare *c, const struct access_rule *r)
{
	static const uint32_t all = ALL_NAMES;

	return (struct numbered){
		.groups = numbers(c, &r->api_groups),
		.resources = numbers(c, &r->resources),
		.names = r->resource_names.count ? numbers(c, &r->resource_names)
						 : (struct words){ 1, &all },
		.verbs = numbers(c, &r->verbs),
		.urls = numbers(c, &r->non_resource_urls),
		.stars = stars(c, &r->resources),
	};
}

static void add_cells(struct compare *c, const struct access_rule *rule)
{
	const struct numbered n = rule_numbers(c, rule);

	for (size_t v = 0; v < n.verbs.count; v++) {
		for (size_t u = 0; u < n.urls.count; u++)
			c->cells[c->cell_count++] =
				(struct cell){ OF_URL, n.urls.v[u], ALL_NAMES, n.verbs.v[v] };
		for (size_t g = 0; g < n.groups.count; g++)
			for (size_t r = 0; r < n.resources.count; r++)
				for (size_t i = 0; i < n.names.count; i++)
					c->cells[c->cell_count++] =
						(struct cell){ n.groups.v[g], n.resources.v[r],
							       n.names.v[i], n.verbs.v[v] };
	}
}

static int by_number(const void *a, const void *b)
{
	const struct cell *x = a, *y = b;

	if (x->group != y->group)
		return x->group < y->group ? -1 : 1;
	if (x->resource != y->resource)
		return x->resource < y->resource ? -1 : 1;
	if (x->name != y->name)
		return x->name < y->name ? -1 : 1;
	return x->verb < y->verb ? -1 : x->verb > y->verb;
}

static bool has_cell(const struct compare *c, struct cell cell)
{
	return bsearch(&cell, c->cells, c->cell_count, sizeof(cell), by_number);
}

static bool has_verb(const struct compare *c, struct cell cell)
{
	if (has_cell(c, cell))
		return true;
	cell.verb = c->star;
	return has_cell(c, cell);
}

static bool has_name(const struct compare *c, struct cell cell)
{
	if (has_verb(c, cell))
		return true;
	cell.name = ALL_NAMES;
	return has_verb(c, cell);
}

/* @star: the resource that means the subresource of all, or UNKNOWN. */
static bool covers(const struct compare *c, struct cell cell, uint32_t star)
{
	const uint32_t groups[] = { cell.group, c->star };
	const uint32_t resources[] = { cell.resource, c->star, star };

	for (size_t g = 0; g < ARRAY_LEN(groups); g++)
		for (size_t r = 0; r < ARRAY_LEN(resources); r++) {
			cell.group = groups[g];
			cell.resource = resources[r];
			if (has_name(c, cell))
				return true;
		}
	return false;
}

/* An old URL that ends in "*" is all that begin as it does. */
static bool covers_url(const struct compare *c, const char *url, const char *verb)
{
	for_each_access_rule(r, c->before)
	{
		if (!strings_have(&r->verbs, "*") && !strings_have(&r->verbs, verb))
			continue;
		for_each_string (old, r->non_resource_urls) {
			size_t len = strlen(old);

			if (len == 0 || old[len - 1] != '*')
				continue;
			while (len > 0 && old[len - 1] == '*')
				len--;
			if (strncmp(old, url, len) == 0)
				return true;
		}
	}
	return false;
}

static void compare_urls(const struct compare *c, const struct access_rule *rule,
			 const struct numbered *n, coverage_new_grant *is_new, void *ctx)
{
	for (size_t u = 0; u < n->urls.count; u++)
		for (size_t v = 0; v < n->verbs.count; v++) {
			const char *url = rule->non_resource_urls.v[u], *verb = rule->verbs.v[v];
			struct cell cell = { OF_URL, n->urls.v[u], ALL_NAMES, n->verbs.v[v] };

			if (!has_verb(c, cell) && !covers_url(c, url, verb))
				is_new(ctx, rule, &(struct grant){ NULL, url, NULL, verb });
		}
}

/* One resource of one group: verbs and names. */
static void compare_resource(const struct compare *c, const struct access_rule *rule,
			     const struct numbered *n, size_t g, size_t r,
			     coverage_new_grant *is_new, void *ctx)
{
	const struct strings *names = &rule->resource_names;

	for (size_t v = 0; v < n->verbs.count; v++)
		for (size_t i = 0; i < n->names.count; i++) {
			struct cell cell = { n->groups.v[g], n->resources.v[r], n->names.v[i],
					     n->verbs.v[v] };

			if (n->stars.count && !covers(c, cell, n->stars.v[r]))
				is_new(ctx, rule,
				       &(struct grant){ rule->api_groups.v[g], rule->resources.v[r],
							names->count ? names->v[i] : NULL,
							rule->verbs.v[v] });
		}
}

static void compare_rule(const struct compare *c, const struct access_rule *rule,
			 coverage_new_grant *is_new, void *ctx)
{
	const struct numbered n = rule_numbers(c, rule);

	compare_urls(c, rule, &n, is_new, ctx);
	for (size_t g = 0; g < n.groups.count; g++)
		for (size_t r = 0; r < n.resources.count; r++)
			compare_resource(c, rule, &n, g, r, is_new, ctx);
}

bool coverage_compare(const struct role *before, const struct role *now, coverage_new_grant *is_new,
		      void *ctx, struct findings *out)
{
	struct compare c = { .out = out, .before = before };
	struct size old_size = { 0 }, size = { 0 };

	if (same_rules(before->rules, now->rules))
		return true;
	if (!is_small(before, &old_size) || !is_small(now, &size) ||
	    times(old_size.steps, size.urls) > PAIRS_MAX)
		return false;
	names_add(out, &c.words, "*");
	add_rules(&c, before);
	add_rules(&c, now);
	names_sort_set(&c.words);
	c.star = number(&c, "*");
	c.cells = room(&c, old_size.grants, sizeof(*c.cells));
	if (findings_spoiled(out))
		return true;
	for_each_access_rule(r, before)
	{
		add_cells(&c, r);
	}
	qsort(c.cells, c.cell_count, sizeof(*c.cells), by_number);
	for_each_access_rule(r, now)
	{
		compare_rule(&c, r, is_new, ctx);
	}
	return true;
}

const char *grant_text(const struct grant *grant, struct findings *out)
{
	const char *group = grant->group ? grant->group : "";

	return finding_text(out, "%s %s%s%s%s%s", grant->verb, grant->resource, *group ? "." : "",
			    group, grant->name ? " " : "", grant->name ? grant->name : "");
}
