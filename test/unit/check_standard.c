/* SPDX-License-Identifier: Apache-2.0 */
/* check_standard.c - levels, versions and labels, word for word as upstream. */
#include "config/standard.h"

#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "support.h"

static const struct {
	const char *text;
	bool good;
	enum level level;
} levels[] = {
	{ "privileged", true, LEVEL_PRIVILEGED },    { "baseline", true, LEVEL_BASELINE },
	{ "restricted", true, LEVEL_RESTRICTED },    { "", false, LEVEL_RESTRICTED },
	{ "Baseline", false, LEVEL_RESTRICTED },     { "baseline ", false, LEVEL_RESTRICTED },
	{ "privileged\n", false, LEVEL_RESTRICTED }, { "base", false, LEVEL_RESTRICTED },
};

START_TEST(level)
{
	enum level got = LEVEL_BASELINE;
	bool good = level_parse(levels[_i].text, &got);

	ck_assert_msg(good == levels[_i].good && got == levels[_i].level, "\"%s\": got %d, %s",
		      levels[_i].text, good, level_name(got));
}
END_TEST

static const struct {
	const char *text;
	bool good;
	uint64_t minor;
} versions[] = {
	{ "latest", true, VERSION_LATEST },
	{ "v1.0", true, 0 },
	{ "v1.9", true, 9 },
	{ "v1.10000", true, 10000 },
	{ "v1.9223372036854775807", true, INT64_MAX },
	{ "v1.9223372036854775808", false, VERSION_LATEST },
	{ "v1.99999999999999999999", false, VERSION_LATEST },
	{ "v1.01", false, VERSION_LATEST },
	{ "v1.00", false, VERSION_LATEST },
	{ "v1.", false, VERSION_LATEST },
	{ "v1", false, VERSION_LATEST },
	{ "1.20", false, VERSION_LATEST },
	{ "v2.1", false, VERSION_LATEST },
	{ "V1.1", false, VERSION_LATEST },
	{ "v1.-1", false, VERSION_LATEST },
	{ "v1.+1", false, VERSION_LATEST },
	{ "v1.1\n", false, VERSION_LATEST },
	{ "v1.1.0", false, VERSION_LATEST },
	{ " v1.1", false, VERSION_LATEST },
	{ "Latest", false, VERSION_LATEST },
	{ "", false, VERSION_LATEST },
};

START_TEST(version)
{
	uint64_t got = -1;
	bool good = version_parse(versions[_i].text, &got);

	ck_assert_msg(good == versions[_i].good && got == versions[_i].minor,
		      "\"%s\": got %d, %lld", versions[_i].text, good, (long long)got);
}
END_TEST

static const struct {
	struct level_version a, b;
	const char *a_text;
	bool equal, equivalent;
} pairs[] = {
	{ { LEVEL_BASELINE, 5 }, { LEVEL_BASELINE, 5 }, "baseline:v1.5", true, true },
	{ { LEVEL_BASELINE, VERSION_LATEST },
	  { LEVEL_BASELINE, 37 },
	  "baseline:latest",
	  false,
	  false },
	{ { LEVEL_RESTRICTED, 5 }, { LEVEL_BASELINE, 5 }, "restricted:v1.5", false, false },
	{ { LEVEL_PRIVILEGED, 0 },
	  { LEVEL_PRIVILEGED, VERSION_LATEST },
	  "privileged:v1.0",
	  false,
	  true },
	{ { LEVEL_RESTRICTED, INT64_MAX - 1 },
	  { LEVEL_PRIVILEGED, 0 },
	  "restricted:v1.9223372036854775806",
	  false,
	  false },
};

START_TEST(pair)
{
	char text[LEVEL_VERSION_MAX];
	struct level_version a = pairs[_i].a, b = pairs[_i].b;

	ck_assert_str_eq(level_version_print(a, text), pairs[_i].a_text);
	ck_assert_int_eq(level_version_equal(a, b), pairs[_i].equal);
	ck_assert_int_eq(level_version_equivalent(a, b), pairs[_i].equivalent);
	ck_assert_int_eq(level_version_equivalent(b, a), pairs[_i].equivalent);
}
END_TEST

/* "enforce=baseline,warn-version=v1.2", keys without their prefix, to labels. */
static struct map labels_of(const char *text)
{
	static struct map_entry v[16];
	char *copy = arena_strndup(test_arena(), text, strlen(text));
	struct map map = { .set = true, .v = v };

	ck_assert(copy != NULL);
	for (char *save, *item = strtok_r(copy, ",", &save); item;
	     item = strtok_r(NULL, ",", &save)) {
		char *value = strchr(item, '=');

		*value = '\0';
		v[map.count].key =
			arena_printf(test_arena(), "pod-security.kubernetes.io/%s", item);
		v[map.count++].value = value + 1;
	}
	return map;
}

static struct standard_set set_of(const char *level_version_texts)
{
	char levels_text[3][16], versions_text[3][32];
	struct standard_set set;
	struct level_version *lv[] = { &set.enforce, &set.audit, &set.warn };

	ck_assert_int_eq(sscanf(level_version_texts, "%15[^:]:%31s %15[^:]:%31s %15[^:]:%31s",
				levels_text[0], versions_text[0], levels_text[1], versions_text[1],
				levels_text[2], versions_text[2]),
			 6);
	for (int i = 0; i < 3; i++)
		ck_assert(level_parse(levels_text[i], &lv[i]->level) &&
			  version_parse(versions_text[i], &lv[i]->minor));
	return set;
}

static const char *print_set(const struct standard_set *set)
{
	static char text[3 * LEVEL_VERSION_MAX];
	char e[LEVEL_VERSION_MAX], a[LEVEL_VERSION_MAX], w[LEVEL_VERSION_MAX];

	snprintf(text, sizeof(text), "%s %s %s", level_version_print(set->enforce, e),
		 level_version_print(set->audit, a), level_version_print(set->warn, w));
	return text;
}

#define OPEN	   "privileged:latest privileged:latest privileged:latest"
#define BAD_LEVEL  "must be one of privileged, baseline, restricted"
#define BAD_NUMBER "must be \"latest\" or \"v1.x\""
#define AT(key)	   "metadata.labels[pod-security.kubernetes.io/" key "]: Invalid value: "

static const struct {
	const char *name, *labels, *defaults, *want, *errors;
} namespaces[] = {
	{ "no labels", "", OPEN, OPEN, "" },
	{ "no labels, own defaults", "", "baseline:v1.5 restricted:v1.6 baseline:v1.7",
	  "baseline:v1.5 restricted:v1.6 baseline:v1.7", "" },
	{ "other labels", "Enforce=baseline,enforced=baseline", OPEN, OPEN, "" },
	{ "enforce implies warn", "enforce=baseline", OPEN,
	  "baseline:latest privileged:latest baseline:latest", "" },
	{ "and its version", "enforce=baseline,enforce-version=v1.20", OPEN,
	  "baseline:v1.20 privileged:latest baseline:v1.20", "" },
	{ "not over a version of its own",
	  "enforce=baseline,enforce-version=v1.20,warn-version=v1.8", OPEN,
	  "baseline:v1.20 privileged:latest baseline:v1.8", "" },
	{ "not over a weaker warn label", "enforce=restricted,warn=privileged", OPEN,
	  "restricted:latest privileged:latest privileged:latest", "" },
	{ "not over an equal default", "enforce=baseline,enforce-version=v1.20",
	  "privileged:latest privileged:latest baseline:v1.3",
	  "baseline:v1.20 privileged:latest baseline:v1.3", "" },
	{ "not over a stricter default", "enforce=baseline",
	  "privileged:latest privileged:latest restricted:v1.3",
	  "baseline:latest privileged:latest restricted:v1.3", "" },
	{ "over a weaker default", "enforce=restricted",
	  "privileged:v1.4 privileged:latest baseline:v1.3",
	  "restricted:v1.4 privileged:latest restricted:v1.4", "" },
	{ "a default implies nothing", "audit=baseline",
	  "restricted:latest privileged:latest privileged:latest",
	  "restricted:latest baseline:latest privileged:latest", "" },
	{ "a version alone implies nothing", "enforce-version=v1.2", OPEN,
	  "privileged:v1.2 privileged:latest privileged:latest", "" },
	{ "enforce privileged implies nothing", "enforce=privileged",
	  "baseline:latest baseline:latest baseline:latest",
	  "privileged:latest baseline:latest baseline:latest", "" },
	{ "all six",
	  "warn-version=v1.3,warn=baseline,audit-version=v1.2,audit=restricted,"
	  "enforce-version=v1.1,enforce=baseline",
	  OPEN, "baseline:v1.1 restricted:v1.2 baseline:v1.3", "" },
	{ "bad enforce is restricted, implies nothing", "enforce=nope", OPEN,
	  "restricted:latest privileged:latest privileged:latest",
	  AT("enforce") "\"nope\": " BAD_LEVEL },
	{ "bad audit is privileged", "audit=nope", "baseline:v1.1 restricted:v1.2 restricted:v1.3",
	  "baseline:v1.1 privileged:v1.2 restricted:v1.3", AT("audit") "\"nope\": " BAD_LEVEL },
	{ "bad warn is privileged, and present", "enforce=baseline,warn=nope", OPEN,
	  "baseline:latest privileged:latest privileged:latest",
	  AT("warn") "\"nope\": " BAD_LEVEL },
	{ "empty level", "enforce=", OPEN, "restricted:latest privileged:latest privileged:latest",
	  AT("enforce") "\"\": " BAD_LEVEL },
	{ "bad version is latest, implied too", "enforce=baseline,enforce-version=1.2",
	  "privileged:v1.4 privileged:latest privileged:v1.5",
	  "baseline:latest privileged:latest baseline:latest",
	  AT("enforce-version") "\"1.2\": " BAD_NUMBER },
	{ "empty version", "audit-version=", "baseline:v1.1 restricted:v1.2 restricted:v1.3",
	  "baseline:v1.1 restricted:latest restricted:v1.3",
	  AT("audit-version") "\"\": " BAD_NUMBER },
	{ "four, in upstream's order", "warn=y,audit=x,enforce-version=1.2,enforce=nope", OPEN,
	  "restricted:latest privileged:latest privileged:latest",
	  "[" AT("enforce") "\"nope\": " BAD_LEVEL
			    ", " AT("enforce-version") "\"1.2\": " BAD_NUMBER ", " AT(
				    "audit") "\"x\": " BAD_LEVEL ", " AT("warn") "\"y\": " BAD_LEVEL
										 "]" },
	{ "six", "enforce=a,enforce-version=b,audit=c,audit-version=d,warn=e,warn-version=f", OPEN,
	  "restricted:latest privileged:latest privileged:latest",
	  "[" AT("enforce") "\"a\": " BAD_LEVEL
			    ", " AT("enforce-version") "\"b\": " BAD_NUMBER ", " AT(
				    "audit") "\"c\": " BAD_LEVEL
					     ", " AT("audit-version") "\"d\": " BAD_NUMBER ", " AT(
						     "warn") "\"e\": " BAD_LEVEL
							     ", " AT("warn-version") "\"f\":"
										     " " BAD_NUMBER
										     "]" },
	{ "quoted as Go does", "enforce=a\"b\\\n\x01\xff\xc2\xa0\xc3\xa9", OPEN,
	  "restricted:latest privileged:latest privileged:latest",
	  AT("enforce") "\"a\\\"b\\\\\\n\\x01\\xff\\u00a0\xc3\xa9\": " BAD_LEVEL },
	{ "privileged with a version", "enforce=privileged,enforce-version=v1.20,warn=baseline",
	  OPEN, "privileged:v1.20 privileged:latest baseline:latest", "" },
	{ "audit alone", "audit=baseline,audit-version=v1.20", OPEN,
	  "privileged:latest baseline:v1.20 privileged:latest", "" },
	{ "mixed", "enforce=baseline,audit=restricted,warn=restricted", OPEN,
	  "baseline:latest restricted:latest restricted:latest", "" },
	{ "audit privileged over defaults", "audit=privileged",
	  "baseline:latest baseline:latest baseline:latest",
	  "baseline:latest privileged:latest baseline:latest", "" },
};

START_TEST(namespace)
{
	struct map labels = labels_of(namespaces[_i].labels);
	struct standard_set defaults = set_of(namespaces[_i].defaults), got;
	struct label_errors errors;
	const char *text;

	ck_assert_int_eq(standard_from_labels(test_arena(), &labels, &defaults, &got, &errors), 0);
	ck_assert_msg(same(print_set(&got), namespaces[_i].want), "%s: got %s", namespaces[_i].name,
		      print_set(&got));
	text = label_errors_print(test_arena(), &errors);
	ck_assert_msg(same(text, namespaces[_i].errors), "%s: got %s", namespaces[_i].name, text);
}
END_TEST

START_TEST(no_map)
{
	struct standard_set defaults = set_of("baseline:v1.1 restricted:v1.2 baseline:v1.3"), got;
	struct label_errors errors;

	ck_assert_int_eq(standard_from_labels(test_arena(), NULL, &defaults, &got, &errors), 0);
	ck_assert_str_eq(print_set(&got), "baseline:v1.1 restricted:v1.2 baseline:v1.3");
	ck_assert_uint_eq(errors.count, 0);
}
END_TEST

START_TEST(no_memory)
{
	struct map labels = labels_of("enforce=a,enforce-version=b,audit=c,warn=d");
	struct standard_set defaults = set_of(OPEN), got;
	struct label_errors errors;
	const char *text = NULL;

	for (long n = 0; !text; n++) {
		SCOPED(scoped_arena) struct arena *a = arena_new(1 << 20, &(struct err){ 0 });
		int result;

		mem_fail_at(n);
		result = standard_from_labels(a, &labels, &defaults, &got, &errors);
		text = result == 0 ? label_errors_print(a, &errors) : NULL;
		mem_fail_at(-1);
		/* Whatever failed, what can be used is no weaker than the whole. */
		ck_assert(got.enforce.level == LEVEL_RESTRICTED);
		ck_assert_int_lt(n, 1000);
	}
	ck_assert_uint_eq(errors.count, 4);
}
END_TEST

int main(void)
{
	return run_tables("standard", (const struct table[]){
					      { "levels", level, ARRAY_LEN(levels) },
					      { "versions", version, ARRAY_LEN(versions) },
					      { "pairs", pair, ARRAY_LEN(pairs) },
					      { "namespaces", namespace, ARRAY_LEN(namespaces) },
					      { "no map", no_map, 1 },
					      { "no memory", no_memory, 1 },
					      { 0 },
				      });
}
