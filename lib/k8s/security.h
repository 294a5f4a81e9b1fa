/* SPDX-License-Identifier: Apache-2.0 */
/* security.h - pod and container security contexts; absent, null, false and true are told apart.
 *
 * A pointer that is NULL means absent or null; a pointer to an empty struct means {} was given.
 * Strings that Go has as plain strings are "" when absent; those Go has as pointers may be NULL and
 * say so.
 */
#ifndef KUBEVET_K8S_SECURITY_H
#define KUBEVET_K8S_SECURITY_H

#include "k8s/field.h"

struct capabilities {
	struct strings add, drop;
};

struct selinux_options {
	const char *user, *role, *type, *level;
};

/* seccompProfile and appArmorProfile have the same shape. */
struct profile {
	const char *type;
	const char *localhost_profile; /* NULL when absent */
};

struct windows_options {
	struct opt_bool host_process;
	const char *gmsa_credential_spec_name, *run_as_user_name; /* NULL when absent */
};

struct sysctl {
	struct at at;
	const struct sysctl *next;
	const char *name, *value;
};

/* What pods and containers have in common. */
struct security_common {
	const struct selinux_options *selinux;
	const struct profile *seccomp, *apparmor;
	const struct windows_options *windows;
	struct opt_int run_as_user, run_as_group;
	struct opt_bool run_as_non_root;
};

struct pod_security_context {
	struct security_common common;
	struct opt_int fs_group;
	const int64_t *supplemental_groups;
	size_t supplemental_group_count;
	const struct sysctl *sysctls;
	const char *fs_group_change_policy, *supplemental_groups_policy; /* NULL when absent */
};

struct security_context {
	struct security_common common;
	const struct capabilities *capabilities;
	struct opt_bool privileged, allow_privilege_escalation, read_only_root_filesystem;
	const char *proc_mount; /* NULL when absent */
};

#endif
