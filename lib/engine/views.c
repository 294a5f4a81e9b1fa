/* SPDX-License-Identifier: Apache-2.0 */
/* views.c - views of one object, on demand. */
#include "engine/views.h"

#include <string.h>

#define GROUP_MAX 256

void views_init(struct views *v, struct arena *a, const struct gvk *gvk, const cJSON *object)
{
	memset(v, 0, sizeof(*v));
	v->a = a;
	v->gvk = gvk;
	v->object = object;
	v->kind = kind_find(gvk->group, gvk->kind);
}

/* An object that calls itself something else than the request does would be judged as what it is
 * not. One that does not say (bare captures) is taken at the request's word. */
static int check_kind(const struct views *v, struct err *err)
{
	const cJSON *kind = json_get(v->object, "kind");
	const cJSON *version = json_get(v->object, "apiVersion");
	char group[GROUP_MAX];

	if (!v->object)
		return err_set(err, ERR_INPUT, "object: want a %s, got null", v->gvk->kind);
	if (!cJSON_IsObject(v->object))
		return err_set(err, ERR_INPUT, "object: want an object, got %s",
			       json_type_name(v->object));
	if (kind && !json_string(kind))
		return err_set(err, ERR_INPUT, "kind: want a string, got %s", json_type_name(kind));
	if (version && !json_string(version))
		return err_set(err, ERR_INPUT, "apiVersion: want a string, got %s",
			       json_type_name(version));
	if (kind && strcmp(json_string(kind), v->gvk->kind) != 0)
		return err_set(err, ERR_INPUT, "kind: want %s as the request says, got %.64s",
			       v->gvk->kind, json_string(kind));
	if (version && (!api_version_split(json_string(version), group, sizeof(group)) ||
			strcmp(group, v->gvk->group) != 0))
		return err_set(err, ERR_INPUT,
			       "apiVersion: want group \"%s\" as the request says, got %.64s",
			       v->gvk->group, json_string(version));
	return 0;
}

static int make_meta(struct views *v, struct err *err)
{
	if (check_kind(v, err) < 0)
		return -1;
	v->meta = meta_view(v->a, json_get(v->object, "metadata"), "metadata", err);
	return v->meta ? 0 : -1;
}

static int make_pod(struct views *v, struct err *err)
{
	const struct meta *meta;
	const cJSON *template;

	if (views_meta(v, &meta, err) < 0 || kind_template(v->kind, v->object, &template, err) < 0)
		return -1;
	if (!template && v->kind->template_optional)
		return 0;
	if (template != v->object)
		meta = meta_view(v->a, json_get(template, "metadata"), v->kind->meta_path, err);
	if (!meta)
		return -1;
	v->pod = pod_view(v->a, meta, json_get(template, "spec"), v->kind->spec_path, err);
	return v->pod ? 0 : -1;
}

static int make_service(struct views *v, struct err *err)
{
	const struct meta *meta;

	if (views_meta(v, &meta, err) < 0)
		return -1;
	v->service = service_view(v->a, meta, json_get(v->object, "spec"), err);
	return v->service ? 0 : -1;
}

/* The three getters differ in what they make, not in how they remember it. */
#define VIEW_GETTER(name)                                                              \
	int views_##name(struct views *v, const struct name **out, struct err *err)    \
	{                                                                              \
		if (!v->name##_state.made) {                                           \
			v->name##_state.status = make_##name(v, &v->name##_state.err); \
			v->name##_state.made = true;                                   \
		}                                                                      \
		*out = v->name;                                                        \
		if (v->name##_state.status < 0)                                        \
			*err = v->name##_state.err;                                    \
		return v->name##_state.status;                                         \
	}

VIEW_GETTER(meta)
VIEW_GETTER(pod)
VIEW_GETTER(service)
