/* SPDX-License-Identifier: Apache-2.0 */
/* check.c - one function for each thing that can be wrong with a webhook's registration. */
#include "webhook/check.h"

#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "webhook/bundle.h"
#include "webhook/print.h"
#include "webhook/reads.h"
#include "yaml/yaml.h"

#define GROUP	   "admissionregistration.k8s.io/"
#define NAME_LABEL "kubernetes.io/metadata.name"
#define HOST_MAX   256
#define BUNDLE_MAX ((size_t)1024 * 1024)
#define DAY_S	   86400

/* One webhook of the configuration while it is judged. */
struct run {
	const struct webhook_check *check;
	struct arena *a;
	const cJSON *doc, *hook;
	int index;
	bool failed; /* memory ran out */
};

static void found(struct run *run, const cJSON *at, const char *fmt, ...) PRINTF_LIKE(3, 4);

/* @at may be NULL: what is absent is a matter of the webhook as a whole. */
static void found(struct run *run, const cJSON *at, const char *fmt, ...)
{
	const cJSON *node = at ? at : run->hook ? run->hook : run->doc;
	const char *text, *whole;
	va_list args;

	va_start(args, fmt);
	text = arena_vprintf(run->a, fmt, args);
	va_end(args);
	whole = text && run->hook ? arena_printf(run->a, "webhooks[%d]: %s", run->index, text)
				  : text;
	if (whole)
		run->check->found(run->check->ctx, yaml_key_line(node), whole);
	else
		run->failed = true;
}

static const char *text_of(const cJSON *object, const char *key)
{
	const char *text = json_string(json_get(object, key));

	return text ? text : "";
}

static bool list_has(const cJSON *list, const char *text)
{
	const cJSON *item;

	cJSON_ArrayForEach (item, list)
		if (json_string(item) && strcmp(json_string(item), text) == 0)
			return true;
	return false;
}

static bool by_file(const struct run *run)
{
	const char *name = text_of(json_get(run->doc, "metadata"), "name");
	size_t len = strlen(name), end = strlen(WEBHOOK_STATIC);

	return len > end && strcmp(name + len - end, WEBHOOK_STATIC) == 0;
}

/* What the API server refuses outright. */
static void check_required(struct run *run)
{
	const char *name = text_of(run->hook, "name"), *dot = strchr(name, '.');
	const char *side_effects = text_of(run->hook, "sideEffects");
	const cJSON *versions = json_get(run->hook, "admissionReviewVersions");

	if (!dot || !strchr(dot + 1, '.'))
		found(run, json_get(run->hook, "name"),
		      "name: want three parts at least, such as " WEBHOOK_NAME);
	if (!list_has(versions, "v1"))
		found(run, versions,
		      "admissionReviewVersions: want v1, the one that kubevet speaks");
	if (strcmp(side_effects, "None") != 0)
		found(run, json_get(run->hook, "sideEffects"),
		      "sideEffects: want None, so that dry runs are judged; kubevet has none");
}

static void check_match_policy(struct run *run)
{
	const cJSON *policy = json_get(run->hook, "matchPolicy");

	if (policy && strcmp(text_of(run->hook, "matchPolicy"), "Equivalent") != 0)
		found(run, policy,
		      "matchPolicy: want Equivalent; otherwise who writes another version of a "
		      "resource goes past");
}

static void check_timeout(struct run *run)
{
	const cJSON *timeout = json_get(run->hook, "timeoutSeconds");
	int64_t seconds = 0;

	if (!timeout)
		found(run, NULL, "timeoutSeconds: is absent, so 10; say how long a write may wait");
	else if (!json_int(timeout, &seconds) || seconds < 1 || seconds > WEBHOOK_TIMEOUT_MAX)
		found(run, timeout,
		      "timeoutSeconds: want 1 to %d; a write may take 34 seconds with all its "
		      "webhooks",
		      WEBHOOK_TIMEOUT_MAX);
}

static void check_failure_policy(struct run *run)
{
	const cJSON *policy = json_get(run->hook, "failurePolicy");

	if (policy && strcmp(text_of(run->hook, "failurePolicy"), "Fail") != 0)
		found(run, policy,
		      "failurePolicy: want Fail; otherwise who makes kubevet slow switches it off");
}

/* The name or address that the API server will ask the certificate for; "" when there is none. */
static void host_of(const struct run *run, char host[HOST_MAX])
{
	const cJSON *client = json_get(run->hook, "clientConfig");
	const cJSON *service = json_present(client, "service");
	const char *url = text_of(client, "url");
	const char *start = strncmp(url, "https://", 8) == 0 ? url + 8 : "";

	if (service)
		snprintf(host, HOST_MAX, "%s.%s.svc", text_of(service, "name"),
			 text_of(service, "namespace"));
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
		found(run, at, "caBundle: does not fit the serving certificate for %s: %s", host,
		      err.text);
}

static void check_certificate(struct run *run, const cJSON *at,
			      const struct bundle_certificate *certificate)
{
	int64_t left = certificate->expires_s - clock_unix_s();

	if (left < 0)
		found(run, at, "caBundle: \"%s\" expired %lld days ago", certificate->subject,
		      (long long)(-left / DAY_S));
	else if (left < (int64_t)run->check->days * DAY_S)
		found(run, at, "caBundle: \"%s\" expires in %lld days", certificate->subject,
		      (long long)(left / DAY_S));
	if (certificate->starts_s > clock_unix_s())
		found(run, at, "caBundle: \"%s\" does not hold yet", certificate->subject);
	if (!certificate->is_ca)
		found(run, at,
		      "caBundle: \"%s\" is no CA: with the next serving certificate all calls fail",
		      certificate->subject);
}

static void check_pem(struct run *run, const cJSON *at, const char *pem, size_t len)
{
	struct err err;
	struct bundle *bundle = bundle_parse(pem, len, &err);

	if (!bundle) {
		found(run, at, "caBundle: %s", err.text);
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
	if (!*text_of(client, "caBundle")) {
		if (!filled_in_later(run))
			found(run, node ? node : client,
			      "caBundle: is absent, so that the system's CAs are trusted, and they "
			      "did not sign kubevet's certificate");
		return;
	}
	if (bundle_decode(text_of(client, "caBundle"), &pem, &err) < 0)
		found(run, node, "caBundle: %s", err.text);
	else
		check_pem(run, node, buf_str(&pem), pem.len);
}

static void check_service(struct run *run, const cJSON *service)
{
	if (!*text_of(service, "name") || !*text_of(service, "namespace"))
		found(run, service, "clientConfig.service: want name and namespace");
	if (strcmp(text_of(service, "path"), WEBHOOK_PATH) != 0)
		found(run, service,
		      "clientConfig.service.path: want " WEBHOOK_PATH ", where kubevetd takes "
		      "reviews");
	if (by_file(run))
		found(run, service,
		      "clientConfig.service: a webhook that is registered by file takes a url "
		      "alone");
}

static void check_client(struct run *run)
{
	const cJSON *client = json_get(run->hook, "clientConfig");
	const cJSON *service = json_present(client, "service"), *url = json_present(client, "url");
	const char *fault = url ? url_fault(text_of(client, "url")) : NULL;

	if (!service == !url) {
		found(run, client, "clientConfig: want either service or url");
		return;
	}
	if (service)
		check_service(run, service);
	if (fault)
		found(run, url, "clientConfig.url: %s", fault);
	check_bundle(run, client);
}

static bool is_empty(const cJSON *selector)
{
	return !cJSON_GetArraySize(json_get(selector, "matchLabels")) &&
	       !cJSON_GetArraySize(json_get(selector, "matchExpressions"));
}

static void check_object_selector(struct run *run)
{
	const cJSON *selector = json_get(run->hook, "objectSelector");

	if (!is_empty(selector))
		found(run, selector,
		      "objectSelector: is written by whom it should stop; leave it out");
}

/* A namespace's own label: who may write it switches kubevet off. */
static void check_label(struct run *run, const cJSON *at, const char *key)
{
	if (strcmp(key, NAME_LABEL) != 0)
		found(run, at,
		      "namespaceSelector: label %s can be changed by who may edit the namespace; "
		      "select by " NAME_LABEL,
		      key);
}

static void check_excluded(struct run *run, const cJSON *names, const char *own)
{
	const cJSON *name;

	cJSON_ArrayForEach (name, names) {
		const char *text = json_string(name);

		if (text && strcmp(text, own) != 0 && strcmp(text, "kube-system") != 0)
			found(run, name,
			      "namespaceSelector: leaves out %s as a whole; exemptions in "
			      "kubevet's "
			      "configuration do it with more care",
			      text);
	}
}

static void check_expression(struct run *run, const cJSON *expression, const char *own)
{
	const char *key = text_of(expression, "key"), *operator= text_of(expression, "operator");

	check_label(run, expression, key);
	if (strcmp(key, NAME_LABEL) != 0)
		return;
	if (strcmp(operator, "NotIn") == 0)
		check_excluded(run, json_get(expression, "values"), own);
	else if (strcmp(operator, "In") == 0)
		found(run, expression,
		      "namespaceSelector: holds for the named namespaces alone, so not for new "
		      "ones");
	else
		found(run, expression, "namespaceSelector: operator %s, want NotIn", operator);
}

static bool excludes(const cJSON *selector, const char *ns)
{
	const cJSON *expression;

	cJSON_ArrayForEach (expression, json_get(selector, "matchExpressions"))
		if (strcmp(text_of(expression, "key"), NAME_LABEL) == 0 &&
		    strcmp(text_of(expression, "operator"), "NotIn") == 0 &&
		    list_has(json_get(expression, "values"), ns))
			return true;
	return false;
}

static void check_namespace_selector(struct run *run)
{
	const cJSON *selector = json_get(run->hook, "namespaceSelector");
	const cJSON *service = json_get(json_get(run->hook, "clientConfig"), "service");
	const char *own = text_of(service, "namespace");
	const cJSON *item;

	cJSON_ArrayForEach (item, json_get(selector, "matchLabels")) {
		const char *key = item->string ? item->string : ""; /* NULL in a list */

		check_label(run, item, key);
		if (strcmp(key, NAME_LABEL) == 0)
			found(run, item,
			      "namespaceSelector: holds for one namespace alone, so not for "
			      "others");
	}
	cJSON_ArrayForEach (item, json_get(selector, "matchExpressions"))
		check_expression(run, item, own);
	if (*own && !excludes(selector, own))
		found(run, selector,
		      "namespaceSelector: does not leave out %s, so that kubevet can't start while "
		      "none runs",
		      own);
}

static void check_conditions(struct run *run)
{
	const cJSON *conditions = json_get(run->hook, "matchConditions");

	if (cJSON_GetArraySize(conditions))
		found(run, conditions,
		      "matchConditions: kubevet never sees what they leave out, and does not count "
		      "it");
}

static void check_wildcards(struct run *run, const cJSON *rule, const char *key)
{
	const cJSON *item;

	cJSON_ArrayForEach (item, json_get(rule, key))
		if (json_string(item) && strchr(json_string(item), '*'))
			found(run, item,
			      "rules: %s \"%s\" takes in what kubevet does not judge, and what a "
			      "cluster needs to mend itself; list them",
			      key, json_string(item));
}

/* Reviews of who may do what: with a webhook between, none can be answered while it is down. */
static bool is_virtual(const char *resource)
{
	static const char *const names[] = { "tokenreviews",
					     "subjectaccessreviews",
					     "localsubjectaccessreviews",
					     "selfsubjectaccessreviews",
					     "selfsubjectrulesreviews",
					     "selfsubjectreviews",
					     "leases",
					     "events" };

	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		if (strcmp(resource, names[i]) == 0)
			return true;
	return false;
}

/* Whether kubevet reads the resource (of the first @len bytes) in one of the rule's groups. */
static bool is_read(const struct run *run, const cJSON *rule, const char *resource, size_t len)
{
	for (const struct kind *kind = kinds_all(); kind->kind; kind++)
		if (strlen(kind->resource) == len && memcmp(kind->resource, resource, len) == 0 &&
		    list_has(json_get(rule, "apiGroups"), kind->group) &&
		    (config_reads(run->check->config, kind) || !kind_version_known(kind, "v1")))
			return true;
	return false;
}

static void check_resource(struct run *run, const cJSON *rule, const cJSON *item)
{
	const char *resource = json_string(item);

	if (!resource || strchr(resource, '*') || list_has(json_get(rule, "apiGroups"), "*"))
		return;
	if (is_virtual(resource))
		found(run, item, "rules: %s: a cluster can't mend itself while kubevet is down",
		      resource);
	else if (!is_read(run, rule, resource, strcspn(resource, "/")))
		found(run, item,
		      "rules: %s is read by nothing in kubevet's configuration (%s): calls for "
		      "nothing, with the objects in them",
		      resource, run->check->config->origin);
}

static void check_operations(struct run *run, const cJSON *rule)
{
	const cJSON *item;

	cJSON_ArrayForEach (item, json_get(rule, "operations"))
		if (json_string(item) && strcmp(json_string(item), "CREATE") != 0 &&
		    strcmp(json_string(item), "UPDATE") != 0 && strcmp(json_string(item), "*") != 0)
			found(run, item, "rules: %s is not judged: calls for nothing",
			      json_string(item));
}

static void check_rules(struct run *run)
{
	const cJSON *rules = json_get(run->hook, "rules"), *rule, *item;

	if (!cJSON_GetArraySize(rules))
		found(run, rules, "rules: there are none, so that nothing is judged");
	cJSON_ArrayForEach (rule, rules) {
		check_wildcards(run, rule, "apiGroups");
		check_wildcards(run, rule, "apiVersions");
		check_wildcards(run, rule, "operations");
		check_wildcards(run, rule, "resources");
		check_operations(run, rule);
		cJSON_ArrayForEach (item, json_get(rule, "resources"))
			check_resource(run, rule, item);
	}
}

/* Whether an entry of resources names it: "pods", "*", "pods/" "*", "*" "/resize". */
static bool resource_matches(const char *entry, const char *resource, const char *sub)
{
	const char *slash = strchr(entry, '/');
	size_t len = slash ? (size_t)(slash - entry) : strlen(entry);
	bool name = (len == 1 && *entry == '*') ||
		    (len == strlen(resource) && memcmp(entry, resource, len) == 0);

	if (!slash)
		return name && !*sub;
	return name && (strcmp(slash + 1, "*") == 0 || (*sub && strcmp(slash + 1, sub) == 0));
}

static bool rule_matches(const cJSON *rule, const struct kind *kind, const char *sub,
			 const char *operation)
{
	const cJSON *groups = json_get(rule, "apiGroups"),
		    *versions = json_get(rule, "apiVersions");
	const cJSON *operations = json_get(rule, "operations"), *entry;
	const char *scope = text_of(rule, "scope");
	const char *wanted_scope = kind_is_cluster_scoped(kind) ? "Cluster" : "Namespaced";

	if ((!list_has(groups, kind->group) && !list_has(groups, "*")) ||
	    (!list_has(versions, "v1") && !list_has(versions, "*")) ||
	    (!list_has(operations, operation) && !list_has(operations, "*")) ||
	    (*scope && strcmp(scope, "*") != 0 && strcmp(scope, wanted_scope) != 0))
		return false;
	cJSON_ArrayForEach (entry, json_get(rule, "resources"))
		if (json_string(entry) && resource_matches(json_string(entry), kind->resource, sub))
			return true;
	return false;
}

static void want_matched(struct run *run, const struct kind *kind, const char *sub,
			 const char *operation)
{
	const cJSON *hook, *rule;

	cJSON_ArrayForEach (hook, json_get(run->doc, "webhooks"))
		cJSON_ArrayForEach (rule, json_get(hook, "rules"))
			if (rule_matches(rule, kind, sub, operation))
				return;
	found(run, json_get(run->doc, "webhooks"), "rules: nothing matches %s of %s%s%s%s%s in v1",
	      operation, kind->resource, *sub ? "/" : "", sub, *kind->group ? "." : "",
	      kind->group);
}

/* All webhooks of the configuration together must get what kubevet reads. */
static void check_coverage(struct run *run)
{
	for (const struct kind *kind = kinds_all(); kind->kind; kind++) {
		if (!config_reads(run->check->config, kind))
			continue;
		want_matched(run, kind, "", "CREATE");
		want_matched(run, kind, "", "UPDATE");
		for (const char *const *sub = subresources_of(kind); *sub; sub++)
			want_matched(run, kind, *sub, "UPDATE");
	}
}

bool is_webhook_configuration(const cJSON *doc)
{
	return strncmp(text_of(doc, "apiVersion"), GROUP, strlen(GROUP)) == 0 &&
	       strcmp(text_of(doc, "kind"), "ValidatingWebhookConfiguration") == 0;
}

int webhook_check(const struct webhook_check *check, struct arena *a, const cJSON *doc,
		  struct err *err)
{
	static void (*const checks[])(struct run *) = {
		check_required,		  check_match_policy, check_timeout,
		check_failure_policy,	  check_client,	      check_object_selector,
		check_namespace_selector, check_conditions,   check_rules,
	};
	struct run run = { .check = check, .a = a, .doc = doc, .index = -1 };
	const cJSON *hooks = json_get(doc, "webhooks");

	if (strcmp(text_of(doc, "apiVersion"), GROUP "v1") != 0)
		found(&run, json_get(doc, "apiVersion"), "apiVersion: want " GROUP "v1");
	cJSON_ArrayForEach (run.hook, hooks) {
		run.index++;
		for (size_t i = 0; i < ARRAY_LEN(checks); i++)
			checks[i](&run);
	}
	run.hook = NULL;
	if (!cJSON_GetArraySize(hooks))
		found(&run, hooks, "webhooks: there are none");
	else
		check_coverage(&run);
	return run.failed ? arena_error(a, err) : 0;
}
