/* SPDX-License-Identifier: Apache-2.0 */
/* autoscaler.c - view of a HorizontalPodAutoscaler. */
#include "k8s/autoscaler.h"

#include "k8s/decode.h"

static const struct field autoscaler_fields[] = {
	F_SELF(struct autoscaler, node),
};
static const struct shape autoscaler_shape = SHAPE_AT(struct autoscaler, at, autoscaler_fields);

struct autoscaler *autoscaler_view(struct arena *a, const cJSON *object, struct err *err)
{
	return decode_new(a, &autoscaler_shape, object, "", err);
}
