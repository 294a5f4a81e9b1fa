/* SPDX-License-Identifier: Apache-2.0 */
/* seccomp.c - view of a seccomp profile, of either form. */
#include "k8s/seccomp.h"

#include "k8s/decode.h"

static const struct field arg_fields[] = {
	F_OPT_INT64("index", struct seccomp_arg, index),
	F_OPT_INT64("value", struct seccomp_arg, value),
	F_OPT_INT64("valueTwo", struct seccomp_arg, value_two),
	F_STRING("op", struct seccomp_arg, op),
};
static const struct shape arg_shape = SHAPE_INDEXED(struct seccomp_arg, arg_fields);

static const struct field guard_fields[] = {
	F_STRINGS("caps", struct seccomp_guard, caps),
	F_STRINGS("arches", struct seccomp_guard, arches),
	F_STRING("minKernel", struct seccomp_guard, min_kernel),
};
static const struct shape guard_shape = SHAPE(struct seccomp_guard, guard_fields);

#define RULE_FIELDS                                                          \
	F_STRINGS("names", struct seccomp_rule, names),                      \
		F_STRING("action", struct seccomp_rule, action),             \
		F_INT_OR_STRING("errnoRet", struct seccomp_rule, errno_ret), \
		F_LIST("args", struct seccomp_rule, args, struct seccomp_arg, arg_shape)

static const struct field rule_fields[] = { RULE_FIELDS };
static const struct shape rule_shape = SHAPE_INDEXED(struct seccomp_rule, rule_fields);

static const struct field file_rule_fields[] = {
	RULE_FIELDS,
	F_OPT_STRING("name", struct seccomp_rule, name),
	F_OBJECT("includes", struct seccomp_rule, includes, struct seccomp_guard, guard_shape),
	F_OBJECT("excludes", struct seccomp_rule, excludes, struct seccomp_guard, guard_shape),
};
static const struct shape file_rule_shape = SHAPE_INDEXED(struct seccomp_rule, file_rule_fields);

static const struct field arch_fields[] = {
	F_STRING("architecture", struct seccomp_arch, architecture),
	F_STRINGS("subArchitectures", struct seccomp_arch, subs),
};
static const struct shape arch_shape = SHAPE_INDEXED(struct seccomp_arch, arch_fields);

#define FILTER_FIELDS(rules_shape)                                                \
	F_OPT_STRING("defaultAction", struct seccomp_filter, default_action),     \
		F_STRINGS("architectures", struct seccomp_filter, architectures), \
		F_STRINGS("flags", struct seccomp_filter, flags),                 \
		F_LIST("syscalls", struct seccomp_filter, rules, struct seccomp_rule, rules_shape)

static const struct field spec_fields[] = { FILTER_FIELDS(rule_shape) };
static const struct shape spec_shape = SHAPE_AT(struct seccomp_filter, at, spec_fields);

static const struct field file_fields[] = {
	FILTER_FIELDS(file_rule_shape),
	F_LIST("archMap", struct seccomp_filter, arch_map, struct seccomp_arch, arch_shape),
};
static const struct shape file_shape = SHAPE_AT(struct seccomp_filter, at, file_fields);

struct seccomp *seccomp_view(struct arena *a, const cJSON *object, struct err *err)
{
	struct seccomp *s = arena_zalloc(a, sizeof(*s));

	if (!s) {
		arena_error(a, err);
		return NULL;
	}
	s->at.key = "";
	s->is_file = !json_get(object, "kind") && !json_get(object, "spec");
	s->filter = s->is_file ? decode_new(a, &file_shape, object, "", err)
			       : decode_new(a, &spec_shape, json_get(object, "spec"), "spec", err);
	return s->filter ? s : NULL;
}
