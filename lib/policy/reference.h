/* SPDX-License-Identifier: Apache-2.0 */
/* reference.h - items of published standards that a policy helps to meet.
 *
 * An item is named by a constant, so that a policy can't refer to what is in no list. Numbers of
 * the CIS benchmark hold for v1.8 to v1.10: later versions left one out and moved the rest up.
 * Pod Security levels are not here: policies of the standard carry theirs, and the other policies
 * name the control.
 */
#ifndef KUBEVET_POLICY_REFERENCE_H
#define KUBEVET_POLICY_REFERENCE_H

enum reference {
	REFERENCE_NONE, /* ends a list */
	PSS_APPARMOR,
	PSS_CAPABILITIES,
	PSS_HOST_NAMESPACES,
	PSS_HOST_PATHS,
	PSS_HOST_PORTS,
	PSS_PRIVILEGED,
	PSS_PRIVILEGE_ESCALATION,
	PSS_PROC_MOUNT,
	PSS_RUN_AS_NON_ROOT,
	PSS_SECCOMP,
	PSS_SELINUX,
	PSS_SYSCTLS,
	CIS_PRIVILEGED,
	CIS_HOST_PID,
	CIS_HOST_IPC,
	CIS_HOST_NETWORK,
	CIS_PRIVILEGE_ESCALATION,
	CIS_ROOT,
	CIS_NET_RAW,
	CIS_ADDED_CAPABILITIES,
	CIS_DROPPED_CAPABILITIES,
	CIS_HOST_PROCESS,
	CIS_HOST_PATHS,
	CIS_HOST_PORTS,
	CIS_DEFAULT_ACCOUNT,
	CIS_TOKENS,
	CIS_SECRETS_AS_FILES,
	CIS_IMAGE_PROVENANCE,
	CIS_SECCOMP,
	CIS_SECURITY_CONTEXT,
	NSA_NON_ROOT,
	NSA_IMMUTABLE,
	NSA_ENFORCEMENT,
	NSA_HARDENING,
	NSA_IMAGES,
	NSA_TOKENS,
	NSA_RESOURCES,
	NSA_SECRETS,
	NSA_CONTROL_PLANE,
	MITRE_ESCAPE,
	MITRE_EXPLOITATION,
	MITRE_PUBLIC_SERVICE,
	MITRE_MALICIOUS_IMAGE,
	MITRE_IMPLANTED_IMAGE,
	MITRE_HIJACKING,
	MITRE_DENIAL,
	MITRE_DEFAULT_ACCOUNTS,
	MITRE_TOKENS,
	MITRE_CREDENTIALS,
	REFERENCE_COUNT
};

#define REFERENCES_MAX 8 /* of one policy */

enum publication { PUBLISHED_PSS, PUBLISHED_CIS, PUBLISHED_NSA, PUBLISHED_MITRE };

struct reference_item {
	enum publication in;
	const char *id;	   /* "5.2.2", "T1611", or the heading of a section that has no number */
	const char *about; /* a few words, or NULL where the id says it all */
};

/** reference_item() - what a constant stands for; NULL for REFERENCE_NONE. */
const struct reference_item *reference_item(enum reference reference);

/** publication_name() - "CIS Kubernetes Benchmark v1.10". */
const char *publication_name(enum publication publication);

/** publication_key() - the word for it on a command line: "pss", "cis", "nsa", "mitre". */
const char *publication_key(enum publication publication);

#endif
