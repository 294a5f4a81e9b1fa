/* SPDX-License-Identifier: Apache-2.0 */
/* password_line.c - passwords on command lines: options that clients have for them, and options
 * with the value in the next word; in lists of words and in the script of a shell.
 */
#include "policy/password.h"

#include <ctype.h>
#include <string.h>

#include "base/scoped.h"

/* Where in an argument the password is. */
enum way { OF_NAME, ALL, BEHIND_COLON, BEHIND_PERCENT, BEHIND_COMMA, BEHIND_SLASH, BEHIND_PASS };

struct client_option {
	const char *name;
	bool attached, separate; /* -pX, -p X */
	enum way way;		 /* 0: ALL */
	bool login;		 /* only behind the operand "login" */
};

/* Behind a subcommand, or the program itself: so many operands on. */
struct client_operand {
	const char *command; /* NULL: the program */
	int index;
	enum way way;
};

#define PROGRAMS_MAX 16
#define CLUSTER_MAX  6 /* options in one word: -fsSLu */
#define OPTIONS_MAX  4

struct password_client {
	const char *programs[PROGRAMS_MAX];
	struct client_option options[OPTIONS_MAX];
	struct client_operand operands[2];
	bool batch; /* an operand is the password only behind -b, and -n takes a file away */
};

#define BOTH  .attached = true, .separate = true
#define AFTER .separate = true

/* By their own documentation. */
static const struct password_client clients[] = {
	{ .programs = { "mysqladmin", "mariadb-admin" },
	  .options = { { "-p", .attached = true } },
	  .operands = { { "password", 1, ALL } } },
	{ .programs = { "mysql", "mysqldump", "mysqlcheck", "mysqlimport", "mysqlshow", "mysqlslap",
			"mysqlbinlog", "mysqlpump", "mariadb", "mariadb-dump", "mariadb-check",
			"mariadb-import", "mysql_upgrade" },
	  .options = { { "-p", .attached = true } } },
	{ .programs = { "xtrabackup", "mariabackup", "mariadb-backup", "mysqlsh" },
	  .options = { { "-p", .attached = true } } },
	{ .programs = { "mongo", "mongosh", "mongodump", "mongorestore", "mongoexport",
			"mongoimport", "mongostat", "mongotop", "mongofiles", "mydumper",
			"myloader", "cqlsh", "cypher-shell" },
	  .options = { { "-p", BOTH } } },
	{ .programs = { "sshpass" }, .options = { { "-p", BOTH } } },
	{ .programs = { "redis-cli", "valkey-cli", "keydb-cli", "redis-benchmark",
			"valkey-benchmark" },
	  .options = { { "-a", BOTH } } },
	{ .programs = { "curl" },
	  .options = { { "-u", BOTH, BEHIND_COLON },
		       { "--user", AFTER, BEHIND_COLON },
		       { "--proxy-user", AFTER, BEHIND_COLON },
		       { "-U", BOTH, BEHIND_COLON } } },
	{ .programs = { "etcdctl", "etcdutl" }, .options = { { "--user", AFTER, BEHIND_COLON } } },
	{ .programs = { "http", "https", "xh", "httpie" },
	  .options = { { "-a", BOTH, BEHIND_COLON }, { "--auth", AFTER, BEHIND_COLON } } },
	{ .programs = { "skopeo", "buildah", "podman", "crictl", "nerdctl" },
	  .options = { { "--creds", AFTER, BEHIND_COLON },
		       { "--src-creds", AFTER, BEHIND_COLON },
		       { "--dest-creds", AFTER, BEHIND_COLON },
		       { "-p", AFTER, .login = true } } },
	{ .programs = { "ctr" },
	  .options = { { "--user", AFTER, BEHIND_COLON }, { "-u", BOTH, BEHIND_COLON } } },
	{ .programs = { "ldapsearch", "ldapadd", "ldapmodify", "ldapdelete", "ldapwhoami",
			"ldapcompare", "ldapmodrdn", "kadmin", "kadmin.local" },
	  .options = { { "-w", BOTH } } },
	{ .programs = { "ldappasswd" }, .options = { { "-w", BOTH }, { "-s", BOTH } } },
	{ .programs = { "sqlcmd", "bcp", "osql", "tsql", "ipmitool", "mosquitto_pub",
			"mosquitto_sub", "mosquitto_rr", "zip", "unzip" },
	  .options = { { "-P", BOTH } } },
	{ .programs = { "sqlplus", "sqlldr", "exp", "imp", "expdp", "impdp", "rman" },
	  .operands = { { NULL, 1, BEHIND_SLASH } } },
	{ .programs = { "7z", "7za", "7zr" }, .options = { { "-p", .attached = true } } },
	{ .programs = { "ssh-keygen" }, .options = { { "-N", BOTH }, { "-P", BOTH } } },
	{ .programs = { "couchbase-cli", "cbbackupmgr", "beeline" },
	  .options = { { "-p", BOTH } } },
	{ .programs = { "neo4j-admin" }, .operands = { { "set-initial-password", 1, ALL } } },
	{ .programs = { "grafana-cli", "grafana" },
	  .operands = { { "reset-admin-password", 1, ALL } } },
	{ .programs = { "nodetool" }, .options = { { "-pw", AFTER } } },
	{ .programs = { "elasticsearch-users", "elasticsearch-reset-password" },
	  .options = { { "-p", AFTER } } },
	{ .programs = { "ab" }, .options = { { "-A", BOTH, BEHIND_COLON } } },
	{ .programs = { "openssl" },
	  .options = { { "-passin", AFTER, BEHIND_PASS },
		       { "-passout", AFTER, BEHIND_PASS },
		       { "-pass", AFTER, BEHIND_PASS },
		       { "-k", AFTER } } },
	{ .programs = { "keytool", "jarsigner" },
	  .options = { { "-storepass", AFTER },
		       { "-keypass", AFTER },
		       { "-srcstorepass", AFTER },
		       { "-deststorepass", AFTER } } },
	{ .programs = { "smbclient", "rpcclient", "smbget", "net" },
	  .options = { { "-U", BOTH, BEHIND_PERCENT }, { "--user", AFTER, BEHIND_PERCENT } } },
	{ .programs = { "lftp" }, .options = { { "-u", BOTH, BEHIND_COMMA } } },
	{ .programs = { "snmpget", "snmpwalk", "snmpset", "snmpbulkwalk", "snmpgetnext" },
	  .options = { { "-A", BOTH }, { "-X", BOTH } } },
	{ .programs = { "swaks" }, .options = { { "-ap", AFTER }, { "--ap", AFTER } } },
	{ .programs = { "sendemail" }, .options = { { "-xp", AFTER } } },
	{ .programs = { "rabbitmqadmin" }, .options = { { "-p", BOTH } } },
	{ .programs = { "htpasswd" }, .operands = { { NULL, 3, ALL } }, .batch = true },
	{ .programs = { "rabbitmqctl" },
	  .operands = { { "add_user", 2, ALL }, { "change_password", 2, ALL } } },
	{ .programs = { "docker", "helm", "oras", "crane", "oc", "az" },
	  .options = { { "-p", BOTH, .login = true } } },
};

static bool is_word(const char *at, size_t len, const char *word)
{
	return strlen(word) == len && memcmp(at, word, len) == 0;
}

static bool begins(const char *at, size_t len, const char *with)
{
	return len > strlen(with) && memcmp(at, with, strlen(with)) == 0;
}

static bool is_in(const char *at, size_t len, const char *const *words, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (words[i] && is_word(at, len, words[i]))
			return true;
	return false;
}

static const struct password_client *client_of(const char *name, size_t len)
{
	for (size_t i = 0; i < ARRAY_LEN(clients); i++)
		if (is_in(name, len, clients[i].programs, PROGRAMS_MAX))
			return &clients[i];
	return NULL;
}

/* The quotes of a shell around a value. */
static void unquote(const char **at, size_t *len)
{
	if (*len >= 2 && (**at == '"' || **at == '\'') && (*at)[*len - 1] == **at) {
		++*at;
		*len -= 2;
	}
}

/* What of an argument is the password. */
static bool take(enum way way, const char *at, size_t len, struct password *out)
{
	static const char marks[] = { [BEHIND_COLON] = ':',
				      [BEHIND_PERCENT] = '%',
				      [BEHIND_COMMA] = ',',
				      [BEHIND_SLASH] = '/' };
	const char *from, *end;

	unquote(&at, &len);
	end = at + len;
	from = at;
	if (way == BEHIND_PASS) {
		if (!begins(at, len, "pass:"))
			return false;
		from = at + strlen("pass:");
	} else if (way > ALL) {
		from = memchr(at, marks[way], len);
		if (!from || from == at)
			return false;
		from++;
	}
	if (way == BEHIND_SLASH) {
		const char *host = memchr(from, '@', (size_t)(end - from));

		end = host ? host : end;
	}
	*out = (struct password){ from, (size_t)(end - from), PASSWORD_WORD };
	return password_is_literal(from, out->len);
}

/* What runs another program and takes words of its own before it: so many, beside options. */
static int wrapper_words(const char *name, size_t len)
{
	static const char *const none[] = { "env",    "sudo",	   "exec",   "nice",	"tini",
					    "nohup",  "time",	   "setsid", "command", "dumb-init",
					    "ionice", "eval",	   "if",     "then",	"else",
					    "elif",   "while",	   "until",  "do",	"!",
					    "xargs",  "catatonit", "doas",   "busybox", "toybox" };
	static const char *const one[] = { "timeout", "su-exec", "gosu", "chroot", "chpst" };

	if (is_in(name, len, none, ARRAY_LEN(none)))
		return 0;
	return is_in(name, len, one, ARRAY_LEN(one)) ? 1 : -1;
}

static bool is_shell(const char *name, size_t len)
{
	static const char *const shells[] = { "sh",  "bash", "ash", "dash",   "zsh",
					      "ksh", "mksh", "su",  "runuser" };

	return is_in(name, len, shells, ARRAY_LEN(shells));
}

/* The word that may name the program. */
static void begin_command(struct password_command *c, const char *at, size_t len)
{
	const char *slash = memrchr(at, '/', len);
	const char *name = slash ? slash + 1 : at;
	size_t name_len = len - (size_t)(name - at);
	int words;

	if (!len || memchr(at, '=', len))
		return;
	if (c->operands > 0) {
		c->operands--;
		return;
	}
	words = wrapper_words(name, name_len);
	c->client = client_of(name, name_len);
	c->shell = is_shell(name, name_len);
	if (words >= 0)
		c->operands = words;
	else if (c->client || c->shell || !c->behind_option)
		c->begun = true;
	c->behind_option = false;
}

/* -sSu: letters of options without a value, and the last one's is the next word. */
static bool ends_cluster(const struct client_option *o, const char *at, size_t len)
{
	if (strlen(o->name) != 2 || !o->attached || len < 3 || len > CLUSTER_MAX || at[0] != '-' ||
	    at[1] == o->name[1] || at[len - 1] != o->name[1])
		return false;
	for (size_t i = 1; i < len; i++)
		if (!isalpha((unsigned char)at[i]))
			return false;
	return true;
}

/* An option of the client's own. Return: 1 found, 0 known but no password in it, -1 none. */
static int client_option(const struct password_names *names, struct password_command *c,
			 const char *at, size_t len, struct password *out)
{
	for (size_t i = 0; c->client && i < OPTIONS_MAX && c->client->options[i].name; i++) {
		const struct client_option *o = &c->client->options[i];
		size_t name_len = strlen(o->name);

		if (o->login && !c->login)
			continue;
		if (o->separate && (is_word(at, len, o->name) || ends_cluster(o, at, len))) {
			c->option = at;
			c->option_len = len;
			c->way = (int)(o->way ? o->way : ALL);
			return 0;
		}
		if ((o->attached && begins(at, len, o->name)) ||
		    (begins(at, len, o->name) && at[name_len] == '=')) {
			name_len += at[name_len] == '=';
			return !password_exempt(names, o->name, strlen(o->name)) &&
			       take(o->way, at + name_len, len - name_len, out);
		}
	}
	return -1;
}

/* Not an option, nor the value of one that is known. */
static bool operand(struct password_command *c, const char *at, size_t len, struct password *out)
{
	c->operands++;
	c->login |= is_word(at, len, "login");
	for (size_t i = 0; c->client && i < ARRAY_LEN(c->client->operands); i++) {
		const struct client_operand *o = &c->client->operands[i];

		if (!o->index || (c->client->batch && !c->batch))
			continue;
		if (o->command && is_word(at, len, o->command)) {
			c->operands = 0;
			c->behind = (int)i + 1;
		} else if (c->operands == o->index && (!o->command || c->behind == (int)i + 1)) {
			return take(o->way, at, len, out);
		}
	}
	return false;
}

/* htpasswd -nbB -C 10: what the letters say of the operands to come. */
static void batch_letters(struct password_command *c, const char *at, size_t len)
{
	c->batch |= memchr(at, 'b', len) != NULL;
	c->operands += memchr(at, 'n', len) != NULL;
	c->operands -= at[len - 1] == 'C' || at[len - 1] == 'r';
}

/* The word behind an option. */
static bool argument(const struct password_names *names, struct password_command *c, const char *at,
		     size_t len, struct password *out)
{
	const char *option = c->option;

	c->option = NULL;
	if (password_exempt(names, option, c->option_len))
		return false;
	if (c->way != OF_NAME)
		return take((enum way)c->way, at, len, out);
	unquote(&at, &len);
	return password_of(names, option, c->option_len, at, len, out);
}

/* One word of a command. */
static bool feed(const struct password_names *names, struct password_command *c, const char *at,
		 size_t len, struct password *out)
{
	int known;

	if (c->option && (len < 2 || *at != '-'))
		return argument(names, c, at, len, out);
	c->option = NULL;
	if (!c->begun && (!len || *at != '-')) {
		begin_command(c, at, len);
		return false;
	}
	c->behind_option = !c->begun;
	if (c->shell && len > 1 && *at == '-' && at[1] != '-') {
		c->script |= memchr(at, 'c', len) != NULL;
		return false;
	}
	if (c->client && c->client->batch && *at == '-')
		batch_letters(c, at, len);
	known = client_option(names, c, at, len, out);
	if (known >= 0)
		return known > 0;
	if (*at != '-')
		return operand(c, at, len, out);
	if (!memchr(at, '=', len) && password_named(names, at, len)) {
		c->option = at;
		c->option_len = len;
		c->way = OF_NAME;
	}
	return false;
}

/* From a script within another to what stands behind it. Return: false when there is none. */
static bool leave_script(struct password_line *l)
{
	if (!l->behind)
		return false;
	l->at = l->behind;
	l->end = l->behind = NULL;
	l->command = (struct password_command){ 0 };
	return true;
}

/* The next word of a script, without the quotes around it. Return: false at its end. */
static bool next_piece(struct password_line *l, const char **piece, size_t *len)
{
	const char *at = l->at, *start;
	char quote = '\0';

	for (;; at++) {
		if (*at == '#')
			at += strcspn(at, "\n");
		if ((l->end && at >= l->end) || !*at) {
			if (!leave_script(l))
				return false;
			at = l->at;
			if (!*at)
				return false;
		}
		if (strchr("\n;&|(){}`", *at))
			l->command = (struct password_command){ 0 };
		else if (*at == '\\' && at[1] == '\n')
			at++;
		else if (!strchr(" \t\r", *at))
			break;
	}
	for (start = at; *at && (!l->end || at < l->end); at++) {
		if (*at == '\\' && at[1] && quote != '\'')
			at++;
		else if (quote)
			quote = (char)(*at == quote ? '\0' : quote);
		else if (*at == '"' || *at == '\'')
			quote = *at;
		else if (strchr(" \t\r\n;&|()`", *at))
			break;
	}
	*piece = start;
	*len = (size_t)(at - start);
	unquote(piece, len);
	l->at = at;
	return true;
}

/* The rest of the script. */
static bool next_in_script(const struct password_names *names, struct password_line *l,
			   struct password *out)
{
	const char *piece;
	size_t len;

	while (next_piece(l, &piece, &len)) {
		if (l->command.script && !l->command.option && !l->end && len && *piece != '-') {
			l->behind = l->at;
			l->at = piece;
			l->end = piece + len;
			l->command = (struct password_command){ 0 };
		} else if (len && feed(names, &l->command, piece, len, out)) {
			return true;
		}
	}
	l->at = NULL;
	l->command = l->outer;
	return false;
}

/* The word with that number, or NULL behind the last. */
static const char *word_at(const struct password_line *l, size_t index)
{
	for (size_t i = 0; i < ARRAY_LEN(l->words); i++) {
		size_t count = l->words[i] ? l->words[i]->count : 0;

		if (index < count)
			return l->words[i]->v[index];
		index -= count;
	}
	return NULL;
}

bool password_line_next(const struct password_names *names, struct password_line *l,
			struct password *out)
{
	const char *word;

	if (l->at && next_in_script(names, l, out))
		return true;
	while ((word = word_at(l, l->next))) {
		l->index = l->next++;
		if (l->command.script && !l->command.option && *word != '-') {
			l->command.script = false;
			l->outer = l->command;
			l->command = (struct password_command){ 0 };
			l->at = word;
			if (next_in_script(names, l, out))
				return true;
		} else if (l->index == 0 && strcmp(word, "-c") == 0) {
			/* The image's own program is a shell. */
			l->command.script = true;
		} else if (feed(names, &l->command, word, strlen(word), out)) {
			return true;
		}
	}
	return false;
}

struct password_line password_script(const char *text)
{
	return (struct password_line){ .at = text };
}

bool password_in_text(const struct password_names *names, const char *text, struct password *out)
{
	struct password_text t = password_text(text, strlen(text));
	struct password_line script = password_script(text);

	return password_next(names, &t, out) || password_line_next(names, &script, out);
}
