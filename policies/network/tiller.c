/* SPDX-License-Identifier: Apache-2.0 */
/* tiller.c - no server part of Helm 2.
 *
 * Tiller installs whatever it is asked for, with rights over the cluster as a rule, and asks nobody
 * who he is. It is out of support since 2020.
 *
 * Reads:   images and labels of pods; labels, selector and ports of Services
 * Accepts: all else */
#include <string.h>

#include "policy/images.h"
#include "policy/policy.h"
#include "policy/says.h"

#define TILLER_PORT 44134

static bool is_tiller(const struct map *labels)
{
	const char *app = map_get(labels, "app"), *name = map_get(labels, "name");

	return app && name && strcmp(app, "helm") == 0 && strcmp(name, "tiller") == 0;
}

/* A reference that can't be read can't be pulled either. */
static bool is_image_of_tiller(const char *reference, struct findings *out)
{
	const struct parsed_image *parsed = image_parsed(reference, out);
	const char *slash;

	if (!parsed || parsed->fault)
		return false;
	slash = strrchr(parsed->image.repository, '/');
	return strcmp(slash ? slash + 1 : parsed->image.repository, "tiller") == 0;
}

static void judge_labels(const struct at *at, const char *field, const struct map *labels,
			 struct findings *out)
{
	if (is_tiller(labels))
		finding(out, at, field, .value = "app=helm, name=tiller",
			.want = "no labels of Tiller");
}

static void check_pod(const struct pod *pod, const struct params *params, struct findings *out)
{
	(void)params;
	for_each_container (c, pod)
		if (is_image_of_tiller(c->image, out))
			finding(out, &c->at, "image", .value = c->image,
				.want = "no image of Tiller");
	judge_labels(&pod->meta->at, "labels", &pod->meta->labels, out);
}

static void check_service(const struct service *s, const struct params *params,
			  struct findings *out)
{
	(void)params;
	judge_labels(&s->meta->at, "labels", &s->meta->labels, out);
	judge_labels(&s->at, "selector", &s->selector, out);
	for_each_service_port (p, s)
		if (strcmp(p->name, "tiller") == 0 || strcmp(p->target_port.s, "tiller") == 0 ||
		    p->target_port.i == TILLER_PORT || p->port == TILLER_PORT)
			finding(out, &p->at, "port", .value = says_int(out, p->port),
				.want = "no port of Tiller");
}

const struct policy policy_network_tiller = {
	.id = "tiller",
	.title = "There is no Tiller",
	.why = "Tiller, the server of Helm 2, does what any pod that reaches it asks for, mostly "
	       "with rights over the whole cluster.",
	.remedy = "Move to Helm 3 or later, which has no server, and remove Tiller.",
	.severity = SEVERITY_CRITICAL,
	.good = EXAMPLE_POD "    image: registry.example.com/app:1.0\n",
	.bad = EXAMPLE_POD "    image: ghcr.io/helm/tiller:v2.17.0\n",
	.maps = { MITRE_REMOTE_SERVICES, MITRE_EXPLOITATION },
	.reads_metadata = true,
	.check_pod = check_pod,
	.check_service = check_service,
};
