/* SPDX-License-Identifier: Apache-2.0 */
/* check_password.c - where passwords stand in texts and on command lines. */
#include <stdio.h>
#include <string.h>

#include "policy/password.h"
#include "support.h"

#define SPANS_MAX 256

/* Each that is found in square brackets behind the one before: "[hunter2][x]". */
static void add(char *out, const struct password *p)
{
	size_t len = strlen(out);

	ck_assert_uint_lt(len + p->len + 3, SPANS_MAX);
	snprintf(out + len, SPANS_MAX - len, "[%.*s]", (int)p->len, p->at);
}

static const struct {
	const char *text, *want;
} texts[] = {
	{ "", "" },
	{ "password", "" },
	{ "password:", "" },
	{ "password: ", "" },
	{ "password=\n", "" },
	{ "password: hunter2", "[hunter2]" },
	{ "password: hunter2 # old\nuser: x", "[hunter2]" },
	{ "password: correct horse\n", "[correct horse]" },
	{ "password: at least eight characters\n", "" },
	{ "Enter your password: then go on", "" },
	{ "Enter your password: hunter2", "[hunter2]" },
	{ "password:\n  hunter2\n", "" },
	{ "password: |\n  hunter2\n", "" },
	{ "password: 'hun ter2'\n", "[hun ter2]" },
	{ "password: \"hun\\\"ter2\"\n", "[hun\\\"ter2]" },
	{ "password: \"never closed", "" },
	{ "password = hun ter2\n", "[hun ter2]" },
	{ "password=hunter2,a;b&c\nx", "[hunter2,a;b&c]" },
	{ "a=b;password=hunter2;c=d", "[hunter2]" },
	{ "x?a=b&password=hunter2&c=d", "[hunter2]" },
	{ "password=$X", "" },
	{ "password=${X}", "" },
	{ "password=`cat x`", "" },
	{ "password=%(x)s", "" },
	{ "password=<password>", "" },
	{ "password=@password@", "" },
	{ "password=ENC(abcdef)", "" },
	{ "password=arn:aws:secretsmanager:x", "" },
	{ "password=/run/secrets/x", "" },
	{ "password=******", "" },
	{ "password=xxxxxx", "" },
	{ "password=null", "" },
	{ "password=password", "" },
	{ "password=cfg.password", "" },
	{ "password=os.environ[x]", "" },
	{ "password=get(x)", "" },
	{ "password: string\n", "" },
	{ "passwordFile: hunter2\n", "" },
	{ "password_hash=hunter2", "" },
	{ "bypass=hunter2", "" },
	{ "db.password=hunter2", "[hunter2]" },
	{ "dbPassword: hunter2", "[hunter2]" },
	{ "smtp_pass = hunter2", "[hunter2]" },
	{ "# password=hunter2\npassword=other\n", "[other]" },
	{ "; password=hunter2\n// password=hunter2\n", "" },
	{ "//npm.example/:_authToken=Zx81kq0PLm32vbQ9TT\n", "[Zx81kq0PLm32vbQ9TT]" },
	{ "export DB_PASSWORD=hunter2\n", "[hunter2]" },
	{ "- password: hunter2\n", "[hunter2]" },
	{ "{\"password\":\"hunter2\",\"token\":\"x\"}", "[hunter2]" },
	{ "{\\\"password\\\":\\\"hunter2\\\",\\\"a\\\":\\\"b\\\"}", "[hunter2]" },
	{ "{password: hunter2, a: b}", "[hunter2]" },
	{ "{'password' => 'hunter2'}", "[hunter2]" },
	{ "password := \"hunter2\"", "[hunter2]" },
	{ "<password>hunter2</password>", "[hunter2]" },
	{ "<password>${x}</password>", "" },
	{ "<property name=\"db.password\" value=\"hunter2\"/>", "[hunter2]" },
	{ "<property name=\"db.password\" value=\"${x}\"/>", "" },
	{ "- name: DB_PASSWORD\n  value: hunter2\n", "[hunter2]" },
	{ "- name: DB_PASSWORD\n  valueFrom: {x: y}\n", "" },
	{ "requirepass hunter2\n", "[hunter2]" },
	{ "set requirepass hunter2\n", "" },
	{ "  auth_pass 1234\n", "[1234]" },
	{ "user bob insecure-password hunter2\n", "[hunter2]" },
	{ "machine h login bob password hunter2\n", "[hunter2]" },
	{ "machine h login bob@x.y password hunter2\n", "[hunter2]" },
	{ "the login page has a password field\n", "" },
	{ "db:5432:shop:bob:hunter2\n", "[hunter2]" },
	{ "*:*:*:bob:hunter2\n", "[hunter2]" },
	{ "bob:x:1000:1000:Bob:/home/bob:/bin/sh\n", "" },
	{ "a:b:c:d:e\n", "" },
	{ "--password hunter2 --x", "[hunter2]" },
	{ "--password --x", "" },
	{ "use --password to set one", "" },
	{ "amqp://u:hunter2@h/ http://a:b2@c", "[hunter2][b2]" },
	{ "http://a:$X@c http://a@c http://a:80/b@c", "" },
	{ "Authorization: Basic Ym9iOmh1bnRlcjI=", "[Ym9iOmh1bnRlcjI=]" },
	{ "Basic authentication, Bearer tokens", "" },
	{ "'Authorization: Bearer 0a1b2c3d4e5f60718293'", "[0a1b2c3d4e5f60718293]" },
	{ "secret: my-secret\ntoken: abc\n", "" },
	{ "token: Zx81kq0PLm32vbQ9TT\n", "[Zx81kq0PLm32vbQ9TT]" },
	{ "password: a2\npassword: b2\r\npasswd: c2", "[a2][b2][c2]" },
};

START_TEST(in_text)
{
	struct password_text t = password_text(texts[_i].text, strlen(texts[_i].text));
	char got[SPANS_MAX] = "";
	struct password found;

	while (password_next(password_names_default(), &t, &found)) {
		ck_assert(found.at >= texts[_i].text && found.len > 0 && found.kind);
		add(got, &found);
	}
	ck_assert_msg(strcmp(got, texts[_i].want) == 0, "%s\ngot:  %s\nwant: %s", texts[_i].text,
		      got, texts[_i].want);
}
END_TEST

#define WORDS_MAX 12

static const struct {
	const char *words[WORDS_MAX];
	const char *want; /* with the number of the word */
} lines[] = {
	{ { "mysql", "-phunter2" }, "1[hunter2]" },
	{ { "/usr/bin/mysql", "-u", "x", "-phunter2" }, "3[hunter2]" },
	{ { "mysql", "-p", "shop" }, "" },
	{ { "mysqld", "-phunter2" }, "" },
	{ { "env", "A=b", "mysql", "-phunter2" }, "3[hunter2]" },
	{ { "timeout", "5", "mysql", "-phunter2" }, "3[hunter2]" },
	{ { "mongosh", "-p", "hunter2" }, "2[hunter2]" },
	{ { "mongosh", "-p", "--quiet" }, "" },
	{ { "curl", "-ubob:hunter2", "x" }, "1[hunter2]" },
	{ { "curl", "-u", ":hunter2" }, "" },
	{ { "smbclient", "-U", "bob%hunter2" }, "2[hunter2]" },
	{ { "lftp", "-u", "bob,hunter2", "x" }, "2[hunter2]" },
	{ { "sqlplus", "-S", "bob/hunter2@db" }, "2[hunter2]" },
	{ { "openssl", "enc", "-k", "hunter2" }, "3[hunter2]" },
	{ { "podman", "login", "-p", "hunter2" }, "3[hunter2]" },
	{ { "podman", "run", "-p", "80:80" }, "" },
	{ { "app", "--password", "hunter2" }, "2[hunter2]" },
	{ { "--password", "hunter2" }, "1[hunter2]" },
	{ { "--password", "hunter2", "--passwd", "x2" }, "1[hunter2]3[x2]" },
	{ { "--password" }, "" },
	{ { "--token", "word" }, "" },
	{ { "--token", "Zx81kq0PLm32vbQ9TT" }, "1[Zx81kq0PLm32vbQ9TT]" },
	{ { "sh", "-c", "mysql -phunter2; redis-cli -a x2" }, "2[hunter2]2[x2]" },
	{ { "sh", "-c", "mysql \"-phunter2\" '-px2'" }, "2[hunter2]2[x2]" },
	{ { "sh", "-c", "mysql -p'hun ter2'" }, "2[hun ter2]" },
	{ { "sh", "-c", "mysql -p\"$X\"" }, "" },
	{ { "sh", "-c", "if mysql -phunter2; then exit; fi" }, "2[hunter2]" },
	{ { "sh", "-c", "X=$(mysql -phunter2)" }, "2[hunter2]" },
	{ { "sh", "-c", "echo mysql -phunter2" }, "" },
	{ { "sh", "-c", "true # mysql -phunter2" }, "" },
	{ { "sh", "-c", "a\\\n mysql -phunter2" }, "" },
	{ { "sh", "-c", "mysql \\\n -phunter2" }, "2[hunter2]" },
	{ { "sh", "-c", "'never closed mysql -phunter2" }, "" },
	{ { "sh", "-exc", "sudo -u x mysql -phunter2" }, "2[hunter2]" },
	{ { "sh", "run.sh", "-phunter2" }, "" },
	{ { "" }, "" },
};

START_TEST(on_line)
{
	struct strings words = { .set = true, .v = lines[_i].words };
	struct password_line split, whole = { .words = { &words } };
	char got[SPANS_MAX] = "", again[SPANS_MAX] = "";
	struct strings parts[2];
	struct password found;

	while (words.count < WORDS_MAX && words.v[words.count])
		words.count++;
	while (password_line_next(password_names_default(), &whole, &found)) {
		snprintf(got + strlen(got), SPANS_MAX - strlen(got), "%zu", whole.index);
		add(got, &found);
	}
	ck_assert_str_eq(got, lines[_i].want);
	/* The same as command and args. */
	parts[0] = (struct strings){ true, 1, words.v };
	parts[1] = (struct strings){ true, words.count - 1, words.v + 1 };
	split = (struct password_line){ .words = { &parts[0], &parts[1] } };
	while (password_line_next(password_names_default(), &split, &found)) {
		snprintf(again + strlen(again), SPANS_MAX - strlen(again), "%zu", split.index);
		add(again, &found);
	}
	ck_assert_str_eq(again, lines[_i].want);
}
END_TEST

int main(void)
{
	return run_tables("passwords",
			  (const struct table[]){ { "in texts", in_text, ARRAY_LEN(texts) },
						  { "on command lines", on_line, ARRAY_LEN(lines) },
						  { 0 } });
}
