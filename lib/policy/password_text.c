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
	return (struct password_text){ .begin = text, .at = text, .end = text + len, .line = text };
}

/* A comment of the languages that configuration is written in. */
static bool is_comment(const char *at, const char *end)
{
	return at < end && (*at == '#' || *at == ';' ||
			    (end - at > 2 && at[0] == '/' && at[1] == '/' && at[2] == ' '));
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
		if (*c == '#' && c > at && is_one_of(c[-1], SPACE))
			value.end = c;
	while (value.end > value.at && is_one_of(value.end[-1], SPACE))
		value.end--;
	return value;
}

/* How a value stands behind its name. */
enum sign { SIGN_NONE, SIGN_EQUALS, SIGN_COLON, SIGN_SPACE, SIGN_TAG };

struct place {
	enum sign sign;
	const char *at; /* where the value begins */
	bool spaced;	/* there is space before the sign */
	bool first;	/* the name is the line's first word */
	bool name_quoted;
};

/* Without quotes. */
static struct span bare(const struct place *p, const struct password_text *t)
{
	struct span value = { p->at, p->at };

	if (p->sign == SIGN_TAG)
		value.end = until(p->at, t->end, "<\r\n");
	else if (p->first && (p->sign == SIGN_COLON || (p->sign == SIGN_EQUALS && p->spaced)))
		return rest_of_line(p->at, t->end);
	else if (p->sign == SIGN_SPACE || (p->first && p->sign == SIGN_EQUALS))
		value.end = until(p->at, t->end, WHITE "\"'`");
	else
		value.end = until(p->at, t->end, WHITE "\"'`,;&)]}|<>\\");
	return value;
}

/* What only a text has in place of a password: the name of a type, of the field itself, code. */
static bool is_of_text(const struct span *name, const struct span *value)
{
	static const char *const types[] = {
		"string", "str",      "text",	  "password", "secret",
		"bool",	  "optional", "required", "type",     "bytes"
	};
	size_t len = (size_t)(name->end - name->at);
	const char *dot;

	for (size_t i = 0; i < ARRAY_LEN(types); i++)
		if (is_word(value, types[i]))
			return true;
	for (const char *c = value->at; c < value->end; c++)
		if (is_one_of(*c, "(["))
			return true;
	if ((size_t)(value->end - value->at) < len ||
	    strncasecmp(value->end - len, name->at, len) != 0)
		return false;
	dot = value->end - len;
	return dot == value->at || dot[-1] == '.' || dot[-1] == '_' || dot[-1] == '-';
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

/* The value at a place. Return: false when there is none that a program would take for one. */
static bool value_at(const struct place *p, const struct password_text *t, const struct span *name,
		     struct span *value)
{
	const char *quote = skip(p->at, t->end, "\\");

	if (quote < t->end && is_one_of(*quote, "\"'"))
		return quoted(p->at, t->end, value);
	*value = bare(p, t);
	if (is_of_text(name, value) || is_one_of(*p->at, "|>&!{["))
		return false;
	if (p->sign == SIGN_SPACE)
		return !is_plain_word(value) || !goes_on(value, t->end);
	if (p->sign != SIGN_COLON)
		return true;
	return p->first ? !has_words(*value, 3) : !goes_on(value, t->end);
}

/* "name": X ... "value": Y, in lists of variables, of properties and of headers. */
static bool value_member(const char *at, const char *end, const char **value)
{
	const char *most = end - at > AHEAD_MAX ? at + AHEAD_MAX : end;

	at = skip(at, most, WHITE ",\"'\\");
	if (most - at < 6 || strncmp(at, "value", 5) != 0)
		return false;
	at = skip(at + 5, most, "\"'\\");
	at = skip(at, most, SPACE);
	if (at >= most || !is_one_of(*at, ":="))
		return false;
	*value = skip(at + 1, end, SPACE);
	return *value < end;
}

/* Programs' own words, whose value follows without a sign. */
static bool is_directive(const struct password_text *t, const struct span *name, bool first)
{
	static const char *const firsts[] = { "requirepass", "masterauth", "auth_pass",
					      "sasl_passwd" };

	if (is_word(name, "password"))
		return t->since_login >= 2 && t->since_login <= 3;
	for (size_t i = 0; first && i < ARRAY_LEN(firsts); i++)
		if (is_word(name, firsts[i]))
			return true;
	return is_word(name, "insecure-password");
}

/* What stands behind a name. */
static struct place place_behind(const struct password_text *t, const struct span *name, bool first)
{
	struct place p = { .first = first };
	const char *at = skip(name->end, t->end, "\\"), *sign;

	if (at < t->end && is_one_of(*at, "\"'")) {
		p.name_quoted = true;
		at++;
	} else {
		at = name->end;
	}
	if (at < t->end && *at == '>' && name->at > t->begin && name->at[-1] == '<') {
		p.sign = SIGN_TAG;
		p.at = at + 1;
		return p;
	}
	if (value_member(at, t->end, &p.at)) {
		p.sign = SIGN_COLON;
		p.first = false;
		return p;
	}
	sign = skip(at, t->end, SPACE);
	p.spaced = sign > at;
	if (sign < t->end && is_one_of(*sign, ":=")) {
		p.sign = *sign == '=' ? SIGN_EQUALS : SIGN_COLON;
		sign = skip(sign + 1, t->end, "=>");
		p.at = skip(sign, t->end, SPACE);
	} else if (p.spaced && !p.name_quoted && sign < t->end &&
		   ((*name->at == '-' && *sign != '-') || is_directive(t, name, first))) {
		p.sign = SIGN_SPACE;
		p.at = sign;
	}
	if (p.sign && (p.at >= t->end || is_one_of(*p.at, "\r\n")))
		p.sign = SIGN_NONE;
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
	*out = (struct password){ field[4], (size_t)(end - field[4]), "a password" };
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
	const char *value = skip(name->end, t->end, SPACE);
	const char *end = until(value, t->end, WHITE "\"'`,;&)]}|<>\\");

	if (value == name->end || !password_in_scheme(name->at, (size_t)(end - name->at), out))
		return false;
	t->at = end;
	return true;
}

/* The name at @t->at, which moves behind it or behind the value. */
static bool next_name(const struct password_names *names, struct password_text *t,
		      struct password *out)
{
	struct span name = { t->at, t->at }, value;
	bool first = !t->first || is_word(&(struct span){ t->first, t->at }, "export ");
	struct place p;
	size_t len;

	while (name.end < t->end && is_name(*name.end))
		name.end++;
	len = (size_t)(name.end - name.at);
	if (!t->first && skip(name.at, name.end, "-") < name.end)
		t->first = name.at;
	t->at = name.end;
	if (is_word(&name, "basic") || is_word(&name, "bearer"))
		return next_scheme(t, &name, out);
	if (!password_named(names, name.at, len)) {
		remember(t, &name);
		return false;
	}
	p = place_behind(t, &name, first);
	if (p.sign == SIGN_NONE)
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
	if (!first)
		t->at = value.end;
	return names->urls && !first && password_in_url(value.at, len, out);
}

/* At the begin of a line. Return: whether all of it is found. */
static bool begin_line(struct password_text *t, struct password *out)
{
	const char *from = skip(t->line, t->end, SPACE);

	t->looked = true;
	t->first = NULL;
	if (is_comment(from, t->end)) {
		t->at = until(from, t->end, "\n");
		return false;
	}
	if (!in_pgpass(t, out))
		return false;
	t->at = out->at + out->len;
	return true;
}

/* What is no name. */
static bool next_mark(const struct password_names *names, struct password_text *t,
		      struct password *out)
{
	char c = *t->at++;

	if (!t->first && !is_one_of(c, WHITE "\"'"))
		t->first = t->at;
	if (c == '\n') {
		t->line = t->at;
		t->looked = false;
	}
	if (!names->urls || c != ':' || t->end - t->at <= 2 || strncmp(t->at, "//", 2) != 0 ||
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
	return found;
}
