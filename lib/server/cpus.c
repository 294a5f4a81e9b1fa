/* SPDX-License-Identifier: Apache-2.0 */
/* cpus.c - affinity and cgroup quota. More threads than the quota feeds only make each other wait.
 */
#include "server/cpus.h"

#include <limits.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/units.h"

/* The files of a control group are a line or a few. */
#define CGROUP_BYTES_MAX ((size_t)64 * 1024)

#define CPUS_MAX 64

/* The next word of @text as a number, moved past. */
static bool next_number(const char **text, int64_t *n)
{
	char word[24];
	size_t len = strcspn(*text, " \n");

	if (len >= sizeof(word))
		return false;
	memcpy(word, *text, len);
	word[len] = '\0';
	*text += len + strspn(*text + len, " \n");
	return count_parse(word, n);
}

unsigned cpus_of_quota(const char *text)
{
	int64_t quota, period;

	if (!next_number(&text, &quota) || !next_number(&text, &period) || quota <= 0 ||
	    period <= 0)
		return 0;
	quota = quota / period + (quota % period != 0);
	return quota > CPUS_MAX ? CPUS_MAX : (unsigned)quota;
}

static bool read_text(const char *path, struct buf *text)
{
	struct err err;

	buf_clear(text);
	return file_read(path, text, &err) == 0;
}

static unsigned smaller(unsigned a, unsigned b)
{
	return !a || (b && b < a) ? b : a;
}

/* Quota of one cgroup folder, in either version's files. */
static unsigned quota_of_folder(const char *root, const char *path, struct buf *text)
{
	char file[PATH_MAX], both[64];
	char quota[32] = "";

	snprintf(file, sizeof(file), "%s%s/cpu.max", root, path);
	if (read_text(file, text))
		return cpus_of_quota(buf_str(text));
	snprintf(file, sizeof(file), "%s%s/cpu.cfs_quota_us", root, path);
	if (!read_text(file, text))
		return 0;
	snprintf(quota, sizeof(quota), "%s", buf_str(text));
	snprintf(file, sizeof(file), "%s%s/cpu.cfs_period_us", root, path);
	if (!read_text(file, text))
		return 0;
	snprintf(both, sizeof(both), "%s %.30s", quota, buf_str(text));
	return cpus_of_quota(both);
}

/* The least quota from @path up to the root: a parent's limit holds too. */
static unsigned quota_upwards(const char *root, char *path, struct buf *text)
{
	unsigned least = 0;

	for (;;) {
		char *slash;

		least = smaller(least, quota_of_folder(root, path, text));
		slash = strrchr(path, '/');
		if (!slash)
			return least;
		*slash = '\0';
	}
}

/* A line of /proc/self/cgroup is "0::/path" (v2) or "4:cpu,cpuacct:/path" (v1). */
static unsigned quota_of_line(char *line, struct buf *text)
{
	char *controllers = strchr(line, ':');
	char *path = controllers ? strchr(controllers + 1, ':') : NULL;
	char root[64] = "/sys/fs/cgroup";

	if (!path)
		return 0;
	*path++ = '\0';
	controllers++;
	if (controllers[0] && strncmp(controllers, "cpu", 3) != 0 && !strstr(controllers, ",cpu"))
		return 0;
	if (controllers[0])
		snprintf(root, sizeof(root), "/sys/fs/cgroup/%.40s", controllers);
	return quota_upwards(root, path, text);
}

static unsigned quota_cpus(void)
{
	SCOPED(scoped_buf) struct buf lines, text;
	unsigned least = 0;
	char *rest;

	buf_init(&lines, CGROUP_BYTES_MAX);
	buf_init(&text, CGROUP_BYTES_MAX);
	if (!read_text("/proc/self/cgroup", &lines))
		return 0;
	for (char *line = strtok_r(lines.data, "\n", &rest); line;
	     line = strtok_r(NULL, "\n", &rest))
		least = smaller(least, quota_of_line(line, &text));
	return least;
}

unsigned cpus_usable(void)
{
	unsigned count = 1;
	cpu_set_t set;

	if (sched_getaffinity(0, sizeof(set), &set) == 0 && CPU_COUNT(&set) > 0)
		count = (unsigned)CPU_COUNT(&set);
	if (count > CPUS_MAX)
		count = CPUS_MAX;
	return smaller(count, quota_cpus());
}
