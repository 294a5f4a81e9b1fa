/* SPDX-License-Identifier: Apache-2.0 */
/* profile.h - one check for seccomp and AppArmor profiles, which are set in the same three ways: by
 * the container, by the pod, by an annotation from before there were fields. */
#ifndef KUBEVET_POLICY_PROFILE_H
#define KUBEVET_POLICY_PROFILE_H

#include "policy/policy.h"

struct profile_style {
	const char *field; /* "seccompProfile" */
	const struct profile *(*of)(const struct security_common *common);
	bool (*has)(const struct security_common *common); /* whether of() has one */
	const char *pod_annotation;	  /* key, or NULL when there is none for the whole pod */
	const char *container_annotation; /* key before the container's name */
	const char *old_default; /* annotation value that also means RuntimeDefault, or NULL */
	bool debuggable; /* a profile of kubectl debug sets it, so that ephemeral containers must
			    have it as all others; then the parameters are the first
			    PROFILE_PARAMS_DEBUGGABLE */
	bool annotations_work;	/* today's Kubernetes applies them, so that one is enough where a
				   profile is required */
	bool localhost_is_path; /* below a directory of the node, so that a/../b is b */
};

/* The parameters of both policies. */
enum {
	PROFILE_ALLOWED_TYPES,
	PROFILE_REQUIRED,
	PROFILE_ALLOWED_LOCALHOST,
	PROFILE_FORBIDDEN_LOCALHOST,
	PROFILE_EPHEMERAL, /* of those whose style is not debuggable */
	PROFILE_PARAM_COUNT
};
#define PROFILE_PARAMS_DEBUGGABLE PROFILE_EPHEMERAL
extern const struct param profile_params[PROFILE_PARAM_COUNT];

/** profiles_check() - findings for every profile that is set, and for every container that has to
 * have one. */
void profiles_check(const struct profile_style *style, const struct pod *pod,
		    const struct params *params, struct findings *out);

#endif
