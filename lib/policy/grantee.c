/* SPDX-License-Identifier: Apache-2.0 */
/* grantee.c - subjects of bindings. */
#include "policy/grantee.h"

#include <string.h>

#include "policy/bootstrap.h"

#define ACCOUNT_USER   "system:serviceaccount:"
#define ACCOUNTS_GROUP "system:serviceaccounts:"

const char *binding_ns(const struct binding *binding)
{
	if (strcmp(binding->request->kind.kind, "RoleBinding") != 0)
		return "";
	return *binding->meta->ns ? binding->meta->ns : binding->request->ns;
}

const char *binding_role(const struct binding *binding, struct findings *out)
{
	const struct role_ref *ref = binding->role_ref;

	if (!ref)
		return "";
	if (strcmp(ref->kind, "Role") != 0)
		return ref->name;
	return finding_text(out, "%s/%s", binding_ns(binding), ref->name);
}

static struct grantee account(const char *ns, const char *name, struct findings *out)
{
	return (struct grantee){ GRANTEE_ACCOUNT, ns, name,
				 finding_text(out, "ServiceAccount:%s/%s", ns, name) };
}

/* A user name is that of an account only with both parts behind the prefix. */
static struct grantee user(const char *name, struct findings *out)
{
	const char *ns = name + strlen(ACCOUNT_USER), *colon;

	if (strncmp(name, ACCOUNT_USER, strlen(ACCOUNT_USER)) == 0) {
		colon = strchr(ns, ':');
		if (colon)
			return account(finding_text(out, "%.*s", (int)(colon - ns), ns), colon + 1,
				       out);
	}
	return (struct grantee){ GRANTEE_USER, "", name, finding_text(out, "User:%s", name) };
}

static struct grantee group(const char *name, struct findings *out)
{
	const char *text = finding_text(out, "Group:%s", name);
	size_t len = strlen(ACCOUNTS_GROUP);

	if (strncmp(name, ACCOUNTS_GROUP, len) == 0 && name[len])
		return (struct grantee){ GRANTEE_ACCOUNTS, name + len, "", text };
	return (struct grantee){ GRANTEE_GROUP, "", name, text };
}

struct grantee grantee_of(const struct binding *binding, const struct bound_subject *subject,
			  struct findings *out)
{
	if (strcmp(subject->kind, "User") == 0)
		return user(subject->name, out);
	if (strcmp(subject->kind, "Group") == 0)
		return group(subject->name, out);
	if (strcmp(subject->kind, "ServiceAccount") == 0)
		return account(*subject->ns ? subject->ns : binding_ns(binding), subject->name,
			       out);
	return (struct grantee){ GRANTEE_NOBODY, "", subject->name,
				 finding_text(out, "%s:%s", subject->kind, subject->name) };
}

void grantees_check(const struct binding *binding, const struct params *params, const char *want,
		    struct findings *out)
{
	if (binding_is_bootstrap(binding, out) ||
	    globs_match(param_strings(params, GRANTEES_ROLES), binding_role(binding, out)))
		return;
	for_each_subject(subject, binding)
	{
		struct grantee who = grantee_of(binding, subject, out);

		if (globs_match(param_strings(params, GRANTEES_REFUSED), who.text))
			finding(out, &subject->at, "name", .value = who.text, .want = want);
	}
}
