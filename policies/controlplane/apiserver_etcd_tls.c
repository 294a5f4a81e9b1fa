/* SPDX-License-Identifier: Apache-2.0 */
/* apiserver_etcd_tls.c - the API server and etcd know each other.
 * Reads:   the etcd flags of kube-apiserver
 * Accepts: TLS with certificates of both sides, or sockets of the machine; an authority that signs
 * for etcd alone */
#include <string.h>
#include <strings.h>

#include "policy/command_line.h"

enum { OWN_CA };

static const struct param params_declared[] = {
	[OWN_CA] = { "ownAuthority", PARAM_BOOL, .def = "true",
		     .doc = "Whether etcd must have another authority than the clients of the API "
			    "server: who has a certificate of that one may read all of etcd." },
};

static const struct flag_rule rules[] = {
	{ "etcd-cafile", FLAG_GIVEN, .want = "--etcd-cafile=FILE" },
	{ "etcd-certfile", FLAG_GIVEN, .want = "--etcd-certfile=FILE" },
	{ "etcd-keyfile", FLAG_GIVEN, .want = "--etcd-keyfile=FILE" },
};

/* Where @scheme stands in a text without end. */
static const char *scheme_in(const char *text, size_t len, const char *scheme)
{
	size_t n = strlen(scheme);

	for (size_t i = 0; i + n <= len; i++)
		if (strncasecmp(text + i, scheme, n) == 0)
			return text + i;
	return NULL;
}

/* A finding for each plain URL. The URL may hold a password, so it is not shown. */
static void judge_urls(const struct command_line *line, const char *name, struct findings *out)
{
	for_each_flag_item(item, line, name) if (scheme_in(item.value, item.len, "http://"))
		finding(out, &line->container->at, flag_field(out, line, &item.flag),
			.value = finding_text(out, "--%s with http://", name),
			.want = "https:// alone");
}

/* Sockets of the machine need no certificates. */
static bool has_only_sockets(const struct command_line *line)
{
	bool some = false;

	for_each_flag_item(item, line, "etcd-servers")
	{
		if (scheme_in(item.value, item.len, "unix:") != item.value)
			return false;
		some = true;
	}
	return some;
}

static void judge(const struct command_line *line, const struct params *params,
		  struct findings *out)
{
	struct flag ca = flag_last(line, "etcd-cafile");
	struct flag clients = flag_last(line, "client-ca-file");

	judge_urls(line, "etcd-servers", out);
	judge_urls(line, "etcd-servers-overrides", out);
	if (!has_only_sockets(line))
		flags_judge(line, rules, ARRAY_LEN(rules), out);
	if (param_bool(params, OWN_CA) && flag_same(&ca, &clients))
		flag_finding(out, line, "etcd-cafile", &ca,
			     &(struct says){ .want = "another one than --client-ca-file" });
}

static void check(const struct pod *pod, const struct params *params, struct findings *out)
{
	command_lines_check(pod, PROGRAM_APISERVER, params, out, judge);
}

const struct policy policy_controlplane_apiserver_etcd_tls = {
	.id = "apiserver-etcd-tls",
	.title = "kube-apiserver and etcd know each other by certificates",
	.why = "etcd holds every Secret, and who may write to it owns the cluster without asking "
	       "the API server.",
	.remedy = "Use https in --etcd-servers, with --etcd-cafile, --etcd-certfile and "
		  "--etcd-keyfile of an authority for etcd alone.",
	.severity = SEVERITY_HIGH,
	.good = EXAMPLE_POD "    command:\n    - kube-apiserver\n"
			    "    - --etcd-servers=https://127.0.0.1:2379\n"
			    "    - --etcd-cafile=/pki/etcd/ca.crt\n"
			    "    - --etcd-certfile=/pki/apiserver-etcd-client.crt\n"
			    "    - --etcd-keyfile=/pki/apiserver-etcd-client.key\n",
	.bad = EXAMPLE_POD
	"    command: [kube-apiserver, \"--etcd-servers=http://10.0.0.1:2379\"]\n",
	.maps = { CIS_APISERVER_ETCD_CLIENT, CIS_APISERVER_ETCD_CA, CIS_ETCD_CA, NSA_CONTROL_PLANE,
		  MITRE_CREDENTIALS },
	POLICY_PARAMS(params_declared),
	.check_pod = check,
};
