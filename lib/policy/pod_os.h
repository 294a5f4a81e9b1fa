/* SPDX-License-Identifier: Apache-2.0 */
/* pod_os.h - which operating system a pod is for, and what is asked of Windows alone.
 *
 * The API server refuses most of a Linux security context in a pod of Windows, so what a policy
 * demands there nobody can give. What a policy forbids it forbids everywhere.
 */
#ifndef KUBEVET_POLICY_POD_OS_H
#define KUBEVET_POLICY_POD_OS_H

#include "policy/policy.h"

/** pod_declares_windows() - spec.os.name says so: what the Pod Security Standards go by. */
bool pod_declares_windows(const struct pod *pod);

/**
 * pod_is_windows() - the pod can run on nodes of Windows alone
 *
 * By spec.os.name, which a kubelet compares with its own system; without one by the node's label
 * kubernetes.io/os, when nodeSelector or every term of the required nodeAffinity demands windows of
 * it. Scheduler and kubelet hold a pod to both, and who may change labels of nodes may do worse.
 * hostProcess alone does not count: a Linux node runs such a pod, and ignores the field.
 */
bool pod_is_windows(const struct pod *pod);

/** windows_user_is_administrator() - whether a runAsUserName, with its domain or without, in any
 * case, is ContainerAdministrator, Administrator or SYSTEM. */
bool windows_user_is_administrator(const char *name);

/** windows_administrators_check() - a finding with @want for each such user of pod and containers;
 * not for that of the pod where each container has one of its own. */
void windows_administrators_check(const struct pod *pod, const char *want, struct findings *out);

#endif
