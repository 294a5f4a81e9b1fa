/* SPDX-License-Identifier: Apache-2.0 */
/* reference.c - the items of published standards, in one table. */
#include "policy/reference.h"

#include <stddef.h>

static const struct reference_item items[REFERENCE_COUNT] = {
	[PSS_APPARMOR] = { PUBLISHED_PSS, "AppArmor", "baseline" },
	[PSS_CAPABILITIES] = { PUBLISHED_PSS, "Capabilities", "baseline" },
	[PSS_HOST_NAMESPACES] = { PUBLISHED_PSS, "Host Namespaces", "baseline" },
	[PSS_HOST_PATHS] = { PUBLISHED_PSS, "HostPath Volumes", "baseline" },
	[PSS_HOST_PORTS] = { PUBLISHED_PSS, "Host Ports", "baseline" },
	[PSS_PRIVILEGED] = { PUBLISHED_PSS, "Privileged Containers", "baseline" },
	[PSS_PRIVILEGE_ESCALATION] = { PUBLISHED_PSS, "Privilege Escalation", "restricted" },
	[PSS_PROC_MOUNT] = { PUBLISHED_PSS, "/proc Mount Type", "baseline" },
	[PSS_RUN_AS_NON_ROOT] = { PUBLISHED_PSS, "Running as Non-root", "restricted" },
	[PSS_SECCOMP] = { PUBLISHED_PSS, "Seccomp", "baseline, restricted" },
	[PSS_SELINUX] = { PUBLISHED_PSS, "SELinux", "baseline" },
	[PSS_SYSCTLS] = { PUBLISHED_PSS, "Sysctls", "baseline" },
	[CIS_PRIVILEGED] = { PUBLISHED_CIS, "5.2.2", "privileged containers" },
	[CIS_HOST_PID] = { PUBLISHED_CIS, "5.2.3", "the host's process namespace" },
	[CIS_HOST_IPC] = { PUBLISHED_CIS, "5.2.4", "the host's IPC namespace" },
	[CIS_HOST_NETWORK] = { PUBLISHED_CIS, "5.2.5", "the host's network namespace" },
	[CIS_PRIVILEGE_ESCALATION] = { PUBLISHED_CIS, "5.2.6", "allowPrivilegeEscalation" },
	[CIS_ROOT] = { PUBLISHED_CIS, "5.2.7", "root containers" },
	[CIS_NET_RAW] = { PUBLISHED_CIS, "5.2.8", "the NET_RAW capability" },
	[CIS_ADDED_CAPABILITIES] = { PUBLISHED_CIS, "5.2.9", "added capabilities" },
	[CIS_DROPPED_CAPABILITIES] = { PUBLISHED_CIS, "5.2.10", "capabilities assigned" },
	[CIS_HOST_PROCESS] = { PUBLISHED_CIS, "5.2.11", "Windows HostProcess containers" },
	[CIS_HOST_PATHS] = { PUBLISHED_CIS, "5.2.12", "HostPath volumes" },
	[CIS_HOST_PORTS] = { PUBLISHED_CIS, "5.2.13", "HostPorts" },
	[CIS_DEFAULT_ACCOUNT] = { PUBLISHED_CIS, "5.1.5", "default service accounts" },
	[CIS_TOKENS] = { PUBLISHED_CIS, "5.1.6", "service account tokens" },
	[CIS_SECRETS_AS_FILES] = { PUBLISHED_CIS, "5.4.1", "secrets as files" },
	[CIS_IMAGE_PROVENANCE] = { PUBLISHED_CIS, "5.5.1", "image provenance" },
	[CIS_SECCOMP] = { PUBLISHED_CIS, "5.7.2", "the seccomp profile" },
	[CIS_SECURITY_CONTEXT] = { PUBLISHED_CIS, "5.7.3", "security contexts" },
	[NSA_NON_ROOT] = { PUBLISHED_NSA, "Non-root containers", NULL },
	[NSA_IMMUTABLE] = { PUBLISHED_NSA, "Immutable container file systems", NULL },
	[NSA_ENFORCEMENT] = { PUBLISHED_NSA, "Pod security enforcement", NULL },
	[NSA_HARDENING] = { PUBLISHED_NSA, "Hardening container environments", NULL },
	[NSA_IMAGES] = { PUBLISHED_NSA, "Building secure container images", NULL },
	[NSA_TOKENS] = { PUBLISHED_NSA, "Protecting Pod service account tokens", NULL },
	[NSA_RESOURCES] = { PUBLISHED_NSA, "Resource policies", NULL },
	[NSA_SECRETS] = { PUBLISHED_NSA, "Secrets", NULL },
	[NSA_CONTROL_PLANE] = { PUBLISHED_NSA, "Control plane hardening", NULL },
	[MITRE_ESCAPE] = { PUBLISHED_MITRE, "T1611", "Escape to Host" },
	[MITRE_EXPLOITATION] = { PUBLISHED_MITRE, "T1068",
				 "Exploitation for Privilege Escalation" },
	[MITRE_PUBLIC_SERVICE] = { PUBLISHED_MITRE, "T1190", "Exploit Public-Facing Application" },
	[MITRE_MALICIOUS_IMAGE] = { PUBLISHED_MITRE, "T1204.003", "Malicious Image" },
	[MITRE_IMPLANTED_IMAGE] = { PUBLISHED_MITRE, "T1525", "Implant Internal Image" },
	[MITRE_HIJACKING] = { PUBLISHED_MITRE, "T1496", "Resource Hijacking" },
	[MITRE_DENIAL] = { PUBLISHED_MITRE, "T1499", "Endpoint Denial of Service" },
	[MITRE_DEFAULT_ACCOUNTS] = { PUBLISHED_MITRE, "T1078.001", "Default Accounts" },
	[MITRE_TOKENS] = { PUBLISHED_MITRE, "T1528", "Steal Application Access Token" },
	[MITRE_CREDENTIALS] = { PUBLISHED_MITRE, "T1552", "Unsecured Credentials" },
};

static const struct {
	const char *name, *key;
} publications[] = {
	[PUBLISHED_PSS] = { "Pod Security Standards", "pss" },
	[PUBLISHED_CIS] = { "CIS Kubernetes Benchmark v1.10", "cis" },
	[PUBLISHED_NSA] = { "NSA/CISA Kubernetes Hardening Guide v1.2", "nsa" },
	[PUBLISHED_MITRE] = { "MITRE ATT&CK for Containers", "mitre" },
};

const struct reference_item *reference_item(enum reference reference)
{
	return reference > REFERENCE_NONE && reference < REFERENCE_COUNT ? &items[reference] : NULL;
}

const char *publication_name(enum publication publication)
{
	return publications[publication].name;
}

const char *publication_key(enum publication publication)
{
	return publications[publication].key;
}
