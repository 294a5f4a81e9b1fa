/* SPDX-License-Identifier: Apache-2.0 */
/* bootstrap.c - objects against the table of those that an API server makes. */
#include "policy/bootstrap.h"

#include <string.h>

#include "policy/grantee.h"
#include "policy/rights.h"

#define CONTROLLER_NAME	   "system:controller:"
#define CONTROLLER_ACCOUNT "ServiceAccount:kube-system/"

struct own_role {
	const char *address; /* as role_address() */
	unsigned topics;     /* of its rights */
};

struct own_binding {
	const char *address; /* "name", or "namespace/name" */
	const char *role;    /* as binding_role() */
	const char *subjects;
};

#define T(topic) RIGHTS_BIT(RIGHTS_##topic)

static const struct own_role own_roles[] = {
#define CONTROLLER(name, topics)   { CONTROLLER_NAME name, topics },
#define CLUSTER_ROLE(name, topics) { name, topics },
#define ROLE(address, topics)	   { address, topics },
#define BINDING(address, role, subjects)
#include "policy/bootstrap.def"
#undef CONTROLLER
#undef CLUSTER_ROLE
#undef ROLE
#undef BINDING
};

static const struct own_binding own_bindings[] = {
#define CONTROLLER(name, topics) \
	{ CONTROLLER_NAME name, CONTROLLER_NAME name, CONTROLLER_ACCOUNT name },
#define CLUSTER_ROLE(name, topics)
#define ROLE(address, topics)
#define BINDING(address, role, subjects) { address, role, subjects },
#include "policy/bootstrap.def"
#undef CONTROLLER
#undef CLUSTER_ROLE
#undef ROLE
#undef BINDING
};

bool request_is_bootstrap(const struct request *request)
{
	return !request->offline && strcmp(request->username, "system:apiserver") == 0 &&
	       strings_have(&request->groups, "system:masters");
}

static bool is_labelled(const struct meta *meta)
{
	const char *label = map_get(&meta->labels, "kubernetes.io/bootstrapping");

	return label && strcmp(label, "rbac-defaults") == 0;
}

static const struct own_role *find_role(const char *address)
{
	for (size_t i = 0; i < ARRAY_LEN(own_roles); i++)
		if (strcmp(own_roles[i].address, address) == 0)
			return &own_roles[i];
	return NULL;
}

bool role_is_bootstrap(const struct role *role, unsigned topics, struct findings *out)
{
	const struct own_role *own;

	if (!role->request->offline)
		return request_is_bootstrap(role->request);
	if (!is_labelled(role->meta))
		return false;
	own = find_role(role_address(role, out));
	if (!own || (own->topics & topics) != topics)
		return false;
	findings_note_own(out);
	return true;
}

static bool is_word_of(const char *word, const char *words)
{
	size_t len = strlen(word);

	while (*words) {
		size_t word_len = strcspn(words, " ");

		if (word_len == len && memcmp(words, word, len) == 0)
			return true;
		words += word_len;
		words += strspn(words, " ");
	}
	return false;
}

static bool is_own_binding(const struct own_binding *own, const struct binding *binding,
			   struct findings *out)
{
	if (strcmp(own->role, binding_role(binding, out)) != 0)
		return false;
	for_each_subject(subject, binding)
	{
		if (!is_word_of(grantee_of(binding, subject, out).text, own->subjects))
			return false;
	}
	return true;
}

static const char *binding_address(const struct binding *binding, struct findings *out)
{
	const char *ns = binding_ns(binding);

	return *ns ? finding_text(out, "%s/%s", ns, binding->meta->name) : binding->meta->name;
}

bool binding_is_bootstrap(const struct binding *binding, struct findings *out)
{
	const char *address;

	if (!binding->request->offline)
		return request_is_bootstrap(binding->request);
	if (!is_labelled(binding->meta))
		return false;
	address = binding_address(binding, out);
	for (size_t i = 0; i < ARRAY_LEN(own_bindings); i++) {
		if (strcmp(own_bindings[i].address, address) != 0)
			continue;
		if (!is_own_binding(&own_bindings[i], binding, out))
			return false;
		findings_note_own(out);
		return true;
	}
	return false;
}
