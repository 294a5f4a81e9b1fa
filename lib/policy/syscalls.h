/* SPDX-License-Identifier: Apache-2.0 */
/* syscalls.h - names of Linux system calls, and which of them a container has no business with. */
#ifndef KUBEVET_POLICY_SYSCALLS_H
#define KUBEVET_POLICY_SYSCALLS_H

#include <stddef.h>
#include <stdbool.h>

enum {
#define SYSCALL(name) SYSCALL_##name,
#include "policy/syscalls.def"
#undef SYSCALL
	SYSCALL_COUNT
};

/** syscall_find() - number in the list, below SYSCALL_COUNT, or -1 when no Linux has it. */
int syscall_find(const char *name);

/** syscall_nearest() - the name that may have been meant, or NULL; compares with all names. */
const char *syscall_nearest(const char *name);

/* A call that leads out of a container or deep into the kernel. */
struct syscall_danger {
	const char *name, *why; /* why: "runs programs in the kernel" */
	bool traces;		/* once a way around a filter; since Linux 4.8 it is none */
};

/** syscall_danger() - NULL for a call that is none such. */
const struct syscall_danger *syscall_danger(const char *name);

/** syscall_dangers() - all, sorted by name. */
const struct syscall_danger *syscall_dangers(size_t *count);

#endif
