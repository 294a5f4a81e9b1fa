/* SPDX-License-Identifier: Apache-2.0 */
/* signing.h - certificate requests and who asked for them, for the policies that judge them. */
#ifndef KUBEVET_POLICY_SIGNING_H
#define KUBEVET_POLICY_SIGNING_H

#include "crypto/x509.h"
#include "policy/policy.h"

/* The signers that Kubernetes documents. */
#define SIGNER_CLIENT	       "kubernetes.io/kube-apiserver-client"
#define SIGNER_KUBELET_CLIENT  "kubernetes.io/kube-apiserver-client-kubelet"
#define SIGNER_KUBELET_SERVING "kubernetes.io/kubelet-serving"
#define SIGNER_LEGACY	       "kubernetes.io/legacy-unknown"

/* For examples: the request of a user "jane" of the group "developers". */
#define EXAMPLE_REQUEST                                                                  \
	"    LS0tLS1CRUdJTiBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0KTUlHak1GY0NBUUF3SkRFVE1C\n" \
	"    RUdBMVVFQ2d3S1pHVjJaV3h2Y0dWeWN6RU5NQXNHQTFVRUF3d0VhbUZ1WlRBcQpNQVVHQXl0\n" \
	"    bGNBTWhBSUo2YWlWL1QxRXZaejBXVzIvWjRXeWZmTWdLWWMwZ3MzRG4zUFczVEJZb29BQXdC\n" \
	"    UVlECksyVndBMEVBUmYxYU9pTnE4bEl6TThqUFMxZHhUbEljb1ZROUhVVGFiMDFGNEVYSm5h\n" \
	"    bGJJMGhFTXRScHZ3VEIKZ2RKcDZ0Y2NKQkptdVFtcHJDWmdLQjM1Zkg0OUNBPT0KLS0tLS1F\n" \
	"    TkQgQ0VSVElGSUNBVEUgUkVRVUVTVC0tLS0tCg==\n"

/** signing_is_for() - whether the request is for that signer. */
bool signing_is_for(const struct certificate_request *csr, const char *signer);

/** signing_request_facts() - the request in a PEM text of the object. Return: the facts, which may
 * have a fault, or NULL when memory ran out (the sink knows). */
const struct request_facts *signing_request_facts(const char *pem, size_t len,
						  struct findings *out);

/**
 * signing_request() - what is asked for
 *
 * A request that can't be read is a finding. Return: the facts, or NULL then and when memory ran
 * out (the sink knows).
 */
const struct request_facts *signing_request(const struct certificate_request *csr,
					    struct findings *out);

struct asker {
	const char *username;
	const struct strings *groups;
};

/**
 * signing_asker() - who asked for the certificate, not who approves or updates it
 *
 * Return: false when nobody knows: in files that don't say.
 */
bool signing_asker(const struct certificate_request *csr, struct asker *out);

#endif
