/* SPDX-License-Identifier: Apache-2.0 */
/* syscalls.c - tables, searched by halves. */
#include "policy/syscalls.h"

#include <stdlib.h>
#include <string.h>

#include "base/scoped.h"
#include "policy/nearest.h"

static const char *const names[SYSCALL_COUNT] = {
#define SYSCALL(name) #name,
#include "policy/syscalls.def"
#undef SYSCALL
};

static const struct syscall_danger dangers[] = {
	{ "_sysctl", "sets parameters of the kernel", false },
	{ "acct", "has the kernel write to files", false },
	{ "add_key", "fills keyrings that containers share", false },
	{ "bpf", "runs programs in the kernel", false },
	{ "clock_settime", "sets the node's clock", false },
	{ "clock_settime64", "sets the node's clock", false },
	{ "clone", "makes user namespaces, in which one has all capabilities", false },
	{ "clone3", "makes user namespaces, and no filter can see its flags", false },
	{ "create_module", "loads code into the kernel", false },
	{ "delete_module", "takes modules out of the kernel", false },
	{ "finit_module", "loads code into the kernel", false },
	{ "fsconfig", "mounts file systems", false },
	{ "fsmount", "mounts file systems", false },
	{ "fsopen", "mounts file systems", false },
	{ "fspick", "mounts file systems", false },
	{ "get_kernel_syms", "tells where the kernel is in memory", false },
	{ "init_module", "loads code into the kernel", false },
	{ "io_uring_enter", "does what other calls do, past the filter", false },
	{ "io_uring_register", "does what other calls do, past the filter", false },
	{ "io_uring_setup", "does what other calls do, past the filter", false },
	{ "ioperm", "gives access to hardware", false },
	{ "iopl", "gives access to hardware", false },
	{ "kcmp", "looks into other processes", false },
	{ "kexec_file_load", "replaces the running kernel", false },
	{ "kexec_load", "replaces the running kernel", false },
	{ "keyctl", "reads keyrings that containers share", false },
	{ "lookup_dcookie", "looks up the node's files", false },
	{ "mount", "mounts file systems", false },
	{ "mount_setattr", "changes mounts", false },
	{ "move_mount", "mounts file systems", false },
	{ "nfsservctl", "controls the file server in the kernel", false },
	{ "open_by_handle_at", "opens files outside of the container", false },
	{ "open_tree", "mounts file systems", false },
	{ "open_tree_attr", "mounts file systems", false },
	{ "perf_event_open", "watches the kernel and other processes", false },
	{ "pidfd_getfd", "takes open files of other processes", false },
	{ "pivot_root", "changes the root directory", false },
	{ "process_madvise", "changes the memory of other processes", false },
	{ "process_vm_readv", "reads the memory of other processes", true },
	{ "process_vm_writev", "writes the memory of other processes", true },
	{ "ptrace", "controls other processes", true },
	{ "query_module", "looks into the kernel", false },
	{ "quotactl", "sets quotas of file systems", false },
	{ "quotactl_fd", "sets quotas of file systems", false },
	{ "reboot", "stops the node", false },
	{ "request_key", "reads keyrings that containers share", false },
	{ "setns", "enters other namespaces", false },
	{ "settimeofday", "sets the node's clock", false },
	{ "stime", "sets the node's clock", false },
	{ "swapoff", "changes the node's memory", false },
	{ "swapon", "changes the node's memory", false },
	{ "syslog", "reads the kernel's log", false },
	{ "umount", "takes mounts away", false },
	{ "umount2", "takes mounts away", false },
	{ "unshare", "makes user namespaces, in which one has all capabilities", false },
	{ "uselib", "maps libraries in a way that is long obsolete", false },
	{ "userfaultfd", "stops the kernel in the middle of a call, which exploits build on",
	  false },
	{ "vm86", "runs in a mode with bugs of its own", false },
	{ "vm86old", "runs in a mode with bugs of its own", false },
};

static int by_name(const void *key, const void *name)
{
	return strcmp(key, *(const char *const *)name);
}

static int by_danger(const void *key, const void *danger)
{
	return strcmp(key, ((const struct syscall_danger *)danger)->name);
}

int syscall_find(const char *name)
{
	const char *const *found = bsearch(name, names, SYSCALL_COUNT, sizeof(*names), by_name);

	return found ? (int)(found - names) : -1;
}

const char *syscall_nearest(const char *name)
{
	const char *best = NULL;

	for (size_t i = 0; i < SYSCALL_COUNT; i++)
		best = nearest_keep(name, best, names[i]);
	return best;
}

const struct syscall_danger *syscall_danger(const char *name)
{
	return bsearch(name, dangers, ARRAY_LEN(dangers), sizeof(*dangers), by_danger);
}

const struct syscall_danger *syscall_dangers(size_t *count)
{
	*count = ARRAY_LEN(dangers);
	return dangers;
}
