/* SPDX-License-Identifier: Apache-2.0 */
/* shapes.h - the tables that views of one file use from another; for this folder. */
#ifndef KUBEVET_K8S_SHAPES_H
#define KUBEVET_K8S_SHAPES_H

#include "k8s/decode.h"

extern const struct shape container_shape;	      /* struct container without list and index */
extern const struct shape resources_shape;	      /* struct resources */
extern const struct shape security_context_shape;     /* struct security_context */
extern const struct shape pod_security_context_shape; /* struct pod_security_context */
extern const struct shape selector_shape;	      /* struct selector */
extern const struct shape requirement_shape;	      /* struct selector_requirement */
extern const struct shape volume_shape;		      /* struct volume */
extern const struct shape object_ref_shape;	      /* struct object_ref */

#endif
