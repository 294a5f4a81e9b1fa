/* SPDX-License-Identifier: Apache-2.0 */
/* signing.c - facts of a certificate request. */
#include "policy/signing.h"

#include <string.h>

#include "policy/facts.h"

bool signing_is_for(const struct certificate_request *csr, const char *signer)
{
	return strcmp(csr->signer_name, signer) == 0;
}

static const void *make_request(struct arena *a, const void *of, size_t len)
{
	return request_facts(a, of, len);
}

const struct request_facts *signing_request_facts(const char *pem, size_t len, struct findings *out)
{
	return fact_of(out, make_request, pem, len);
}

const struct request_facts *signing_request(const struct certificate_request *csr,
					    struct findings *out)
{
	const struct request_facts *facts = signing_request_facts(csr->pem, csr->pem_len, out);

	if (facts && facts->fault)
		finding(out, &csr->at, "request", .value = facts->fault,
			.want = "one certificate request in PEM");
	return facts && !facts->fault ? facts : NULL;
}

bool signing_asker(const struct certificate_request *csr, struct asker *out)
{
	const struct request *r = csr->request;

	/* What the API server notes in the spec is the user who creates it. */
	if (r->operation == OPERATION_CREATE && !r->offline)
		*out = (struct asker){ r->username, &r->groups };
	else
		*out = (struct asker){ csr->username, &csr->groups };
	return *out->username || !r->offline;
}
