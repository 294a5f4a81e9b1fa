/* SPDX-License-Identifier: Apache-2.0 */
/* kubelet_tls.c - certificates of a kubelet, and what it talks TLS with.
 * Reads:   rotation, bootstrap and the tls fields of a KubeletConfiguration, flags of kubelets
 * Accepts: certificates that are renewed, TLS 1.2 and strong suites; a file that says nothing of
 * renewing and has no authentication either, since kubeadm turns both on */
#include "policy/says.h"
#include "policy/tls_options.h"

enum { MIN_VERSION, SUITES, SERVING };

static const struct param params_declared[] = {
	[MIN_VERSION] = PARAM_MIN_VERSION,
	[SUITES] = PARAM_CIPHER_SUITES,
	[SERVING] = { "requireServingCertificate", PARAM_BOOL, .def = "false",
		      .doc = "Whether a kubelet must ask for its certificate (serverTLSBootstrap) "
			     "or be given one, in place of one that it signs itself." },
};

static const struct flag_rule rotation = { "rotate-certificates", FLAG_TRUE, .otherwise = false };
static const struct flag_rule serving = { "rotate-server-certificates", FLAG_TRUE,
					  .otherwise = false };

static bool is_given_one(const struct command_line *line)
{
	return flag_last(line, "tls-cert-file").len && flag_last(line, "tls-private-key-file").len;
}

static void judge(const struct command_line *line, const struct params *params,
		  struct findings *out)
{
	flags_judge(line, &rotation, 1, out);
	if (param_bool(params, SERVING) && !is_given_one(line))
		flags_judge(line, &serving, 1, out);
	tls_flags_judge(line, "tls-min-version", param_string(params, MIN_VERSION),
			"tls-cipher-suites", param_strings(params, SUITES), out);
}

static void check_pod(const struct pod *pod, const struct params *params, struct findings *out)
{
	command_lines_check(pod, PROGRAM_KUBELET, params, out, judge);
}

static void check_suites(const struct kubelet *k, const struct strings *allowed,
			 struct findings *out)
{
	const struct strings *suites = &k->tls_cipher_suites;

	for (size_t i = 0; i < suites->count; i++)
		if (!strings_have(allowed, suites->v[i]))
			finding(out, &k->at, finding_text(out, "tlsCipherSuites[%zu]", i),
				.value = suites->v[i], .want = TLS_SUITE_WANT);
}

static void check_kubelet(const struct kubelet *k, const struct params *params,
			  struct findings *out)
{
	const char *least = param_string(params, MIN_VERSION), *version = k->tls_min_version;

	if (!k->rotate_certificates.v && (k->rotate_certificates.set || k->has_authentication))
		finding(out, &k->at, "rotateCertificates",
			.value = says_bool(k->rotate_certificates), .want = "true");
	if (param_bool(params, SERVING) && !k->server_tls_bootstrap &&
	    !(*k->tls_cert_file && *k->tls_private_key_file))
		finding(out, &k->at, "serverTLSBootstrap", .value = "false",
			.want = "true, or tlsCertFile and tlsPrivateKeyFile");
	if (*version && tls_version_is_old(version, least))
		finding(out, &k->at, "tlsMinVersion", .value = version,
			.want = finding_text(out, "%s or newer", least));
	check_suites(k, param_strings(params, SUITES), out);
}

const struct policy policy_controlplane_kubelet_tls = {
	.id = "kubelet-tls",
	.title = "kubelet has certificates that are renewed, and strong suites",
	.why = "A certificate that is not renewed runs out, and until then is worth as much as it "
	       "was to who copied it.",
	.remedy = "Set rotateCertificates to true, and leave versions and suites as they are.",
	.severity = SEVERITY_MEDIUM,
	.good = EXAMPLE_POD "    command: [kubelet, --rotate-certificates=true]\n",
	.bad = EXAMPLE_POD "    command: [kubelet, --rotate-certificates=false]\n",
	.maps = { CIS_KUBELET_SERVING, CIS_KUBELET_CLIENT_ROTATION, CIS_KUBELET_SERVER_ROTATION,
		  CIS_KUBELET_CIPHERS, NSA_CONTROL_PLANE },
	POLICY_PARAMS(params_declared),
	.check_pod = check_pod,
	.check_kubelet = check_kubelet,
};
