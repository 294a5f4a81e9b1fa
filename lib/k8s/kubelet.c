/* SPDX-License-Identifier: Apache-2.0 */
/* kubelet.c - view of a KubeletConfiguration file. */
#include "k8s/kubelet.h"

#include "k8s/decode.h"

static const struct field anonymous_fields[] = {
	F_OPT_BOOL("enabled", struct kubelet, anonymous),
};
static const struct shape anonymous_shape = SHAPE(struct kubelet, anonymous_fields);

static const struct field webhook_fields[] = {
	F_OPT_BOOL("enabled", struct kubelet, webhook),
};
static const struct shape webhook_shape = SHAPE(struct kubelet, webhook_fields);

static const struct field x509_fields[] = {
	F_STRING("clientCAFile", struct kubelet, client_ca_file),
};
static const struct shape x509_shape = SHAPE(struct kubelet, x509_fields);

static const struct field authentication_fields[] = {
	F_INLINE("anonymous", anonymous_shape),
	F_INLINE("webhook", webhook_shape),
	F_INLINE("x509", x509_shape),
};
static const struct shape authentication_shape = SHAPE(struct kubelet, authentication_fields);

static const struct field authorization_fields[] = {
	F_STRING("mode", struct kubelet, authorization_mode),
};
static const struct shape authorization_shape = SHAPE(struct kubelet, authorization_fields);

static const struct field kubelet_fields[] = {
	F_STRING(NULL, struct kubelet, client_ca_file),
	F_STRING(NULL, struct kubelet, authorization_mode),
	F_HAS("authentication", struct kubelet, has_authentication),
	F_INLINE("authentication", authentication_shape),
	F_INLINE("authorization", authorization_shape),
	F_INT32("readOnlyPort", struct kubelet, read_only_port),
	F_OPT_BOOL("protectKernelDefaults", struct kubelet, protect_kernel_defaults),
	F_OPT_BOOL("makeIPTablesUtilChains", struct kubelet, make_iptables_util_chains),
	F_OPT_BOOL("seccompDefault", struct kubelet, seccomp_default),
	F_OPT_BOOL("enableProfilingHandler", struct kubelet, enable_profiling_handler),
	F_OPT_BOOL("enableDebugFlagsHandler", struct kubelet, enable_debug_flags_handler),
	F_OPT_INT64("eventRecordQPS", struct kubelet, event_record_qps),
	F_OPT_INT64("podPidsLimit", struct kubelet, pod_pids_limit),
	F_OPT_BOOL("rotateCertificates", struct kubelet, rotate_certificates),
	F_BOOL("serverTLSBootstrap", struct kubelet, server_tls_bootstrap),
	F_STRING("tlsCertFile", struct kubelet, tls_cert_file),
	F_STRING("tlsPrivateKeyFile", struct kubelet, tls_private_key_file),
	F_STRING("tlsMinVersion", struct kubelet, tls_min_version),
	F_STRINGS("tlsCipherSuites", struct kubelet, tls_cipher_suites),
	F_STRING("streamingConnectionIdleTimeout", struct kubelet,
		 streaming_connection_idle_timeout),
	F_STRING("staticPodURL", struct kubelet, static_pod_url),
	F_NODE("featureGates", struct kubelet, feature_gates),
	F_SELF(struct kubelet, node),
};
static const struct shape kubelet_shape = SHAPE_AT(struct kubelet, at, kubelet_fields);

struct kubelet *kubelet_view(struct arena *a, const cJSON *object, struct err *err)
{
	return decode_new(a, &kubelet_shape, object, "", err);
}
