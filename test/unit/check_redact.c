/* SPDX-License-Identifier: Apache-2.0 */
/* check_redact.c - what is hidden and what stays, and that the answer does not change with it. */
#include <stdio.h>
#include <string.h>

#include "admission/redact.h"
#include "admit.h"
#include "base/mem.h"
#include "policy/credential.h"
#include "support.h"

#define TEXT_MAX ((size_t)16 * 1024 * 1024)

static const char *const patterns[] = { "example.com/*" };

/* Of an object, with ' for "; the request's kind is Pod unless said. */
struct row {
	const char *name, *kind, *object, *want;
	bool keep_config_maps;
};

static const struct row rows[] = {
	{ "data of a Secret", "Secret", "{'kind':'Secret','data':{'a':'c2VjcmV0','b':''}}",
	  "{'kind':'Secret','data':{'a':'REDACTED','b':''}}", false },
	{ "stringData of a Secret", "Secret", "{'kind':'Secret','stringData':{'a':'s'}}",
	  "{'kind':'Secret','stringData':{'a':'REDACTED'}}", false },
	{ "a Secret that says it is none", "Secret", "{'kind':'Pod','data':{'a':'s'}}",
	  "{'kind':'Pod','data':{'a':'REDACTED'}}", false },
	{ "a Secret of the wrong shape", "Secret", "{'data':['s',7,1.5,true,null,{'a':'s'}]}",
	  "{'data':['REDACTED',0,0,false,null,{'a':'REDACTED'}]}", false },
	{ "a large number", "Secret", "{'data':9007199254740993}", "{'data':0}", false },
	{ "type and labels stay", "Secret",
	  "{'type':'Opaque','metadata':{'name':'n','labels':{'a':'b'}}}",
	  "{'type':'Opaque','metadata':{'name':'n','labels':{'a':'b'}}}", false },
	{ "a ConfigMap", "ConfigMap",
	  "{'kind':'ConfigMap','data':{'a':'s'},'binaryData':{'b':'s'}}",
	  "{'kind':'ConfigMap','data':{'a':'REDACTED'},'binaryData':{'b':'REDACTED'}}", false },
	{ "a ConfigMap that stays", "ConfigMap", "{'kind':'ConfigMap','data':{'a':'s'}}",
	  "{'kind':'ConfigMap','data':{'a':'s'}}", true },
	{ "a Secret within", "Sealed", "{'spec':{'template':{'kind':'Secret','data':{'a':'s'}}}}",
	  "{'spec':{'template':{'kind':'Secret','data':{'a':'REDACTED'}}}}", false },
	{ "stringData anywhere", "Sealed", "{'spec':{'stringData':{'a':'s'}}}",
	  "{'spec':{'stringData':{'a':'REDACTED'}}}", false },
	{ "data of others stays", "Pod", "{'data':{'a':'s'}}", "{'data':{'a':'s'}}", false },
	{ "env", "Pod",
	  "{'spec':{'containers':[{'env':[{'name':'A','value':'s'},{'name':'B','valueFrom':{}}]}]}"
	  "}",
	  "{'spec':{'containers':[{'env':[{'name':'A','value':'REDACTED'},{'name':'B','valueFrom':{"
	  "}}]}]}}",
	  false },
	{ "env of an unknown kind", "Rollout", "{'a':[{'b':{'env':{'A':'s'}}},{'env':['A=s']}]}",
	  "{'a':[{'b':{'env':{'A':'REDACTED'}}},{'env':['REDACTED']}]}", false },
	{ "headers of a probe", "Pod", "{'httpHeaders':[{'name':'Authorization','value':'s'}]}",
	  "{'httpHeaders':[{'name':'Authorization','value':'REDACTED'}]}", false },
	{ "annotations", "Pod",
	  "{'metadata':{'annotations':{'kubectl.kubernetes.io/"
	  "last-applied-configuration':'s','a':'s',"
	  "'example.com/b':'stays','service.beta.kubernetes.io/c':'stays',"
	  "'container.apparmor.security.beta.kubernetes.io/app':'runtime/default'}}}",
	  "{'metadata':{'annotations':{'kubectl.kubernetes.io/"
	  "last-applied-configuration':'REDACTED','a':'REDACTED',"
	  "'example.com/b':'stays','service.beta.kubernetes.io/c':'stays',"
	  "'container.apparmor.security.beta.kubernetes.io/app':'runtime/default'}}}",
	  false },
	{ "annotations that are read", "Ingress",
	  "{'annotations':{'linkerd.io/inject':'disabled','kubernetes.io/"
	  "ingress.class':'a','volume.beta.kubernetes.io/storage-class':'a',"
	  "'nginx.ingress.kubernetes.io/auth-secret':'s'}}",
	  "{'annotations':{'linkerd.io/inject':'disabled','kubernetes.io/"
	  "ingress.class':'a','volume.beta.kubernetes.io/storage-class':'a',"
	  "'nginx.ingress.kubernetes.io/auth-secret':'REDACTED'}}",
	  false },
	{ "flags in the environment", "Pod",
	  "{'env':[{'name':'ETCD_LISTEN_PEER_URLS','value':'http://a:2380'},"
	  "{'name':'ETCD_CERT_FILE','value':'/a'},{'name':'ETCD_CIPHER_SUITES','value':'A'},"
	  "{'name':'ETCD_ROOT_PASSWORD','value':'s'},{'name':'ETCD_A','value':'http://u:p@h'},"
	  "{'name':'OTHER_URLS','value':'http://a'}]}",
	  "{'env':[{'name':'ETCD_LISTEN_PEER_URLS','value':'http://a:2380'},"
	  "{'name':'ETCD_CERT_FILE','value':'/a'},{'name':'ETCD_CIPHER_SUITES','value':'A'},"
	  "{'name':'ETCD_ROOT_PASSWORD','value':'REDACTED'},"
	  "{'name':'ETCD_A','value':'https://user:REDACTED@host'},"
	  "{'name':'OTHER_URLS','value':'$(REDACTED)'}]}",
	  false },
	{ "annotations of the wrong shape", "Pod", "{'annotations':['s']}",
	  "{'annotations':['REDACTED']}", false },
	{ "managedFields", "Pod", "{'metadata':{'managedFields':[{'manager':'s'}]}}",
	  "{'metadata':{'managedFields':null}}", false },
	{ "command of exec", "PodExecOptions", "{'command':['mysql','-ps'],'stdin':true}",
	  "{'command':['REDACTED','REDACTED'],'stdin':true}", false },
	{ "a credential anywhere", "Thing",
	  "{'metadata':{'labels':{'a':'AKIAIOSFODNN7EXAMPLE','b':'AKIA'}},'path':"
	  "'/?k=AKIAIOSFODNN7EXAMPLE'}",
	  "{'metadata':{'labels':{'a':'AKIAXXXXXXXXXXXXXXXX','b':'AKIA'}},'path':"
	  "'/?k=AKIAXXXXXXXXXXXXXXXX'}",
	  false },
	{ "several in one word", "Thing",
	  "{'a':'/AKIAIOSFODNN7EXAMPLE/"
	  "x?t=eyJabc.eyJdef.abcdefghijklmnopqrstu&k=AKIAIOSFODNN7EXAMPLE'"
	  ",'b':'/AKIA/eyJ','c':'a AKIAIOSFODNN7EXAMPLE wJalrXUtnFEMI'}",
	  "{'a':'/AKIAXXXXXXXXXXXXXXXX/x?t=eyJX.eyJX.XXXXXXXXXXXXXXXXXXXX&k=AKIAXXXXXXXXXXXXXXXX'"
	  ",'b':'/AKIA/eyJ','c':'AKIAXXXXXXXXXXXXXXXX'}",
	  false },
	{ "a credential in env and args", "Pod",
	  "{'args':['--key=AKIAIOSFODNN7EXAMPLE','-v'],'env':[{'value':'AKIAIOSFODNN7EXAMPLE'}]}",
	  "{'args':['--key=AKIAXXXXXXXXXXXXXXXX','-v'],'env':[{'value':'AKIAXXXXXXXXXXXXXXXX'}]}",
	  false },
	{ "command of a container stays", "Pod", "{'command':['a']}", "{'command':['a']}", false },
	{ "objects where commands are", "Job",
	  "{'args':[{'env':['s'],'args':['AKIAIOSFODNN7EXAMPLE']}],'command':{'env':{'a':'s'}}}",
	  "{'args':[{'env':['REDACTED'],'args':['AKIAXXXXXXXXXXXXXXXX']}],'command':{'env':{'a':"
	  "'REDACTED'}}}",
	  false },
	{ "command lines", "Pod",
	  "{'containers':[{'command':['sh','-c','mysql -ps3 && x --token=abc'],'args':['y']},"
	  "{'command':['redis-cli'],'args':['-a','s3','--password=s4 s5','http://u:s6@h/']},"
	  "{'args':['--password','s7','-x']}]}",
	  "{'containers':[{'command':['sh','-c','mysql -pREDACTED && x --token=abc'],'args':['y']},"
	  "{'command':['redis-cli'],'args':['-a','REDACTED','--password=REDACTED','http://"
	  "u:REDACTED@h/']},{'args':['--password','REDACTED','-x']}]}",
	  false },
	{ "a script with a credential and a password", "Pod",
	  "{'command':['sh','-c','mysql -ps3; K=AKIAIOSFODNN7EXAMPLE x']}",
	  "{'command':['sh','-c','AKIAXXXXXXXXXXXXXXXX password=REDACTED']}", false },
	{ "a script anywhere", "Thing", "{'run':'mysql -ps3 && x','a':'mysql -p$X && x'}",
	  "{'run':'mysql -pREDACTED && x','a':'mysql -p$X && x'}", false },
	{ "probes and hooks", "Pod",
	  "{'exec':{'command':['mysqladmin','-ps3']},'httpGet':{'path':'/a?password=s&b=c',"
	  "'httpHeaders':[{'name':'Authorization','value':'Basic Ym9iOnM='},{'name':'A','value':"
	  "'s'}]}}",
	  "{'exec':{'command':['mysqladmin','-pREDACTED']},'httpGet':{'path':"
	  "'/a?password=REDACTED&b=c','httpHeaders':[{'name':'Authorization','value':"
	  "'Basic UkVEQUNURUQ6UkVEQUNURUQ='},{'name':'A','value':'REDACTED'}]}}",
	  false },
	{ "more in a pair of env", "Pod",
	  "{'env':[{'name':'a','env':[{'name':'b','value':'s'}],'x':{'env':['s']},'password':'s'},"
	  "{'name':'b','value':'s'}]}",
	  "{'env':[{'name':'a','env':[{'name':'b','value':'REDACTED'}],'x':{'env':['REDACTED']},"
	  "'password':'REDACTED'},{'name':'b','value':'REDACTED'}]}",
	  false },
	{ "a command line in a pair", "Pod",
	  "{'httpHeaders':[{'name':'a','value':'s','args':['--password','s3'],'command':['x']}]}",
	  "{'httpHeaders':[{'name':'a','value':'REDACTED','args':['--password','REDACTED'],"
	  "'command':['x']}]}",
	  false },
	{ "no string in an annotation", "Pod",
	  "{'annotations':{'example.com/a':{'b':'s'},'example.com/b':'stays'}}",
	  "{'annotations':{'example.com/a':{'b':'REDACTED'},'example.com/b':'stays'}}", false },
	{ "texts in env", "Pod",
	  "{'env':[{'name':'A','value':'--password s3 -x'},{'name':'B','value':'{password: s3}'},"
	  "{'name':'C','value':'a\\nb'},{'name':'D','value':'Zx81kq0PLm32vbQ9TT'}]}",
	  "{'env':[{'name':'A','value':'password=REDACTED'},{'name':'B','value':"
	  "'password=REDACTED $(REDACTED)'},{'name':'C','value':'REDACTED\\nREDACTED'},"
	  "{'name':'D','value':'REDACTEDredacted0123'}]}",
	  false },
	{ "texts in a ConfigMap", "ConfigMap",
	  "{'kind':'ConfigMap','data':{'a':'password: s\\nb: c\\n','b':'s'},'binaryData':{'c':"
	  "'cGFzc3dvcmQ6IHMK','d':'no base64'}}",
	  "{'kind':'ConfigMap','data':{'a':'password=REDACTED\\nREDACTED','b':'REDACTED'},"
	  "'binaryData':{'c':'cGFzc3dvcmQ9UkVEQUNURUQ=','d':'REDACTED'}}",
	  false },
	{ "a ConfigMap that stays, but for passwords", "ConfigMap",
	  "{'kind':'ConfigMap','data':{'a':'password: s3\\nb: c\\n','DB_PASSWORD':'s'}}",
	  "{'kind':'ConfigMap','data':{'a':'password: REDACTED\\nb: c\\n','DB_PASSWORD':"
	  "'REDACTED'}}",
	  true },
	{ "values of another kind", "HelmRelease",
	  "{'spec':{'values':{'db':{'password':'s','passwords':['S 1'],'port':5432,'passwd':12,"
	  "'url':'postgres://"
	  "u:s3@h','existingSecret':'db','secretName':'X','authToken':'Not-A-Name',"
	  "'tls':{'secretRef':{'name':'a'}}}}}}",
	  "{'spec':{'values':{'db':{'password':'REDACTED','passwords':['REDACTED'],'port':5432,"
	  "'passwd':0,'url':'postgres://u:REDACTED@h','existingSecret':'db','secretName':'X',"
	  "'authToken':'REDACTED','tls':{'secretRef':{'name':'a'}}}}}}",
	  false },
	{ "a template of another kind", "ExternalSecret",
	  "{'spec':{'target':{'template':{'data':{'password':'s','cfg':'password: s3','a':'{{ .b "
	  "}}'}}},'data':[{'secretKey':'db','remoteRef':{'key':'a/b'}}]}}",
	  "{'spec':{'target':{'template':{'data':{'password':'REDACTED','cfg':'password: REDACTED',"
	  "'a':'{{ .b }}'}}},'data':[{'secretKey':'db','remoteRef':{'key':'a/b'}}]}}",
	  false },
	{ "user data of a machine", "VirtualMachine",
	  "{'volumes':[{'cloudInitNoCloud':{'userData':'root:s','secretRef':{'name':'a'}}}]}",
	  "{'volumes':[{'cloudInitNoCloud':{'userData':'REDACTED','secretRef':{'name':'a'}}}]}",
	  false },
	{ "maps that drivers read", "Pod",
	  "{'csi':{'driver':'d','volumeAttributes':{'password':'s','secretName':'a','token':'A b',"
	  "'share':'x'}}}",
	  "{'csi':{'driver':'d','volumeAttributes':{'password':'REDACTED','secretName':'a','token':"
	  "'REDACTED','share':'x'}}}",
	  false },
	{ "names of Secrets stay", "Pod",
	  "{'volumes':[{'secret':{'secretName':'My-Secret'}}],'envFrom':[{'secretRef':{'name':'a'}}"
	  "],"
	  "'automountServiceAccountToken':false}",
	  "{'volumes':[{'secret':{'secretName':'My-Secret'}}],'envFrom':[{'secretRef':{'name':'a'}}"
	  "],"
	  "'automountServiceAccountToken':false}",
	  false },
	{ "the query of a proxied path", "ServiceProxyOptions",
	  "{'kind':'ServiceProxyOptions','path':'/a/b?token=s&c=s&d#e'}",
	  "{'kind':'ServiceProxyOptions','path':'/a/b?token=REDACTED&c=REDACTED&d#e'}", false },
	{ "no object", "Pod", "null", "null", false },
	{ "an object of the wrong type", "Pod", "7", "7", false },
};

static const char *quoted(const char *text)
{
	char *copy = arena_strndup(test_arena(), text, strlen(text));

	for (char *c = copy; *c; c++)
		if (*c == '\'')
			*c = '"';
	return copy;
}

static int redact_to(struct buf *out, const char *body, size_t len,
		     const struct redact_options *options, struct err *err)
{
	SCOPED(scoped_arena) struct arena *a = arena_new(REVIEW_ARENA_MAX, err);

	return a ? redact_write(a, body, len, options, out, err) : -1;
}

/* The redacted text in test_arena(), or NULL with @err. */
static char *redact(const char *body, size_t len, const struct redact_options *options,
		    struct err *err)
{
	SCOPED(scoped_buf) struct buf out;

	buf_init(&out, TEXT_MAX);
	if (redact_to(&out, body, len, options, err) < 0)
		return NULL;
	return arena_strndup(test_arena(), buf_str(&out), out.len);
}

static char *review_of(const char *kind, const char *object, const char *old)
{
	return arena_printf(test_arena(),
			    "{\"request\":{\"kind\":{\"kind\":\"%s\"},\"object\":%s,"
			    "\"oldObject\":%s,\"userInfo\":{\"username\":\"me\",\"extra\":%s}}}",
			    kind, quoted(object), quoted(old), "{\"a\":[\"\"]}");
}

START_TEST(hidden)
{
	const struct row *row = &rows[_i];
	struct redact_options options = { .keep_config_maps = row->keep_config_maps,
					  .annotations = { true, 1, patterns } };
	char *body = review_of(row->kind, row->object, row->object);
	char *want = review_of(row->kind, row->want, row->want);
	struct err err = { 0 };
	const char *got = redact(body, strlen(body), &options, &err);

	ck_assert_msg(same(got, want), "%s: got\n%s\nwant\n%s\n%s", row->name, got, want, err.text);
}
END_TEST

/* Reviews whose verdict lives on values near to what is hidden. */
static const struct admit_request requests[] = {
	{ "CREATE", "v1 Pod", "pods", "", "a", "shop", "me",
	  "{'apiVersion':'v1','kind':'Pod','metadata':{'annotations':{"
	  "'container.apparmor.security.beta.kubernetes.io/app':'unconfined','secret':'s'}},"
	  "'spec':{'containers':[{'name':'app','image':'a','env':[{'name':'A','value':'s'}]}]}}",
	  NULL },
	{ "CREATE", "v1 Pod", "pods", "", "a", "shop", "me",
	  "{'apiVersion':'v1','kind':'Pod','spec':{'containers':[{'name':'app','image':'a',"
	  "'env':[{'name':'A','value':7}]}]}}",
	  NULL },
	{ "CREATE", "v1 Pod", "pods", "", "a", "shop", "me",
	  "{'apiVersion':'v1','kind':'Pod','metadata':{'annotations':{'b':'AKIAIOSFODNN7EXAMPLE'}},"
	  "'spec':{'containers':[{'name':'app','image':'a','args':['glpat-abcdefghijklmnopqrst'],"
	  "'env':[{'name':'A','value':'-----BEGIN RSA PRIVATE KEY-----'},"
	  "{'name':'B','value':'x eyJhbGciOi.eyJzdWIi.abcdefghijklmnopqrstuvwx'}]}]}}",
	  NULL },
	{ "UPDATE", "v1 Secret", "secrets", "", "a", "shop", "me",
	  "{'apiVersion':'v1','kind':'Secret','data':{'a':'s'}}",
	  "{'apiVersion':'v1','kind':'Secret','data':{'a':7}}" },
	{ "CREATE", "v1 Service", "services", "", "a", "shop", "me",
	  "{'apiVersion':'v1','kind':'Service','metadata':{'annotations':{"
	  "'service.beta.kubernetes.io/load-balancer-source-ranges':'0.0.0.0/0'}},"
	  "'spec':{'type':'LoadBalancer'}}",
	  NULL },
	{ "CREATE", "v1 Namespace", "namespaces", "", "a", "", "me",
	  "{'apiVersion':'v1','kind':'Namespace','metadata':{'name':'a','annotations':{"
	  "'linkerd.io/inject':'disabled'}}}",
	  NULL },
	{ "CREATE", "v1 Pod", "pods", "", "a", "kube-system", "me",
	  "{'apiVersion':'v1','kind':'Pod','metadata':{'namespace':'kube-system'},'spec':{"
	  "'containers':[{'name':'a','command':['etcd','--cert-file=/a','--key-file=/b',"
	  "'--client-cert-auth=true','--trusted-ca-file=/c'],'env':[{'name':"
	  "'ETCD_LISTEN_CLIENT_URLS','value':'http://10.0.0.1:2379'}]}]}}",
	  NULL },
	{ "CREATE", "networking.k8s.io/v1 Ingress", "networking.k8s.io ingresses", "", "a", "shop",
	  "me",
	  "{'apiVersion':'networking.k8s.io/v1','kind':'Ingress','metadata':{'annotations':{"
	  "'nginx.ingress.kubernetes.io/server-alias':'*.b.example',"
	  "'nginx.ingress.kubernetes.io/ssl-redirect':'false'}},'spec':{'tls':[{'hosts':["
	  "'a.example']}],'rules':[{'host':'a.example'}]}}",
	  NULL },
};

START_TEST(same_answer)
{
	struct admit admit =
		admit_new("rules: [{name: credentials, policy: env-credentials, mode: deny},"
			  "{name: service-type, policy: service-type, mode: warn},"
			  "{policy: mesh-tls, mode: warn}, {policy: etcd-client-tls, mode: warn},"
			  "{policy: ingress-tls, mode: warn}, {policy: ingress-hosts, mode: warn}]",
			  NULL);
	struct redact_options options = { 0 };
	struct err err = { 0 };
	size_t len;
	const char *body = admit_review(&requests[_i], &len);
	const char *redacted = redact(body, len, &options, &err);
	const char *before, *after;

	ck_assert_msg(redacted != NULL, "%s", err.text);
	before = admit_text(&admit, body, len);
	after = admit_text(&admit, redacted, strlen(redacted));
	ck_assert_msg(same(before, after), "before\n%s\nafter\n%s", before, after);
	admit_free(&admit);
}
END_TEST

/* A mask is of the kind of what it hides, and nothing of that is left. */
static const char *const credentials[] = {
	"-----BEGIN RSA PRIVATE KEY-----\nsecretsecretsecret",
	"x AKIASECRETSECRETSECR",
	"ghp_secretsecretsecretsecretsecretsecretsecret",
	"github_pat_secretsecretsecretsecretsecretsecretsecretsecretsecret",
	"glpat-secretsecretsecretsecret",
	"xoxb-secret-secret-secret-secret",
	"AIzasecretsecretsecretsecretsecretsecretsecret",
	"hvs.secretsecretsecretsecret",
	"Bearer eyJsecret.eyJsecret.secretsecretsecretsecret",
	"dop_v1_5ec2e75ec2e75ec2e75ec2e75ec2e75ec2e75ec2e75ec2e75ec2e75ec2e75ec2e7",
	("AccountKey=secretsecretsecretsecretsecretsecretsecretsecretsecretsecretsecretsecretsecret"
	 "secretsecret=="),
	"hvb.secretsecretsecretsecretsecretsecretsecretsecretsecretsecretsecret",
	"doo_v1_5ec2e75ec2e75ec2e75ec2e75ec2e75ec2e75ec2e75ec2e75ec2e75ec2e75ec2e7",
	"glsa_secretsecretsecretsecretsecretse_secretse",
	"hf_secretsecretsecretsecretsecretsecret",
	"xapp-1-SECRET-secret-secret",
	"gldt-secretsecretsecretsecret",
	"sk-admin-secretsecretsecretsecretsecretsecretsecret",
	"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",
	"shpat_5ec2e75ec2e75ec2e75ec2e75ec2e75e",
	"LTAISECRETsecretSECRET",
	"ya29.secretsecretsecretsecretsecretsecretsecretsecretsecretsecret",
	"-----BEGIN PGP PRIVATE KEY BLOCK-----\n\nsecret",
	"SG.secretsecretsecretsecre.secretsecretsecretsecretsecretsecretsecretse",
	"https://hooks.slack.com/services/TSECRET/BSECRET/secretsecretsecretsecretsecret",
	/* -----BEGIN EC PRIVATE KEY-----, alone, behind one byte, and broken into lines */
	"LS0tLS1CRUdJTiBFQyBQUklWQVRFIEtFWS0tLS0tCnNlY3JldA==",
	"Ci0tLS0tQkVHSU4gRUMgUFJJVkFURSBLRVktLS0tLQpzZWNyZXQ=",
	"LS0tLS1CRUdJTiBFQyBQUklW\nQVRFIEtFWS0tLS0tCnNlY3JldA==",
};

START_TEST(masked)
{
	SCOPED(scoped_buf) struct buf text;
	const char *out;

	buf_init(&text, TEXT_MAX);
	ck_assert_msg(credential_mask(credentials[_i], &text), "%s", credentials[_i]);
	out = buf_str(&text);
	ck_assert_msg(same(credential_kind(out), credential_kind(credentials[_i])), "%s: %s",
		      credentials[_i], out);
	ck_assert_msg(!strcasestr(out, "secret") && !strstr(out, "5ec2e7"), "%s: %s",
		      credentials[_i], out);
	ck_assert(!credential_mask("a secret", &text) && !credential_mask(REDACTED, &text));
}
END_TEST

static const char *const bad[] = { "", "{", "{\"a\":1,\"a\":1}", "[1] x" };

START_TEST(refused)
{
	struct redact_options options = { 0 };
	struct err err = { 0 };

	ck_assert_msg(!redact(bad[_i], strlen(bad[_i]), &options, &err), "%s was taken", bad[_i]);
	ck_assert_msg(err.code == ERR_INPUT, "%s: %s", bad[_i], err.text);
}
END_TEST

/* What is written before memory runs out is never taken for the whole. */
START_TEST(out_of_memory)
{
	struct redact_options options = { 0 };
	char *body = review_of("Secret", "{'data':{'a':'s'}}", "null");
	int result = -1;
	long n = 0;

	for (; result < 0 && n < 1000; n++) {
		SCOPED(scoped_buf) struct buf out;
		struct err err = { 0 };

		buf_init(&out, TEXT_MAX);
		mem_fail_at(n);
		result = redact_to(&out, body, strlen(body), &options, &err);
		mem_fail_at(-1);
		ck_assert_msg(result < 0 ? err.code == ERR_MEMORY
					 : strstr(buf_str(&out), REDACTED) != NULL,
			      "allocation %ld: %d %s", n, err.code, err.text);
	}
	ck_assert_int_eq(result, 0);
	ck_assert_int_gt(n, 2);
}
END_TEST

int main(void)
{
	return run_tables("redact", (const struct table[]){
					    { "hidden", hidden, ARRAY_LEN(rows) },
					    { "same answer", same_answer, ARRAY_LEN(requests) },
					    { "masked", masked, ARRAY_LEN(credentials) },
					    { "refused", refused, ARRAY_LEN(bad) },
					    { "out of memory", out_of_memory, 1 },
					    { 0 } });
}
