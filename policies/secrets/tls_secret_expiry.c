/* SPDX-License-Identifier: Apache-2.0 */
/* tls_secret_expiry.c - certificates of TLS Secrets are valid now, and for long enough.
 * Reads:   tls.crt of Secrets for TLS, the time of judging
 * Accepts: all that have begun and end late enough */
#include "policy/policy.h"
#include "policy/says.h"
#include "policy/tls_secret.h"

#define DAY_S ((int64_t)24 * 3600)
/* Clocks differ, and an issuer's may be the faster one. */
#define SKEW_S ((int64_t)300)

enum { OPAQUE, LEAST_DAYS, MOST_DAYS };

static const struct param params_declared[] = {
	[OPAQUE] = TLS_SECRET_OPAQUE,
	[LEAST_DAYS] = { "minDays", PARAM_INT, .def = "0", .min = 0, .max = 3650,
			 .doc = "Days that each certificate must still be valid." },
	[MOST_DAYS] = { "maxLifetimeDays", PARAM_INT, .min = 1, .max = 36500,
			.doc = "Most days between begin and end of a certificate that is no CA's; "
			       "when absent, any." },
};

static void judge(const struct secret *s, const struct at *at, const struct certificate_facts *c,
		  const struct params *params, struct findings *out)
{
	int64_t now_s = s->request->now_s;
	int64_t least_s = param_int(params, LEAST_DAYS) * DAY_S;
	int64_t days = (c->not_after_s - c->not_before_s) / DAY_S;

	if (c->not_before_s > now_s + SKEW_S)
		finding(out, at, NULL,
			.value =
				finding_text(out, "valid from %s", says_date(out, c->not_before_s)),
			.want = "a certificate that is valid already");
	if (c->not_after_s < now_s)
		finding(out, at, NULL,
			.value = finding_text(out, "expired on %s", says_date(out, c->not_after_s)),
			.want = "a certificate that is valid");
	else if (c->not_after_s - now_s < least_s)
		finding(out, at, NULL,
			.value = finding_text(out, "expires on %s", says_date(out, c->not_after_s)),
			.want = finding_text(out, "valid until %s or later",
					     says_date(out, now_s + least_s)));
	if (param_set(params, MOST_DAYS) && !c->extensions.is_ca &&
	    days > param_int(params, MOST_DAYS))
		finding(out, at, NULL,
			.value = finding_text(out, "valid for %s days", says_int(out, days)),
			.want = finding_text(out, "at most %s days",
					     says_int(out, param_int(params, MOST_DAYS))));
}

static void check(const struct secret *s, const struct params *params, struct findings *out)
{
	tls_secret_each(s, param_bool(params, OPAQUE), params, out, judge);
}

const struct policy policy_secrets_tls_secret_expiry = {
	.id = "tls-secret-expiry",
	.title = "Certificates of TLS Secrets are valid",
	.why = "With an expired certificate a service is down, or its clients learn to look away.",
	.remedy = "Renew the certificate, and have that done by a controller.",
	.severity = SEVERITY_MEDIUM,
	.good = "type: kubernetes.io/tls\nstringData:\n  tls.crt: |\n" EXAMPLE_TLS_CERT,
	.bad = "type: kubernetes.io/tls\nstringData:\n  tls.crt: |\n"
	       "    -----BEGIN CERTIFICATE-----\n"
	       "    MIH3MIGqoAMCAQICAQcwBQYDK2VwMBcxFTATBgNVBAMMDHNob3AuZXhhbXBsZTAe\n"
	       "    Fw0yMDAxMDEwMDAwMDBaFw0yMTAxMDEwMDAwMDBaMBcxFTATBgNVBAMMDHNob3Au\n"
	       "    ZXhhbXBsZTAqMAUGAytlcAMhAPYR3w3K91U6i7ecGz9jjP9R9pGxaQi3zKmVBxmm\n"
	       "    C9EcoxswGTAXBgNVHREEEDAOggxzaG9wLmV4YW1wbGUwBQYDK2VwA0EAKkDTEWIM\n"
	       "    zZ8SAL4ArTzGSUAB/ttOH1WRDg5HKcJfG+t/L4M2QwZr7BIA2dTRDXX64Sh4hh9Y\n"
	       "    LMz3Pl6Qz+joCA==\n"
	       "    -----END CERTIFICATE-----\n",
	.maps = { NSA_SECRETS },
	POLICY_PARAMS(params_declared),
	.check_secret = check,
	.needs = NEEDS_VALUES,
};
