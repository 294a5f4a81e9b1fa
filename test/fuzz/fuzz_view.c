/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz_view.c - any JSON as each kind of object: views are made or refused with a sentence, and
 * hold together. */
#include <string.h>

#include "fuzz.h"
#include "k8s/kinds.h"
#include "k8s/pod.h"
#include "k8s/service.h"

#define ARENA_MAX ((size_t)16 * 1024 * 1024)

static void check_refusal(const struct err *err)
{
	MUST_HOLD(err->code == ERR_INPUT || err->code == ERR_LIMIT);
	MUST_HOLD(err->text[0] != '\0' && !strchr(err->text, '\n'));
}

static void check_place(struct arena *a, const struct at *at)
{
	const char *place = at_print(a, at, "x");

	MUST_HOLD(place ? strlen(place) <= 400 : arena_full(a));
}

static void check_container(struct arena *a, const struct container *c)
{
	const struct handler *handlers[5];
	size_t count = container_handlers(c, handlers);

	MUST_HOLD(c->name && c->image && c->image_pull_policy && c->restart_policy && c->node);
	check_place(a, &c->at);
	for (size_t i = 0; i < count; i++)
		check_place(a, &handlers[i]->at);
	for_each_port (p, c) {
		MUST_HOLD(p->name && p->protocol && p->host_ip);
		MUST_HOLD(p->host_port >= INT32_MIN && p->host_port <= INT32_MAX);
		check_place(a, &p->at);
	}
	for_each_mount (m, c)
		MUST_HOLD(m->name && m->mount_path && m->sub_path);
	for (const struct env_var *e = c->env; e; e = e->next)
		MUST_HOLD(e->name && e->value);
	for (size_t i = 0; i < c->command.count; i++)
		MUST_HOLD(c->command.v[i] != NULL);
}

static void check_pod(struct arena *a, const struct pod *pod)
{
	size_t count = 0;

	for_each_container (c, pod) {
		check_container(a, c);
		count++;
	}
	MUST_HOLD(count == pod->init_count + pod->main_count + pod->ephemeral_count);
	for_each_volume (v, pod) {
		MUST_HOLD(v->name && v->node);
		MUST_HOLD(volume_has(v, VOLUME_HOST_PATH) == (v->host_path != NULL));
		check_place(a, &v->at);
	}
}

static void check_service(struct arena *a, const struct service *s)
{
	MUST_HOLD(s->type[0] != '\0');
	for_each_service_port (p, s)
		check_place(a, &p->at);
	for_each_entry (e, s->selector)
		MUST_HOLD(e->key && e->value);
}

static void check_kind(struct arena *a, const struct kind *kind, const cJSON *object)
{
	struct err err = { 0 };
	const cJSON *template;
	const struct meta *meta;
	const struct service *service;
	const struct pod *pod;

	if (kind_template(kind, object, &template, &err) < 0) {
		check_refusal(&err);
		return;
	}
	meta = meta_view(a, json_get(template, "metadata"), kind->meta_path, &err);
	if (!meta) {
		check_refusal(&err);
		return;
	}
	pod = pod_view(a, meta, json_get(template, "spec"), kind->spec_path, &err);
	if (pod)
		check_pod(a, pod);
	else
		check_refusal(&err);
	service = service_view(a, template, &err);
	if (service)
		check_service(a, service);
	else
		check_refusal(&err);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct err err = { 0 };
	SCOPED(scoped_arena) struct arena *a = arena_new(ARENA_MAX, &err);
	char group[256];
	const cJSON *object;

	json_init();
	MUST_HOLD(a != NULL);
	object = json_parse(a, (const char *)data, size, NULL, &err);
	if (!object)
		return 0;
	(void)api_version_split(json_string(json_get(object, "apiVersion")), group, sizeof(group));
	for (const struct kind *kind = kinds_all(); kind->kind; kind++)
		check_kind(a, kind, object);
	return 0;
}
