/* SPDX-License-Identifier: Apache-2.0 */
/* security.c - tables of the security contexts. */
#include "k8s/security.h"

#include "k8s/shapes.h"

static const struct field capabilities_fields[] = {
	F_STRINGS("add", struct capabilities, add),
	F_STRINGS("drop", struct capabilities, drop),
};
static const struct shape capabilities_shape = SHAPE(struct capabilities, capabilities_fields);

static const struct field selinux_fields[] = {
	F_STRING("user", struct selinux_options, user),
	F_STRING("role", struct selinux_options, role),
	F_STRING("type", struct selinux_options, type),
	F_STRING("level", struct selinux_options, level),
};
static const struct shape selinux_shape = SHAPE(struct selinux_options, selinux_fields);

static const struct field profile_fields[] = {
	F_STRING("type", struct profile, type),
	F_OPT_STRING("localhostProfile", struct profile, localhost_profile),
};
static const struct shape profile_shape = SHAPE(struct profile, profile_fields);

static const struct field windows_fields[] = {
	F_OPT_BOOL("hostProcess", struct windows_options, host_process),
	F_OPT_STRING("gmsaCredentialSpecName", struct windows_options, gmsa_credential_spec_name),
	F_OPT_STRING("runAsUserName", struct windows_options, run_as_user_name),
};
static const struct shape windows_shape = SHAPE(struct windows_options, windows_fields);

static const struct field sysctl_fields[] = {
	F_STRING("name", struct sysctl, name),
	F_STRING("value", struct sysctl, value),
};
static const struct shape sysctl_shape = SHAPE_NAMED(struct sysctl, sysctl_fields);

#define COMMON_FIELDS(s)                                                                        \
	F_OBJECT("seLinuxOptions", s, common.selinux, struct selinux_options, selinux_shape),   \
		F_OBJECT("seccompProfile", s, common.seccomp, struct profile, profile_shape),   \
		F_OBJECT("appArmorProfile", s, common.apparmor, struct profile, profile_shape), \
		F_OBJECT("windowsOptions", s, common.windows, struct windows_options,           \
			 windows_shape),                                                        \
		F_OPT_INT64("runAsUser", s, common.run_as_user),                                \
		F_OPT_INT64("runAsGroup", s, common.run_as_group),                              \
		F_OPT_BOOL("runAsNonRoot", s, common.run_as_non_root)

static const struct field security_context_fields[] = {
	COMMON_FIELDS(struct security_context),
	F_OBJECT("capabilities", struct security_context, capabilities, struct capabilities,
		 capabilities_shape),
	F_OPT_BOOL("privileged", struct security_context, privileged),
	F_OPT_BOOL("allowPrivilegeEscalation", struct security_context, allow_privilege_escalation),
	F_OPT_BOOL("readOnlyRootFilesystem", struct security_context, read_only_root_filesystem),
	F_OPT_STRING("procMount", struct security_context, proc_mount),
};
const struct shape security_context_shape = SHAPE(struct security_context, security_context_fields);

static const struct field pod_security_context_fields[] = {
	COMMON_FIELDS(struct pod_security_context),
	F_OPT_INT64("fsGroup", struct pod_security_context, fs_group),
	F_INT64S("supplementalGroups", struct pod_security_context, supplemental_groups,
		 supplemental_group_count),
	F_LIST("sysctls", struct pod_security_context, sysctls, struct sysctl, sysctl_shape),
	F_OPT_STRING("fsGroupChangePolicy", struct pod_security_context, fs_group_change_policy),
	F_OPT_STRING("supplementalGroupsPolicy", struct pod_security_context,
		     supplemental_groups_policy),
};
const struct shape pod_security_context_shape =
	SHAPE(struct pod_security_context, pod_security_context_fields);
