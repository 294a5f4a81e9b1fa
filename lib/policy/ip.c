/* SPDX-License-Identifier: Apache-2.0 */
/* ip.c - parsing by libc, ranges by bits. */
#include "policy/ip.h"

#include <arpa/inet.h>
#include <string.h>

#include "base/scoped.h"

#define TEXT_MAX 128 /* longer than any address with brackets and a zone */

static void from_v4(struct ip *out, const void *bytes)
{
	*out = (struct ip){ .v4 = true };
	memcpy(out->b, bytes, 4);
}

static bool is_mapped(const unsigned char *b)
{
	static const unsigned char prefix[12] = { [10] = 0xff, [11] = 0xff };

	return memcmp(b, prefix, sizeof(prefix)) == 0;
}

/* As written: a mapped address stays IPv6, which is what a prefix counts from. */
static bool parse_written(const char *text, struct ip *out)
{
	*out = (struct ip){ 0 };
	if (inet_pton(AF_INET, text, out->b) == 1) {
		out->v4 = true;
		return true;
	}
	return inet_pton(AF_INET6, text, out->b) == 1;
}

bool ip_parse(const char *text, struct ip *out)
{
	struct ip written;

	if (!parse_written(text, &written))
		return false;
	if (!written.v4 && is_mapped(written.b))
		from_v4(out, written.b + 12);
	else
		*out = written;
	return true;
}

bool ip_parse_any(const char *text, struct ip *out)
{
	char copy[TEXT_MAX], *s = copy;
	size_t len = strnlen(text, TEXT_MAX);
	struct in_addr v4;

	if (len == 0 || len == TEXT_MAX || strpbrk(text, " \t\n\v\f\r"))
		return false; /* inet_aton() stops at white space */
	memcpy(copy, text, len + 1);
	if (s[len - 1] == '.')
		s[--len] = '\0';
	if (*s == '[' && s[len - 1] == ']') {
		s[len - 1] = '\0';
		s++;
	}
	if (strchr(s, ':'))
		s[strcspn(s, "%")] = '\0';
	if (ip_parse(s, out))
		return true;
	if (inet_aton(s, &v4) == 0)
		return false;
	from_v4(out, &v4);
	return true;
}

static bool parse_prefix(const char *text, unsigned max, unsigned *out)
{
	unsigned n = 0;
	size_t digits = strspn(text, "0123456789");

	if (digits == 0 || digits > 3 || text[digits] || (digits > 1 && text[0] == '0'))
		return false;
	for (; *text; text++)
		n = n * 10 + (unsigned)(*text - '0');
	*out = n;
	return n <= max;
}

bool cidr_parse(const char *text, struct cidr *out)
{
	char address[TEXT_MAX];
	size_t len = strcspn(text, "/");

	if (len >= sizeof(address))
		return false;
	memcpy(address, text, len);
	address[len] = '\0';
	if (!parse_written(address, &out->ip))
		return false;
	out->prefix = out->ip.v4 ? 32 : 128;
	if (text[len] == '/' && !parse_prefix(text + len + 1, out->prefix, &out->prefix))
		return false;
	if (!out->ip.v4 && out->prefix >= 96 && is_mapped(out->ip.b)) {
		struct ip mapped = out->ip;

		from_v4(&out->ip, mapped.b + 12);
		out->prefix -= 96;
	}
	return true;
}

bool cidr_has(const struct cidr *range, const struct ip *ip)
{
	unsigned bytes = range->prefix / 8, bits = range->prefix % 8;

	if (range->ip.v4 != ip->v4 || memcmp(range->ip.b, ip->b, bytes) != 0)
		return false;
	return bits == 0 || ((range->ip.b[bytes] ^ ip->b[bytes]) >> (8 - bits)) == 0;
}

int cidr_check(const char *text, struct err *err)
{
	struct cidr range;

	if (cidr_parse(text, &range))
		return 0;
	return err_set(err, ERR_INPUT, "\"%.100s\" is no address and no CIDR range", text);
}

static bool in_any(const struct ip *ip, const char *const *ranges, size_t count)
{
	struct cidr range;

	for (size_t i = 0; i < count; i++)
		if (cidr_parse(ranges[i], &range) && cidr_has(&range, ip))
			return true;
	return false;
}

/* The IPv4 address that an IPv6 one leads to, if it does. */
static bool unwrap(const struct ip *ip, struct ip *out)
{
	static const char *const tails[] = { "::/96", "64:ff9b::/96" };
	static const char *const six_to_four[] = { "2002::/16" };

	if (ip->v4)
		return false;
	if (in_any(ip, tails, ARRAY_LEN(tails)))
		from_v4(out, ip->b + 12);
	else if (in_any(ip, six_to_four, 1))
		from_v4(out, ip->b + 2);
	else
		return false;
	return true;
}

const char *ip_special(const struct ip *ip)
{
	/* Of AWS, Azure, Alibaba and Oracle, where they are not link-local. */
	static const char *const metadata[] = { "169.254.169.254", "fd00:ec2::254", "168.63.129.16",
						"100.100.100.200", "192.0.0.192" };
	static const char *const loopback[] = { "127.0.0.0/8", "::1" };
	static const char *const unspecified[] = { "0.0.0.0/8", "::" };
	static const char *const link_local[] = { "169.254.0.0/16", "fe80::/10" };
	struct ip inner;

	if (in_any(ip, loopback, ARRAY_LEN(loopback)))
		return "a loopback address";
	if (in_any(ip, metadata, ARRAY_LEN(metadata)))
		return "a cloud metadata address";
	if (in_any(ip, link_local, ARRAY_LEN(link_local)))
		return "a link-local address";
	if (in_any(ip, unspecified, ARRAY_LEN(unspecified)))
		return "the unspecified address";
	return unwrap(ip, &inner) ? ip_special(&inner) : NULL;
}
