/* SPDX-License-Identifier: Apache-2.0 */
/* defaults.c - defaults of volumes and of ports.
 *
 * Source: pkg/apis/core/v1/defaults.go of Kubernetes: SetDefaults_Volume, for templates too, and
 * defaultHostNetworkPorts, for Pods alone. Defaults that no policy reads are not made.
 */
#include "source/defaults.h"

#include <string.h>

#include "k8s/pod_template.h"
#include "k8s/volume.h"

/* cJSON's links are never const, so that a member of a const object can be added to. */
static cJSON *member(const cJSON *object, const char *key)
{
	cJSON *child;

	if (!cJSON_IsObject(object))
		return NULL;
	cJSON_ArrayForEach (child, object)
		if (strcmp(child->string, key) == 0)
			return child;
	return NULL;
}

/* Sets a member that is absent or null. */
static int put(struct arena *a, cJSON *object, const char *key, cJSON *value, struct err *err)
{
	cJSON *null = member(object, key);

	if (null)
		cJSON_DetachItemViaPointer(object, null);
	return json_put(a, object, key, value) ? 0 : arena_error(a, err);
}

static bool has_source(const cJSON *volume)
{
	for (int s = 0; s < VOLUME_SOURCE_COUNT; s++)
		if (json_present(volume, volume_source_name((enum volume_source)s)))
			return true;
	return false;
}

static int default_volumes(struct arena *a, const cJSON *spec, struct assumed *out, struct err *err)
{
	const cJSON *list = member(spec, "volumes");
	cJSON *volume;

	if (!cJSON_IsArray(list))
		return 0;
	cJSON_ArrayForEach (volume, list) {
		if (!cJSON_IsObject(volume) || has_source(volume))
			continue;
		if (put(a, volume, "emptyDir", json_new_object(a), err) < 0)
			return -1;
		out->empty_dirs++;
	}
	return 0;
}

static int default_port(struct arena *a, cJSON *port, struct assumed *out, struct err *err)
{
	const cJSON *host_port = json_present(port, "hostPort");
	int64_t number, taken;

	if (!cJSON_IsObject(port) || !json_int(json_get(port, "containerPort"), &number) ||
	    (host_port && (!json_int(host_port, &taken) || taken != 0)))
		return 0;
	if (host_port)
		cJSON_DetachItemViaPointer(port, member(port, "hostPort"));
	out->host_ports++;
	return put(a, port, "hostPort", json_new_int(a, number), err);
}

static int default_ports(struct arena *a, const cJSON *spec, const char *list, struct assumed *out,
			 struct err *err)
{
	const cJSON *containers = json_get(spec, list);
	const cJSON *container;
	cJSON *port;

	if (!cJSON_IsArray(containers))
		return 0;
	cJSON_ArrayForEach (container, containers) {
		const cJSON *ports = json_get(container, "ports");

		if (!cJSON_IsArray(ports))
			continue;
		cJSON_ArrayForEach (port, ports)
			if (default_port(a, port, out, err) < 0)
				return -1;
	}
	return 0;
}

int defaults_apply(struct arena *a, const struct kind *kind, const cJSON *object,
		   struct assumed *out, struct err *err)
{
	const struct pod_template *template;
	const cJSON *spec = NULL;

	if (kind->view != VIEW_POD)
		return 0;
	if (pod_templates(a, kind, object, &template, err) < 0)
		return err->code == ERR_MEMORY ? -1 : 0; /* the engine will say it of the object */
	for (; template; template = template->next) {
		spec = json_get(template->node, "spec");
		if (default_volumes(a, spec, out, err) < 0)
			return -1;
	}
	if (strcmp(kind->kind, "Pod") != 0 || !cJSON_IsTrue(json_get(spec, "hostNetwork")))
		return 0;
	if (default_ports(a, spec, "initContainers", out, err) < 0)
		return -1;
	return default_ports(a, spec, "containers", out, err);
}
