/* SPDX-License-Identifier: Apache-2.0 */
/* apparmor_text.c - statements of words, ended by a comma, a line break or a block.
 *
 * What a comma or a brace means hangs on where it stands: alternatives of a path ("/{usr/,}bin")
 * are glued to it, a block's brace has a blank behind it. Each byte is looked at a fixed number of
 * times; nothing recurses.
 */
#include "k8s/apparmor_text.h"

#include <string.h>

/* A profile that rules are still added to. */
struct draft {
	struct apparmor_profile profile;
	const struct apparmor_rule **end;
	struct at *rules_at; /* NULL before the first */
	int count;
};

struct frame {
	struct draft *draft; /* NULL outside of all profiles */
	bool deny, audit, owner;
	unsigned line, column; /* of the block, for when it is not closed */
};

struct parser {
	struct arena *a;
	struct err *err;
	const char *at, *end;
	unsigned line, column;
	const struct at *place; /* of everything, or NULL */
	struct at *profiles_at;
	char *scratch; /* a word in the making; as long as the text */

	struct apparmor_text *out;
	const struct apparmor_profile **profile_end;
	const struct apparmor_variable **variable_end;
	size_t profile_count, rule_count, variable_count;
	struct draft *loose; /* rules outside of profiles; NULL while there are none */
	struct frame frames[APPARMOR_DEEP];
	size_t depth;
};

/* The ends of a statement. */
enum ending { END_RULE, END_OPEN, END_CLOSE, END_TEXT };

struct statement {
	const char **words;
	size_t count, room;
	unsigned line, column;
	bool to_line_end;
};

static int fault(const struct parser *p, unsigned line, unsigned column, const char *what)
{
	return err_set(p->err, ERR_INPUT, "%u:%u: %s", line, column, what);
}

static int no_memory(const struct parser *p)
{
	return arena_error(p->a, p->err);
}

static char peek(const struct parser *p)
{
	return (char)(p->at < p->end ? *p->at : '\0');
}

static char peek_next(const struct parser *p)
{
	return (char)(p->at + 1 < p->end ? p->at[1] : '\0');
}

static void step(struct parser *p)
{
	char c = *p->at++;

	if (c == '\n') {
		p->line++;
		p->column = 1;
	} else if (((unsigned char)c & 0xc0) != 0x80) {
		p->column++;
	}
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\f' || c == '\v';
}

/* The end of the text counts: a NUL is in no text. */
static bool is_blank_or_end(char c)
{
	return is_blank(c) || c == '\0' || c == '#';
}

static bool has_word(const char *text, size_t len, const char *word)
{
	size_t n = strlen(word);

	return len >= n && memcmp(text, word, n) == 0 &&
	       (len == n || is_blank(text[n]) || strchr("<\"", text[n]));
}

/* "#include" is how includes were written at first. */
static bool at_comment(const struct parser *p)
{
	return peek(p) == '#' && !has_word(p->at, (size_t)(p->end - p->at), "#include");
}

/* Up to the line's end, which stays. */
static void skip_line(struct parser *p)
{
	while (p->at < p->end && *p->at != '\n')
		step(p);
}

static void skip_blanks(struct parser *p, bool stay_in_line)
{
	while (p->at < p->end) {
		if (at_comment(p))
			skip_line(p);
		else if (!is_blank(*p->at) || (stay_in_line && *p->at == '\n'))
			return;
		else
			step(p);
	}
}

/* A brace that opens a block, and no alternatives of a path. */
static bool at_block(const struct parser *p)
{
	return peek(p) == '{' && is_blank_or_end(peek_next(p));
}

static void put(struct parser *p, size_t *len)
{
	p->scratch[(*len)++] = *p->at;
	step(p);
}

/* "...", without the quotes. */
static int read_quoted(struct parser *p, size_t *len)
{
	unsigned line = p->line, column = p->column;

	step(p);
	while (p->at < p->end && *p->at != '"') {
		if (*p->at == '\\' && p->at + 1 < p->end)
			put(p, len);
		put(p, len);
	}
	if (p->at == p->end)
		return fault(p, line, column, "a quote that is not closed");
	step(p);
	return 0;
}

/* (...), with the brackets; runs of blanks become one. */
static int read_group(struct parser *p, size_t *len)
{
	unsigned line = p->line, column = p->column;
	size_t depth = 0;

	do {
		if (p->at == p->end)
			return fault(p, line, column, "a bracket that is not closed");
		if (is_blank(*p->at)) {
			p->scratch[(*len)++] = ' ';
			while (p->at < p->end && is_blank(*p->at))
				step(p);
			continue;
		}
		depth += *p->at == '(';
		depth -= *p->at == ')';
		if (*p->at == '"') {
			if (read_quoted(p, len) < 0)
				return -1;
			continue;
		}
		put(p, len);
	} while (depth);
	return 0;
}

/* How deep a word is in alternatives and sets of its path. */
struct nesting {
	size_t braces;
	bool in_set;
};

static bool ends_word(const struct parser *p, const struct nesting *in)
{
	char c = *p->at;

	if (is_blank(c))
		return true;
	if (c == ',')
		return !in->braces && !in->in_set;
	if (c == '{')
		return !in->braces && at_block(p);
	return c == '}' && !in->braces;
}

static int read_part(struct parser *p, struct nesting *in, size_t *len)
{
	char c = *p->at;

	if (c == '"')
		return read_quoted(p, len);
	if (c == '(' && !in->braces)
		return read_group(p, len);
	if (c == '\\' && p->at + 1 < p->end)
		put(p, len);
	else if (c == '{')
		in->braces++;
	else if (c == '}')
		in->braces--;
	else if (c == '[')
		in->in_set = true;
	else if (c == ']')
		in->in_set = false;
	put(p, len);
	return 0;
}

/* Blanks around "=" of a condition: "set = (term)". */
static bool goes_on(struct parser *p, const struct statement *s, size_t len)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz_";
	const char *at = p->at;
	size_t name = 0;

	while (name < len && p->scratch[name] && strchr(letters, p->scratch[name]))
		name++;
	if (s->to_line_end || !name)
		return false;
	if (name == len - 1 && p->scratch[name] == '=') {
		skip_blanks(p, false);
		return p->at < p->end && !strchr(",{}", *p->at);
	}
	if (name < len)
		return false;
	while (at < p->end && (*at == ' ' || *at == '\t'))
		at++;
	if (at == p->end || *at != '=' || at == p->at)
		return false;
	while (p->at < at)
		step(p);
	return true;
}

static int add_word(struct parser *p, struct statement *s, size_t len)
{
	if (s->count == APPARMOR_WORDS_MAX)
		return err_set(p->err, ERR_LIMIT, "%u:%u: a rule of more than %d words", s->line,
			       s->column, APPARMOR_WORDS_MAX);
	if (s->count == s->room) {
		size_t room = s->room ? 2 * s->room : 8;
		const char **words = arena_alloc(p->a, room * sizeof(*words));

		if (!words)
			return no_memory(p);
		if (s->count)
			memcpy(words, s->words, s->count * sizeof(*words));
		s->words = words;
		s->room = room;
	}
	s->words[s->count] = arena_strndup(p->a, p->scratch, len);
	return s->words[s->count++] ? 0 : no_memory(p);
}

static int read_word(struct parser *p, struct statement *s)
{
	struct nesting in = { 0 };
	size_t len = 0;

	do
		while (p->at < p->end && !ends_word(p, &in))
			if (read_part(p, &in, &len) < 0)
				return -1;
	while (goes_on(p, s, len));
	return add_word(p, s, len);
}

static bool is_variable(const char *word)
{
	return word[0] == '@' && word[1] == '{' && strchr(word, '}');
}

/* Whether a statement that begins so ends with its line: includes, and variables that are set. */
static bool ends_with_line(const struct parser *p, const char *word)
{
	const char *at = p->at, *behind;

	if (strcmp(word, "include") == 0 || strcmp(word, "#include") == 0 ||
	    strncmp(word, "#include<", 9) == 0 || *word == '$')
		return true;
	if (!is_variable(word))
		return false;
	behind = strchr(word, '}') + 1;
	while (at < p->end && (*at == ' ' || *at == '\t'))
		at++;
	if (*behind == '\0' && at < p->end)
		return *at == '=' || (*at == '+' && at + 1 < p->end && at[1] == '=');
	return *behind == '=' || (*behind == '+' && behind[1] == '=');
}

/* Return: an ending, or -1. */
static int read_statement(struct parser *p, struct statement *s)
{
	for (;;) {
		skip_blanks(p, s->to_line_end);
		if (!s->count) {
			s->line = p->line;
			s->column = p->column;
		}
		if (p->at == p->end)
			return s->count ? END_RULE : END_TEXT;
		if (s->to_line_end && *p->at == '\n')
			return END_RULE;
		if (*p->at == ',') {
			step(p);
			if (s->count)
				return END_RULE;
			continue;
		}
		if (*p->at == '}') {
			if (s->count)
				return END_RULE;
			step(p);
			return END_CLOSE;
		}
		if (at_block(p)) {
			step(p);
			return END_OPEN;
		}
		if (read_word(p, s) < 0)
			return -1;
		if (s->count == 1)
			s->to_line_end = ends_with_line(p, s->words[0]);
	}
}

static const struct keyword {
	const char *word;
	enum apparmor_kind kind;
} keywords[] = {
	{ "file", APPARMOR_FILE },
	{ "link", APPARMOR_LINK },
	{ "network", APPARMOR_NETWORK },
	{ "capability", APPARMOR_CAPABILITY },
	{ "ptrace", APPARMOR_PTRACE },
	{ "signal", APPARMOR_SIGNAL },
	{ "mount", APPARMOR_MOUNT },
	{ "remount", APPARMOR_REMOUNT },
	{ "umount", APPARMOR_UMOUNT },
	{ "unmount", APPARMOR_UMOUNT },
	{ "pivot_root", APPARMOR_PIVOT_ROOT },
	{ "unix", APPARMOR_UNIX },
	{ "dbus", APPARMOR_DBUS },
	{ "change_profile", APPARMOR_CHANGE_PROFILE },
	{ "userns", APPARMOR_USERNS },
	{ "mqueue", APPARMOR_MQUEUE },
	{ "io_uring", APPARMOR_IO_URING },
	{ "set", APPARMOR_RLIMIT },
	{ "rlimit", APPARMOR_RLIMIT },
	{ "all", APPARMOR_ALL },
	{ "include", APPARMOR_INCLUDE },
	{ "#include", APPARMOR_INCLUDE },
	{ "abi", APPARMOR_ABI },
	{ "alias", APPARMOR_ALIAS },
};

static const struct keyword *keyword_find(const char *word)
{
	for (size_t i = 0; i < ARRAY_LEN(keywords); i++)
		if (strcmp(word, keywords[i].word) == 0)
			return &keywords[i];
	return NULL;
}

/* Takes qualifiers off the front. Return: how many there are. */
static size_t take_qualifiers(const struct statement *s, bool *deny, bool *audit, bool *owner)
{
	size_t i = 0;

	for (; i < s->count; i++) {
		const char *word = s->words[i];

		if (strcmp(word, "deny") == 0)
			*deny = true;
		else if (strcmp(word, "audit") == 0)
			*audit = true;
		else if (strcmp(word, "owner") == 0)
			*owner = true;
		else if (strcmp(word, "allow") != 0 && strcmp(word, "other") != 0 &&
			 strcmp(word, "quiet") != 0 && strncmp(word, "priority=", 9) != 0)
			break;
	}
	return i;
}

static bool is_path(const char *word)
{
	return *word == '/' || *word == '{' || (word[0] == '@' && word[1] == '{');
}

static bool is_perms(const char *word)
{
	return *word && !word[strspn(word, "rwaklmixXpPuUcCdDbB")];
}

static const char *join(const struct parser *p, const struct statement *s)
{
	size_t len = 1;
	char *text, *to;

	for (size_t i = 0; i < s->count; i++)
		len += strlen(s->words[i]) + 1;
	text = to = arena_alloc(p->a, len);
	if (!text)
		return NULL;
	*to = '\0';
	for (size_t i = 0; i < s->count; i++) {
		if (i)
			*to++ = ' ';
		to = stpcpy(to, s->words[i]);
	}
	return text;
}

/* PATH PERMS or PERMS PATH, and -> TARGET. */
static void fill_file(struct apparmor_rule *rule)
{
	const struct strings *w = &rule->words;
	size_t i = 0;

	if (w->count && strcmp(w->v[0], "subset") == 0)
		i++;
	if (i < w->count && is_path(w->v[i])) {
		rule->path = w->v[i++];
		if (i < w->count && is_perms(w->v[i]))
			rule->perms = w->v[i++];
	} else if (i + 1 < w->count && is_perms(w->v[i])) {
		rule->perms = w->v[i++];
		rule->path = w->v[i++];
	}
	if (i + 1 < w->count && strcmp(w->v[i], "->") == 0)
		rule->target = w->v[i + 1];
}

static void classify(struct apparmor_rule *rule, const struct statement *s, size_t from)
{
	const char *word = from < s->count ? s->words[from] : "";
	const struct keyword *keyword = keyword_find(word);
	bool is_file = is_path(word) ||
		       (is_perms(word) && from + 1 < s->count && is_path(s->words[from + 1]));

	rule->kind = keyword ? keyword->kind : is_file ? APPARMOR_FILE : APPARMOR_OTHER;
	if (strncmp(word, "#include", 8) == 0)
		rule->kind = APPARMOR_INCLUDE;
	from += keyword != NULL;
	rule->words = (struct strings){ true, s->count - from, s->words + from };
	rule->path = rule->perms = rule->target = "";
	if (rule->kind == APPARMOR_FILE || rule->kind == APPARMOR_LINK)
		fill_file(rule);
}

static struct draft *add_profile(struct parser *p, const char *name, const struct statement *s)
{
	struct draft *draft = arena_zalloc(p->a, sizeof(*draft));

	if (!draft) {
		no_memory(p);
		return NULL;
	}
	if (p->profile_count == APPARMOR_PROFILES_MAX) {
		err_set(p->err, ERR_LIMIT, "%u:%u: more than %d profiles", s->line, s->column,
			APPARMOR_PROFILES_MAX);
		return NULL;
	}
	draft->profile =
		(struct apparmor_profile){ .name = name, .line = s->line, .column = s->column };
	draft->profile.at = p->place ? *p->place
				     : (struct at){ .up = p->profiles_at,
						    .name = *name ? name : NULL,
						    .index = (int)p->profile_count };
	draft->end = &draft->profile.rules;
	p->profile_count++;
	*p->profile_end = &draft->profile;
	p->profile_end = &draft->profile.next;
	return draft;
}

/* The profile of the innermost block; of rules outside of all, one without a name. */
static struct draft *profile_here(struct parser *p, const struct statement *s)
{
	if (p->depth && p->frames[p->depth - 1].draft)
		return p->frames[p->depth - 1].draft;
	if (!p->loose)
		p->loose = add_profile(p, "", s);
	return p->loose;
}

static int place_rule(struct parser *p, struct draft *draft, struct apparmor_rule *rule)
{
	*draft->end = rule;
	draft->end = &rule->next;
	if (p->place) {
		rule->at = *p->place;
		return 0;
	}
	if (!draft->rules_at) {
		draft->rules_at = arena_alloc(p->a, sizeof(*draft->rules_at));
		if (!draft->rules_at)
			return no_memory(p);
		*draft->rules_at = (struct at){ .up = &draft->profile.at, .key = "rules" };
	}
	rule->at = (struct at){ .up = draft->rules_at, .index = draft->count };
	draft->count++;
	return 0;
}

static int add_variable(struct parser *p, const struct statement *s)
{
	struct apparmor_variable *variable = arena_zalloc(p->a, sizeof(*variable));
	const char *word = s->words[0], *behind = strchr(word, '}') + 1;
	const char **values = arena_alloc(p->a, (s->count + 1) * sizeof(*values));
	size_t count = 0;

	if (!variable || !values)
		return no_memory(p);
	if (p->variable_count++ == APPARMOR_VARIABLES_MAX)
		return err_set(p->err, ERR_LIMIT, "%u:%u: more than %d variables", s->line,
			       s->column, APPARMOR_VARIABLES_MAX);
	variable->name = arena_strndup(p->a, word, (size_t)(behind - word));
	if (!variable->name)
		return no_memory(p);
	for (size_t i = 0; i < s->count; i++) {
		const char *value = i ? s->words[i] : behind;

		/* "=" may be glued to what is on either side. */
		if (i < 2)
			value += strspn(value, "+=");
		if (*value)
			values[count++] = value;
	}
	variable->values = (struct strings){ true, count, values };
	*p->variable_end = variable;
	p->variable_end = &variable->next;
	return 0;
}

static int add_rule(struct parser *p, const struct statement *s)
{
	struct apparmor_rule *rule;
	struct draft *draft;
	size_t from;

	if (s->to_line_end && *s->words[0] == '$')
		return 0; /* a switch for "if": both ways are looked into */
	if (s->to_line_end && is_variable(s->words[0]))
		return add_variable(p, s);
	if (p->rule_count++ == APPARMOR_RULES_MAX)
		return err_set(p->err, ERR_LIMIT, "%u:%u: more than %d rules", s->line, s->column,
			       APPARMOR_RULES_MAX);
	rule = arena_zalloc(p->a, sizeof(*rule));
	if (!rule)
		return no_memory(p);
	if (p->depth) {
		rule->deny = p->frames[p->depth - 1].deny;
		rule->audit = p->frames[p->depth - 1].audit;
		rule->owner = p->frames[p->depth - 1].owner;
	}
	from = take_qualifiers(s, &rule->deny, &rule->audit, &rule->owner);
	classify(rule, s, from);
	rule->text = join(p, s);
	rule->line = s->line;
	rule->column = s->column;
	if (!rule->text)
		return no_memory(p);
	/* In front of all profiles these are about the file. */
	if (!p->depth && !p->loose && rule->kind >= APPARMOR_INCLUDE)
		return 0;
	draft = profile_here(p, s);
	return draft ? place_rule(p, draft, rule) : -1;
}

/* The words between the brackets of "flags=(a, b)". */
static int take_flags(struct parser *p, const char *group, struct strings *flags)
{
	const char **v = arena_alloc(p->a, (strlen(group) + 1) * sizeof(*v));

	if (!v)
		return no_memory(p);
	*flags = (struct strings){ .set = true, .v = v };
	while (*group) {
		size_t len;

		group += strspn(group, "(), ");
		len = strcspn(group, "(), ");
		if (!len)
			break;
		v[flags->count] = arena_strndup(p->a, group, len);
		if (!v[flags->count++])
			return no_memory(p);
		group += len;
	}
	return 0;
}

static const char *name_within(const struct parser *p, const char *name)
{
	const struct draft *outer = p->depth ? p->frames[p->depth - 1].draft : NULL;

	return outer ? arena_printf(p->a, "%s//%s", outer->profile.name, name) : name;
}

static int open_profile(struct parser *p, const struct statement *s, size_t i, struct draft **out)
{
	const char *word = s->words[i], *name;

	if (strcmp(word, "profile") == 0 || strcmp(word, "hat") == 0)
		i++;
	if (i == s->count)
		return fault(p, s->line, s->column, "a profile without a name");
	word = s->words[i++];
	name = name_within(p, *word == '^' ? word + 1 : word);
	if (!name)
		return no_memory(p);
	*out = add_profile(p, name, s);
	if (!*out)
		return -1;
	for (; i < s->count; i++) {
		bool keyed = strncmp(s->words[i], "flags=", 6) == 0;

		if ((keyed || s->words[i][0] == '(') &&
		    take_flags(p, s->words[i] + (keyed ? 6 : 0), &(*out)->profile.flags) < 0)
			return -1;
	}
	return 0;
}

static int open_block(struct parser *p, const struct statement *s)
{
	struct frame frame = { 0 };
	size_t i;

	if (p->depth == APPARMOR_DEEP)
		return err_set(p->err, ERR_LIMIT, "%u:%u: blocks are nested too deep", s->line,
			       s->column);
	if (p->depth)
		frame = p->frames[p->depth - 1];
	frame.line = s->line;
	frame.column = s->column;
	i = take_qualifiers(s, &frame.deny, &frame.audit, &frame.owner);
	if (s->count == 0)
		return fault(p, s->line, s->column, "a block of nothing");
	if (i < s->count && strcmp(s->words[i], "if") != 0 && strcmp(s->words[i], "else") != 0) {
		frame.deny = frame.audit = frame.owner = false;
		if (open_profile(p, s, i, &frame.draft) < 0)
			return -1;
	}
	p->frames[p->depth++] = frame;
	return 0;
}

static int close_block(struct parser *p)
{
	if (!p->depth)
		return fault(p, p->line, p->column > 1 ? p->column - 1 : 1,
			     "a brace that closes nothing");
	p->depth--;
	return 0;
}

static int parse(struct parser *p)
{
	for (;;) {
		struct statement s = { 0 };
		int ending = read_statement(p, &s), result = 0;

		if (ending < 0)
			return -1;
		if (ending == END_TEXT)
			break;
		if (ending == END_RULE)
			result = add_rule(p, &s);
		else if (ending == END_OPEN)
			result = open_block(p, &s);
		else
			result = close_block(p);
		if (result < 0)
			return -1;
	}
	if (p->depth)
		return fault(p, p->frames[p->depth - 1].line, p->frames[p->depth - 1].column,
			     "a block that is not closed");
	return 0;
}

static int make_places(struct parser *p)
{
	struct at *root;

	p->scratch = arena_alloc(p->a, (size_t)(p->end - p->at) + 1);
	if (!p->scratch)
		return no_memory(p);
	if (p->place)
		return 0;
	root = arena_zalloc(p->a, sizeof(*root));
	p->profiles_at = arena_zalloc(p->a, sizeof(*p->profiles_at));
	if (!root || !p->profiles_at)
		return no_memory(p);
	root->key = "";
	*p->profiles_at = (struct at){ .up = root, .key = "profiles" };
	return 0;
}

int apparmor_parse(struct arena *a, const char *text, size_t len, const struct at *at,
		   struct apparmor_text *out, struct err *err)
{
	struct parser p = { .a = a,
			    .err = err,
			    .at = text,
			    .end = text + len,
			    .line = 1,
			    .column = 1,
			    .place = at,
			    .out = out };

	*out = (struct apparmor_text){ 0 };
	p.profile_end = &out->profiles;
	p.variable_end = &out->variables;
	if (len > APPARMOR_TEXT_MAX)
		return err_set(err, ERR_LIMIT, "1:1: a profile of more than %zu bytes",
			       APPARMOR_TEXT_MAX);
	if (memchr(text, '\0', len))
		return fault(&p, 1, 1, "a NUL byte");
	if (make_places(&p) < 0 || parse(&p) < 0)
		return -1;
	return 0;
}

bool apparmor_opens(const char *line, size_t len)
{
	bool has_brace = len && memchr(line, '{', len);

	if (has_word(line, len, "#include") || has_word(line, len, "include") ||
	    has_word(line, len, "abi"))
		return memchr(line, '<', len) || memchr(line, '"', len);
	if (has_word(line, len, "profile") || has_word(line, len, "hat") ||
	    has_word(line, len, "alias"))
		return !memchr(line, ':', len) || has_brace;
	if (len > 2 && line[0] == '@' && line[1] == '{')
		return memchr(line, '=', len) || line[len - 1] == '{';
	if (len && (line[0] == '/' || (line[0] == '"' && line[1] == '/')))
		return has_brace;
	return false;
}
