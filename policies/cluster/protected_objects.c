/* SPDX-License-Identifier: Apache-2.0 */
/* protected_objects.c - what must stay is not deleted, nor changed.
 *
 * An object is protected when it is listed, or has the labels that say so. Who may change labels
 * can't take one off to delete the object then.
 *
 * Reads:   kind, name, namespace and labels of any object, before and after; the user
 * Accepts: other objects; operations that are not listed; users that may */
#include <string.h>

#include "policy/policy.h"
#include "policy/requester.h"

enum { OBJECTS, LABELS, OPERATIONS, USERS, GROUPS };

static const struct param params_declared[] = {
	[OBJECTS] = { "objects", PARAM_STRINGS,
		      .def = "[\"Namespace/default\", \"Namespace/kube-system\", "
			     "\"Namespace/kube-public\", \"Namespace/kube-node-lease\"]",
		      .doc = "Globs of objects: \"Namespace/kube-*\", \"Secret/shop/*\", "
			     "\"apps/Deployment/shop/web\": group where there is one, kind, "
			     "namespace where there is one, name." },
	[LABELS] = { "labels", PARAM_MAP, .def = "{\"kubevet.dev/protected\": \"true\"}",
		     .doc = "Labels that together protect any object, with globs of the values; "
			    "an update may not take them off." },
	[OPERATIONS] = { "operations", PARAM_STRINGS, .def = "[\"DELETE\"]",
			 .choices = "DELETE UPDATE", .doc = "What may not be done to them." },
	[USERS] = { "exceptUsers", PARAM_STRINGS,
		    .def = "[\"system:serviceaccount:kube-system:namespace-controller\", "
			   "\"system:serviceaccount:kube-system:generic-garbage-collector\"]",
		    .exempts = true,
		    .doc = "Globs of the users that may all the same; by default those that clean "
			   "up behind what was deleted." },
	[GROUPS] = { "exceptGroups", PARAM_STRINGS, .def = "[]", .exempts = true,
		     .doc = "Globs of the groups whose users may." },
};

static const char *name_of(const struct object *object)
{
	return *object->meta->name ? object->meta->name : object->request->name;
}

/* The request of a Namespace says its own name for the namespace. */
static const char *text_of(const struct object *object, struct findings *out)
{
	const struct gvk *kind = &object->request->kind;
	const char *ns = *object->meta->ns ? object->meta->ns : object->request->ns;

	if (strcmp(kind->kind, "Namespace") == 0 && !*kind->group)
		ns = "";
	return finding_text(out, "%s%s%s/%s%s%s", kind->group, *kind->group ? "/" : "", kind->kind,
			    ns, *ns ? "/" : "", name_of(object));
}

static bool has_labels(const struct object *object, const struct map *wanted)
{
	for_each_entry (e, *wanted) {
		const char *value = map_get(&object->meta->labels, e->key);

		if (!value || !glob_match(e->value, value))
			return false;
	}
	return wanted->count > 0;
}

static bool is_protected(const struct object *object, const struct params *params,
			 struct findings *out)
{
	return has_labels(object, param_map(params, LABELS)) ||
	       globs_match(param_strings(params, OBJECTS), text_of(object, out));
}

static void check_update(const struct object *object, const struct params *params,
			 struct findings *out)
{
	const struct map *labels = param_map(params, LABELS);

	if (!object->old)
		return;
	if (strings_have(param_strings(params, OPERATIONS), "UPDATE") &&
	    is_protected(object->old, params, out))
		finding(out, &object->meta->at, "name", .value = name_of(object),
			.want = "an object that is not changed");
	else if (has_labels(object->old, labels) && !has_labels(object, labels))
		finding(out, &object->meta->at, "labels", .value = "changed",
			.want = "the labels that protect it");
}

static void check(const struct object *object, const struct params *params, struct findings *out)
{
	const struct request *request = object->request;

	if (request->offline ||
	    requester_is_any(request, param_strings(params, USERS), param_strings(params, GROUPS)))
		return;
	if (request->operation == OPERATION_UPDATE)
		check_update(object, params, out);
	else if (request->operation == OPERATION_DELETE && is_protected(object, params, out) &&
		 strings_have(param_strings(params, OPERATIONS), "DELETE"))
		finding(out, &object->meta->at, "name", .value = name_of(object),
			.want = "an object that is not deleted");
}

const struct policy policy_cluster_protected_objects = {
	.id = "protected-objects",
	.title = "What must stay is not deleted",
	.why = "One deletion takes a namespace with all in it, or a resource definition with all "
	       "its objects.",
	.remedy = "Have it done by somebody who may, or take the object out of the list first.",
	.severity = SEVERITY_HIGH,
	.good = "metadata: {labels: {kubevet.dev/protected: \"true\", team: shop}}\n",
	.bad = "metadata: {labels: {team: shop}}\n",
	.was = "metadata: {labels: {kubevet.dev/protected: \"true\"}}\n",
	.maps = { NSA_NAMESPACES, MITRE_DESTRUCTION },
	POLICY_PARAMS(params_declared),
	.reads_metadata = true,
	.check_object = check,
	.needs = NEEDS_OLD | NEEDS_USER,
	.operations = ON(UPDATE) | ON(DELETE),
};
