/* SPDX-License-Identifier: Apache-2.0 */
/* kubelet.h - typed, read-only view of a KubeletConfiguration file. */
#ifndef KUBEVET_K8S_KUBELET_H
#define KUBEVET_K8S_KUBELET_H

#include "k8s/view.h"

/* What is absent is as the file says it, not as the kubelet takes it: the defaults of a file are
 * not those of the flags. */
struct kubelet {
	VIEW_HEAD(kubelet);		    /* at: the object */
	struct opt_bool anonymous, webhook; /* authentication.anonymous.enabled, .webhook.enabled */
	const char *client_ca_file;	    /* authentication.x509.clientCAFile */
	const char *authorization_mode;
	int64_t read_only_port;
	struct opt_bool protect_kernel_defaults, make_iptables_util_chains, seccomp_default;
	struct opt_bool enable_profiling_handler, enable_debug_flags_handler;
	struct opt_int event_record_qps, pod_pids_limit;
	bool has_authentication; /* without it, most likely a part that kubeadm completes */
	struct opt_bool rotate_certificates;
	bool server_tls_bootstrap;
	const char *tls_cert_file, *tls_private_key_file, *tls_min_version;
	struct strings tls_cipher_suites;
	const char *streaming_connection_idle_timeout; /* a Go duration */
	const char *static_pod_url;
	const cJSON *feature_gates; /* an object of booleans; NULL when absent */
	const cJSON *node;
};

/**
 * kubelet_view() - view of the whole object
 * @object: borrowed
 *
 * Return: the view, owned by @a, without its head; or NULL as meta_view().
 */
MUST_CHECK struct kubelet *kubelet_view(struct arena *a, const cJSON *object, struct err *err);

#endif
