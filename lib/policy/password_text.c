/* SPDX-License-Identifier: Apache-2.0 */
/* password_text.c - names with values behind them in any text.
 *
 * A name is looked at once, and a value only when its name says so; what is searched moves on by at
 * least what was looked at, so that no text takes more than a few walks.
 */
#include "policy/password.h"

#include <string.h>
#include <strings.h>

#include "base/scoped.h"

#define SPACE	   " \t"
#define WHITE	   " \t\r\n"
#define AHEAD_MAX  64	/* between a name and the word "value" */
#define QUOTED_MAX 4096 /* of a value in quotes; a longer one is none */
#define BARE_MAX   1024 /* of one without */
#define PGPASS_MAX 512	/* of a line of .pgpass */

struct span {
	const char *at, *end;
};

static bool is_one_of(char c, const char *set)
{
	return c && strchr(set, c) != NULL;
}

static bool is_name(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       c == '_' || c == '-' || c == '.';
}

static const char *skip(const char *at, const char *end, const char *set)
{
	while (at < end && is_one_of(*at, set))
		at++;
	return at;
}

static const char *until(const char *at, const char *end, const char *set)
{
	while (at < end && !is_one_of(*at, set))
		at++;
	return at;
}

static bool is_word(const struct span *s, const char *word)
{
	size_t len = strlen(word);

	return (size_t)(s->end - s->at) == len && strncasecmp(s->at, word, len) == 0;
}

struct password_text password_text(const char *text, size_t len)
{
	return (struct password_text){
		.begin = text, .at = text, .end = text + len, .line = text, .done = text
	};
}

/* A comment of the languages that configuration is written in. */
static bool is_comment(const char *at, const char *end)
{
	static const char *const marks[] = { "// ", "-- ", "* " };

	for (size_t i = 0; i < ARRAY_LEN(marks); i++)
		if ((size_t)(end - at) > strlen(marks[i]) &&
		    memcmp(at, marks[i], strlen(marks[i])) == 0)
			return true;
	return at < end && is_one_of(*at, "#;");
}

/* The value in quotes that begins behind the one at @at; behind backslashes, it ends with as many.
 */
static bool quoted(const char *at, const char *end, struct span *value)
{
	const char *quote = skip(at, end, "\\"), *most;
	size_t slashes = (size_t)(quote - at);

	*value = (struct span){ quote + 1, quote + 1 };
	most = end - value->at > QUOTED_MAX ? value->at + QUOTED_MAX : end;
	for (const char *c = value->at; c < most; c++) {
		if (*c == '\\' && !slashes) {
			c++;
		} else if (*c == *quote && (size_t)(c - value->at) >= slashes) {
			value->end = c - slashes;
			return true;
		}
	}
	return false;
}

static bool has_words(struct span s, int most)
{
	int words = 0;

	for (const char *at = s.at; at < s.end; words++) {
		at = until(at, s.end, SPACE);
		at = skip(at, s.end, SPACE);
	}
	return words > most;
}

/* All of the line, without a comment at its end. */
static struct span rest_of_line(const char *at, const char *end)
{
	struct span value = { at, until(at, end, "\r\n") };

	for (const char *c = at; c < value.end; c++)
		if (*c == '#' && is_one_of(c[-1], SPACE))
			value.end = c;
	while (value.end > value.at && is_one_of(value.end[-1], SPACE))
		value.end--;
	return value;
}

/* How a value stands behind its name. */
enum sign { SIGN_NONE, SIGN_EQUALS, SIGN_COLON, SIGN_SPACE, SIGN_TAG, SIGN_CALL };

struct place {
	enum sign sign;
	const char *at; /* where the value begins */
	bool spaced;	/* there is space before the sign */
	bool first;	/* the name is the line's first word */
	bool name_quoted;
};

/* Without quotes. One that is too long is none. */
static struct span bare(const struct place *p, const struct password_text *t)
{
	const char *most = t->end - p->at > BARE_MAX ? p->at + BARE_MAX : t->end;
	struct span value = { p->at, p->at };

	if (p->sign == SIGN_TAG)
		value.end = until(p->at, most, "<\r\n");
	else if (p->first && (p->sign == SIGN_COLON || (p->sign == SIGN_EQUALS && p->spaced)))
		value = rest_of_line(p->at, most);
	else if (p->sign == SIGN_SPACE || (p->first && p->sign == SIGN_EQUALS))
		value.end = until(p->at, most, WHITE "\"'`");
	else
		value.end = until(p->at, most, WHITE "\"'`,;&)]}|<>\\");
	if (value.end == most && most < t->end)
		value.end = value.at;
	return value;
}

/* Where nsswitch.conf looks users up. */
static bool is_service(const struct span *value)
{
	static const char *const services[] = { "files", "compat", "db",      "sss",  "systemd",
						"ldap",	 "nis",	   "winbind", "cache" };
	const struct span word = { value->at, until(value->at, value->end, SPACE) };

	for (size_t i = 0; i < ARRAY_LEN(services); i++)
		if (is_word(&word, services[i]))
			return true;
	return false;
}

/* What only a text has in place of a password: the name of a type, of the field itself, code. */
static bool is_of_text(const struct place *p, const struct span *name, const struct span *value)
{
	static const char *const words[] = { "string",	 "str",	 "text",  "bool", "optional",
					     "required", "type", "bytes", "new",  "await" };
	static const char *const roots[] = { "process.", "self.",  "this.",
					     "req.",	 "os.",	   "env.",
					     "var.",	 "local.", "random_password." };
	size_t len = (size_t)(name->end - name->at), value_len = (size_t)(value->end - value->at);
	const char *tail = value->end - len;

	for (size_t i = 0; i < ARRAY_LEN(words); i++)
		if (is_word(value, words[i]))
			return true;
	for (size_t i = 0; i < ARRAY_LEN(roots); i++)
		if (value_len > strlen(roots[i]) &&
		    strncmp(value->at, roots[i], strlen(roots[i])) == 0)
			return true;
	for (const char *c = value->at; c < value->end; c++)
		if (is_one_of(*c, "(["))
			return true;
	if (is_word(name, "passwd") && p->sign == SIGN_COLON && is_service(value))
		return true;
	/* keytool -storepass:file F */
	if (*name->at == '-' && (is_word(value, "file") || is_word(value, "env")))
		return true;
	if (value_len < len || strncasecmp(tail, name->at, len) != 0)
		return false;
	return tail == value->at ? !p->first : is_one_of(tail[-1], "._-/");
}

/* What tells of one: A challenge password, DB_PASSWORD. */
static bool tells_of_one(const struct span *value)
{
	static const char word[] = "password";
	const char *tail = value->end - strlen(word), *c = value->at;

	if ((size_t)(value->end - value->at) <= strlen(word) ||
	    strncasecmp(tail, word, strlen(word)) != 0)
		return false;
	while (c < value->end && ((*c >= 'A' && *c <= 'Z') || *c == '_'))
		c++;
	return tail[-1] == ' ' || (tail[-1] == '_' && c == value->end);
}

/* The name as people read it: "password": "Password". */
static bool is_label(const struct span *name, const struct span *value)
{
	size_t len = (size_t)(name->end - name->at);

	return (size_t)(value->end - value->at) == len &&
	       strncasecmp(value->at, name->at, len) == 0 &&
	       memcmp(value->at, name->at, len) != 0 && *value->at >= 'A' && *value->at <= 'Z';
}

/* What follows a value in a sentence: a word. */
static bool goes_on(const struct span *value, const char *end)
{
	const char *next = skip(value->end, end, SPACE);

	return next > value->end && next < end && ((*next >= 'a' && *next <= 'z'));
}

static bool is_plain_word(const struct span *value)
{
	const char *c = value->at;

	while (c < value->end && *c >= 'a' && *c <= 'z')
		c++;
	return c == value->end;
}

/* password: |
 *   all of a line, the only one that is so far to the right */
static bool in_block(const struct place *p, const struct password_text *t, struct span *value)
{
	const char *most = t->end - p->at > BARE_MAX ? p->at + BARE_MAX : t->end;
	const char *line = skip(p->at + 1, most, "+-0123456789"), *next;
	size_t indent;

	line = skip(line, most, WHITE);
	while (line > p->at && line[-1] != '\n')
		line--;
	value->at = skip(line, most, SPACE);
	value->end = until(value->at, most, "\r\n");
	indent = (size_t)(value->at - line);
	if (line == p->at || !indent || value->at == value->end ||
	    (value->end == most && most < t->end))
		return false;
	next = skip(value->end, most, "\r\n");
	return next == most || (size_t)(skip(next, most, SPACE) - next) < indent;
}

/* In quotes, the last argument of a call. */
static bool is_last(const struct span *value, const char *end)
{
	const char *next = skip(skip(value->end, end, "\\") + 1, end, SPACE);

	return next < end && *next == ')';
}

/* The value at a place. Return: false when there is none that a program would take for one. */
static bool value_at(const struct place *p, const struct password_text *t, const struct span *name,
		     struct span *value)
{
	const char *quote = skip(p->at, t->end, "\\");
	bool is_yaml = p->sign == SIGN_COLON || p->spaced;

	if (quote < t->end && is_one_of(*quote, "\"'"))
		return quoted(p->at, t->end, value) && !is_label(name, value) &&
		       !tells_of_one(value) && !has_words(*value, 4) &&
		       (p->sign != SIGN_CALL || is_last(value, t->end));
	if (p->sign == SIGN_COLON && p->first && is_one_of(*p->at, "|>"))
		return in_block(p, t, value);
	*value = bare(p, t);
	if (is_of_text(p, name, value) || tells_of_one(value) ||
	    is_one_of(*p->at, is_yaml ? "|>&!{[*" : "{["))
		return false;
	if (p->sign == SIGN_SPACE)
		return !is_plain_word(value) || !goes_on(value, t->end);
	if (p->sign == SIGN_TAG)
		return !has_words(*value, 3) && t->end - value->end > 1 && value->end[1] == '/';
	if (p->sign != SIGN_COLON)
		return true;
	return p->first ? !has_words(*value, 3) : !goes_on(value, t->end);
}

/* <name>X</name> ... <value>Y</value> */
static bool value_element(const char *at, const char *end, const char *most, const char **value)
{
	static const char *const elements[] = { "<value>", "<string>" };

	at = until(at, most, ">");
	at = skip(at, most, ">" WHITE);
	for (size_t i = 0; i < ARRAY_LEN(elements); i++) {
		size_t len = strlen(elements[i]);

		if ((size_t)(most - at) > len && memcmp(at, elements[i], len) == 0) {
			*value = at + len;
			return *value < end;
		}
	}
	return false;
}

/* "name": X ... "value": Y, in lists of variables, of properties and of headers. */
static enum sign value_member(const char *at, const char *end, const char **value)
{
	const char *most = end - at > AHEAD_MAX ? at + AHEAD_MAX : end;

	if (most - at > 2 && at[0] == '<' && at[1] == '/')
		return value_element(at, end, most, value) ? SIGN_TAG : SIGN_NONE;
	at = skip(at, most, WHITE ",\"'\\");
	if (most - at < 6 || strncmp(at, "value", 5) != 0)
		return SIGN_NONE;
	at = skip(at + 5, most, "\"'\\");
	at = skip(at, most, SPACE);
	if (at >= most || !is_one_of(*at, ":="))
		return SIGN_NONE;
	*value = skip(at + 1, end, SPACE);
	return *value < end ? SIGN_COLON : SIGN_NONE;
}

/* A word that no sentence has, at the end of its line. */
static bool is_lone(const char *at, const char *end)
{
	const char *most = end - at > BARE_MAX ? at + BARE_MAX : end;
	const struct span word = { at, until(at, most, WHITE) };
	const char *next = skip(word.end, most, SPACE "\r");

	return !is_plain_word(&word) && (next == end || *next == '\n');
}

/* Programs' own words, whose value at @value follows without a sign. */
static bool is_directive(const struct password_text *t, const struct span *name, bool first,
			 const char *value)
{
	static const char *const firsts[] = { "requirepass", "masterauth", "auth_pass",
					      "sasl_passwd", "rootpw",	   "bindpw" };

	/* SQL's; then .netrc's; then that of programs like msmtp */
	if (is_word(name, "password"))
		return *value == '\'' || (t->since_login >= 2 && t->since_login <= 3) ||
		       (first && is_lone(value, t->end));
	for (size_t i = 0; first && i < ARRAY_LEN(firsts); i++)
		if (is_word(name, firsts[i]))
			return true;
	return is_word(name, "insecure-password");
}

/* Whether what stands at @at is the end of a tag that names what is in it: <password>, or
 * <entry key="password">. */
static bool ends_tag(const struct password_text *t, const struct span *name, const char *at,
		     bool name_quoted)
{
	return at < t->end && *at == '>' && name->at > t->begin &&
	       (name_quoted || name->at[-1] == '<');
}

/* With a sign, or none where a program needs none. */
static void value_behind(const struct password_text *t, const struct span *name, const char *at,
			 struct place *p)
{
	const char *sign = skip(at, t->end, SPACE);

	p->spaced = sign > at;
	if (sign < t->end && is_one_of(*sign, ":=")) {
		p->sign = *sign == '=' ? SIGN_EQUALS : SIGN_COLON;
		sign = skip(sign + 1, t->end, "=>");
		p->at = skip(sign, t->end, SPACE);
		/* A variable of psql: PASSWORD :'pw' */
		if (p->spaced && !p->name_quoted && sign[-1] == ':' && sign < t->end &&
		    is_one_of(*sign, "\"'"))
			p->sign = SIGN_NONE;
	} else if (p->spaced && !p->name_quoted && sign < t->end &&
		   ((*name->at == '-' && *sign != '-') || is_directive(t, name, p->first, sign))) {
		p->sign = SIGN_SPACE;
		p->at = sign;
	}
	if (p->sign && (p->at >= t->end || is_one_of(*p->at, "\r\n")))
		p->sign = SIGN_NONE;
}

/* define('DB_PASSWORD', 'X'), PASSWORD('X'): only values in quotes. */
static bool is_argument(const struct password_text *t, const struct span *name, const char *at,
			const char **value)
{
	if (at > name->end) {
		if (name->at - t->begin < 2 || name->at[-2] != '(' || at >= t->end || *at != ',')
			return false;
		at = skip(at + 1, t->end, SPACE);
	} else if (at < t->end && *at == '(') {
		at++;
	}
	*value = at;
	return at > name->end && at < t->end && is_one_of(*at, "\"'");
}

/* What stands behind a name. */
static struct place place_behind(const struct password_text *t, const struct span *name)
{
	struct place p = { .first = name->at == t->first };
	const char *at = skip(name->end, t->end, "\\");

	if (at < t->end && is_one_of(*at, "\"'")) {
		p.name_quoted = true;
		at++;
	} else {
		at = name->end;
	}
	if (ends_tag(t, name, at, p.name_quoted)) {
		p.sign = SIGN_TAG;
		p.at = at + 1;
		return p;
	}
	if (is_argument(t, name, at, &p.at)) {
		p.sign = SIGN_CALL;
		return p;
	}
	p.sign = value_member(at, t->end, &p.at);
	if (p.sign)
		p.first = false;
	else
		value_behind(t, name, at, &p);
	return p;
}

/* host:port:database:user:password, in the line that begins here */
static bool in_pgpass(const struct password_text *t, struct password *out)
{
	const char *most = t->end - t->line > PGPASS_MAX ? t->line + PGPASS_MAX : t->end;
	const char *end = until(t->line, most, "\r\n"), *field[5] = { t->line };
	const char *port;
	int fields = 1;

	if (end == most && most < t->end)
		return false;
	for (const char *c = t->line; c < end; c++) {
		if (is_one_of(*c, SPACE "/\"'{}[]=,"))
			return false;
		if (*c == '\\')
			c++;
		else if (*c == ':' && fields++ < 5)
			field[fields - 1] = c + 1;
	}
	if (fields != 5 || field[4] == end)
		return false;
	port = *field[1] == '*' ? field[1] + 1 : skip(field[1], end, "0123456789");
	if (port == field[1] || port != field[2] - 1)
		return false;
	*out = (struct password){ field[4], (size_t)(end - field[4]), PASSWORD_WORD };
	return password_is_literal(out->at, out->len);
}

/* Of .netrc: machine A login B password C */
static void remember(struct password_text *t, const struct span *name)
{
	t->since_login = is_word(name, "login") ? 1 : t->since_login + (t->since_login > 0);
}

/* Bearer and Basic stand before what they are about. */
static bool next_scheme(struct password_text *t, const struct span *name, struct password *out)
{
	const char *value = skip(name->end, t->end, SPACE), *end;

	if (value == name->end)
		return false;
	end = until(value, t->end, WHITE "\"'`,;&)]}|<>\\");
	if (!password_in_scheme(name->at, (size_t)(end - name->at), out))
		return false;
	t->at = end;
	return true;
}

/* IDENTIFIED BY 'X', of MySQL, with the plugin's name between or without. */
static bool next_identified(const struct password_names *names, struct password_text *t,
			    const struct span *name, struct password *out)
{
	const char *most = t->end - name->end > AHEAD_MAX ? name->end + AHEAD_MAX : t->end;
	const char *quote = until(name->end, most, "'\n");
	struct span value;

	/* WITH 'plugin' BY */
	if (most - quote > 4 && strncasecmp(name->end, " WITH '", 7) == 0)
		quote = until(until(quote + 1, most, "'") + 1, most, "'\n");
	if (quote >= most || *quote != '\'' || quote - name->end < 4 ||
	    strncasecmp(quote - 4, " BY ", 4) != 0 || !quoted(quote, t->end, &value) ||
	    password_exempt(names, name->at, (size_t)(name->end - name->at)))
		return false;
	t->at = value.end;
	*out = (struct password){ value.at, (size_t)(value.end - value.at), PASSWORD_WORD };
	return password_is_literal(out->at, out->len);
}

/* "auth": user:password in base64, of a registry or of npm */
static bool next_auth(const struct password_names *names, struct password_text *t,
		      const struct span *name, struct password *out)
{
	const struct place p = place_behind(t, name);
	struct span value;

	if (!p.sign || !value_at(&p, t, name, &value) ||
	    !password_is_basic(value.at, (size_t)(value.end - value.at)) ||
	    password_exempt(names, name->at, (size_t)(name->end - name->at)))
		return false;
	t->at = value.end;
	*out = (struct password){ value.at, (size_t)(value.end - value.at), PASSWORD_WORD };
	return true;
}

/* sentinel auth-pass MASTER X */
static bool next_auth_pass(const struct password_names *names, struct password_text *t,
			   const struct span *name, struct password *out)
{
	const char *most = t->end - name->end > BARE_MAX ? name->end + BARE_MAX : t->end;
	const char *at = skip(name->end, most, SPACE), *end;

	at = skip(until(at, most, WHITE), most, SPACE);
	end = until(at, most, WHITE);
	if (end == at || (end == most && most < t->end) ||
	    password_exempt(names, name->at, (size_t)(name->end - name->at)))
		return false;
	t->at = end;
	*out = (struct password){ at, (size_t)(end - at), PASSWORD_WORD };
	return password_is_literal(out->at, out->len);
}

/* The names that are no password's, but say that one follows. */
static bool next_other(const struct password_names *names, struct password_text *t,
		       const struct span *name, struct password *out)
{
	remember(t, name);
	if (is_word(name, "basic") || is_word(name, "bearer"))
		return next_scheme(t, name, out);
	if (is_word(name, "identified"))
		return next_identified(names, t, name, out);
	return (is_word(name, "auth") || is_word(name, "_auth")) && next_auth(names, t, name, out);
}

/* --from-file=password=F */
static bool is_file(const struct password_text *t, const struct span *name)
{
	static const char before[] = "file=";

	return (size_t)(name->at - t->begin) >= strlen(before) &&
	       memcmp(name->at - strlen(before), before, strlen(before)) == 0;
}

bool password_behind_scheme(const char *text, size_t len, struct password *out)
{
	struct password_text t = password_text(text, len);
	struct span name = { text, text };

	while (t.at < t.end) {
		name.at = name.end = t.at;
		while (name.end < t.end && is_name(*name.end))
			name.end++;
		t.at = name.end == name.at ? name.end + 1 : name.end;
		if ((is_word(&name, "basic") || is_word(&name, "bearer")) &&
		    next_scheme(&t, &name, out))
			return true;
	}
	return false;
}

/* The name at @t->at, which moves behind it or behind the value. */
static bool next_name(const struct password_names *names, struct password_text *t,
		      struct password *out)
{
	struct span name = { t->at, t->at }, value;
	struct place p;
	size_t len;

	while (name.end < t->end && is_name(*name.end))
		name.end++;
	t->at = name.end;
	if (is_word(&name, "auth-pass") && name.end < t->end && is_one_of(*name.end, SPACE))
		return next_auth_pass(names, t, &name, out);
	if (!password_named(names, name.at, (size_t)(name.end - name.at)))
		return next_other(names, t, &name, out);
	p = place_behind(t, &name);
	if (p.sign == SIGN_NONE || is_file(t, &name))
		return false;
	t->at = p.at;
	if (t->word && name.at == t->begin && p.sign == SIGN_EQUALS)
		value = (struct span){ p.at, t->end };
	else if (!value_at(&p, t, &name, &value))
		return false;
	len = (size_t)(value.end - value.at);
	if (password_of(names, name.at, (size_t)(name.end - name.at), value.at, len, out)) {
		t->at = value.end;
		return true;
	}
	/* The first of a line is the only one whose value may be all that follows. */
	if (!p.first)
		t->at = value.end;
	return names->urls && !p.first && password_in_url(value.at, len, out);
}

/* Where the first name of the line is, if it is one: behind "- " and "export ". */
static const char *first_in_line(const char *at, const char *end)
{
	static const char *const befores[] = { "export ", "ENV " };

	while (end - at > 2 && at[0] == '-' && at[1] == ' ')
		at = skip(at + 1, end, SPACE);
	for (size_t i = 0; i < ARRAY_LEN(befores); i++)
		if ((size_t)(end - at) > strlen(befores[i]) &&
		    memcmp(at, befores[i], strlen(befores[i])) == 0)
			return at + strlen(befores[i]);
	return at;
}

/* At the begin of a line. Return: whether all of it is found. */
static bool begin_line(struct password_text *t, struct password *out)
{
	const char *from = skip(t->line, t->end, SPACE);

	t->looked = true;
	t->first = first_in_line(from, t->end);
	if (is_comment(from, t->end)) {
		t->at = until(from, t->end, "\n");
		return false;
	}
	if (!in_pgpass(t, out))
		return false;
	t->at = out->at + out->len;
	return true;
}

/* app:X@tcp(db:3306)/shop, of Go's driver for MySQL; @at is behind the @ */
static bool in_dsn(const struct password_text *t, const char *at, struct password *out)
{
	const char *least = at - t->done > AHEAD_MAX ? at - AHEAD_MAX : t->done, *from = at - 1;

	if (t->end - at < 5 || (strncmp(at, "tcp(", 4) != 0 && strncmp(at, "unix(", 5) != 0))
		return false;
	while (from - least >= 2 && !is_one_of(from[-1], WHITE ":\"'"))
		from--;
	*out = (struct password){ from, (size_t)(at - 1 - from), PASSWORD_IN_URL };
	return from - least >= 2 && from[-1] == ':' && is_name(from[-2]) &&
	       password_is_literal(out->at, out->len);
}

/* Behind a comment of XML that begins here. */
static void pass_comment(struct password_text *t)
{
	const char *end;

	if (t->endless || t->end - t->at < 3 || memcmp(t->at, "!--", 3) != 0)
		return;
	end = memmem(t->at, (size_t)(t->end - t->at), "-->", 3);
	t->endless = !end;
	t->at = end ? end : t->at;
}

/* What is no name. */
static bool next_mark(const struct password_names *names, struct password_text *t,
		      struct password *out)
{
	char c = *t->at++;

	if (c == '\n') {
		t->line = t->at;
		t->looked = false;
	} else if (c == '<') {
		pass_comment(t);
	}
	if (!names->urls)
		return false;
	if (c == '@')
		return in_dsn(t, t->at, out);
	if (c != ':' || t->end - t->at <= 2 || strncmp(t->at, "//", 2) != 0 ||
	    !password_in_authority(t->at + 2, (size_t)(t->end - t->at - 2), out))
		return false;
	t->at = out->at + out->len;
	return true;
}

bool password_next(const struct password_names *names, struct password_text *t,
		   struct password *out)
{
	bool found = false;

	while (!found && t->at < t->end) {
		if (!t->looked)
			found = begin_line(t, out);
		else if (is_name(*t->at))
			found = next_name(names, t, out);
		else
			found = next_mark(names, t, out);
	}
	if (found)
		t->done = out->at + out->len;
	return found;
}
