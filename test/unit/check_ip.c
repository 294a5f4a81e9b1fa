/* SPDX-License-Identifier: Apache-2.0 */
/* check_ip.c - addresses in every spelling, ranges to the bit. */
#include "policy/ip.h"

#include "support.h"

static const struct {
	const char *text;
	bool strict, any;
} spellings[] = {
	{ "127.0.0.1", true, true },
	{ "::1", true, true },
	{ "::ffff:1.2.3.4", true, true },
	{ "127.1", false, true },
	{ "0x7f.1", false, true },
	{ "0177.0.0.1", false, true },
	{ "2130706433", false, true },
	{ "127.0.0.1.", false, true },
	{ "[::1]", false, true },
	{ "[127.0.0.1]", false, true },
	{ "::1%eth0", false, true },
	{ "127.0.0.1%eth0", false, false },
	{ "", false, false },
	{ ".", false, false },
	{ "[", false, false },
	{ "[]", false, false },
	{ "127.0.0.1 x", false, false },
	{ " 127.0.0.1", false, false },
	{ "256.0.0.1", false, false },
	{ "1.2.3.4.5", false, false },
	{ "4294967296", false, false },
	{ "08.0.0.1", false, false },
	{ "localhost", false, false },
	{ "1:2:3", false, false },
	{ "00000000000000000000000000000000000000000000000000000000000000000000000000000000"
	  "000000000000000000000000000000000000000000000000000000000001",
	  false, false },
};

START_TEST(each_spelling)
{
	struct ip ip;

	ck_assert_msg(ip_parse(spellings[_i].text, &ip) == spellings[_i].strict, "strict: %s",
		      spellings[_i].text);
	ck_assert_msg(ip_parse_any(spellings[_i].text, &ip) == spellings[_i].any, "any: %s",
		      spellings[_i].text);
}
END_TEST

static const struct {
	const char *range, *ip;
	bool want;
} members[] = {
	{ "10.0.0.0/8", "10.255.255.255", true },
	{ "10.0.0.0/8", "11.0.0.0", false },
	{ "10.1.2.3/8", "10.9.9.9", true },
	{ "10.0.0.0/9", "10.127.255.255", true },
	{ "10.0.0.0/9", "10.128.0.0", false },
	{ "10.0.0.1", "10.0.0.1", true },
	{ "10.0.0.1/32", "10.0.0.0", false },
	{ "10.0.0.0/31", "10.0.0.1", true },
	{ "0.0.0.0/0", "255.255.255.255", true },
	{ "0.0.0.0/0", "::1", false },
	{ "::/0", "1.2.3.4", false },
	{ "::/0", "ffff::", true },
	{ "2001:db8::/33", "2001:db8:7fff::1", true },
	{ "2001:db8::/33", "2001:db8:8000::1", false },
	{ "2001:db8::1/128", "2001:db8::1", true },
	{ "::ffff:10.0.0.0/104", "10.200.0.1", true },
	{ "::ffff:10.0.0.0/104", "11.0.0.1", false },
	{ "10.0.0.0/8", "::ffff:10.0.0.1", true },
};

START_TEST(each_member)
{
	struct cidr range;
	struct ip ip;

	ck_assert_msg(cidr_parse(members[_i].range, &range), "%s", members[_i].range);
	ck_assert_msg(ip_parse(members[_i].ip, &ip), "%s", members[_i].ip);
	ck_assert_msg(cidr_has(&range, &ip) == members[_i].want, "%s in %s", members[_i].ip,
		      members[_i].range);
}
END_TEST

static const char *const no_ranges[] = {
	"",
	"/",
	"/8",
	"10.0.0.0/",
	"10.0.0.0/33",
	"10.0.0.0/-1",
	"10.0.0.0/+8",
	"10.0.0.0/08",
	"10.0.0.0/ 8",
	"10.0.0.0/8 ",
	"10.0.0.0/8/8",
	"10.0.0/8",
	"::/129",
	"::/0128",
	"::1%lo/128",
	"10.0.0.0/255.0.0.0",
};

START_TEST(each_no_range)
{
	struct cidr range;
	struct err err;

	ck_assert_msg(!cidr_parse(no_ranges[_i], &range), "%s", no_ranges[_i]);
	ck_assert_int_eq(cidr_check(no_ranges[_i], &err), -1);
}
END_TEST

static const struct {
	const char *ip, *want;
} special[] = {
	{ "127.0.0.1", "a loopback address" },
	{ "126.255.255.255", NULL },
	{ "128.0.0.0", NULL },
	{ "::1", "a loopback address" },
	{ "::2", "the unspecified address" }, /* 0.0.0.2, written as compatible */
	{ "::", "the unspecified address" },
	{ "::127.0.0.1", "a loopback address" },
	{ "::ffff:127.0.0.1", "a loopback address" },
	{ "64:ff9b::a9fe:a9fe", "a cloud metadata address" },
	{ "2002:7f00:1::", "a loopback address" },
	{ "2002:102:304::", NULL },
	{ "169.254.169.254", "a cloud metadata address" },
	{ "169.254.0.1", "a link-local address" },
	{ "fe80::1", "a link-local address" },
	{ "febf::1", "a link-local address" },
	{ "fec0::1", NULL },
	{ "fd00:ec2::254", "a cloud metadata address" },
	{ "0.0.0.0", "the unspecified address" },
	{ "203.0.113.1", NULL },
	{ "2001:db8::1", NULL },
};

START_TEST(each_special)
{
	struct ip ip;
	const char *got;

	ck_assert(ip_parse(special[_i].ip, &ip));
	got = ip_special(&ip);
	ck_assert_msg(same(got, special[_i].want), "%s: got %s", special[_i].ip,
		      got ? got : "nothing");
}
END_TEST

int main(void)
{
	return run_tables(
		"ip", (const struct table[]){ { "spellings", each_spelling, ARRAY_LEN(spellings) },
					      { "members", each_member, ARRAY_LEN(members) },
					      { "no ranges", each_no_range, ARRAY_LEN(no_ranges) },
					      { "special", each_special, ARRAY_LEN(special) },
					      { 0 } });
}
