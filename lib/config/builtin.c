/* SPDX-License-Identifier: Apache-2.0 */
/* builtin.c - the configuration that holds where the file says nothing.
 *
 * It refuses only what the standard's baseline refuses. The rules of its preset only tell, and only
 * of what is nearly always a mistake, so that a healthy cluster is quiet.
 */
#include "config/config.h"

static const char text[] =
	"# kubevet's built-in configuration. What a file of yours leaves out is as it is here.\n"
	"apiVersion: kubevet.dev/v1\n"
	"kind: Config\n"
	"\n"
	"# enforce, or audit: nothing is refused, and all that would be is recorded.\n"
	"mode: enforce\n"
	"\n"
	"# The Pod Security Standards. The keys are those of Kubernetes' own "
	"PodSecurityConfiguration.\n"
	"podSecurity:\n"
	"  # For namespaces without pod-security.kubernetes.io labels. If you write this block, "
	"what it\n"
	"  # leaves out is privileged and latest, as in Kubernetes.\n"
	"  defaults:\n"
	"    enforce: baseline\n"
	"    enforce-version: latest\n"
	"    audit: restricted\n"
	"    audit-version: latest\n"
	"    warn: restricted\n"
	"    warn-version: latest\n"
	"  # Exact names, no patterns. If you write this block, it replaces this one as a whole.\n"
	"  exemptions:\n"
	"    usernames: []\n"
	"    runtimeClasses: []\n"
	"    namespaces: [kube-system]\n"
	"  # Templates in Deployments and their like: warn about them, or deny them as well.\n"
	"  controllers: warn\n"
	"\n"
	"# A JSON file with the labels of namespaces. Without it the defaults above hold for all.\n"
	"# namespaceLabels: /etc/kubevet/namespaces.json\n"
	"\n"
	"# Groups of rules, by name; kubevet policies --preset lists them. If you write rules and "
	"no\n"
	"# preset, your rules are all there are.\n"
	"preset: default\n"
	"\n"
	"# Rules of your own, and those of a preset that shall be otherwise: the one here holds.\n"
	"#   policy:  what is checked\n"
	"#   name:    of the rule, unless it is the policy's\n"
	"#   mode:    deny (unless you say otherwise), warn, audit or off\n"
	"#   params:  the policy's parameters\n"
	"#   match:   namespaces, excludeNamespaces, kinds, labels: where it holds, as patterns\n"
	"rules: []\n";

const char *config_builtin_text(void)
{
	return text;
}
