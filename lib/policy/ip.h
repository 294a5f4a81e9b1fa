/* SPDX-License-Identifier: Apache-2.0 */
/* ip.h - addresses and CIDR ranges, exact when a rule is written, generous when an evasion is
 * looked for. */
#ifndef KUBEVET_POLICY_IP_H
#define KUBEVET_POLICY_IP_H

#include <stdbool.h>

#include "base/err.h"

/* An IPv4 address that is written as IPv6 (::ffff:10.0.0.1) is an IPv4 address. */
struct ip {
	bool v4;
	unsigned char b[16]; /* network order; the first 4 when @v4 */
};

struct cidr {
	struct ip ip;
	unsigned prefix; /* 0 to 32 or 128 */
};

/** ip_parse() - the standard spellings: four decimal numbers, or RFC 4291. Return: false for
 * anything else. */
bool ip_parse(const char *text, struct ip *out);

/** ip_parse_any() - also what resolvers take for an address: 127.1, 0x7f000001, 2130706433, [::1],
 * ::1%lo, a dot at the end. */
bool ip_parse_any(const char *text, struct ip *out);

/** cidr_parse() - "10.0.0.0/8", or an address alone, which is a range of one. Bits behind the
 * prefix are ignored. */
bool cidr_parse(const char *text, struct cidr *out);

/** cidr_has() - whether @ip is in the range; never across families. */
bool cidr_has(const struct cidr *range, const struct ip *ip);

/** cidr_check() - cidr_parse() for a declared parameter. */
int cidr_check(const char *text, struct err *err);

/**
 * ip_special() - what kind of address no service should be an alias of
 *
 * Looks through the ways of writing IPv4 in IPv6: compatible, NAT64, 6to4.
 *
 * Return: "a loopback address", "a link-local address" ..., or NULL for an ordinary address.
 */
const char *ip_special(const struct ip *ip);

#endif
