/* SPDX-License-Identifier: Apache-2.0 */
/* world.c - made at the first input, for all of them. */
#include "world.h"

#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "fuzz.h"
#include "policies.h"

#define CONFIG_ARENA_MAX ((size_t)64 * 1024 * 1024)

/* By mode: audit is 1. */
static struct arena *arenas[2];
static const struct config *configs[2];

static const struct config *make_config(bool audit)
{
	SCOPED(scoped_buf) struct buf text;
	const struct config_fault *faults = NULL;
	const struct config *config;
	struct err err = { 0 };

	json_init();
	arenas[audit] = arena_new(CONFIG_ARENA_MAX, &err);
	buf_init(&text, 1 << 20);
	buf_addf(&text,
		 "apiVersion: kubevet.dev/v1\nkind: Config\nmode: %s\npodSecurity:\n  defaults: "
		 "{enforce: restricted, audit: restricted, warn: baseline}\n  controllers: deny\n"
		 "rules:\n",
		 audit ? "audit" : "enforce");
	for (const struct policy *const *p = policies_all; *p; p++)
		buf_addf(&text, "- {policy: %s, mode: deny}\n", (*p)->id);
	MUST_HOLD(arenas[audit] != NULL);
	config = config_parse(arenas[audit], policies_all, "world", buf_str(&text), text.len,
			      &faults);
	if (!config)
		fprintf(stderr, "%s\n", faults->text);
	MUST_HOLD(config != NULL);
	return config;
}

struct engine *world_engine(bool audit)
{
	static struct engine *engines[2];
	struct err err = { 0 };

	if (!engines[audit]) {
		configs[audit] = make_config(audit);
		engines[audit] = engine_new(policies_all, configs[audit], &err);
		MUST_HOLD(engines[audit] != NULL);
	}
	return engines[audit];
}

const struct config *world_config(void)
{
	(void)world_engine(false);
	return configs[false];
}

static char folder[] = "/tmp/kubevet-fuzz.XXXXXX";
static char link_path[sizeof(folder) + 32];

static void take_away(void)
{
	unlink(link_path);
	rmdir(folder);
}

const char *world_file(const uint8_t *data, size_t size, const char *ending)
{
	static int fd = -1;
	char target[64];

	if (fd < 0) {
		fd = memfd_create("input", MFD_CLOEXEC);
		MUST_HOLD(fd >= 0 && mkdtemp(folder) && atexit(take_away) == 0);
	}
	MUST_HOLD(ftruncate(fd, 0) == 0 && pwrite(fd, data, size, 0) == (ssize_t)size);
	snprintf(target, sizeof(target), "/proc/self/fd/%d", fd);
	unlink(link_path);
	snprintf(link_path, sizeof(link_path), "%s/input%s", folder, ending);
	MUST_HOLD(symlink(target, link_path) == 0);
	return link_path;
}

size_t world_pick(const uint8_t *data, size_t size, size_t n)
{
	uint32_t hash = 2166136261u;

	for (size_t i = 0; i < size; i++)
		hash = (hash ^ data[i]) * 16777619u;
	return (hash >> 8) % n;
}
