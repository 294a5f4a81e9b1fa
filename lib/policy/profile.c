/* SPDX-License-Identifier: Apache-2.0 */
/* profile.c - judges each profile where it is written, then what each container ends up with.
 *
 * The container's field wins over the pod's. The API server copies annotations to fields and back
 * when a pod is made, but not in a template, and not for every version; so both are read everywhere
 * and have to say the same.
 */
#include "policy/profile.h"

#include <string.h>

#include "policy/debugging.h"
#include "policy/path.h"
#include "policy/pod_os.h"
#include "policy/pod_security.h"
#include "policy/says.h"

#define LOCALHOST_PREFIX "localhost/"

const struct param profile_params[PROFILE_PARAM_COUNT] = {
	[PROFILE_ALLOWED_TYPES] = { "allowedTypes", PARAM_STRINGS,
				    .def = "[\"RuntimeDefault\", \"Localhost\"]",
				    .choices = "RuntimeDefault Localhost Unconfined",
				    .doc = "Types of profile that may be set." },
	[PROFILE_REQUIRED] = { "required", PARAM_BOOL, .def = "false",
			       .doc = "Whether each container must have a profile, its own or the "
				      "pod's." },
	[PROFILE_ALLOWED_LOCALHOST] = { "allowedLocalhostProfiles", PARAM_STRINGS,
					.doc = "Globs of the profiles of type Localhost that may "
					       "be set; when absent, any." },
	[PROFILE_FORBIDDEN_LOCALHOST] = { "forbiddenLocalhostProfiles", PARAM_STRINGS, .def = "[]",
					  .doc = "Globs of profiles of type Localhost that may not "
						 "be set, even when allowed above." },
	[PROFILE_EPHEMERAL] = INCLUDE_EPHEMERAL_CONTAINERS,
};

struct judge {
	const struct profile_style *style;
	const struct meta *meta;
	const struct params *params;
	struct findings *out;
};

/* A profile where it is written: below a security context, or as an annotation. */
struct written {
	struct profile profile;
	const struct at *at;
	const char *annotation, *text; /* key and value; NULL for a field */
};

static void found(const struct judge *j, const struct written *w, const char *leaf,
		  const char *value, const char *want)
{
	struct says says = { .value = w->annotation ? w->text : value, .want = want };

	if (w->annotation)
		says_annotation(j->out, j->meta, w->annotation, &says);
	else
		finding_add(j->out, w->at,
			    finding_text(j->out, "securityContext.%s.%s", j->style->field, leaf),
			    &says);
}

static void judge_localhost(const struct judge *j, const struct written *w)
{
	const struct strings *allowed = param_strings(j->params, PROFILE_ALLOWED_LOCALHOST);
	const struct strings *forbidden = param_strings(j->params, PROFILE_FORBIDDEN_LOCALHOST);
	const char *written = w->profile.localhost_profile, *name = written;
	const char *want = NULL;

	if (name && *name && j->style->localhost_is_path)
		name = path_normalise(findings_arena(j->out), name);
	if (written && !name) {
		findings_spoil(j->out);
		return;
	}
	if (!name || !*name)
		want = "the name of a profile";
	else if (j->style->localhost_is_path && (*name == '/' || path_within(name, "..")))
		want = "a path that stays below the node's directory of profiles";
	else if (globs_match(forbidden, name))
		want = says_none_of(j->out, forbidden);
	else if (allowed->set && !globs_match(allowed, name))
		want = says_one_of(j->out, allowed);
	if (want)
		found(j, w, "localhostProfile", written, want);
}

static void judge_written(const struct judge *j, const struct written *w)
{
	const struct strings *types = param_strings(j->params, PROFILE_ALLOWED_TYPES);

	if (!strings_have(types, w->profile.type))
		found(j, w, "type", w->profile.type, says_one_of(j->out, types));
	else if (strcmp(w->profile.type, "Localhost") == 0)
		judge_localhost(j, w);
}

/* The value of an annotation in the words of the field. */
static bool read_annotation(const struct profile_style *style, const char *text,
			    struct profile *out)
{
	const char *old = style->old_default;

	*out = (struct profile){ 0 };
	if (strcmp(text, "runtime/default") == 0 || (old && strcmp(text, old) == 0))
		out->type = "RuntimeDefault";
	else if (strcmp(text, "unconfined") == 0)
		out->type = "Unconfined";
	else if (strncmp(text, LOCALHOST_PREFIX, strlen(LOCALHOST_PREFIX)) == 0)
		*out = (struct profile){ "Localhost", text + strlen(LOCALHOST_PREFIX) };
	return out->type != NULL;
}

static bool is_ours(const struct profile_style *style, const char *key)
{
	size_t len = strlen(style->container_annotation);

	return strncmp(key, style->container_annotation, len) == 0 ||
	       (style->pod_annotation && strcmp(key, style->pod_annotation) == 0);
}

static void judge_annotations(const struct judge *j)
{
	for_each_entry (e, j->meta->annotations) {
		struct written w = { .annotation = e->key, .text = e->value };

		if (!is_ours(j->style, e->key))
			continue;
		if (read_annotation(j->style, e->value, &w.profile))
			judge_written(j, &w);
		else
			found(j, &w, "type", NULL,
			      "runtime/default, localhost/<profile> or unconfined");
	}
}

static bool same_profile(const struct profile *a, const struct profile *b)
{
	const char *a_name = a->localhost_profile ? a->localhost_profile : "";
	const char *b_name = b->localhost_profile ? b->localhost_profile : "";

	return strcmp(a->type, b->type) == 0 &&
	       (strcmp(a->type, "Localhost") != 0 || strcmp(a_name, b_name) == 0);
}

/* The annotation @key, if it is there, against the field that holds in the same place. */
static void compare(const struct judge *j, const char *key, const struct profile *field)
{
	const char *text = key ? map_get(&j->meta->annotations, key) : NULL;
	struct written w = { .annotation = key, .text = text };

	if (text && field && read_annotation(j->style, text, &w.profile) &&
	    !same_profile(&w.profile, field))
		found(j, &w, "type", NULL,
		      finding_text(j->out, "the same as the field %s", j->style->field));
}

static void judge_container(const struct judge *j, const struct context *x,
			    const struct profile *of_pod, bool required)
{
	const char *key =
		finding_text(j->out, "%s%s", j->style->container_annotation, x->container);
	const struct profile *own = j->style->of(x->common);
	bool annotated = j->style->annotations_work && map_get(&j->meta->annotations, key);

	compare(j, key, own ? own : of_pod);
	if (!j->style->debuggable && is_left_to_debug(x->list, j->params, PROFILE_EPHEMERAL))
		return;
	if (required && !own && !of_pod && !annotated)
		finding(j->out, x->at, finding_text(j->out, "securityContext.%s", j->style->field),
			.want = says_one_of(j->out,
					    param_strings(j->params, PROFILE_ALLOWED_TYPES)));
}

void profiles_check(const struct profile_style *style, const struct pod *pod,
		    const struct params *params, struct findings *out)
{
	struct judge j = { style, pod->meta, params, out };
	struct context of_pod = context_first(pod);
	const struct profile *pod_profile = style->of(of_pod.common);
	bool required = param_bool(params, PROFILE_REQUIRED) && !pod_is_windows(pod);

	if (says_too_many(out, &pod->meta->at, "annotations", pod->meta->annotations.count,
			  pod->init_count + pod->main_count + pod->ephemeral_count))
		return;
	judge_annotations(&j);
	compare(&j, style->pod_annotation, pod_profile);
	for_each_context (x, pod) {
		const struct profile *own = style->of(x.common);

		if (own && context_counts(&x, pod, style->has))
			judge_written(&j, &(struct written){ .profile = *own, .at = x.at });
		if (x.container)
			judge_container(&j, &x, pod_profile, required);
	}
}
