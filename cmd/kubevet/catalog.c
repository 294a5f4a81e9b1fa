/* SPDX-License-Identifier: Apache-2.0 */
/* catalog.c - words for what the policies declare. */
#include "catalog.h"

#include <string.h>

#include "policies.h"

const char *severity_name(enum severity severity)
{
	static const char *const names[] = { "low", "medium", "high", "critical" };

	return names[severity];
}

const char *mode_name(enum rule_mode mode)
{
	static const char *const names[] = { "deny", "warn", "audit", "off" };

	return names[mode];
}

const struct policy *policy_find(const char *id)
{
	for (const struct policy *const *p = policies_all; *p; p++)
		if (strcmp((*p)->id, id) == 0)
			return *p;
	return NULL;
}

const char *policy_view_name(const struct policy *policy)
{
	static const struct {
		enum view view;
		const char *words;
	} names[] = {
		{ VIEW_POD, "pods" },
#define VIEW(NAME, name, words) { VIEW_##NAME, words },
#include "k8s/views.def"
#undef VIEW
	};
	const char *words = "";

	if (policy->check_object)
		return "any";
	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		if (!policy_has_check(policy, names[i].view))
			continue;
		if (*words)
			return "several";
		words = names[i].words;
	}
	return words;
}

const char *policy_needs(const struct policy *policy)
{
	static const char *const words[] = {
		[0] = "",
		[NEEDS_OLD] = "old object",
		[NEEDS_USER] = "user",
		[NEEDS_OLD | NEEDS_USER] = "user, old object",
	};

	return words[policy->needs & (NEEDS_OLD | NEEDS_USER)];
}

const char *policy_requests(const struct policy *policy)
{
	static const char *const words[] = {
		[0] = "",
		[ON(CREATE)] = "CREATE",
		[ON(UPDATE)] = "UPDATE",
		[ON(CREATE) | ON(UPDATE)] = "CREATE, UPDATE",
		[ON(DELETE)] = "DELETE",
		[ON(CREATE) | ON(DELETE)] = "CREATE, DELETE",
		[ON(UPDATE) | ON(DELETE)] = "UPDATE, DELETE",
		[ON(CREATE) | ON(UPDATE) | ON(DELETE)] = "CREATE, UPDATE, DELETE",
		[ON(CONNECT)] = "CONNECT",
		[ON(CREATE) | ON(CONNECT)] = "CREATE, CONNECT",
		[ON(UPDATE) | ON(CONNECT)] = "UPDATE, CONNECT",
		[ON(CREATE) | ON(UPDATE) | ON(CONNECT)] = "CREATE, UPDATE, CONNECT",
		[ON(DELETE) | ON(CONNECT)] = "DELETE, CONNECT",
		[ON(CREATE) | ON(DELETE) | ON(CONNECT)] = "CREATE, DELETE, CONNECT",
		[ON(UPDATE) | ON(DELETE) | ON(CONNECT)] = "UPDATE, DELETE, CONNECT",
		[ON(CREATE) | ON(UPDATE) | ON(DELETE) | ON(CONNECT)] =
			"CREATE, UPDATE, DELETE, CONNECT",
	};

	return words[policy_operations(policy)];
}

bool policy_is_usual(const struct policy *policy)
{
	return policy_operations(policy) == (ON(CREATE) | ON(UPDATE));
}

const struct kind *policy_example_kind(const struct policy *policy)
{
	for (const struct kind *kind = kinds_all(); kind->kind; kind++)
		if (policy_reads(policy, kind) &&
		    (!policy->kind || strcmp(kind->kind, policy->kind) == 0))
			return kind;
	return NULL;
}

void policy_kinds_write(struct buf *out, const struct policy *policy)
{
	const char *between = "";

	if (policy->check_object) {
		buf_adds(out, "every kind");
		return;
	}
	for (const struct kind *kind = kinds_all(); kind->kind; kind++) {
		if (kind->custom || !policy_reads_kind(policy, kind))
			continue;
		buf_addf(out, "%s%s", between, kind->kind);
		between = ", ";
	}
}

const struct subject_title *subjects_all(void)
{
	static const struct subject_title subjects[] = {
		{ "baseline", "Pod Security Standards, baseline" },
		{ "restricted", "Pod Security Standards, restricted" },
		{ "workload", "Pods and workloads" },
		{ "profiles", "Seccomp and AppArmor profiles" },
		{ "supply", "Images" },
		{ "resources", "Resources and availability" },
		{ "network", "Services, ingresses and networks" },
		{ "access", "Roles, bindings and service accounts" },
		{ "secrets", "Secrets and configuration data" },
		{ "certificates", "Certificates and requests for them" },
		{ "cluster", "Namespaces, storage, nodes and extensions" },
		{ "requests", "What a request changes, and who asks" },
		{ "controlplane", "Control plane" },
		{ .set = NULL },
	};

	return subjects;
}

const char *policy_set(const struct policy *policy)
{
	for (size_t i = 0; policies_all[i]; i++)
		if (policies_all[i] == policy)
			return policies_sets[i];
	return "";
}

bool policy_reads_kind(const struct policy *policy, const struct kind *kind)
{
	return policy_reads(policy, kind) && strcmp(kind->group, "extensions") != 0;
}

const char *param_default(const struct param *param)
{
	return param->def ? param->def : "not set";
}

const struct param *policy_params(const struct policy *policy, size_t *count)
{
	if (policy->standard)
		return standard_params(count);
	*count = policy->param_count;
	return policy->params;
}
