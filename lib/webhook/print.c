/* SPDX-License-Identifier: Apache-2.0 */
/* print.c - YAML, with a word on each choice: the file is read by who has to answer for it. */
#include "webhook/print.h"

#include <string.h>

#include "policy/wording.h"
#include "webhook/bundle.h"
#include "webhook/reads.h"

const char *url_fault(const char *url)
{
	const char *host = url + strlen("https://");
	size_t len;

	if (strncmp(url, "https://", strlen("https://")) != 0)
		return "must begin with https://";
	len = strcspn(host, "/");
	if (len == 0)
		return "names no host";
	if (memchr(host, '@', len))
		return "must not hold a user";
	if (strpbrk(url, "?#"))
		return "must have neither query nor fragment";
	for (const char *c = url; *c; c++)
		if (*c <= ' ' || *c == '"' || *c == 0x7f)
			return "holds a character that no URL has";
	if (strcmp(host + len, WEBHOOK_PATH) != 0)
		return "must end in " WEBHOOK_PATH ", where kubevetd takes reviews";
	return NULL;
}

static int check_options(const struct webhook_options *options, struct err *err)
{
	const char *fault = options->url ? url_fault(options->url) : NULL;

	if (fault)
		return err_set(err, ERR_INPUT, "the URL %s", fault);
	if (options->by_file && !options->url)
		return err_set(err, ERR_INPUT,
			       "a webhook that is registered by file takes a URL alone");
	if (!options->url == !options->service)
		return err_set(err, ERR_INPUT, "want either a URL or a Service");
	if (options->timeout_s < 1 || options->timeout_s > WEBHOOK_TIMEOUT_MAX)
		return err_set(err, ERR_INPUT, "the timeout is 1 to %d seconds",
			       WEBHOOK_TIMEOUT_MAX);
	return 0;
}

static int print_client(struct buf *out, const struct webhook_options *options, struct err *err)
{
	struct bundle *bundle;

	buf_adds(out, "  clientConfig:\n");
	if (options->url)
		buf_addf(out, "    url: \"%s\"\n", options->url);
	else
		buf_addf(out,
			 "    service: {name: \"%s\", namespace: \"%s\", path: " WEBHOOK_PATH
			 ", port: 443}\n",
			 options->service, options->service_ns);
	if (!options->ca_pem) {
		buf_adds(out,
			 "    # Here goes caBundle, the CA of kubevet's certificate in base64. "
			 "Without it every call fails.\n");
		return 0;
	}
	bundle = bundle_parse(options->ca_pem, strlen(options->ca_pem), err);
	if (!bundle)
		return err_wrap(err, "the CA file");
	bundle_free(bundle);
	buf_adds(out, "    caBundle: ");
	bundle_encode(options->ca_pem, strlen(options->ca_pem), out);
	buf_addc(out, '\n');
	return 0;
}

/* What two kinds must have in common to stand in one rule. */
static bool same_rule(const struct config *config, const struct kind *a, const struct kind *b)
{
	char a_version[KIND_VERSION_MAX], b_version[KIND_VERSION_MAX];

	return strcmp(a->group, b->group) == 0 && a->of_cluster == b->of_cluster &&
	       kind_is_vital(a) == kind_is_vital(b) &&
	       config_operations(config, a) == config_operations(config, b) &&
	       strcmp(kind_version(a, a_version), kind_version(b, b_version)) == 0;
}

/* Whether a kind before this one has the same rule. */
static bool seen(const struct config *config, const struct kind *kind)
{
	for (const struct kind *k = kinds_all(); k < kind; k++)
		if (config_reads(config, k) && same_rule(config, k, kind))
			return true;
	return false;
}

static void print_resources(struct buf *out, const struct config *config, const struct kind *first)
{
	const char *between = "";

	for (const struct kind *kind = first; kind->kind; kind++) {
		if (!config_reads(config, kind) || !same_rule(config, kind, first))
			continue;
		buf_addf(out, "%s%s", between, kind->resource);
		between = ", ";
		for_each_asked(sub, config, kind, WRITES_OBJECT)
			buf_addf(out, ", %s/%s", kind->resource, sub->name);
	}
}

static void print_rule(struct buf *out, const struct config *config, const struct kind *first)
{
	char version[KIND_VERSION_MAX];
	const char *between = "";

	buf_addf(out, "  - apiGroups: [\"%s\"]\n    apiVersions: [%s]\n    operations: [",
		 first->group, kind_version(first, version));
	for_each_operation(operation, config_operations(config, first))
	{
		buf_addf(out, "%s%s", between, operation_name(operation));
		between = ", ";
	}
	buf_adds(out, "]\n    resources: [");
	print_resources(out, config, first);
	buf_addf(out, "]\n    scope: %s\n", first->of_cluster ? "Cluster" : "Namespaced");
}

static void print_rules(struct buf *out, const struct config *config, bool vital)
{
	buf_adds(out, "  rules:\n");
	for (const struct kind *kind = kinds_all(); kind->kind; kind++)
		if (config_reads(config, kind) && kind_is_vital(kind) == vital &&
		    !seen(config, kind))
			print_rule(out, config, kind);
}

/* A rule on objects of any kind is about more than there is a table of. */
static void print_every_kind(struct buf *out, const struct config *config)
{
	for (size_t i = 0; i < config->rule_count; i++) {
		const struct rule *rule = &config->rules[i];

		if (rule->mode == RULE_OFF || !rule->policy->check_object ||
		    rule->match.kinds.count)
			continue;
		buf_addf(out,
			 "  # Rule %s is about objects of every kind. For kinds that are not here, "
			 "such as your own, add\n"
			 "  # group, version and resource in the same way.\n",
			 rule->name);
		return;
	}
}

static bool reads_vital(const struct config *config)
{
	for (const struct kind *kind = kinds_all(); kind->kind; kind++)
		if (kind_is_vital(kind) && config_reads(config, kind))
			return true;
	return false;
}

static void print_selector(struct buf *out, const struct webhook_options *options)
{
	buf_adds(out,
		 "  # By a label that the API server itself sets and nobody can change. What is "
		 "out needs other guards.\n"
		 "  namespaceSelector:\n"
		 "    matchExpressions:\n"
		 "    - key: kubernetes.io/metadata.name\n"
		 "      operator: NotIn\n");
	if (options->service_ns && strcmp(options->service_ns, "kube-system") != 0)
		buf_addf(out, "      values: [\"%s\", kube-system]\n", options->service_ns);
	else
		buf_adds(out, "      values: [kube-system]\n");
}

/* What both webhooks have. */
static int print_head(struct buf *out, const char *name, const struct webhook_options *options,
		      struct err *err)
{
	buf_addf(out,
		 "- name: %s\n"
		 "  admissionReviewVersions: [v1]\n"
		 "  # A review changes and writes nothing, so dry runs may ask too.\n"
		 "  sideEffects: None\n"
		 "  # Other versions of a resource are converted to those below, not let through "
		 "unseen.\n"
		 "  matchPolicy: Equivalent\n"
		 "  timeoutSeconds: %d\n",
		 name, options->timeout_s);
	buf_adds(out, options->fail_open
			      ? "  # While no pod answers, the writes below pass unchecked.\n"
				"  failurePolicy: Ignore\n"
			      : "  # While no pod answers, the writes below are refused.\n"
				"  failurePolicy: Fail\n");
	if (print_client(out, options, err) < 0)
		return -1;
	print_selector(out, options);
	return 0;
}

static int print_vital(struct buf *out, const struct config *config,
		       const struct webhook_options *options, struct err *err)
{
	buf_adds(out,
		 "# What a cluster writes to start, to take in nodes and to keep services going. "
		 "Were "
		 "its own components\n"
		 "# to wait for kubevet here, and kubevet for them, neither would come back.\n");
	if (print_head(out, WEBHOOK_VITAL_NAME, options, err) < 0)
		return -1;
	if (!options->fail_open)
		buf_adds(out,
			 "  # So they are not asked about, nor is who could take this registration "
			 "away anyway. Everybody else\n"
			 "  # is. API servers before v1.28 do not know matchConditions: leave this "
			 "webhook out there.\n"
			 "  matchConditions:\n"
			 "  - name: not-the-cluster-itself\n"
			 "    expression: \"" WEBHOOK_VITAL_CONDITION "\"\n");
	print_rules(out, config, true);
	return 0;
}

static bool has_status(const struct config *config, const struct kind *kind)
{
	for_each_asked(sub, config, kind, WRITES_METADATA) return true;
	return false;
}

static bool reads_status(const struct config *config)
{
	for (const struct kind *kind = kinds_all(); kind->kind; kind++)
		if (has_status(config, kind))
			return true;
	return false;
}

/* What the statuses of two kinds must have in common to stand in one rule. */
static bool same_status_rule(const struct kind *a, const struct kind *b)
{
	char a_version[KIND_VERSION_MAX], b_version[KIND_VERSION_MAX];

	return strcmp(a->group, b->group) == 0 && a->of_cluster == b->of_cluster &&
	       strcmp(kind_version(a, a_version), kind_version(b, b_version)) == 0;
}

static bool status_seen(const struct config *config, const struct kind *kind)
{
	for (const struct kind *k = kinds_all(); k < kind; k++)
		if (has_status(config, k) && same_status_rule(k, kind))
			return true;
	return false;
}

static void print_status_rule(struct buf *out, const struct config *config,
			      const struct kind *first)
{
	char version[KIND_VERSION_MAX];
	const char *between = "";

	buf_addf(out,
		 "  - apiGroups: [\"%s\"]\n    apiVersions: [%s]\n    operations: [UPDATE]\n"
		 "    resources: [",
		 first->group, kind_version(first, version));
	for (const struct kind *kind = first; kind->kind; kind++) {
		if (!same_status_rule(kind, first))
			continue;
		for_each_asked(sub, config, kind, WRITES_METADATA)
		{
			buf_addf(out, "%s%s/%s", between, kind->resource, sub->name);
			between = ", ";
		}
	}
	buf_addf(out, "]\n    scope: %s\n", first->of_cluster ? "Cluster" : "Namespaced");
}

static int print_status(struct buf *out, const struct config *config,
			const struct webhook_options *options, struct err *err)
{
	buf_adds(out,
		 "# A write to these subresources keeps labels and annotations, too: kubectl patch "
		 "--subresource=status\n"
		 "# would change those that the webhooks above guard.\n");
	if (print_head(out, WEBHOOK_STATUS_NAME, options, err) < 0)
		return -1;
	buf_adds(out, "  # The cluster's own components write statuses all the time and are not "
		      "reviewed. API servers before\n"
		      "  # v1.28 do not know matchConditions: leave this webhook out there.\n"
		      "  matchConditions:\n"
		      "  - name: not-the-cluster-itself\n"
		      "    expression: \"" WEBHOOK_STATUS_CONDITION "\"\n"
		      "  rules:\n");
	for (const struct kind *kind = kinds_all(); kind->kind; kind++)
		if (has_status(config, kind) && !status_seen(config, kind))
			print_status_rule(out, config, kind);
	return 0;
}

int webhook_print(struct buf *out, const struct config *config,
		  const struct webhook_options *options, struct err *err)
{
	if (check_options(options, err) < 0)
		return -1;
	buf_adds(out, "# Made by kubevet webhook: the resources that the configuration (");
	escape_write(out, config->origin);
	buf_addf(out,
		 ") reads.\n"
		 "apiVersion: admissionregistration.k8s.io/v1\n"
		 "kind: ValidatingWebhookConfiguration\n"
		 "metadata:\n"
		 "  name: kubevet%s\n"
		 "webhooks:\n",
		 options->by_file ? WEBHOOK_STATIC : "");
	if (print_head(out, WEBHOOK_NAME, options, err) < 0)
		return -1;
	buf_adds(out,
		 "  # By name, never by *: that would catch leases, token reviews and all that "
		 "a cluster needs to mend\n"
		 "  # itself. Subresources are listed on their own: \"pods\" does not match "
		 "them.\n");
	print_every_kind(out, config);
	print_rules(out, config, false);
	if (reads_vital(config) && print_vital(out, config, options, err) < 0)
		return -1;
	if (reads_status(config) && print_status(out, config, options, err) < 0)
		return -1;
	return buf_ok(out, err);
}
