/* SPDX-License-Identifier: Apache-2.0 */
/* apparmor.h - typed, read-only view of AppArmor profiles.
 *
 * Of two forms: a file of profiles (an object that has nothing but "text", and "profiles" for their
 * places), and the AppArmorProfile of the security profiles operator, that has such a text as
 * spec.policy in old versions and rules in spec.abstract. These become what the operator makes of
 * them, so that policies see the same rules in every form.
 */
#ifndef KUBEVET_K8S_APPARMOR_H
#define KUBEVET_K8S_APPARMOR_H

#include "k8s/apparmor_text.h"
#include "k8s/view.h"

/* A text, or the rules of spec.abstract, which are in a profile without a name. */
struct apparmor_source {
	const struct apparmor_source *next;
	struct apparmor_text text;
};

struct apparmor_spec {
	struct at at;
	const char *policy;	       /* NULL when absent */
	const char *mode;	       /* "Enforce", "Complain"; "" when absent */
	struct opt_bool complain_mode; /* another name for it */
	const struct apparmor_executable *executable;
	const struct apparmor_filesystem *filesystem;
	const struct apparmor_net *network;
	const struct apparmor_capabilities *capability;
	const struct apparmor_tracing *ptrace;
};

struct apparmor {
	VIEW_HEAD(apparmor); /* at: the object */
	bool is_file;
	const struct apparmor_spec *spec; /* NULL for a file */
	const struct apparmor_source *sources;
};

#define for_each_apparmor_source(s, view) \
	for (const struct apparmor_source *s = (view)->sources; s && budget_step(); s = s->next)

/**
 * apparmor_view() - view of the whole object
 * @object: borrowed; without kind and spec it is a file
 *
 * Return: the view, owned by @a, without its head; or NULL as meta_view(), also when a text can't
 * be read.
 */
MUST_CHECK struct apparmor *apparmor_view(struct arena *a, const cJSON *object, struct err *err);

#endif
