/* SPDX-License-Identifier: Apache-2.0 */
/* check_quantity.c - quantities: what is one, and how two compare. */
#include "k8s/quantity.h"

#include <string.h>

#include "support.h"

#define NINES_128                                                           \
	"99999999999999999999999999999999999999999999999999999999999999999" \
	"999999999999999999999999999999999999999999999999999999999999999"

static const struct {
	const char *text;
	bool good;
} texts[] = {
	{ "0", true },	    { "1", true },	   { "500m", true },	{ "1Gi", true },
	{ "1e3", true },    { "1E3", true },	   { "1E", true },	{ "0.1", true },
	{ ".5", true },	    { "5.", true },	   { "-1", true },	{ "+1", true },
	{ "1e-3", true },   { "1e+3", true },	   { "100n", true },	{ "1u", true },
	{ "12k", true },    { "1Ei", true },	   { NINES_128, true }, { "1e99999999999", true },
	{ "", false },	    { ".", false },	   { "m", false },	{ "1K", false },
	{ "1ki", false },   { "1 Gi", false },	   { " 1", false },	{ "1Gi ", false },
	{ "0x10", false },  { "1e", false },	   { "1e+", false },	{ "1e3Gi", false },
	{ "1.2.3", false }, { "--1", false },	   { "1e1.5", false },	{ "NaN", false },
	{ "inf", false },   { "1,5", false },	   { "1Gib", false },	{ NINES_128 "9", false },
	{ "1mm", false },   { "\xd9\xa1", false },
};

START_TEST(each_text)
{
	struct quantity q;

	ck_assert_msg(quantity_parse(texts[_i].text, &q) == texts[_i].good, "\"%s\"",
		      texts[_i].text);
}
END_TEST

static const struct {
	const char *a, *b;
	int order;
} pairs[] = {
	{ "1", "1000m", 0 },
	{ "0.1", "100m", 0 },
	{ "1Gi", "1073741824", 0 },
	{ "1Gi", "1024Mi", 0 },
	{ "1G", "1Gi", -1 },
	{ "1e3", "1k", 0 },
	{ "1E", "1e18", 0 },
	{ "1E3", "1000", 0 },
	{ "1Ei", "1E", 1 },
	{ "1.5Gi", "1536Mi", 0 },
	{ "0.5Ki", "512", 0 },
	{ "0.0000000000000000000000001Ei", "116n", 0 },
	{ "0.0000000001", "1n", 0 },
	{ "1.0000000001", "1.000000001", 0 },
	{ "1e-10", "1n", 0 },
	{ "1e-1000", "1n", 0 },
	{ "0e-1000", "0", 0 },
	{ "0e1000", "0", 0 },
	{ "-0", "0", 0 },
	{ "-1", "0", -1 },
	{ "-2", "-1", -1 },
	{ "-1", "1", -1 },
	{ "1", "-1", 1 },
	{ "9223372036854775807", "9223372036854775806", 1 },
	{ "9223372036854775807", "9223372036854775808", 0 },
	{ "9223372036854775807", "8Ei", 0 },
	{ "9223372036854775807", "1e999", 0 },
	{ "99999Ei", NINES_128, 0 },
	{ "00000000000000000001", "1", 0 },
	{ "1000m", "1001m", -1 },
};

START_TEST(each_pair)
{
	struct quantity a, b;

	ck_assert(quantity_parse(pairs[_i].a, &a) && quantity_parse(pairs[_i].b, &b));
	ck_assert_msg(quantity_compare(&a, &b) == pairs[_i].order, "%s, %s", pairs[_i].a,
		      pairs[_i].b);
	ck_assert_msg(quantity_compare(&b, &a) == -pairs[_i].order, "%s, %s", pairs[_i].b,
		      pairs[_i].a);
}
END_TEST

static const struct {
	const char *a, *b, *ratio;
	bool over;
} ratios[] = {
	{ "2", "1", "2", false },     { "2001m", "1", "2", true },
	{ "3", "2", "1.5", false },   { "3000000001n", "2", "1.5", true },
	{ "1", "0", "10", true },     { "0", "0", "10", false },
	{ "8Ei", "8Ei", "1", false }, { "8Ei", "1n", "8Ei", true },
	{ "0.3", "0.1", "3", false }, { "1Gi", "512Mi", "2", false },
	{ "1", "8Ei", "8Ei", false }, { "1", "-1", "1", true },
	{ "1Gi", "1G", "1", true },   { "1n", "1n", "1", false },
};

START_TEST(each_ratio)
{
	struct quantity a, b, ratio;

	ck_assert(quantity_parse(ratios[_i].a, &a) && quantity_parse(ratios[_i].b, &b) &&
		  quantity_parse(ratios[_i].ratio, &ratio));
	ck_assert_msg(quantity_over_ratio(&a, &b, &ratio) == ratios[_i].over, "%s / %s > %s",
		      ratios[_i].a, ratios[_i].b, ratios[_i].ratio);
}
END_TEST

START_TEST(as_parameter)
{
	struct quantity q;
	struct err err = { 0 };

	ck_assert_int_eq(quantity_check("1Gi", &err), 0);
	ck_assert_int_eq(quantity_check("1GB", &err), -1);
	ck_assert_str_eq(err.text, "\"1GB\" is no quantity like \"500m\" or \"1Gi\"");
	ck_assert_int_eq(quantity_check("-1", &err), -1);
	ck_assert(quantity_parse("0m", &q) && quantity_is_zero(&q));
	ck_assert(quantity_parse("1n", &q) && !quantity_is_zero(&q));
	ck_assert(quantity_parse("128974848000m", &q) && quantity_is_whole(&q));
	ck_assert(quantity_parse("9E", &q) && quantity_is_whole(&q));
	ck_assert(quantity_parse("3500m", &q) && !quantity_is_whole(&q));
	ck_assert(quantity_parse("1n", &q) && !quantity_is_whole(&q));
}
END_TEST

int main(void)
{
	return run_tables("quantity", (const struct table[]){
					      { "texts", each_text, ARRAY_LEN(texts) },
					      { "pairs", each_pair, ARRAY_LEN(pairs) },
					      { "ratios", each_ratio, ARRAY_LEN(ratios) },
					      { "parameter", as_parameter, 1 },
					      { 0 },
				      });
}
