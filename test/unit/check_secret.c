/* SPDX-License-Identifier: Apache-2.0 */
/* check_secret.c - views of Secrets, ConfigMaps, certificate requests and cert-manager's
 * Certificates. */
#include "k8s/secret.h"

#include "base/mem.h"
#include "fields.h"
#include "k8s/certificate.h"
#include "k8s/certificate_request.h"
#include "k8s/config_map.h"

static void dump_data(struct buf *out, const struct data *data)
{
	for_each_datum (d, *data) {
		ck_assert_int_eq(d->bytes[d->len], '\0');
		buf_addf(out, " %s=\"", at_print(test_arena(), &d->at, NULL));
		for (size_t i = 0; i < d->len; i++)
			buf_addc(out, (char)(d->bytes[i] ? d->bytes[i] : '0'));
		buf_adds(out, "\"");
	}
}

static int dump_secret(const cJSON *node, struct buf *out, struct err *err)
{
	const struct secret *s = secret_view(test_arena(), node, err);

	if (!s)
		return -1;
	if (!same(s->type, "Opaque"))
		dump_string(out, "type", s->type);
	dump_opt_bool(out, "immutable", s->immutable);
	dump_data(out, &s->data);
	return 0;
}

static int dump_config_map(const cJSON *node, struct buf *out, struct err *err)
{
	const struct config_map *c = config_map_view(test_arena(), node, err);

	if (!c)
		return -1;
	dump_opt_bool(out, "immutable", c->immutable);
	dump_data(out, &c->data);
	return 0;
}

static int dump_request(const cJSON *node, struct buf *out, struct err *err)
{
	const struct certificate_request *c = certificate_request_view(test_arena(), node, err);

	if (!c)
		return -1;
	ck_assert_uint_eq(strlen(c->pem), c->pem_len);
	dump_string(out, "request", c->pem);
	dump_string(out, "signerName", c->signer_name);
	dump_strings(out, "usages", &c->usages);
	dump_opt_int(out, "expirationSeconds", c->expiration_s);
	dump_string(out, "username", c->username);
	dump_string(out, "uid", c->uid);
	dump_strings(out, "groups", &c->groups);
	dump_bool(out, "approved", c->is_approved);
	return 0;
}

static int dump_certificate(const cJSON *node, struct buf *out, struct err *err)
{
	const struct certificate *c = certificate_view(test_arena(), node, err);

	if (!c)
		return -1;
	dump_string(out, "commonName", c->common_name);
	dump_strings(out, "dnsNames", &c->dns_names);
	dump_strings(out, "ipAddresses", &c->ip_addresses);
	dump_strings(out, "uris", &c->uris);
	dump_strings(out, "emailAddresses", &c->emails);
	dump_string(out, "duration", c->duration);
	dump_bool(out, "isCA", c->is_ca);
	dump_string(out, "name", c->issuer_name);
	if (!same(c->issuer_kind, "Issuer"))
		dump_string(out, "kind", c->issuer_kind);
	if (!same(c->issuer_group, "cert-manager.io"))
		dump_string(out, "group", c->issuer_group);
	if (!same(c->key_algorithm, "RSA"))
		dump_string(out, "algorithm", c->key_algorithm);
	dump_int(out, "size", c->key_size);
	return 0;
}

typedef int dump_view(const cJSON *node, struct buf *out, struct err *err);

/* Fields below the spec: a document with it alone. */
static int dump_spec(dump_view *dump, const cJSON *spec, struct buf *out, struct err *err)
{
	cJSON *object = json_new_object(test_arena());
	cJSON *member = arena_zalloc(test_arena(), sizeof(*member));

	*member = *spec;
	member->next = member->prev = NULL;
	ck_assert(json_put(test_arena(), object, "spec", member) != NULL);
	return dump(object, out, err);
}

static int dump_request_spec(const cJSON *spec, struct buf *out, struct err *err)
{
	return dump_spec(dump_request, spec, out, err);
}

static int dump_certificate_spec(const cJSON *spec, struct buf *out, struct err *err)
{
	return dump_spec(dump_certificate, spec, out, err);
}

static const struct view_type request_spec = { "spec", dump_request_spec };
static const struct view_type certificate_spec = { "spec", dump_certificate_spec };

static const struct {
	const struct view_type *view;
	struct field_case field;
} fields[] = {
	{ &request_spec, { "signerName", A_STRING } },
	{ &request_spec, { "usages", STRINGS } },
	{ &request_spec, { "username", A_STRING } },
	{ &request_spec, { "uid", A_STRING } },
	{ &request_spec, { "groups", STRINGS } },
	{ &certificate_spec, { "commonName", A_STRING } },
	{ &certificate_spec, { "dnsNames", STRINGS } },
	{ &certificate_spec, { "ipAddresses", STRINGS } },
	{ &certificate_spec, { "uris", STRINGS } },
	{ &certificate_spec, { "emailAddresses", STRINGS } },
	{ &certificate_spec, { "duration", A_STRING } },
	{ &certificate_spec, { "isCA", A_BOOL } },
	{ &certificate_spec, { "issuerRef.name", A_STRING } },
	{ &certificate_spec, { "issuerRef.kind", A_STRING } },
	{ &certificate_spec, { "issuerRef.group", A_STRING } },
	{ &certificate_spec, { "privateKey.algorithm", A_STRING } },
	{ &certificate_spec, { "privateKey.size", AN_INT32 } },
};

START_TEST(each_field)
{
	check_field(fields[_i].view, &fields[_i].field);
}
END_TEST

#define FULL_SECRET                                                             \
	"{'type':'t','immutable':true,'data':{'b':'YQ==','a':'Yg==','n':null}," \
	"'stringData':{'a':'over','z':'new'}}"
#define FULL_SECRET_DUMP                                                             \
	" type=\"t\" immutable=true data.b=\"a\" data.n=\"\" stringData.a=\"over\" " \
	"stringData.z=\"new\""

static const struct {
	dump_view *dump;
	const char *json, *want;
} cases[] = {
	{ dump_secret, "{}", "" },
	{ dump_secret, "null", "" },
	{ dump_secret, "[]", "object: want an object, got an array" },
	{ dump_secret, FULL_SECRET, FULL_SECRET_DUMP },
	{ dump_secret, "{'type':null,'immutable':null,'data':null,'stringData':null}", "" },
	{ dump_secret, "{'type':''}", "" },
	{ dump_secret, "{'type':1}", "type: want a string, got a number" },
	{ dump_secret, "{'immutable':'true'}", "immutable: want a boolean, got a string" },
	{ dump_secret, "{'immutable':false}", " immutable=false" },
	{ dump_secret, "{'data':{},'stringData':{}}", "" },
	{ dump_secret, "{'data':[]}", "data: want an object, got an array" },
	{ dump_secret, "{'data':{'a':1}}", "data.a: want a string, got a number" },
	{ dump_secret, "{'data':{'a':[97]}}", "data.a: want a string, got an array" },
	{ dump_secret, "{'data':{'a':'a'}}", "data.a: want base64, got another text" },
	{ dump_secret, "{'data':{'x.y':'YQ='}}", "data[\"x.y\"]: want base64, got another text" },
	{ dump_secret, "{'data':{'a':'YQ\\n==\\r\\n'}}", " data.a=\"a\"" },
	{ dump_secret, "{'data':{'a':'AGIA'}}", " data.a=\"0b0\"" },
	{ dump_secret, "{'data':{'a':'?'},'stringData':{'a':'x'}}", " stringData.a=\"x\"" },
	{ dump_secret, "{'stringData':{'a':null,'b':''}}", " stringData.a=\"\" stringData.b=\"\"" },
	{ dump_secret, "{'stringData':{'a':{}}}", "stringData.a: want a string, got an object" },
	{ dump_secret, "{'Data':{'a':'?'},'TYPE':1}", "" },
	{ dump_config_map, "{}", "" },
	{ dump_config_map, "null", "" },
	{ dump_config_map, "{'data':{'a':'x','b':null},'binaryData':{'c':'YQ=='},'immutable':true}",
	  " immutable=true binaryData.c=\"a\" data.a=\"x\" data.b=\"\"" },
	{ dump_config_map, "{'data':{'a':1}}", "data.a: want a string, got a number" },
	{ dump_config_map, "{'binaryData':{'a':'*'}}",
	  "binaryData.a: want base64, got another text" },
	{ dump_config_map, "{'binaryData':''}", "binaryData: want an object, got a string" },
	{ dump_request, "{}", "" },
	{ dump_request, "{'spec':null,'status':null}", "" },
	{ dump_request, "{'spec':{'request':'YQ=='}}", " request=\"a\"" },
	{ dump_request, "{'spec':{'request':'a'}}", "spec.request: want base64, got another text" },
	{ dump_request, "{'spec':{'request':1}}", "spec.request: want a string, got a number" },
	{ dump_request, "{'spec':{'expirationSeconds':9223372036854775807}}",
	  " expirationSeconds=9223372036854775807" },
	{ dump_request, "{'spec':{'expirationSeconds':0}}", " expirationSeconds=0" },
	{ dump_request, "{'spec':{'expirationSeconds':'1'}}",
	  "spec.expirationSeconds: want an integer, got a string" },
	{ dump_request, "{'spec':[]}", "spec: want an object, got an array" },
	{ dump_request, "{'status':[]}", "status: want an object, got an array" },
	{ dump_request, "{'status':{'conditions':{}}}",
	  "status.conditions: want an array, got an object" },
	{ dump_request, "{'status':{'conditions':[null,{'type':'Approved'}]}}", " approved=true" },
	{ dump_request, "{'status':{'conditions':[{'type':'Approved','status':'False'}]}}", "" },
	{ dump_request, "{'status':{'conditions':[{'type':'approved','status':'True'}]}}", "" },
	{ dump_certificate, "{}", "" },
	{ dump_certificate, "{'spec':{'issuerRef':[]}}",
	  "spec.issuerRef: want an object, got an array" },
	{ dump_certificate, "{'spec':{'issuerRef':{},'privateKey':{}}}", "" },
};

static const char *dumped(dump_view *dump, const char *json)
{
	SCOPED(scoped_buf) struct buf out;
	struct err err = { 0 };

	buf_init(&out, 65536);
	if (dump(parse(json), &out, &err) < 0)
		return arena_strndup(test_arena(), err.text, strlen(err.text));
	return arena_strndup(test_arena(), buf_str(&out), out.len);
}

START_TEST(each_case)
{
	const char *got = dumped(cases[_i].dump, cases[_i].json);

	ck_assert_msg(same(got, cases[_i].want), "%s: got %s", cases[_i].json, got);
}
END_TEST

/* Thousands of keys in both maps, each looked up: a second would tell a search that is linear. */
START_TEST(many_keys)
{
	SCOPED(scoped_buf) struct buf json;
	struct err err = { 0 };
	const struct secret *s;

	buf_init(&json, (size_t)8 * 1024 * 1024);
	for (int list = 0; list < 2; list++) {
		buf_adds(&json, list ? "},'stringData':{" : "{'data':{");
		for (int i = 0; i < 50000; i++)
			buf_addf(&json, "%s'k%d':''", i ? "," : "", i);
	}
	buf_adds(&json, "}}");
	s = secret_view(test_arena(), parse(buf_str(&json)), &err);
	ck_assert_msg(s != NULL, "%s", err.text);
	ck_assert_uint_eq(s->data.count, 50000);
	ck_assert_str_eq(s->data.v[49999].key, "k49999");
}
END_TEST

START_TEST(each_allocation_fails)
{
	const cJSON *object = parse(FULL_SECRET);
	const struct secret *s = NULL;
	long n;

	for (n = 0; !s && n < 1000; n++) {
		struct err err = { 0 };

		mem_fail_at(n);
		s = secret_view(test_arena(), object, &err);
		mem_fail_at(-1);
		ck_assert_int_eq(err.code, s ? ERR_NONE : ERR_MEMORY);
	}
	ck_assert_int_gt(n, 5);
	ck_assert_uint_eq(s->data.count, 4);
}
END_TEST

int main(void)
{
	return run_tables("secret",
			  (const struct table[]){ { "fields", each_field, ARRAY_LEN(fields) },
						  { "cases", each_case, ARRAY_LEN(cases) },
						  { "many keys", many_keys, 1 },
						  { "memory", each_allocation_fails, 1 },
						  { 0 } });
}
