/* SPDX-License-Identifier: Apache-2.0 */
/* peers.c - a hash table without growth: a slot is free again when its count is zero. */
#include "server/peers.h"

#include <netinet/in.h>
#include <stdint.h>
#include <string.h>
#include <sys/random.h>

#include "base/mem.h"

#define PROBES 32 /* slots looked at for one address */

struct peers {
	size_t mask; /* slots - 1 */
	uint64_t seed;
	struct peer slots[];
};

struct peers *peers_new(unsigned connections, struct err *err)
{
	size_t slots = 64;
	struct peers *p;

	while (slots < 4 * (size_t)connections)
		slots *= 2;
	p = mem_alloc(sizeof(*p) + slots * sizeof(struct peer));
	if (!p) {
		err_memory(err);
		return NULL;
	}
	memset(p, 0, sizeof(*p) + slots * sizeof(struct peer));
	p->mask = slots - 1;
	/* So that nobody can choose addresses that meet in one place; without it they only might.
	 */
	if (getrandom(&p->seed, sizeof(p->seed), GRND_NONBLOCK) < 0)
		p->seed = (uint64_t)(uintptr_t)p;
	return p;
}

void peers_free(struct peers *peers)
{
	mem_free(peers);
}

static void key_of(const struct sockaddr_storage *from, unsigned char key[16])
{
	static const unsigned char mapped[12] = { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff };

	memset(key, 0, 16);
	if (from->ss_family == AF_INET) {
		memcpy(key, mapped, sizeof(mapped));
		memcpy(key + 12, &((const struct sockaddr_in *)from)->sin_addr, 4);
	} else if (from->ss_family == AF_INET6) {
		memcpy(key, &((const struct sockaddr_in6 *)from)->sin6_addr, 16);
		if (memcmp(key, mapped, sizeof(mapped)) != 0)
			memset(key + 8, 0, 8);
	}
}

/* FNV-1a from a seed. */
static size_t hash_of(const struct peers *p, const unsigned char key[16])
{
	uint64_t hash = 14695981039346656037U ^ p->seed;

	for (int i = 0; i < 16; i++)
		hash = (hash ^ key[i]) * 1099511628211U;
	return (size_t)(hash ^ hash >> 32);
}

struct peer *peer_take(struct peers *peers, const struct sockaddr_storage *from)
{
	unsigned char key[16];
	struct peer *unused = NULL;
	size_t hash;

	key_of(from, key);
	hash = hash_of(peers, key);
	for (size_t i = 0; i < PROBES; i++) {
		struct peer *p = &peers->slots[(hash + i) & peers->mask];
		bool held = atomic_load_explicit(&p->connections, memory_order_relaxed) > 0;

		if (p->known && memcmp(p->address, key, sizeof(key)) == 0) {
			atomic_fetch_add_explicit(&p->connections, 1, memory_order_relaxed);
			return p;
		}
		if (!unused && !held)
			unused = p;
		if (!p->known)
			break;
	}
	if (!unused)
		return NULL;
	memcpy(unused->address, key, sizeof(key));
	unused->known = true;
	atomic_fetch_add_explicit(&unused->connections, 1, memory_order_relaxed);
	return unused;
}

void peer_release(struct peer *peer)
{
	if (peer)
		atomic_fetch_sub_explicit(&peer->connections, 1, memory_order_relaxed);
}
