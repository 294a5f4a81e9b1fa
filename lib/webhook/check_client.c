/* SPDX-License-Identifier: Apache-2.0 */
/* check_client.c - where the API server finds kubevet, and whether it trusts it. */
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "webhook/bundle.h"
#include "webhook/print.h"
#include "webhook/run.h"

#define HOST_MAX   256
#define BUNDLE_MAX ((size_t)1024 * 1024)
#define DAY_S	   86400

static bool by_file(const struct run *run)
{
	const char *name = member_text(json_get(run->doc, "metadata"), "name");
	size_t len = strlen(name), end = strlen(WEBHOOK_STATIC);

	return len > end && strcmp(name + len - end, WEBHOOK_STATIC) == 0;
}

/* The name or address that the API server will ask the certificate for; "" when there is none. */
static void host_of(const struct run *run, char host[HOST_MAX])
{
	const cJSON *client = json_get(run->hook, "clientConfig");
	const cJSON *service = json_present(client, "service");
	const char *url = member_text(client, "url");
	const char *start = strncmp(url, "https://", 8) == 0 ? url + 8 : "";

	if (service)
		snprintf(host, HOST_MAX, "%s.%s.svc", member_text(service, "name"),
			 member_text(service, "namespace"));
	else if (*start == '[')
		snprintf(host, HOST_MAX, "%.*s", (int)strcspn(start + 1, "]"), start + 1);
	else
		snprintf(host, HOST_MAX, "%.*s", (int)strcspn(start, ":/"), start);
}

static void check_serving(struct run *run, const cJSON *at, const struct bundle *bundle)
{
	const char *pem = run->check->serving_pem;
	char host[HOST_MAX];
	struct err err;

	host_of(run, host);
	if (pem && bundle_verify(bundle, pem, strlen(pem), host, &err) < 0)
		run_found(run, at, "caBundle: does not fit the serving certificate for %s: %s",
			  host, err.text);
}

static void check_certificate(struct run *run, const cJSON *at,
			      const struct bundle_certificate *certificate)
{
	int64_t left = certificate->expires_s - clock_unix_s();

	if (left < 0)
		run_found(run, at, "caBundle: \"%s\" expired %lld days ago", certificate->subject,
			  (long long)(-left / DAY_S));
	else if (left < (int64_t)run->check->days * DAY_S)
		run_found(run, at, "caBundle: \"%s\" expires in %lld days", certificate->subject,
			  (long long)(left / DAY_S));
	if (certificate->starts_s > clock_unix_s())
		run_found(run, at, "caBundle: \"%s\" does not hold yet", certificate->subject);
	if (!certificate->is_ca)
		run_found(run, at,
			  "caBundle: \"%s\" is no CA: with the next serving certificate all calls "
			  "fail",
			  certificate->subject);
}

static void check_pem(struct run *run, const cJSON *at, const char *pem, size_t len)
{
	struct err err;
	struct bundle *bundle = bundle_parse(pem, len, &err);

	if (!bundle) {
		run_found(run, at, "caBundle: %s", err.text);
		return;
	}
	for (size_t i = 0; i < bundle_count(bundle); i++) {
		const struct bundle_certificate *c = bundle_get(bundle, i, run->a);

		if (c)
			check_certificate(run, at, c);
		else
			run->failed = true;
	}
	check_serving(run, at, bundle);
	bundle_free(bundle);
}

static bool filled_in_later(const struct run *run)
{
	const cJSON *notes = json_get(json_get(run->doc, "metadata"), "annotations");

	return json_get(notes, "cert-manager.io/inject-ca-from") ||
	       json_get(notes, "cert-manager.io/inject-ca-from-secret");
}

static void check_bundle(struct run *run, const cJSON *client)
{
	const cJSON *node = json_present(client, "caBundle");
	SCOPED(scoped_buf) struct buf pem;
	struct err err;

	buf_init(&pem, BUNDLE_MAX);
	if (!*member_text(client, "caBundle")) {
		if (!filled_in_later(run))
			run_found(run, node ? node : client,
				  "caBundle: is absent, so that the system's CAs are trusted, and "
				  "they "
				  "did not sign kubevet's certificate");
		return;
	}
	if (bundle_decode(member_text(client, "caBundle"), &pem, &err) < 0)
		run_found(run, node, "caBundle: %s", err.text);
	else
		check_pem(run, node, buf_str(&pem), pem.len);
}

static void check_service(struct run *run, const cJSON *service)
{
	if (!*member_text(service, "name") || !*member_text(service, "namespace"))
		run_found(run, service, "clientConfig.service: want name and namespace");
	if (strcmp(member_text(service, "path"), WEBHOOK_PATH) != 0)
		run_found(run, service,
			  "clientConfig.service.path: want " WEBHOOK_PATH ", where kubevetd takes "
			  "reviews");
	if (by_file(run))
		run_found(run, service,
			  "clientConfig.service: a webhook that is registered by file takes a url "
			  "alone");
}

void check_client(struct run *run)
{
	const cJSON *client = json_get(run->hook, "clientConfig");
	const cJSON *service = json_present(client, "service"), *url = json_present(client, "url");
	const char *fault = url ? url_fault(member_text(client, "url")) : NULL;

	if (!service == !url) {
		run_found(run, client, "clientConfig: want either service or url");
		return;
	}
	if (service)
		check_service(run, service);
	if (fault)
		run_found(run, url, "clientConfig.url: %s", fault);
	check_bundle(run, client);
}
