/* SPDX-License-Identifier: Apache-2.0 */
/* password.h - values that stand for a password by the name they go under, and passwords in URLs:
 * in pairs of name and value, within texts, on command lines.
 *
 * Unlike credential.h this can only tell by circumstances. It rather finds too little: what could
 * be the name of a file, a reference or a switch is none. What is found is told by where it stands,
 * so that who hides it hides exactly that. Nothing is copied. Everything is linear in its input.
 */
#ifndef KUBEVET_POLICY_PASSWORD_H
#define KUBEVET_POLICY_PASSWORD_H

#include <stdbool.h>

#include "k8s/field.h"

/* Globs of names, in capitals, with _ for - and "."; X makes an item of each but the first. */
/* clang-format off */
#define PASSWORD_OTHER_NAMES(X) \
	X("*PASSWD") X("*PASSPHRASE") X("*REQUIREPASS") X("PASS") \
	X("*_PASS") X("*DBPASS") X("*USERPASS") X("*ADMINPASS") \
	X("*ROOTPASS") X("*STOREPASS") X("*KEYPASS") X("*MASTERAUTH") \
	X("*PWD") X("*_PW") X("*BINDPW") X("*ROOTPW") X("*PASSCODE") \
	X("REDISCLI_AUTH") X("_AUTHTOKEN")
#define PASSWORD_OTHER_RANDOM(X) \
	X("*SECRET_KEY") X("*SECRETKEY") X("*TOKEN") X("*API_KEY") \
	X("*APIKEY") X("*ACCESS_KEY") X("*ACCESSKEY") \
	X("*PRIVATE_KEY") X("*PRIVATEKEY")
/* clang-format on */
#define PASSWORD_JSON(glob) ", \"" glob "\""

/* The same as defaults of parameters. */
#define PASSWORD_NAMES		 "[\"*PASSWORD\"" PASSWORD_OTHER_NAMES(PASSWORD_JSON) "]"
#define PASSWORD_NAMES_OF_RANDOM "[\"*SECRET\"" PASSWORD_OTHER_RANDOM(PASSWORD_JSON) "]"

/* What is looked for. */
struct password_names {
	const struct strings *names;  /* globs: whatever stands under such a name */
	const struct strings *random; /* globs: what looks generated */
	const struct strings *exempt; /* globs of names that are not judged; NULL: none */
	bool urls;
};

/** password_names_default() - those of the macros above, and URLs. */
const struct password_names *password_names_default(void);

enum password_kind { PASSWORD_WORD, PASSWORD_SECRET, PASSWORD_IN_URL, PASSWORD_IN_HEADER };

/* One that was found. */
struct password {
	const char *at; /* in what was searched */
	size_t len;
	enum password_kind kind;
};

/** password_kind_text() - "a password", "a secret", ...: a value for findings. */
const char *password_kind_text(enum password_kind kind);

/** password_is_literal() - whether @value could be a password as it is: no reference like $(A) or
 * ${A}, no path, no URL, no switch like "true", and not empty. */
bool password_is_literal(const char *value, size_t len);

/** password_is_random() - whether @value has the look of a generated secret: long, of mixed
 * characters, no name. */
bool password_is_random(const char *value, size_t len);

/** password_behind_scheme() - the first of these within a text: Authorization: Bearer 0a1b... */
bool password_behind_scheme(const char *text, size_t len, struct password *out);

/** password_is_basic() - user:password in base64, as a header has it. */
bool password_is_basic(const char *value, size_t len);

/** password_is_token() - letters and digits that are no word, as a header may have them. */
bool password_is_token(const char *value, size_t len);

/** password_named() - whether @name is one of those, and not exempt. Need not be terminated:
 * DB_PASSWORD, db-password, --db.password */
bool password_named(const struct password_names *names, const char *name, size_t len);

/** password_exempt() - whether a name is exempt. */
bool password_exempt(const struct password_names *names, const char *name, size_t len);

/** password_in_authority() - user:password@host, as it follows "://" */
bool password_in_authority(const char *authority, size_t max, struct password *out);

/** password_in_scheme() - what stands behind the scheme in a header of HTTP: Basic eDp5 */
bool password_in_scheme(const char *value, size_t len, struct password *out);

/** password_in_url() - the first password in a URL in a text: amqp://user:pass@host. */
bool password_in_url(const char *text, size_t len, struct password *out);

/** password_of() - whether all of @value is one because of its name, as in password_named(). */
bool password_of(const struct password_names *names, const char *name, size_t name_len,
		 const char *value, size_t len, struct password *out);

/** password_header() - the same for a header of HTTP: Authorization: Basic ..., X-Api-Key: ... */
bool password_header(const struct password_names *names, const char *name, size_t name_len,
		     const char *value, size_t len, struct password *out);

/* Where the search in a text is. */
struct password_text {
	const char *begin, *at, *end;
	const char *line;  /* the begin of the line that @at is in */
	const char *first; /* where the first name of that line is */
	const char *done;  /* behind the one that was found last */
	bool looked;	   /* at the line as a whole */
	bool endless;	   /* no comment of XML ends any more */
	bool word;	   /* it is one word of a command line: --password=all of it */
	int since_login;   /* names since "login": .netrc has no other mark */
};

/** password_text() - a search from the begin; the text stays the caller's. */
struct password_text password_text(const char *text, size_t len);

/**
 * password_next() - the next one in a text
 *
 * "name: value" and name=value as programs' files, shells, JSON, YAML and XML have them, options
 * like --name value, directives of known programs, lines of .netrc and .pgpass, headers, URLs.
 * Comments are not looked into, and sentences are none: "password: at least eight characters".
 *
 * Return: false at the end.
 */
bool password_next(const struct password_names *names, struct password_text *t,
		   struct password *out);

/* Where the search in a command is. */
struct password_command {
	const struct password_client *client; /* whose options the words are */
	const char *option;		      /* the one that the next word belongs to */
	size_t option_len;
	int way;	      /* where in the next word the password is */
	int operands, behind; /* @behind: a subcommand, counted from 1 */
	bool begun, shell, script, login;
	bool behind_option; /* of what runs the program: sudo -u */
	bool batch;	    /* htpasswd -b: an operand is the password */
};

/* Where the search on a command line is. */
struct password_line {
	const struct strings *words[2]; /* one behind the other; NULL: none */
	size_t next;
	size_t index;	/* of the word that the last one stands in, counted through */
	const char *at; /* within a script that is such a word; NULL: between words */
	/* Of a script within that one: sh -c "sh -c '...'", and where to go on behind it. */
	const char *end, *behind;
	struct password_command command, outer; /* @outer: while @at is in a script */
};

/**
 * password_line_next() - the next one on a command line that a word alone does not tell
 * @l: begins as { .words = { command, args } }
 *
 * Options of known clients (mysql -pX, curl -u user:X, redis-cli -a X), options that have their
 * value in the next word (--password X); the same in the script of sh -c. What a word tells by
 * itself is found by password_next() on each.
 *
 * Return: false at the end.
 */
bool password_line_next(const struct password_names *names, struct password_line *l,
			struct password *out);

/** password_script() - the search in a text as in the script of a shell; the text is borrowed. */
struct password_line password_script(const char *text);

/** password_in_text() - the first one in a text that either search finds: password_next(), or
 * password_line_next() in it as a script. */
bool password_in_text(const struct password_names *names, const char *text, struct password *out);

#endif
