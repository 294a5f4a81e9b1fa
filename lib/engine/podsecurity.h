/* SPDX-License-Identifier: Apache-2.0 */
/* podsecurity.h - Pod Security Admission: levels from the namespace, exemptions, what is denied,
 * warned about and recorded.
 *
 * Source: k8s.io/pod-security-admission admission/admission.go (Kubernetes 1.37), every text to the
 * letter. It differs where this server lists nothing, or is called for more than the upstream
 * webhook registers:
 * - existing pods are not looked at when a namespace's level changes, and one warning says so;
 * - a DELETE that carries its old object is none of its business, where upstream would fail to
 *   decode the null object;
 * - labels that namespaces/status and namespaces/finalize write are checked as those of other
 *   updates are;
 * - kinds with a pod are known by group and kind, in old versions and in those that may come;
 * - pod templates of custom resources (a JobSet, a Rollout) are judged as those of controllers are;
 *   where there are several, each check tells its reason once and the details of all;
 * - podSecurity.controllers: deny enforces on pod templates too;
 * - counters call a subresource that Kubernetes does not have "other".
 */
#ifndef KUBEVET_ENGINE_PODSECURITY_H
#define KUBEVET_ENGINE_PODSECURITY_H

#include "engine/draft.h"
#include "engine/evaluate.h"
#include "engine/views.h"

struct podsecurity {
	const struct pod_security *config;
	const struct standards *standards;
	bool spec_stays; /* the request changes no spec: templates are not enforced */
};

struct podsecurity_result {
	bool denied;	  /* a 403 for a violation; the draft holds upstream's status */
	bool undecided;	  /* the object or its namespace could not be read; the draft holds the
			     status, if it is refused */
	bool looked;	  /* the object was evaluated */
	const char *text; /* denied: violates PodSecurity "baseline:latest": ... */
	const struct findings
		*findings; /* denied: what it was for; rule is an index into standards */
};

/**
 * podsecurity_judge() - judge the subject; warnings, annotations, events and the status of a
 * refusal go to @draft
 * @views: of the subject's object; the pod is made only when a level asks for it
 *
 * Return: 0, or -1 (ERR_LIMIT, ERR_MEMORY) when there is no judgement.
 */
MUST_CHECK int podsecurity_judge(const struct podsecurity *ps, const struct subject *subject,
				 struct views *views, struct draft *draft,
				 struct podsecurity_result *result, struct err *err);

#endif
