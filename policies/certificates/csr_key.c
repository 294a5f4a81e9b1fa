/* SPDX-License-Identifier: Apache-2.0 */
/* csr_key.c - the key of a certificate request is strong, and the requester's.
 * Reads:   request of certificate requests: key and signature
 * Accepts: keys of allowed types, sizes and curves; a signature by that key, with no forbidden
 * digest */
#include "policy/policy.h"
#include "policy/signing.h"
#include "policy/strength.h"

static const struct param params_declared[] = { STRENGTH_PARAMS };

static void check(const struct certificate_request *csr, const struct params *params,
		  struct findings *out)
{
	const struct request_facts *request = signing_request(csr, out);

	if (!request)
		return;
	strength_key(&csr->at, "request", &request->key, params, out);
	strength_digest(&csr->at, "request", request->digest, params, out);
	if (request->key.usable && !request_is_signed(request))
		finding(out, &csr->at, "request", .value = "a signature by another key",
			.want = "the signature of the key that is in it");
}

const struct policy policy_certificates_csr_key = {
	.id = "csr-key",
	.title = "Certificate requests have strong keys of their own",
	.why = "A short key can be computed; without its signature the request may be for the key "
	       "of somebody else.",
	.remedy = "Make a new key, ECDSA on P-256 or RSA of 2048 bits, and a request with it.",
	.severity = SEVERITY_MEDIUM,
	.good = "spec:\n  request: |\n" EXAMPLE_REQUEST,
	.bad = "spec:\n  request: |\n"
	       "    LS0tLS1CRUdJTiBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0KTUlJQll6Q0J6UUlCQURBa01S\n"
	       "    TXdFUVlEVlFRS0RBcGtaWFpsYkc5d1pYSnpNUTB3Q3dZRFZRUUREQVJxWVc1bApNSUdmTUEw\n"
	       "    R0NTcUdTSWIzRFFFQkFRVUFBNEdOQURDQmlRS0JnUUNjNzl3WWJiNFE4d0pEU0RNZGVjcFBp\n"
	       "    M28zCkIzRHRHM1lBRnlha3d1MTdxdFZiQ05VTEM1M0Yxd1BXcGV3dDNGNW5rVGd4aVhiM1Z2\n"
	       "    MEx3NnBDSkUvTFRoVVAKdWRMYTMrakNLbm1QL2JBdkRUZ2RXbldrQjlkOStSamJRckMxd0hZ\n"
	       "    NjQ4RkhRRXZPV1hsOHBTejlqUm9oMVA4SgpnWkxQUTh6MmorT1M4QkpxaVFJREFRQUJvQUF3\n"
	       "    RFFZSktvWklodmNOQVFFTEJRQURnWUVBQ2VncjVYTkN3UVdXClUzSCtwaHVzN3hEVFRTRlhh\n"
	       "    a3MwNjkxeXZERUFQckNKMEhtWk9KTWNGcXNpRjV4NTFJVC9XU2V0YnRKNDdTcDgKcmkvUEFE\n"
	       "    UnMrNWVRT2VhcS9yS2lJQTdPN2wycmlmenBOaHoxS2NJcmJiMjM0c2luUmFwYzNwckVock5u\n"
	       "    UlFJNQpnU2NyL290d21iemV3Sm5ybmMzdXhhRGI0ejZwR1Y4PQotLS0tLUVORCBDRVJUSUZJ\n"
	       "    Q0FURSBSRVFVRVNULS0tLS0K\n",
	.maps = { NSA_AUTHENTICATION, MITRE_FORGED_CERTIFICATES },
	POLICY_PARAMS(params_declared),
	.check_certificate_request = check,
};
