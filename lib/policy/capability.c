/* SPDX-License-Identifier: Apache-2.0 */
/* capability.c - the capabilities of include/uapi/linux/capability.h, 0 to 40, and ALL. */
#include "policy/capability.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "policy/nearest.h"

static const char *const names[] = {
	"CHOWN",
	"DAC_OVERRIDE",
	"DAC_READ_SEARCH",
	"FOWNER",
	"FSETID",
	"KILL",
	"SETGID",
	"SETUID",
	"SETPCAP",
	"LINUX_IMMUTABLE",
	"NET_BIND_SERVICE",
	"NET_BROADCAST",
	"NET_ADMIN",
	"NET_RAW",
	"IPC_LOCK",
	"IPC_OWNER",
	"SYS_MODULE",
	"SYS_RAWIO",
	"SYS_CHROOT",
	"SYS_PTRACE",
	"SYS_PACCT",
	"SYS_ADMIN",
	"SYS_BOOT",
	"SYS_NICE",
	"SYS_RESOURCE",
	"SYS_TIME",
	"SYS_TTY_CONFIG",
	"MKNOD",
	"LEASE",
	"AUDIT_WRITE",
	"AUDIT_CONTROL",
	"SETFCAP",
	"MAC_OVERRIDE",
	"MAC_ADMIN",
	"SYSLOG",
	"WAKE_ALARM",
	"BLOCK_SUSPEND",
	"AUDIT_READ",
	"PERFMON",
	"BPF",
	"CHECKPOINT_RESTORE",
	"ALL",
};

static const char *without_prefix(const char *text)
{
	return strncasecmp(text, "CAP_", 4) == 0 ? text + 4 : text;
}

const char *capability_name(const char *text)
{
	text = without_prefix(text);
	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		if (strcasecmp(names[i], text) == 0)
			return names[i];
	return NULL;
}

const char *capability_nearest(const char *text)
{
	char upper[NEAREST_TEXT_MAX + 2];
	const char *best = NULL;
	size_t len;

	text = without_prefix(text);
	len = strnlen(text, sizeof(upper) - 1);
	for (size_t i = 0; i < len; i++)
		upper[i] = (char)toupper((unsigned char)text[i]);
	upper[len] = '\0';
	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		best = nearest_keep(upper, best, names[i]);
	return best;
}

bool capability_listed(const struct strings *list, const char *name)
{
	for (size_t i = 0; i < list->count; i++)
		if (strcasecmp(without_prefix(list->v[i]), name) == 0)
			return true;
	return false;
}

bool capability_dropped(const struct strings *dropped, const char *name)
{
	for (size_t i = 0; i < dropped->count; i++)
		if (strcasecmp(dropped->v[i], name) == 0 || strcasecmp(dropped->v[i], "ALL") == 0)
			return true;
	return false;
}

int capability_check(const char *text, struct err *err)
{
	const char *nearest = capability_nearest(text);

	if (capability_name(text))
		return 0;
	if (nearest)
		return err_set(err, ERR_INPUT,
			       "Linux has no capability \"%.100s\"; did you mean \"%s\"?", text,
			       nearest);
	return err_set(err, ERR_INPUT, "Linux has no capability \"%.100s\"", text);
}
