/* SPDX-License-Identifier: Apache-2.0 */
/* views.h - all views. */
#ifndef KUBEVET_K8S_VIEWS_H
#define KUBEVET_K8S_VIEWS_H

#include "k8s/admin_network_policy.h"
#include "k8s/api_service.h"
#include "k8s/apparmor.h"
#include "k8s/autoscaler.h"
#include "k8s/binding.h"
#include "k8s/certificate_request.h"
#include "k8s/config_map.h"
#include "k8s/connect.h"
#include "k8s/disruption_budget.h"
#include "k8s/encryption.h"
#include "k8s/endpoints.h"
#include "k8s/gateway.h"
#include "k8s/ingress.h"
#include "k8s/kubelet.h"
#include "k8s/namespace.h"
#include "k8s/network_policy.h"
#include "k8s/node.h"
#include "k8s/object.h"
#include "k8s/persistent_volume.h"
#include "k8s/pod.h"
#include "k8s/priority_class.h"
#include "k8s/resource_definition.h"
#include "k8s/role.h"
#include "k8s/route.h"
#include "k8s/seccomp.h"
#include "k8s/secret.h"
#include "k8s/service.h"
#include "k8s/service_account.h"
#include "k8s/storage_class.h"
#include "k8s/volume_claim.h"
#include "k8s/workload.h"

#endif
