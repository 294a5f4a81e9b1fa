/* SPDX-License-Identifier: Apache-2.0 */
/* seccomp.h - typed, read-only view of a seccomp profile.
 *
 * A profile has two forms: the file that a container runtime reads (OCI's LinuxSeccomp, and what
 * CRI-O and Docker add to it), whose members are at the top, and the SeccompProfile of the security
 * profiles operator, that has the same below its spec. What a file alone can say is absent in the
 * other.
 */
#ifndef KUBEVET_K8S_SECCOMP_H
#define KUBEVET_K8S_SECCOMP_H

#include "k8s/view.h"

/* A comparison of an argument of the call; a rule's comparisons must all hold. */
struct seccomp_arg {
	struct at at;
	const struct seccomp_arg *next;
	struct opt_int index, value, value_two; /* absent is 0 to runtimes */
	const char *op;				/* "SCMP_CMP_EQ"; "" when absent */
};

/* Where a rule of a file counts; OCI itself knows neither, and containerd ignores both. */
struct seccomp_guard {
	struct strings caps, arches; /* "CAP_SYS_ADMIN"; "amd64" */
	const char *min_kernel;	     /* "4.8"; "" */
};

struct seccomp_rule {
	struct at at;
	const struct seccomp_rule *next;
	struct strings names;
	const char *name;   /* of the form from before there were names; NULL when absent */
	const char *action; /* "SCMP_ACT_ALLOW"; "" when absent */
	struct int_or_string errno_ret;
	const struct seccomp_arg *args;
	const struct seccomp_guard *includes, *excludes; /* NULL when absent */
};

/* Of a file: what else a processor of the architecture runs. */
struct seccomp_arch {
	struct at at;
	const struct seccomp_arch *next;
	const char *architecture;
	struct strings subs;
};

struct seccomp_filter {
	struct at at;
	const char *default_action; /* NULL when absent */
	struct strings architectures, flags;
	const struct seccomp_arch *arch_map;
	const struct seccomp_rule *rules;
};

struct seccomp {
	VIEW_HEAD(seccomp);		     /* at: the object */
	bool is_file;			     /* it is no object of Kubernetes */
	const struct seccomp_filter *filter; /* never NULL */
};

#define for_each_seccomp_rule(r, f) \
	for (const struct seccomp_rule *r = (f)->rules; r && budget_step(); r = r->next)
#define for_each_seccomp_arg(a, r) \
	for (const struct seccomp_arg *a = (r)->args; a && budget_step(); a = a->next)
#define for_each_seccomp_arch(a, f) \
	for (const struct seccomp_arch *a = (f)->arch_map; a && budget_step(); a = a->next)

/**
 * seccomp_view() - view of the whole object
 * @object: borrowed; without kind and spec it is a file
 *
 * Return: the view, owned by @a, without its head; or NULL as meta_view().
 */
MUST_CHECK struct seccomp *seccomp_view(struct arena *a, const cJSON *object, struct err *err);

#endif
