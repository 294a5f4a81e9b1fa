/* SPDX-License-Identifier: Apache-2.0 */
/* kubelet.c - view of a KubeletConfiguration file. */
#include "k8s/kubelet.h"

#include "k8s/decode.h"

static const struct field kubelet_fields[] = {
	F_SELF(struct kubelet, node),
};
static const struct shape kubelet_shape = SHAPE_AT(struct kubelet, at, kubelet_fields);

struct kubelet *kubelet_view(struct arena *a, const cJSON *object, struct err *err)
{
	return decode_new(a, &kubelet_shape, object, "", err);
}
