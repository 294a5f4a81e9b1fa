/* SPDX-License-Identifier: Apache-2.0 */
/* pod_security.c - what several checks of the Pod Security Standards share. */
#include "policy/pod_security.h"

#include <stdio.h>
#include <string.h>

static const struct security_common nothing_set;

struct context context_first(const struct pod *pod)
{
	return (struct context){
		.at = &pod->at,
		.common = pod->security ? &pod->security->common : &nothing_set,
		.next = pod->containers,
	};
}

struct context context_next(const struct context *x)
{
	const struct container *c = x->next;

	if (!c)
		return (struct context){ 0 };
	return (struct context){
		.at = &c->at,
		.container = c->name,
		.list = c->list,
		.common = c->security ? &c->security->common : &nothing_set,
		.next = c->next,
	};
}

bool context_counts(const struct context *x, const struct pod *pod,
		    bool (*has)(const struct security_common *common))
{
	if (x->container || !pod->containers)
		return true;
	for_each_container (c, pod)
		if (!c->security || !has(&c->security->common))
			return true;
	return false;
}

void setters_add(struct findings *out, struct setters *setters, const struct context *x)
{
	if (x->container)
		names_add(out, &setters->containers, x->container);
	else
		setters->pod = true;
}

bool setters_any(const struct setters *setters)
{
	return setters->pod || setters->containers.count;
}

const char *setters_print(struct findings *out, const struct setters *setters)
{
	return setters_phrase(out, setters->pod, &setters->containers);
}

bool pod_has_own_users(const struct pod *pod)
{
	return pod->host_users.set && !pod->host_users.v;
}

bool profile_confines(const struct profile *profile)
{
	return strcmp(profile->type, "RuntimeDefault") == 0 ||
	       strcmp(profile->type, "Localhost") == 0;
}

void proc_mount_check(const struct pod *pod, struct findings *out)
{
	struct names bad = { 0 }, values = { 0 };

	for_each_container (c, pod) {
		const char *value = c->security ? c->security->proc_mount : NULL;

		if (!value || strcmp(value, "Default") == 0)
			continue;
		finding(out, &c->at, "securityContext.procMount", .value = value,
			.want = "absent or Default", .fix = "remove procMount");
		names_add(out, &bad, c->name);
		names_add(out, &values, value);
	}
	if (!bad.count)
		return;
	names_sort_set(&values);
	findings_summary(out, "procMount",
			 finding_text(out, "%s must not set securityContext.procMount to %s",
				      containers_phrase(out, &bad), names_quote(out, &values)));
}

static bool listed(const char *const *list, const char *name)
{
	for (; *list; list++)
		if (strcmp(*list, name) == 0)
			return true;
	return false;
}

/* Return: whether the container adds any that is not allowed. */
static bool container_adds(const struct container *c, const char *const *allowed, const char *want,
			   struct names *values, struct findings *out)
{
	const struct strings *add = &c->security->capabilities->add;
	size_t before = values->count;

	for (size_t i = 0; i < add->count; i++) {
		char field[64];

		if (listed(allowed, add->v[i]))
			continue;
		snprintf(field, sizeof(field), "securityContext.capabilities.add[%zu]", i);
		finding(out, &c->at, field, .value = add->v[i], .want = want,
			.fix = "remove it from add");
		names_add(out, values, add->v[i]);
	}
	return values->count > before;
}

const char *capabilities_added(const struct pod *pod, const char *const *allowed, const char *want,
			       struct findings *out)
{
	struct names bad = { 0 }, values = { 0 };

	for_each_container (c, pod)
		if (c->security && c->security->capabilities &&
		    container_adds(c, allowed, want, &values, out))
			names_add(out, &bad, c->name);
	if (!bad.count)
		return NULL;
	names_sort_set(&values);
	return finding_text(out, "%s must not include %s in securityContext.capabilities.add",
			    containers_phrase(out, &bad), names_quote(out, &values));
}
