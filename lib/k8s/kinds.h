/* SPDX-License-Identifier: Apache-2.0 */
/* kinds.h - the table of kinds that there are views of. */
#ifndef KUBEVET_K8S_KINDS_H
#define KUBEVET_K8S_KINDS_H

#include "json/json.h"

enum view {
	VIEW_NONE,
	VIEW_POD,
#define VIEW(NAME, name, words) VIEW_##NAME,
#include "k8s/views.def"
#undef VIEW
	VIEW_COUNT
};

struct kind {
	const char *group, *kind, *resource; /* "" is the core group; resource is the plural */
	enum view view;
	/* Path of the object that has metadata and spec: "" for the object itself, "template",
	 * "spec.template", "spec.jobTemplate.spec.template"; and the same with ".metadata" and
	 * ".spec", as places print. */
	const char *template_path, *meta_path, *spec_path;
	bool template_optional; /* a pointer in the API: absent means there is no pod to judge */
	const char *versions;	/* space-separated, the newest first */
	bool of_cluster;	/* in no namespace */
	/* A custom resource: its template_path may be several, with a space between, through lists
	 * ("[]") and maps ("{}"), and pod_templates() alone finds its templates. */
	bool custom;
};

/** kind_find() - by group and kind, whatever the version; NULL when unknown. */
const struct kind *kind_find(const char *group, const char *kind);

/** kind_find_resource() - by group and resource ("apps", "deployments"). */
const struct kind *kind_find_resource(const char *group, const char *resource);

/** kind_version_known() - whether the table knows this version of the kind ("v1", "v1beta2"). */
bool kind_version_known(const struct kind *kind, const char *version);

/** kind_is_served() - whether API servers of today know it; the others are in files and records. */
bool kind_is_served(const struct kind *kind);

/** kind_has_view() - whether objects of the kind can be seen so: every kind, NULL too, as
 * VIEW_OBJECT; Kubernetes' own with a pod template as VIEW_WORKLOAD; and as the one in the table.
 */
bool kind_has_view(const struct kind *kind, enum view view);

/** kinds_all() - the table, ended by a row without kind. */
const struct kind *kinds_all(void);

/**
 * kind_template() - the object that has metadata and spec of the pod, of a kind that is not custom
 * @object: the whole object, borrowed
 * @out:    the template; NULL when it is absent or null
 * Return: 0, or -1 with ERR_INPUT when something on the way is no object.
 */
MUST_CHECK int kind_template(const struct kind *kind, const cJSON *object, const cJSON **out,
			     struct err *err);

/** api_version_split() - "apps/v1" to group "apps" and version "v1", "v1" to "" and "v1"; into
 * @group (at least 256 bytes). Return: the version (points into @api_version), or NULL when
 * malformed or too long. */
const char *api_version_split(const char *api_version, char *group, size_t size);

#endif
