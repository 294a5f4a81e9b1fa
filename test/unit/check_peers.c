/* SPDX-License-Identifier: Apache-2.0 */
/* check_peers.c - connections counted by source address, in a table that no sender makes grow. */
#include "server/peers.h"

#include <arpa/inet.h>
#include <string.h>

#include "support.h"

static struct sockaddr_storage address(const char *text)
{
	struct sockaddr_storage out = { 0 };

	if (strchr(text, ':')) {
		out.ss_family = AF_INET6;
		ck_assert_int_eq(
			inet_pton(AF_INET6, text, &((struct sockaddr_in6 *)&out)->sin6_addr), 1);
	} else {
		out.ss_family = AF_INET;
		ck_assert_int_eq(inet_pton(AF_INET, text, &((struct sockaddr_in *)&out)->sin_addr),
				 1);
	}
	return out;
}

static const struct {
	const char *name, *a, *b;
	bool same;
} pairs[] = {
	{ "one address", "192.0.2.1", "192.0.2.1", true },
	{ "two addresses", "192.0.2.1", "192.0.2.2", false },
	{ "IPv4 over IPv6", "192.0.2.1", "::ffff:192.0.2.1", true },
	{ "two of IPv4 over IPv6", "::ffff:192.0.2.1", "::ffff:192.0.2.2", false },
	{ "one /64", "2001:db8::1", "2001:db8::2:3", true },
	{ "two /64", "2001:db8::1", "2001:db8:0:1::1", false },
};

START_TEST(each_pair)
{
	struct sockaddr_storage a = address(pairs[_i].a), b = address(pairs[_i].b);
	struct err err = { 0 };
	struct peers *peers = peers_new(10, &err);
	struct peer *one = peer_take(peers, &a), *other = peer_take(peers, &b);

	ck_assert(one && other);
	ck_assert_msg((one == other) == pairs[_i].same, "%s", pairs[_i].name);
	ck_assert_int_eq(atomic_load(&one->connections), pairs[_i].same ? 2 : 1);
	peer_release(one);
	peer_release(other);
	ck_assert_int_eq(atomic_load(&one->connections), 0);
	peers_free(peers);
}
END_TEST

/* A place whose connections are gone is somebody else's; many addresses need no more room, and
 * as many connections as the table is for are all counted. */
START_TEST(many)
{
	struct sockaddr_storage from = address("10.0.0.0");
	struct sockaddr_in *in = (struct sockaddr_in *)&from;
	static struct peer *held[1000];
	struct err err = { 0 };
	struct peers *peers = peers_new(ARRAY_LEN(held), &err);

	for (uint32_t i = 0; i < 200000; i++) {
		size_t at = i % ARRAY_LEN(held);

		peer_release(held[at]);
		in->sin_addr.s_addr = htonl(0x0a000000 + i);
		held[at] = peer_take(peers, &from);
		if (!held[at] || atomic_load(&held[at]->connections) != 1)
			ck_abort_msg("address %u", i);
	}
	peers_free(peers);
}
END_TEST

int main(void)
{
	return run_tables("peers", (const struct table[]){
					   { "pairs", each_pair, ARRAY_LEN(pairs) },
					   { "many", many, 1 },
					   { 0 },
				   });
}
