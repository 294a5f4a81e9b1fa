/* SPDX-License-Identifier: Apache-2.0 */
/* pod_os.c - Linux or Windows, by what binds a pod to its nodes. */
#include "policy/pod_os.h"

#include <string.h>
#include <strings.h>

#include "policy/pod_security.h"

#define WINDOWS "windows"

static bool is_os_label(const char *key)
{
	return strcmp(key, "kubernetes.io/os") == 0 || strcmp(key, "beta.kubernetes.io/os") == 0;
}

bool pod_declares_windows(const struct pod *pod)
{
	return pod->os_name && strcmp(pod->os_name, WINDOWS) == 0;
}

static bool demands_windows(const struct selector_requirement *r)
{
	if (!is_os_label(r->key) || strcmp(r->op, "In") != 0 || !r->values.count)
		return false;
	for_each_string (value, r->values)
		if (strcmp(value, WINDOWS) != 0)
			return false;
	return true;
}

/* Terms are alternatives, what is in one holds together. */
static bool has_affinity_to_windows(const struct pod *pod)
{
	for_each_node_term(t, pod)
	{
		bool demanded = false;

		for_each_requirement (r, t)
			demanded = demanded || demands_windows(r);
		if (!demanded)
			return false;
	}
	return pod->node_terms != NULL;
}

bool pod_is_windows(const struct pod *pod)
{
	if (pod->os_name && *pod->os_name)
		return pod_declares_windows(pod);
	for_each_entry (e, pod->node_selector)
		if (is_os_label(e->key) && strcmp(e->value, WINDOWS) == 0)
			return true;
	return has_affinity_to_windows(pod);
}

bool windows_user_is_administrator(const char *name)
{
	static const char *const users[] = { "ContainerAdministrator", "Administrator", "SYSTEM" };
	const char *domain = strrchr(name, '\\');

	if (domain)
		name = domain + 1;
	for (size_t i = 0; i < ARRAY_LEN(users); i++)
		if (strcasecmp(name, users[i]) == 0)
			return true;
	return false;
}

static bool has_user_name(const struct security_common *common)
{
	return common->windows && common->windows->run_as_user_name;
}

void windows_administrators_check(const struct pod *pod, const char *want, struct findings *out)
{
	for_each_context (x, pod) {
		const char *name;

		if (!has_user_name(x.common) || !context_counts(&x, pod, has_user_name))
			continue;
		name = x.common->windows->run_as_user_name;
		if (windows_user_is_administrator(name))
			finding(out, x.at, "securityContext.windowsOptions.runAsUserName",
				.value = name, .want = want);
	}
}
