/* SPDX-License-Identifier: Apache-2.0 */
/* kinds.c - where each kind keeps its pod template.
 *
 * Versions that are no longer served are here for files and recorded reviews: their paths are the
 * same.
 */
#include "k8s/kinds.h"

#include <string.h>

#define ITSELF	       "", "metadata", "spec"
#define TEMPLATE(path) path, path ".metadata", path ".spec"

static const struct kind kinds[] = {
	{ "", "Pod", "pods", VIEW_POD, ITSELF, false, "v1" },
	{ "", "PodTemplate", "podtemplates", VIEW_POD, TEMPLATE("template"), false, "v1" },
	{ "", "ReplicationController", "replicationcontrollers", VIEW_POD,
	  TEMPLATE("spec.template"), true, "v1" },
	{ "", "Service", "services", VIEW_SERVICE, ITSELF, false, "v1" },
	{ "", "Namespace", "namespaces", VIEW_NAMESPACE, ITSELF, false, "v1" },
	{ "apps", "Deployment", "deployments", VIEW_POD, TEMPLATE("spec.template"), false,
	  "v1 v1beta2 v1beta1" },
	{ "apps", "ReplicaSet", "replicasets", VIEW_POD, TEMPLATE("spec.template"), false,
	  "v1 v1beta2" },
	{ "apps", "StatefulSet", "statefulsets", VIEW_POD, TEMPLATE("spec.template"), false,
	  "v1 v1beta2 v1beta1" },
	{ "apps", "DaemonSet", "daemonsets", VIEW_POD, TEMPLATE("spec.template"), false,
	  "v1 v1beta2" },
	{ "extensions", "Deployment", "deployments", VIEW_POD, TEMPLATE("spec.template"), false,
	  "v1beta1" },
	{ "extensions", "ReplicaSet", "replicasets", VIEW_POD, TEMPLATE("spec.template"), false,
	  "v1beta1" },
	{ "extensions", "DaemonSet", "daemonsets", VIEW_POD, TEMPLATE("spec.template"), false,
	  "v1beta1" },
	{ "batch", "Job", "jobs", VIEW_POD, TEMPLATE("spec.template"), false, "v1" },
	{ "batch", "CronJob", "cronjobs", VIEW_POD, TEMPLATE("spec.jobTemplate.spec.template"),
	  false, "v1 v1beta1 v2alpha1" },
	{ .kind = NULL },
};

const struct kind *kinds_all(void)
{
	return kinds;
}

const struct kind *kind_find(const char *group, const char *kind)
{
	for (const struct kind *k = kinds; k->kind; k++)
		if (strcmp(k->kind, kind) == 0 && strcmp(k->group, group) == 0)
			return k;
	return NULL;
}

const struct kind *kind_find_resource(const char *group, const char *resource)
{
	for (const struct kind *k = kinds; k->kind; k++)
		if (strcmp(k->resource, resource) == 0 && strcmp(k->group, group) == 0)
			return k;
	return NULL;
}

bool kind_version_known(const struct kind *kind, const char *version)
{
	size_t len = strlen(version);

	for (const char *word = kind->versions; *word; word += *word == ' ') {
		size_t word_len = strcspn(word, " ");

		if (word_len == len && memcmp(word, version, len) == 0)
			return true;
		word += word_len;
	}
	return false;
}

/* @node is what the first @len bytes of @path lead to. */
static int want_object(const cJSON *node, const char *path, size_t len, struct err *err)
{
	if (cJSON_IsObject(node))
		return 0;
	return err_set(err, ERR_INPUT, "%.*s: want an object, got %s", len ? (int)len : 6,
		       len ? path : "object", json_type_name(node));
}

int kind_template(const struct kind *kind, const cJSON *object, const cJSON **out, struct err *err)
{
	const char *path = kind->template_path;
	const cJSON *node = object;
	size_t len = 0;

	*out = NULL;
	while (node && !cJSON_IsNull(node)) {
		char key[32];
		size_t start = path[len] == '.' ? len + 1 : len;
		size_t key_len = strcspn(path + start, ".");

		if (want_object(node, path, len, err) < 0)
			return -1;
		if (path[len] == '\0') {
			*out = node;
			return 0;
		}
		memcpy(key, path + start, key_len);
		key[key_len] = '\0';
		node = json_get(node, key);
		len = start + key_len;
	}
	return 0;
}

const char *api_version_split(const char *api_version, char *group, size_t size)
{
	const char *slash;
	size_t len;

	if (!api_version)
		return NULL;
	slash = strchr(api_version, '/');
	len = slash ? (size_t)(slash - api_version) : 0;
	if (len >= size || (slash && len == 0))
		return NULL;
	memcpy(group, api_version, len);
	group[len] = '\0';
	if (slash)
		api_version = slash + 1;
	return api_version[0] == '\0' || strchr(api_version, '/') ? NULL : api_version;
}
