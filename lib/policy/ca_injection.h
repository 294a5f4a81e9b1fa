/* SPDX-License-Identifier: Apache-2.0 */
/* ca_injection.h - annotations by which a controller fills in a caBundle later. */
#ifndef KUBEVET_POLICY_CA_INJECTION_H
#define KUBEVET_POLICY_CA_INJECTION_H

#include "k8s/meta.h"
#include "policy/params.h"

#define PARAM_CA_INJECTORS                                                                        \
	{                                                                                         \
		.name = "injectors", .type = PARAM_STRINGS,                                       \
		.def = "[\"cert-manager.io/inject-*\", "                                          \
		       "\"service.beta.openshift.io/inject-cabundle\"]",                          \
		.doc = "Globs of the keys of annotations by which a controller fills the CA in.", \
	}

/** ca_is_injected() - whether one of them is there; "" and "false" don't ask for it. */
bool ca_is_injected(const struct meta *meta, const struct strings *injectors);

#endif
