/* SPDX-License-Identifier: Apache-2.0 */
/* capability.h - names of Linux capabilities: in any case, with CAP_ or without. */
#ifndef KUBEVET_POLICY_CAPABILITY_H
#define KUBEVET_POLICY_CAPABILITY_H

#include <stdbool.h>

#include "base/err.h"
#include "k8s/field.h"

/** capability_name() - the name as Kubernetes has it ("NET_ADMIN", "ALL"), whatever the spelling;
 * NULL when Linux has none such. */
const char *capability_name(const char *text);

/** capability_nearest() - the name that may have been meant, or NULL. */
const char *capability_nearest(const char *text);

/** capability_listed() - whether a list, itself spelt in any way, holds @name (of
 * capability_name()). */
bool capability_listed(const struct strings *list, const char *name);

/** capability_dropped() - whether a drop list takes @name away, by itself or by ALL, in a spelling
 * that every container runtime takes: in any case, without CAP_. */
bool capability_dropped(const struct strings *dropped, const char *name);

/** capability_check() - for a declared parameter: an error names the capability that may have been
 * meant. */
int capability_check(const char *text, struct err *err);

#endif
