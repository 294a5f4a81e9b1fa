/* SPDX-License-Identifier: Apache-2.0 */
/* apiserver_encryption.c - the API server encrypts what it stores.
 * Reads:   --encryption-provider-config of kube-apiserver
 * Accepts: any file; what it says is for encryption-configuration to judge */
#include "policy/command_line.h"

static const struct flag_rule config = { "encryption-provider-config", FLAG_GIVEN,
					 .want = "--encryption-provider-config=FILE" };

static void judge(const struct command_line *line, const struct params *params,
		  struct findings *out)
{
	(void)params;
	/* Its name before v1.13. */
	if (!flag_last(line, "experimental-encryption-provider-config").len)
		flags_judge(line, &config, 1, out);
}

static void check(const struct pod *pod, const struct params *params, struct findings *out)
{
	command_lines_check(pod, PROGRAM_APISERVER, params, out, judge);
}

const struct policy policy_controlplane_apiserver_encryption = {
	.id = "apiserver-encryption",
	.title = "kube-apiserver encrypts what it stores",
	.why = "Secrets stand in etcd, on its disk and in its backups as they are.",
	.remedy = "Write an EncryptionConfiguration, and name it with "
		  "--encryption-provider-config.",
	.severity = SEVERITY_MEDIUM,
	.good = EXAMPLE_POD "    command:\n    - kube-apiserver\n"
			    "    - --encryption-provider-config=/etc/kubernetes/encryption.yaml\n",
	.bad = EXAMPLE_POD "    command: [kube-apiserver]\n",
	.maps = { CIS_APISERVER_ENCRYPTION, NSA_CONTROL_PLANE, NSA_SECRETS, MITRE_CREDENTIALS },
	.check_pod = check,
};
