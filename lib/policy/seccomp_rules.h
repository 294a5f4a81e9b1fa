/* SPDX-License-Identifier: Apache-2.0 */
/* seccomp_rules.h - what a rule of a seccomp profile lets through. */
#ifndef KUBEVET_POLICY_SECCOMP_RULES_H
#define KUBEVET_POLICY_SECCOMP_RULES_H

#include "k8s/seccomp.h"
#include "policy/findings.h"

/** action_lets_through() - whether the call is made: ALLOW and LOG. */
bool action_lets_through(const char *action);

/** seccomp_action_known() - whether runtimes know it. */
bool seccomp_action_known(const char *action);

/** rule_call_count(), rule_call() - the names of a rule, in either spelling of the field. */
size_t rule_call_count(const struct seccomp_rule *rule);
const char *rule_call(const struct seccomp_rule *rule, size_t i);

/** rule_call_field() - where the name is, below the rule. */
const char *rule_call_field(struct findings *out, const struct seccomp_rule *rule, size_t i);

/** rule_has_condition() - whether its arguments leave anything out: one that every value meets
 * does not. */
bool rule_has_condition(const struct seccomp_rule *rule);

/** rule_needs_capability() - whether it is for containers with certain capabilities alone. */
bool rule_needs_capability(const struct seccomp_rule *rule);

/** rule_is_everywhere() - whether it holds for all containers, processors and kernels. */
bool rule_is_everywhere(const struct seccomp_rule *rule);

/** rule_names_call() - whether one of its names is @name. */
bool rule_names_call(const struct seccomp_rule *rule, const char *name);

#endif
