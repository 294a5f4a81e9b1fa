/* SPDX-License-Identifier: Apache-2.0 */
/* views.c - views of one object, on demand. */
#include "engine/views.h"

#include <string.h>

#include "engine/evaluate.h"
#include "k8s/pod_template.h"

#define GROUP_MAX 256

void views_init(struct views *v, struct arena *a, const struct gvk *gvk, const cJSON *object)
{
	static const struct request nothing = { .kind = { "", "", "" },
						.asked_kind = { "", "", "" },
						.subresource = "",
						.name = "",
						.ns = "",
						.username = "",
						.uid = "" };

	memset(v, 0, sizeof(*v));
	v->request = &nothing;
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

static struct pod *pod_of(const struct views *v, const struct meta *meta,
			  const struct pod_template *template, const cJSON *object, struct err *err)
{
	if (template->node != object)
		meta = meta_view(v->a, json_get(template->node, "metadata"), template->meta_path,
				 err);
	if (!meta)
		return NULL;
	return pod_view(v->a, meta, json_get(template->node, "spec"), template->spec_path, err);
}

/* The pods of @object, whose metadata is @meta; *@out stays NULL without a template. */
static int pods_of(const struct views *v, const struct meta *meta, const cJSON *object,
		   struct pod **out, struct err *err)
{
	const struct pod_template *template;
	struct pod **tail = out;

	if (pod_templates(v->a, v->kind, object, &template, err) < 0)
		return -1;
	for (; template; template = template->next) {
		struct pod *pod = pod_of(v, meta, template, object, err);

		if (!pod)
			return -1;
		pod->request = v->request;
		*tail = pod;
		tail = &pod->next;
	}
	return 0;
}

/* What stood in the same place before. Both lists are mostly alike, so the search goes on from
 * where the last one ended. A template that is new, or has another name now, replaces the first:
 * what an update may not change is not to be changed by renaming. */
static const struct pod *replaced_by(const struct pod *old, const struct pod *pod,
				     const struct pod **hint)
{
	const struct pod *from = *hint ? *hint : old, *p = from;

	while (p && strcmp(p->at.key, pod->at.key) != 0) {
		p = p->next ? p->next : old;
		if (p == from)
			return old;
	}
	if (p)
		*hint = p->next;
	return p;
}

static const struct meta *old_meta(const struct views *v, struct err *err)
{
	return meta_view(v->a, json_get(v->old_object, "metadata"), "metadata", err);
}

static int make_meta(struct views *v, const void **out, struct err *err)
{
	if (check_kind(v, err) < 0)
		return -1;
	*out = meta_view(v->a, json_get(v->object, "metadata"), "metadata", err);
	return *out ? 0 : -1;
}

static int make_pod(struct views *v, const void **out, struct err *err)
{
	struct pod *first = NULL, *old = NULL;
	const struct pod *hint = NULL;
	const struct meta *meta, *before;

	if (views_meta(v, &meta, err) < 0 || pods_of(v, meta, v->object, &first, err) < 0)
		return -1;
	if (first && v->old_object) {
		before = old_meta(v, err);
		if (!before || pods_of(v, before, v->old_object, &old, err) < 0)
			return err_wrap(err, "oldObject");
		for (struct pod *p = first; p; p = p->next)
			p->old = replaced_by(old, p, &hint);
	}
	*out = first;
	return 0;
}

/* What sets one of these apart is its decoder alone. */
#define VIEW(NAME, name, words)                                                    \
	static int make_##name(struct views *v, const void **out, struct err *err) \
	{                                                                          \
		const struct meta *meta;                                           \
		struct name *view, *old;                                           \
                                                                                   \
		if (views_meta(v, &meta, err) < 0)                                 \
			return -1;                                                 \
		view = name##_view(v->a, v->object, err);                          \
		if (!view)                                                         \
			return -1;                                                 \
		view->meta = meta;                                                 \
		view->request = v->request;                                        \
		*out = view;                                                       \
		if (!v->old_object)                                                \
			return 0;                                                  \
		meta = old_meta(v, err);                                           \
		old = meta ? name##_view(v->a, v->old_object, err) : NULL;         \
		if (!old)                                                          \
			return err_wrap(err, "oldObject");                         \
		old->meta = meta;                                                  \
		old->request = v->request;                                         \
		view->old = old;                                                   \
		return 0;                                                          \
	}
#include "k8s/views.def"
#undef VIEW

/* VIEW_NONE is the metadata. */
static int make(struct views *v, enum view view, const void **out, struct err *err)
{
	switch (view) {
	case VIEW_POD:
		return make_pod(v, out, err);
#define VIEW(NAME, name, words) \
	case VIEW_##NAME:       \
		return make_##name(v, out, err);
#include "k8s/views.def"
#undef VIEW
	case VIEW_NONE:
	case VIEW_COUNT:
		break;
	}
	return make_meta(v, out, err);
}

static struct view_slot *slot_of(struct views *v, enum view view)
{
	struct view_slot *slot = v->slots;

	while (slot->made && slot->view != view)
		slot++;
	return slot;
}

static int get(struct views *v, enum view view, const void **out, struct err *err)
{
	struct view_slot *slot = slot_of(v, view);
	const void *it = NULL;
	int status;

	if (!slot->made) {
		status = make(v, view, &it, err);
		slot = slot_of(v, view); /* making it may have made another */
		*slot = (struct view_slot){ true, view, it, status < 0 };
		if (status < 0 && !v->failed)
			v->err = *err;
		v->failed = v->failed || status < 0;
	}
	*out = slot->it;
	if (slot->failed)
		*err = v->err;
	return slot->failed ? -1 : 0;
}

int views_meta(struct views *v, const struct meta **out, struct err *err)
{
	const void *it;
	int status = get(v, VIEW_NONE, &it, err);

	*out = it;
	return status;
}

int views_pod(struct views *v, const struct pod **out, struct err *err)
{
	const void *it;
	int status = get(v, VIEW_POD, &it, err);

	*out = it;
	return status;
}

static policy_pod_check *pod_check(const struct policy *policy, uint64_t minor)
{
	return policy->standard ? standard_check(policy, minor) : policy->check_pod;
}

/* One check of one view, for budget_run(). */
struct check {
	const struct policy *policy;
	policy_pod_check *pod_check;
	enum view view;
	const void *it;
	const struct params *params;
	struct findings *findings;
};

static void run_check(void *ctx)
{
	const struct check *c = ctx;

	switch (c->view) {
	case VIEW_POD:
		for_each_pod(pod, c->pod_check ? (const struct pod *)c->it : NULL)
			c->pod_check(pod, c->params, c->findings);
		break;
#define VIEW(NAME, name, words)                                         \
	case VIEW_##NAME:                                               \
		c->policy->check_##name(c->it, c->params, c->findings); \
		break;
#include "k8s/views.def"
#undef VIEW
	case VIEW_NONE:
	case VIEW_COUNT:
		break;
	}
}

static int run_view(struct views *v, enum view view, const struct policy *policy, uint64_t minor,
		    const struct params *params, struct findings *findings, struct err *err)
{
	policy_pod_check *check = pod_check(policy, minor);
	const void *it;

	if (!policy_has_check(policy, view))
		return 0;
	if (get(v, view, &it, err) < 0)
		return -1;
	if (!it)
		return 0;
	budget_run(run_check, &(struct check){ policy, check, view, it, params, findings });
	return 0;
}

int views_run(struct views *v, const struct policy *policy, uint64_t minor,
	      const struct params *params, struct findings *findings, struct err *err)
{
	if (v->kind && run_view(v, v->kind->view, policy, minor, params, findings, err) < 0)
		return -1;
	if (kind_has_view(v->kind, VIEW_WORKLOAD) &&
	    run_view(v, VIEW_WORKLOAD, policy, minor, params, findings, err) < 0)
		return -1;
	return run_view(v, VIEW_OBJECT, policy, minor, params, findings, err);
}
