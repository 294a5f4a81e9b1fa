/* SPDX-License-Identifier: Apache-2.0 */
/* pod_security.h - what several checks of the Pod Security Standards share. */
#ifndef KUBEVET_POLICY_POD_SECURITY_H
#define KUBEVET_POLICY_POD_SECURITY_H

#include "k8s/pod.h"
#include "policy/wording.h"

/* One place that has a security context: the pod, or a container. */
struct context {
	const struct at *at;
	const char *container;		      /* its name; NULL for the pod */
	enum container_list list;	      /* of the container */
	const struct security_common *common; /* never NULL: an absent context sets nothing */
	const struct container *next;
};

/* First the pod, then its containers; borrowed from the pod. */
#define for_each_context(x, pod) \
	for (struct context x = context_first(pod); x.common; x = context_next(&x))

struct context context_first(const struct pod *pod);
struct context context_next(const struct context *x); /* without @common after the last */

/**
 * context_counts() - whether a value of @x holds for anything: that of a container, or that of the
 * pod where a container has none of its own
 * @has: whether a context has a value
 *
 * What each container overrides holds for none. A pod without containers is a template to be
 * filled in, so the pod's value counts.
 */
bool context_counts(const struct context *x, const struct pod *pod,
		    bool (*has)(const struct security_common *common));

/* Who set something that is forbidden; start with { 0 }. */
struct setters {
	bool pod;
	struct names containers;
};

/** setters_add() - note the pod, or the container, at most once each. */
void setters_add(struct findings *out, struct setters *setters, const struct context *x);

/** setters_any() - whether there is one. */
bool setters_any(const struct setters *setters);

/** setters_print() - pod and containers "a", "b" */
const char *setters_print(struct findings *out, const struct setters *setters);

/** pod_has_own_users() - root in its containers is not root on the node: hostUsers is false. */
bool pod_has_own_users(const struct pod *pod);

/** profile_confines() - the type of a seccomp or AppArmor profile is RuntimeDefault or Localhost.
 */
bool profile_confines(const struct profile *profile);

/** proc_mount_check() - findings and summary of procMount, whoever owns the users. */
void proc_mount_check(const struct pod *pod, struct findings *out);

/**
 * capabilities_added() - findings for each capability that a container adds and should not
 * @allowed: names that may be added, ended by NULL
 * @want:    the same in words
 *
 * Return: containers "a" must not include "B", "C" in securityContext.capabilities.add; NULL when
 * there are none.
 */
const char *capabilities_added(const struct pod *pod, const char *const *allowed, const char *want,
			       struct findings *out);

#endif
