/* SPDX-License-Identifier: Apache-2.0 */
/* options.c - the table, and three ways to read it. */
#include "server/options.h"

#include <ctype.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/units.h"
#include "policy/nearest.h"
#include "server/ring.h"

#define PREFIX	   "KUBEVET_" /* of variables in the environment */
#define PREFIX_LEN strlen(PREFIX)

enum value {
	TEXT,  /* const char * */
	COUNT, /* int64_t, as are the three below */
	BYTES,
	DURATION,
	CHOICE, /* index in the words of @arg, separated by '|' */
	FLAG,	/* bool */
	HELP,
	VERSION
};

struct row {
	const char *name;
	enum value kind;
	size_t at;	     /* in struct serve_options */
	const char *arg;     /* what the help text calls the value */
	const char *def;     /* as it would be given; NULL: none */
	int64_t least, most; /* in the stored unit; both 0: any */
	const char *help;
};

#define AT(field) offsetof(struct serve_options, field)
#define KIB	  ((int64_t)1024)
#define MIB	  (KIB * 1024)
#define HOUR	  SECONDS_US(3600)

static const struct row rows[] = {
	{ "config", TEXT, AT(config), "FILE", NULL, 0, 0,
	  "configuration; without it the built-in one" },
	{ "listen", TEXT, AT(listen), "ADDRESS:PORT", ":8443", 0, 0,
	  "where to serve TLS; no address means all, IPv6 and IPv4" },
	{ "tls-cert", TEXT, AT(tls_cert), "FILE", NULL, 0, 0, "PEM certificate and chain" },
	{ "tls-key", TEXT, AT(tls_key), "FILE", NULL, 0, 0, "PEM private key" },
	{ "client-ca", TEXT, AT(client_ca), "FILE", NULL, 0, 0,
	  "PEM; only clients with a certificate of these CAs are let in" },
	{ "client-allowed-subjects", TEXT, AT(client_subjects), "LIST", NULL, 0, 0,
	  "and only with one of these common names or SANs, separated by commas" },
	{ "tls-min", CHOICE, AT(tls_min), "1.3|1.2", "1.3", 0, 0, "oldest TLS version" },
	{ "workers", COUNT, AT(workers), "N", "0", 0, 64,
	  "threads; 0: one for each processor it may use" },
	{ "max-body", BYTES, AT(max_body), "BYTES", "8Mi", 64 * KIB, 64 * MIB,
	  "largest request body" },
	{ "memory-budget", BYTES, AT(memory_budget), "BYTES", "64Mi", MIB, 1024 * KIB *MIB,
	  "for the bodies of all requests together that are larger than 64 KiB" },
	{ "max-connections", COUNT, AT(max_connections), "N", "1024", 1, 100000,
	  "in all; one more takes the place of a silent one, or is answered 503" },
	{ "max-connections-per-address", COUNT, AT(max_connections_each), "N", "0", 0, 100000,
	  "the same from one address (IPv6: one /64); 0: half of --max-connections" },
	{ "idle-timeout", DURATION, AT(idle_us), "TIME", "120s", SECONDS_US(120), 24 * HOUR,
	  "close a connection without requests; the API server keeps them for 90s" },
	{ "handshake-timeout", DURATION, AT(handshake_us), "TIME", "10s", 1000, HOUR,
	  "for the whole TLS handshake" },
	{ "head-timeout", DURATION, AT(head_us), "TIME", "10s", 1000, HOUR,
	  "for the whole request head" },
	{ "body-timeout", DURATION, AT(body_us), "TIME", "30s", 1000, HOUR,
	  "for the whole body, and for taking the answer" },
	{ "drain-delay", DURATION, AT(drain_delay_us), "TIME", "10s", 0, HOUR,
	  "go on as usual after SIGTERM, until nobody sends new requests here" },
	{ "drain-timeout", DURATION, AT(drain_timeout_us), "TIME", "20s", 0, HOUR,
	  "then wait for connections to end" },
	{ "metrics-listen", TEXT, AT(metrics_listen), "ADDRESS:PORT", NULL, 0, 0,
	  "health and metrics over plain HTTP too" },
	{ "log-format", CHOICE, AT(log_format), "text|json", "text", 0, 0,
	  "of the lines on standard error" },
	{ "log-level", CHOICE, AT(log_level), "debug|info|warn|error", "info", 0, 0,
	  "least important lines shown" },
	{ "record", TEXT, AT(record.dir), "DIR", NULL, 0, 0,
	  "write reviews and answers there, for kubevet replay. Replaced are values of Secrets,\n"
	  "        ConfigMaps, environments and headers, most annotations, commands of exec, and\n"
	  "        passwords and credentials in all other texts. All else stays, as names, "
	  "labels,\n"
	  "        images, command lines, the user's name and groups: kubevetd(8), RECORDS" },
	{ "record-max-bytes", BYTES, AT(record.max_bytes), "BYTES", "256Mi", RING_BYTES_MIN,
	  1024 * KIB *MIB, "of that folder; the oldest records go first" },
	{ "record-sample", COUNT, AT(record.sample), "N", "1", 1, 1000000000,
	  "record one review in so many" },
	{ "record-namespaces", TEXT, AT(record.namespaces), "LIST", NULL, 0, 0,
	  "only of these, separated by commas; * stands for anything" },
	{ "record-kinds", TEXT, AT(record.kinds), "LIST", NULL, 0, 0,
	  "only of these, as in match.kinds: Pod, apps/*" },
	{ "record-annotations", TEXT, AT(record.annotations), "LIST", NULL, 0, 0,
	  "record values of these annotations, beside those that policies always read" },
	{ "record-config-maps", FLAG, AT(record.config_maps), NULL, NULL, 0, 0,
	  "record values of ConfigMaps" },
	{ "audit", FLAG, AT(audit), NULL, NULL, 0, 0,
	  "deny nothing, whatever the configuration says" },
	{ "check-config", FLAG, AT(check_config), NULL, NULL, 0, 0,
	  "read configuration and certificates, then exit" },
	{ "print-config", FLAG, AT(print_config), NULL, NULL, 0, 0,
	  "print the built-in configuration and exit" },
	{ "version", VERSION, 0, NULL, NULL, 0, 0, "print the version and exit" },
	{ "help", HELP, 0, NULL, NULL, 0, 0, "print this text and exit" },
};

static int64_t choice_of(const char *words, const char *text)
{
	size_t len = strlen(text);

	for (int64_t i = 0;; i++) {
		size_t word = strcspn(words, "|");

		if (word == len && memcmp(words, text, len) == 0)
			return i;
		if (!words[word])
			return -1;
		words += word + 1;
	}
}

static bool number_of(const struct row *row, const char *text, int64_t *n)
{
	switch (row->kind) {
	case COUNT:
		return count_parse(text, n);
	case BYTES:
		return size_parse(text, n);
	case DURATION:
		return duration_parse(text, strlen(text), n);
	default:
		*n = choice_of(row->arg, text);
		return *n >= 0;
	}
}

/* A bound as it would be given. */
static void print_bound(const struct row *row, int64_t bound, char *text, size_t size)
{
	if (row->kind == DURATION && bound % SECONDS_US(1) == 0)
		snprintf(text, size, "%llds", (long long)(bound / SECONDS_US(1)));
	else if (row->kind == DURATION)
		snprintf(text, size, "%lldms", (long long)(bound / 1000));
	else if (row->kind == BYTES && bound % MIB == 0)
		snprintf(text, size, "%lldMi", (long long)(bound / MIB));
	else
		snprintf(text, size, "%lld", (long long)bound);
}

static int check_bounds(const struct row *row, const char *text, int64_t n, struct err *err)
{
	char least[32], most[32];

	if ((!row->least && !row->most) || (n >= row->least && n <= row->most))
		return 0;
	print_bound(row, row->least, least, sizeof(least));
	print_bound(row, row->most, most, sizeof(most));
	return err_set(err, ERR_INPUT, "--%s: %s is not between %s and %s", row->name, text, least,
		       most);
}

static int set_number(const struct row *row, const char *text, struct serve_options *out,
		      struct err *err)
{
	static const char *const wants[] = {
		[COUNT] = "a number", [BYTES] = "bytes, as in 8Mi", [DURATION] = "a time, as in 10s"
	};
	int64_t n;

	if (!number_of(row, text, &n))
		return err_set(err, ERR_INPUT, "--%s: want %s, got \"%s\"", row->name,
			       row->kind == CHOICE ? row->arg : wants[row->kind], text);
	if (check_bounds(row, text, n, err) < 0)
		return -1;
	memcpy((char *)out + row->at, &n, sizeof(n));
	return 0;
}

static int set_flag(const struct row *row, const char *text, struct serve_options *out,
		    struct err *err)
{
	bool on = !text || strcmp(text, "true") == 0;

	if (text && !on && strcmp(text, "false") != 0)
		return err_set(err, ERR_INPUT, "--%s: want true or false, got \"%s\"", row->name,
			       text);
	*(bool *)(void *)((char *)out + row->at) = on;
	return 0;
}

static int set(const struct row *row, const char *text, struct serve_options *out, struct err *err)
{
	if (row->kind == FLAG)
		return set_flag(row, text, out, err);
	if (row->kind != TEXT)
		return set_number(row, text, out, err);
	if (!text[0])
		return err_set(err, ERR_INPUT, "--%s: is empty", row->name);
	memcpy((char *)out + row->at, &text, sizeof(text));
	return 0;
}

static void environment_name(const char *option, char *name, size_t size)
{
	size_t i = (size_t)snprintf(name, size, PREFIX);

	for (; *option && i + 1 < size; option++)
		name[i++] = (char)(*option == '-' ? '_' : toupper((unsigned char)*option));
	name[i] = '\0';
}

static bool has_value(const struct row *row)
{
	return row->kind != HELP && row->kind != VERSION;
}

static int set_defaults(struct serve_options *out, struct err *err)
{
	*out = (struct serve_options){ 0 };
	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		if (rows[i].def && set(&rows[i], rows[i].def, out, err) < 0)
			return -1;
	return 0;
}

/* What Kubernetes itself sets for a Service of that name: KUBEVET_SERVICE_HOST,
 * KUBEVET_PORT_443_TCP. */
static bool is_service_link(const char *name, size_t len)
{
	const char *port = memmem(name, len, "_PORT_", strlen("_PORT_"));

	return (len > 5 && memcmp(name + len - 5, "_PORT", 5) == 0) ||
	       (port && isdigit((unsigned char)port[strlen("_PORT_")])) ||
	       memmem(name, len, "_SERVICE_HOST", strlen("_SERVICE_HOST")) ||
	       memmem(name, len, "_SERVICE_PORT", strlen("_SERVICE_PORT"));
}

/* Others use the prefix, too; what is nearly a setting is meant to be one. */
static int check_variable(const char *variable, struct err *err)
{
	size_t len = strcspn(variable, "=");
	char name[64], known[64], nearest[64] = "";

	if (len >= sizeof(name) || is_service_link(variable, len))
		return 0;
	snprintf(name, sizeof(name), "%.*s", (int)len, variable);
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		if (!has_value(&rows[i]))
			continue;
		environment_name(rows[i].name, known, sizeof(known));
		if (strcmp(known, name) == 0)
			return 0;
		/* The prefix would make all of them alike. */
		if (nearest_keep(name + PREFIX_LEN, *nearest ? nearest + PREFIX_LEN : NULL,
				 known + PREFIX_LEN) == known + PREFIX_LEN)
			memcpy(nearest, known, sizeof(nearest));
	}
	return *nearest ? err_set(err, ERR_INPUT,
				  "%s in the environment is no setting; did you mean %s?", name,
				  nearest)
			: 0;
}

static int check_environment(struct err *err)
{
	for (char **variable = environ; *variable; variable++)
		if (strncmp(*variable, PREFIX, PREFIX_LEN) == 0 &&
		    check_variable(*variable, err) < 0)
			return -1;
	return 0;
}

static int set_environment(struct serve_options *out, struct err *err)
{
	if (check_environment(err) < 0)
		return -1;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		char name[64];
		const char *text;

		environment_name(rows[i].name, name, sizeof(name));
		text = has_value(&rows[i]) ? getenv(name) : NULL;
		if (text && set(&rows[i], text, out, err) < 0)
			return err_wrap(err, "%s", name);
	}
	return 0;
}

/* What no single row can say. */
static int check_together(const struct serve_options *o, struct err *err)
{
	if (o->print_config)
		return 0;
	if (!o->tls_cert || !o->tls_key)
		return err_set(err, ERR_INPUT, "--tls-cert and --tls-key are required");
	if (o->client_subjects && !o->client_ca)
		return err_set(err, ERR_INPUT, "--client-allowed-subjects needs --client-ca");
	if (!o->record.dir && (o->record.namespaces || o->record.kinds || o->record.annotations ||
			       o->record.config_maps))
		return err_set(err, ERR_INPUT, "--record-... needs --record");
	if (o->max_body > o->memory_budget)
		return err_set(err, ERR_INPUT, "--memory-budget must not be less than --max-body");
	return 0;
}

static void long_options(struct option options[ARRAY_LEN(rows) + 1])
{
	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		options[i] = (struct option){
			.name = rows[i].name,
			.has_arg = rows[i].arg ? required_argument : no_argument,
		};
	options[ARRAY_LEN(rows)] = (struct option){ 0 };
}

static enum options_outcome read_arguments(int argc, char *const *argv, struct serve_options *out,
					   struct err *err)
{
	struct option options[ARRAY_LEN(rows) + 1];
	int got, i = 0;

	long_options(options);
	optind = 0; /* GNU: forget an earlier call */
	opterr = 0;
	while ((got = getopt_long(argc, argv, ":", options, &i)) != -1) {
		if (got == '?' || got == ':') {
			err_set(err, ERR_INPUT,
				got == ':' ? "%s needs a value" : "%s is not an option; see --help",
				argv[optind - 1]);
			return OPTIONS_BAD;
		}
		if (rows[i].kind == HELP)
			return OPTIONS_HELP;
		if (rows[i].kind == VERSION)
			return OPTIONS_VERSION;
		if (set(&rows[i], optarg, out, err) < 0)
			return OPTIONS_BAD;
	}
	if (optind < argc) {
		err_set(err, ERR_INPUT, "%s is not an option; see --help", argv[optind]);
		return OPTIONS_BAD;
	}
	return OPTIONS_RUN;
}

enum options_outcome options_parse(int argc, char *const *argv, struct serve_options *out,
				   struct err *err)
{
	enum options_outcome outcome;

	if (set_defaults(out, err) < 0 || set_environment(out, err) < 0)
		return OPTIONS_BAD;
	outcome = read_arguments(argc, argv, out, err);
	if (outcome == OPTIONS_RUN && check_together(out, err) < 0)
		return OPTIONS_BAD;
	return outcome;
}

void options_help(FILE *out)
{
	fputs("Usage: kubevetd --tls-cert FILE --tls-key FILE [OPTION]...\n"
	      "Judges Kubernetes objects for a ValidatingWebhookConfiguration: POST /validate over "
	      "TLS.\n\n",
	      out);
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		char left[64], name[64];

		snprintf(left, sizeof(left), "--%s%s%s", rows[i].name, rows[i].arg ? " " : "",
			 rows[i].arg ? rows[i].arg : "");
		environment_name(rows[i].name, name, sizeof(name));
		fprintf(out, "  %s\n        %s%s%s%s\n", left, rows[i].help,
			rows[i].def ? " (default " : "", rows[i].def ? rows[i].def : "",
			rows[i].def ? ")" : "");
		if (has_value(&rows[i]))
			fprintf(out, "        environment: %s\n", name);
	}
	fputs("\nSIGHUP reads all files again, which also happens when they change. SIGTERM drains "
	      "and ends.\n"
	      "Exit status: 0 after a drain, 2 when options, configuration or certificates are "
	      "bad.\n",
	      out);
}
