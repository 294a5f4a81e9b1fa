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
	{ "password: |\n  hunter2\n", "[hunter2]" },
	{ "password: >-\n    hunter2\nx: y", "[hunter2]" },
	{ "password: |\n  one\n  two\n", "" },
	{ "password: |\nhunter2\n", "" },
	{ "password: |", "" },
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
	{ "password=password", "[password]" },
	{ "f(user=user, password=password)", "" },
	{ "password=?", "" },
	{ "password=REPLACE_ME", "" },
	{ "password=replaced", "[replaced]" },
	{ "password=your-password", "" },
	{ "password=changeme", "[changeme]" },
	{ "\"password\": \"Password\"", "" },
	{ "\"password\": \"must have at least eight characters\"", "" },
	{ "\"password\": null, \"a\": 1", "" },
	{ "passwd: files systemd", "" },
	{ "passwd: hunter2", "[hunter2]" },
	{ "PASSWORD 'hunter2'", "[hunter2]" },
	{ "PASSWORD :'hunter2'", "" },
	{ "IDENTIFIED WITH 'x' BY 'hunter2'", "[hunter2]" },
	{ "IDENTIFIED BY '$X'", "" },
	{ "IDENTIFIED VIA 'hunter2'", "" },
	{ "IDENTIFIED BY 'hunter2", "" },
	{ "{\"auth\":\"Ym9iOmh1bnRlcjI=\"}", "[Ym9iOmh1bnRlcjI=]" },
	{ "{\"auth\":\"Ym9iCg==\"}", "" },
	{ "bob:hunter2@tcp(db:3306)/x", "[hunter2]" },
	{ "bob:$X@tcp(db:3306)/x", "" },
	{ "@tcp(", "" },
	{ ":@tcp(", "" },
	{ "<!-- password=hunter2 --> password=x2", "[x2]" },
	{ "<!-- password=hunter2", "[hunter2]" },
	{ "<name>password</name><value>hunter2</value>", "[hunter2]" },
	{ "<name>password</name><values>hunter2</values>", "" },
	{ "<entry key=\"password\">hunter2</entry>", "[hunter2]" },
	{ "<user>:<password>@h", "" },
	{ "--from-file=password=hunter2 --from-literal=password=x2", "[x2]" },
	{ "api-key: 123e4567-e89b-12d3-a456-426614174000",
	  "[123e4567-e89b-12d3-a456-426614174000]" },
	{ "api-key: 123e4567-e89b-12d3-a456-42661417400z", "" },
	{ "password = process.env.X", "" },
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
	{ { "mysql", "-uroot", "-phunter2" }, "2[hunter2]" },
	{ { "mysql", "-uroot", "-p" }, "" },
	{ { "mysql", "-uroot", "-p$(PW)" }, "" },
	{ { "mysql", "-uroot", "-p", "shop" }, "" },
	{ { "/usr/bin/mysqldump", "-phunter2", "shop" }, "1[hunter2]" },
	{ { "mysqladmin", "ping", "-h", "localhost", "-phunter2" }, "4[hunter2]" },
	{ { "mariadb", "-phunter2" }, "1[hunter2]" },
	{ { "mariadb-admin", "-phunter2", "ping" }, "1[hunter2]" },
	{ { "nginx", "-phunter2" }, "" },
	{ { "ssh", "-p", "2222", "host" }, "" },
	{ { "mkdir", "-p", "hunter2" }, "" },
	{ { "sshpass", "-p", "hunter2", "ssh", "h" }, "2[hunter2]" },
	{ { "sshpass", "-phunter2", "ssh", "h" }, "1[hunter2]" },
	{ { "sshpass", "-f", "hunter2", "ssh", "h" }, "" },
	{ { "mongo", "-u", "root", "-p", "hunter2" }, "4[hunter2]" },
	{ { "mongosh", "-u", "root", "-p", "hunter2" }, "4[hunter2]" },
	{ { "mongodump", "--host", "h", "--password", "hunter2" }, "4[hunter2]" },
	{ { "redis-cli", "-a", "hunter2", "ping" }, "2[hunter2]" },
	{ { "redis-cli", "-a", "$(PW)", "ping" }, "" },
	{ { "redis-cli", "-h", "hunter2", "ping" }, "" },
	{ { "ls", "-a", "hunter2" }, "" },
	{ { "curl", "-u", "admin:hunter2", "http://h/" }, "2[hunter2]" },
	{ { "curl", "-uadmin:hunter2", "http://h/" }, "1[hunter2]" },
	{ { "curl", "--user", "admin:hunter2", "http://h/" }, "2[hunter2]" },
	{ { "curl", "--user=admin:hunter2", "http://h/" }, "1[hunter2]" },
	{ { "curl", "-u", "admin", "http://h/" }, "" },
	{ { "curl", "-u", "admin:$(PW)", "http://h/" }, "" },
	{ { "docker", "run", "-u", "1000:1000", "x" }, "" },
	{ { "curl", "-U", "a:hunter2", "http://h/" }, "2[hunter2]" },
	{ { "curl", "-H", "Authorization: Basic $(CREDS)", "http://h/" }, "" },
	{ { "curl", "-H", "Authorization: Bearer token", "http://h/" }, "" },
	{ { "wget", "--http-password", "hunter2", "http://h/" }, "2[hunter2]" },
	{ { "ldapsearch", "-x", "-D", "cn=admin", "-w", "hunter2" }, "5[hunter2]" },
	{ { "ldapmodify", "-w", "hunter2" }, "2[hunter2]" },
	{ { "ldapsearch", "-x", "-D", "cn=admin", "-W" }, "" },
	{ { "ldapsearch", "-x", "-y", "hunter2" }, "" },
	{ { "/opt/mssql-tools/bin/sqlcmd", "-U", "sa", "-P", "hunter2", "-Q", "SELECT 1" },
	  "4[hunter2]" },
	{ { "sqlcmd", "-U", "sa", "-P", "$(SA)", "-Q", "SELECT 1" }, "" },
	{ { "env", "PGPASSWORD=$(PW)", "psql" }, "" },
	{ { "redis-server", "--requirepass", "hunter2" }, "2[hunter2]" },
	{ { "redis-server", "/etc/redis.conf", "--masterauth", "hunter2" }, "3[hunter2]" },
	{ { "htpasswd", "-b", "-c", "f", "admin", "hunter2" }, "5[hunter2]" },
	{ { "htpasswd", "-bc", "f", "admin", "hunter2" }, "4[hunter2]" },
	{ { "htpasswd", "-nb", "admin", "hunter2" }, "3[hunter2]" },
	{ { "htpasswd", "-c", "f", "admin" }, "" },
	{ { "openssl", "rsa", "-in", "k", "-passin", "pass:hunter2" }, "5[hunter2]" },
	{ { "openssl", "rsa", "-in", "k", "-passin", "env:PW" }, "" },
	{ { "openssl", "rsa", "-in", "k", "-passin", "file:pw" }, "" },
	{ { "docker", "login", "-u", "a", "-p", "hunter2", "r.example.com" }, "5[hunter2]" },
	{ { "docker", "login", "-u", "a", "--password-stdin", "r.example.com" }, "" },
	{ { "docker", "run", "-p", "8080:80", "x" }, "" },
	{ { "podman", "login", "-u", "a", "-p", "hunter2" }, "5[hunter2]" },
	{ { "helm", "registry", "login", "-u", "a", "-p", "hunter2", "h" }, "6[hunter2]" },
	{ { "keytool", "-list", "-storepass", "hunter2" }, "3[hunter2]" },
	{ { "keytool", "-genkey", "-keypass", "hunter2" }, "3[hunter2]" },
	{ { "keytool", "-list", "-storepass:file", "pw" }, "" },
	{ { "java", "-Djavax.net.ssl.keyStorePassword=$(PW)", "-jar", "a.jar" }, "" },
	{ { "app", "--pass", "hunter2" }, "2[hunter2]" },
	{ { "app", "--pass", "$(PW)" }, "" },
	{ { "app", "--pass", "--verbose" }, "" },
	{ { "app", "--passive", "hunter2" }, "" },
	{ { "app", "--pass-file", "hunter2" }, "" },
	{ { "app", "--bypass", "hunter2" }, "" },
	{ { "rabbitmqctl", "add_user", "app", "hunter2" }, "3[hunter2]" },
	{ { "rabbitmqctl", "change_password", "app", "hunter2" }, "3[hunter2]" },
	{ { "sh", "-c", "mysql -uroot -phunter2 -e 'SELECT 1'" }, "2[hunter2]" },
	{ { "/bin/bash", "-c", "mysql -uroot -p'hunter2' -e 'SELECT 1'" }, "2[hunter2]" },
	{ { "bash", "-ec", "mysql -uroot -p\"hunter2\"" }, "2[hunter2]" },
	{ { "sh", "-c", "mysql -uroot -p$MYSQL_ROOT_PASSWORD -e 'SELECT 1'" }, "" },
	{ { "sh", "-c", "mysql -uroot -p\"${MYSQL_ROOT_PASSWORD}\" -e 'SELECT 1'" }, "" },
	{ { "sh", "-c", "mysql -p$(cat /run/p)" }, "" },
	{ { "sh", "-c", "mysql -p`cat /run/p`" }, "" },
	{ { "sh", "-c", "sleep 1 && redis-cli -a hunter2 ping" }, "2[hunter2]" },
	{ { "sh", "-c", "sleep 1;redis-cli -a hunter2 ping" }, "2[hunter2]" },
	{ { "sh", "-c", "echo x|redis-cli -a hunter2 ping" }, "2[hunter2]" },
	{ { "sh", "-c", "set -e\nredis-cli \\\n  -a hunter2 ping\n" }, "2[hunter2]" },
	{ { "sh", "-c", "(redis-cli -a hunter2 ping)" }, "2[hunter2]" },
	{ { "sh", "-c", "x=$(redis-cli -a hunter2 ping)" }, "2[hunter2]" },
	{ { "sh", "-c", "if redis-cli -a hunter2 ping; then exit 0; fi" }, "2[hunter2]" },
	{ { "sh", "-c", "! redis-cli -a hunter2 ping" }, "2[hunter2]" },
	{ { "sh", "-c", "exec redis-cli -a hunter2 ping" }, "2[hunter2]" },
	{ { "sh", "-c", "timeout 5 redis-cli -a hunter2 ping" }, "2[hunter2]" },
	{ { "sh", "-c", "sudo -u x redis-cli -a hunter2 ping" }, "2[hunter2]" },
	{ { "sh", "-c", "ls -a hunter2; mkdir -p hunter2; test -a x" }, "" },
	{ { "sh", "-c", "redis-cli ping; ls -a hunter2" }, "" },
	{ { "sh", "-c", "PGPASSWORD=\"$PW\" psql -h db" }, "" },
	{ { "sh", "-c", "app --password hunter2" }, "2[hunter2]" },
	{ { "sh", "-c", "app --password $PW" }, "" },
	{ { "sh", "-c", "curl -s -u admin:hunter2 http://h/" }, "2[hunter2]" },
	{ { "sh", "-c", "curl http://admin:$PW@h/" }, "" },
	{ { "sh", "-c", "curl -d '{\"password\":\"'$PW'\"}' http://h/" }, "" },
	{ { "sh", "-c", "echo hunter2 | docker login -u a --password-stdin" }, "" },
	{ { "sh", "-c", "[ -z \"$PASSWORD\" ] && exit 1" }, "" },
	{ { "sh", "-c", "psql -c \"ALTER USER app PASSWORD '$PW'\"" }, "" },
	{ { "sh", "-c", "sh -c 'redis-cli -a hunter2 ping'" }, "2[hunter2]" },
	{ { "/sbin/tini", "--", "redis-cli", "-a", "hunter2" }, "4[hunter2]" },
	{ { "tini", "--", "sh", "-c", "redis-cli -a hunter2" }, "4[hunter2]" },
	{ { "env", "A=b", "redis-cli", "-a", "hunter2" }, "4[hunter2]" },
	{ { "busybox", "sh", "-c", "redis-cli -a hunter2" }, "3[hunter2]" },
	{ { "timeout", "5", "redis-cli", "-a", "hunter2" }, "4[hunter2]" },
	{ { "app", "--config={\"password\":\"$(PW)\"}" }, "" },
	{ { "helm", "install", "--set", "a=b,db.password=$(PW)" }, "" },
	{ { "helm", "install", "--set", "auth.existingSecretPasswordKey=password" }, "" },
	{ { "app", "--password-min-length=8", "--require-password", "--no-password" }, "" },
	{ { "kubectl", "create", "secret", "generic", "x", "--from-file=password=hunter2" }, "" },
	{ { "clickhouse-client", "--user", "a", "--password", "hunter2" }, "4[hunter2]" },
	{ { "cqlsh", "-u", "cassandra", "-p", "hunter2", "-e", "x" }, "4[hunter2]" },
	{ { "nodetool", "-u", "a", "-pw", "hunter2", "status" }, "4[hunter2]" },
	{ { "smbclient", "-U", "a%hunter2", "//h/s" }, "2[hunter2]" },
	{ { "7z", "x", "-phunter2", "a.7z" }, "2[hunter2]" },
	{ { "unzip", "-P", "hunter2", "a.zip" }, "2[hunter2]" },
	{ { "az", "login", "-u", "a", "-p", "hunter2" }, "5[hunter2]" },
	{ { "mc", "alias", "set", "m", "http://h", "minioadmin", "hunter2" }, "" },
	{ { "etcdctl", "--user", "root:hunter2", "get", "x" }, "2[hunter2]" },
	{ { "etcdctl", "--user=root:hunter2", "get", "x" }, "1[hunter2]" },
	{ { "influx", "-username", "a", "-password", "hunter2" }, "4[hunter2]" },
	{ { "bin/elasticsearch-users", "useradd", "a", "-p", "hunter2" }, "4[hunter2]" },
	{ { "ab", "-A", "a:hunter2", "http://h/" }, "2[hunter2]" },
	{ { "http", "-a", "a:hunter2", "h" }, "2[hunter2]" },
	{ { "mosquitto_pub", "-u", "a", "-P", "hunter2", "-t", "x" }, "4[hunter2]" },
	{ { "mosquitto_sub", "-u", "a", "-P", "$(PW)", "-t", "x" }, "" },
	{ { "lftp", "-u", "a,hunter2", "h" }, "2[hunter2]" },
	{ { "sh", "-c", "echo root:$PW | chpasswd" }, "" },
	{ { "sh", "-c", "sh -c 'mysql -phunter2' && redis-cli -a x2" }, "2[hunter2]2[x2]" },
	{ { "sh", "-c", "sh -c 'ls -a'; ls -a x2; sh -c \"redis-cli -a x2\"" }, "2[x2]" },
	{ { "su", "-c", "mysql -phunter2", "app" }, "2[hunter2]" },
	{ { "htpasswd", "-bc", "-C", "10", "f", "bob", "hunter2" }, "6[hunter2]" },
	{ { "htpasswd", "-nbB", "bob", "$X" }, "" },
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
