/* SPDX-License-Identifier: Apache-2.0 */
/* keys.c - the keys of the configuration, in the order in which a reader meets them. */
#include "config/keys.h"

#include <stddef.h>

#define LEVELS	    "privileged baseline restricted"
#define IF_IN_BLOCK "privileged when the block is there without it; else "

static const struct config_key keys[] = {
	{ "apiVersion", FORM_CHOICE, "kubevet.dev/v1", NULL, "Version of this format.", true,
	  false },
	{ "kind", FORM_CHOICE, "Config", NULL, "Kind of this file.", true, false },
	{ "mode", FORM_CHOICE, "enforce audit", "enforce",
	  "With audit nothing is refused and nobody is warned by a rule; all that would be is in "
	  "the audit log, the log and the metrics.",
	  false, false },
	{ "podSecurity", FORM_OBJECT, NULL, NULL,
	  "The Pod Security Standards. The keys are those of Kubernetes' own "
	  "PodSecurityConfiguration, which may also be the whole file.",
	  false, false },
	{ "podSecurity.apiVersion", FORM_CHOICE,
	  "pod-security.admission.config.k8s.io/v1 pod-security.admission.config.k8s.io/v1beta1 "
	  "pod-security.admission.config.k8s.io/v1alpha1",
	  NULL, "So that upstream's file can be put here as it is.", false, true },
	{ "podSecurity.kind", FORM_CHOICE, "PodSecurityConfiguration", NULL,
	  "So that upstream's file can be put here as it is.", false, true },
	{ "podSecurity.defaults", FORM_OBJECT, NULL, NULL,
	  "For namespaces without pod-security.kubernetes.io labels. When you write the block, "
	  "what "
	  "it leaves out is privileged and latest, as in Kubernetes.",
	  false, true },
	{ "podSecurity.defaults.enforce", FORM_CHOICE, LEVELS, IF_IN_BLOCK "baseline",
	  "Level that pods must meet.", false, true },
	{ "podSecurity.defaults.enforce-version", FORM_VERSION, NULL, "latest",
	  "Version of the standard that enforce means.", false, true },
	{ "podSecurity.defaults.audit", FORM_CHOICE, LEVELS, IF_IN_BLOCK "restricted",
	  "Level whose violations are noted in the audit log.", false, true },
	{ "podSecurity.defaults.audit-version", FORM_VERSION, NULL, "latest",
	  "Version of the standard that audit means.", false, true },
	{ "podSecurity.defaults.warn", FORM_CHOICE, LEVELS, IF_IN_BLOCK "restricted",
	  "Level whose violations the user is warned of.", false, true },
	{ "podSecurity.defaults.warn-version", FORM_VERSION, NULL, "latest",
	  "Version of the standard that warn means.", false, true },
	{ "podSecurity.exemptions", FORM_OBJECT, NULL, NULL,
	  "What the standard does not hold for; exact names, no patterns. When you write the "
	  "block, "
	  "it replaces the built-in one as a whole. Rules hold all the same.",
	  false, true },
	{ "podSecurity.exemptions.usernames", FORM_TEXTS, NULL, "none",
	  "Users whose requests are not judged. A controller's name exempts all that it creates "
	  "for "
	  "others.",
	  false, true },
	{ "podSecurity.exemptions.runtimeClasses", FORM_SUBDOMAINS, NULL, "none",
	  "Runtime classes whose pods are not judged.", false, true },
	{ "podSecurity.exemptions.namespaces", FORM_LABELS, NULL, "[kube-system]",
	  "Namespaces that are not judged.", false, true },
	{ "podSecurity.controllers", FORM_CHOICE, "warn deny", "warn",
	  "Whether a Deployment or its like is refused for a pod template that its pods would be "
	  "refused for, or whether its author is warned.",
	  false, false },
	{ "namespaceLabels", FORM_TEXT, NULL, NULL,
	  "Path of a JSON file with the labels of namespaces, kept fresh by another process. With "
	  "it, pods in a namespace that is not in the file are not let through unjudged; without "
	  "it, the defaults hold everywhere.",
	  false, false },
	{ "preset", FORM_PRESETS, NULL, "default, or nothing when there are rules",
	  "Groups of rules, one name or a list of them; kubevet policies --preset lists them. Of "
	  "two "
	  "presets the stricter mode of a rule holds.",
	  false, false },
	{ "rules", FORM_OBJECTS, NULL, "none",
	  "Rules of your own, and those of a preset that shall be otherwise: a rule here holds in "
	  "place of the preset's of the same name, as a whole, also with mode off.",
	  false, false },
	{ "rules[].policy", FORM_POLICY, NULL, NULL,
	  "What is checked; kubevet policies lists them.", true, false },
	{ "rules[].name", FORM_LABEL, NULL, "the policy's id",
	  "Name of the rule in messages, logs and metrics; each only once.", false, false },
	{ "rules[].mode", FORM_CHOICE, "deny warn audit off", "deny",
	  "deny refuses, warn tells the user, audit writes to the audit log alone, off does "
	  "nothing.",
	  false, false },
	{ "rules[].params", FORM_PARAMS, NULL, "the policy's defaults",
	  "Parameters of the policy; kubevet explain tells which.", false, false },
	{ "rules[].match", FORM_OBJECT, NULL, "everything the policy looks at",
	  "Which objects the rule looks at. All that is written must fit; an empty list does not "
	  "narrow.",
	  false, false },
	{ "rules[].match.namespaces", FORM_TEXTS, NULL, NULL,
	  "Patterns on the namespace's name, with * and ?.", false, false },
	{ "rules[].match.excludeNamespaces", FORM_TEXTS, NULL, NULL,
	  "Patterns on names of namespaces where the rule does not hold.", false, false },
	{ "rules[].match.kinds", FORM_TEXTS, NULL, NULL,
	  "Patterns on kinds: Pod in any group, apps/Deployment in one.", false, false },
	{ "rules[].match.labels", FORM_MAP, NULL, NULL,
	  "Labels that the object must have, with patterns for their values. They are its "
	  "author's: "
	  "do not exempt by them.",
	  false, false },
	{ .path = NULL },
};

const struct config_key *config_keys(void)
{
	return keys;
}

const char *key_form_name(enum key_form form)
{
	static const char *const names[] = {
		[FORM_OBJECT] = "object",
		[FORM_OBJECTS] = "list of objects",
		[FORM_CHOICE] = "one of",
		[FORM_TEXT] = "string",
		[FORM_TEXTS] = "list of strings",
		[FORM_LABEL] = "RFC 1123 label",
		[FORM_LABELS] = "list of RFC 1123 labels",
		[FORM_SUBDOMAINS] = "list of RFC 1123 subdomains",
		[FORM_VERSION] = "latest or v1.x",
		[FORM_MAP] = "object of strings",
		[FORM_POLICY] = "policy",
		[FORM_PRESETS] = "preset, or list of presets",
		[FORM_PARAMS] = "object",
	};

	return names[form];
}
