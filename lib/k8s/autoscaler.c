/* SPDX-License-Identifier: Apache-2.0 */
/* autoscaler.c - view of a HorizontalPodAutoscaler's spec. */
#include "k8s/autoscaler.h"

#include "k8s/decode.h"

static const struct field target_fields[] = {
	F_STRING("apiVersion", struct scale_target, api_version),
	F_STRING("kind", struct scale_target, kind),
	F_STRING("name", struct scale_target, name),
};
static const struct shape target_shape = SHAPE(struct scale_target, target_fields);

static const struct field autoscaler_fields[] = {
	F_OPT_INT64("minReplicas", struct autoscaler, min_replicas),
	F_INT32("maxReplicas", struct autoscaler, max_replicas),
	F_OBJECT("scaleTargetRef", struct autoscaler, target, struct scale_target, target_shape),
};
static const struct shape autoscaler_shape = SHAPE_AT(struct autoscaler, at, autoscaler_fields);

struct autoscaler *autoscaler_view(struct arena *a, const cJSON *object, struct err *err)
{
	return decode_new(a, &autoscaler_shape, json_get(object, "spec"), "spec", err);
}
