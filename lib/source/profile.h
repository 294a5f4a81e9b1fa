/* SPDX-License-Identifier: Apache-2.0 */
/* profile.h - files of security profiles, which are no objects of Kubernetes but stand for some. */
#ifndef KUBEVET_SOURCE_PROFILE_H
#define KUBEVET_SOURCE_PROFILE_H

#include "yaml/yaml.h"

/* What a file is judged as. */
struct profile_kind {
	const char *api_version, *kind;
};

extern const struct profile_kind profile_seccomp, profile_apparmor;

/** profile_is_seccomp() - whether an object is what container runtimes read: it has a
 * defaultAction, and nothing that makes an object of Kubernetes. */
bool profile_is_seccomp(const cJSON *object);

/** profile_may_be_apparmor() - whether a file of that name may be a text of AppArmor's: all but
 * *.yaml, *.yml and *.json. */
bool profile_may_be_apparmor(const char *path);

/**
 * profile_of_apparmor() - the object that a text is judged as, each profile and rule with its place
 * @a:	  owns it
 * @name: name of the first profile, or ""
 *
 * Return: the object, or NULL (ERR_INPUT, ERR_LIMIT: the text may begin "LINE:COLUMN: ";
 * ERR_MEMORY).
 */
MUST_CHECK cJSON *profile_of_apparmor(struct arena *a, const char *text, size_t len,
				      const char **name, struct err *err);

#endif
