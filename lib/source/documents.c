/* SPDX-License-Identifier: Apache-2.0 */
/* documents.c - reading, cutting, parsing.
 *
 * Cutting at a line that begins with "---" is exact: YAML allows such a line nowhere inside a
 * document, not even in a string. Directives and comments in front of the first such line belong to
 * what follows.
 *
 * As for kubectl, a byte order mark may stand in front of the text and of each document, and UTF-16
 * is read behind its own. Places are those of the text without it.
 */
#include "source/documents.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/text.h"

#define READ_LEAST ((size_t)64 * 1024)
#define ARENA_MAX  ((size_t)1024 * 1024 * 1024)

const struct json_limits documents_limits = {
	.bytes = (size_t)64 * 1024 * 1024,
	.depth = 100,
	.values = 4000000,
};

struct documents {
	int fd;
	bool strict_json, ended, eof;
	bool begun; /* the mark of the text, if any, was seen */
	enum text_mark mark;
	struct buf raw; /* UTF-16 on its way into @text */
	const struct json_limits *limits;
	struct arena *a;
	struct buf text;	 /* what was read; up to @start it is done with */
	size_t start, cut;	 /* the current document */
	struct text_place place; /* of @start */
	size_t number;
	struct yaml *yaml; /* reads the current document; NULL when it is JSON or none */
};

static bool ends_in(const char *text, const char *ending)
{
	size_t len = strlen(text), tail = strlen(ending);

	return len >= tail && strcmp(text + len - tail, ending) == 0;
}

static int open_input(const char *path, struct err *err)
{
	int fd;

	if (strcmp(path, "-") == 0)
		return STDIN_FILENO;
	fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	if (fd < 0)
		err_set(err, ERR_SYSTEM, "%s", strerror(errno));
	return fd;
}

struct documents *documents_open(const char *path, const struct json_limits *limits,
				 struct err *err)
{
	struct documents *d = mem_alloc(sizeof(*d));

	if (!d) {
		err_memory(err);
		return NULL;
	}
	*d = (struct documents){ .fd = -1,
				 .strict_json = ends_in(path, ".json"),
				 .limits = limits ? limits : &documents_limits,
				 .place = { 1, 1 } };
	buf_init(&d->text, 2 * d->limits->bytes + 2 * READ_LEAST);
	buf_init(&d->raw, d->limits->bytes + 2 * READ_LEAST);
	d->a = arena_new(ARENA_MAX, err);
	if (d->a)
		d->fd = open_input(path, err);
	if (d->fd >= 0)
		return d;
	documents_close(d);
	return NULL;
}

void documents_close(struct documents *d)
{
	if (!d)
		return;
	if (d->fd > STDIN_FILENO)
		close(d->fd);
	yaml_close(d->yaml);
	buf_fini(&d->text);
	buf_fini(&d->raw);
	arena_free(d->a);
	mem_free(d);
}

void scoped_documents(struct documents **d)
{
	documents_close(*d);
}

static const char *begin(const struct documents *d)
{
	return buf_str(&d->text) + d->start;
}

static size_t left(const struct documents *d)
{
	return d->text.len - d->start;
}

/* Forgets what is done with. */
static void compact(struct documents *d)
{
	if (!d->start)
		return;
	memmove(d->text.data, begin(d), left(d));
	d->text.len -= d->start;
	d->start = 0;
}

/* As for kubectl, a last line without its break gets one: a block scalar there ends in it. */
static void end_last_line(struct documents *d)
{
	if (d->eof && left(d) && d->text.data[d->text.len - 1] != '\n')
		d->text.data[d->text.len++] = '\n'; /* read_more() reserved it */
}

/* Return: as read(). */
static ssize_t read_some(struct documents *d, char *to, size_t want, struct err *err)
{
	ssize_t got;

	do
		got = read(d->fd, to, want);
	while (got < 0 && errno == EINTR);
	if (got < 0)
		err_set(err, ERR_SYSTEM, "%s", strerror(errno));
	d->eof = got == 0;
	return got;
}

/* What is there of the bytes of UTF-16 goes into the text. */
static int decode(struct documents *d, struct err *err)
{
	return text_decode_on(d->mark, &d->raw, d->eof, &d->text, err);
}

static int read_utf16(struct documents *d, size_t want, struct err *err)
{
	char *to = buf_reserve(&d->raw, want);
	ssize_t got;

	if (!to)
		return buf_ok(&d->raw, err) < 0 ? -1 : err_memory(err);
	got = read_some(d, to, want, err);
	if (got < 0)
		return -1;
	d->raw.len += (size_t)got;
	return decode(d, err);
}

/* The first bytes say what the text is written in. */
static int begin_text(struct documents *d, struct err *err)
{
	size_t mark_len;

	if (d->begun || (d->text.len < TEXT_MARK_MAX && !d->eof))
		return 0;
	d->begun = true;
	d->mark = text_mark(buf_str(&d->text), d->text.len, &mark_len);
	if (d->mark != TEXT_UTF16LE && d->mark != TEXT_UTF16BE)
		return 0;
	buf_add(&d->raw, d->text.data + mark_len, d->text.len - mark_len);
	d->text.len = 0;
	return buf_ok(&d->raw, err) < 0 ? -1 : decode(d, err);
}

static int read_utf8(struct documents *d, size_t want, struct err *err)
{
	char *to = buf_reserve(&d->text, want);
	ssize_t got;

	if (!to)
		return buf_ok(&d->text, err) < 0 ? -1 : err_memory(err);
	got = read_some(d, to, want, err);
	if (got < 0)
		return -1;
	d->text.len += (size_t)got;
	return begin_text(d, err);
}

/* Reads on, twice as much as there is, so that a long document costs linear time. Return: 0, -1
 * with @err. */
static int read_more(struct documents *d, struct err *err)
{
	size_t want = left(d) > READ_LEAST ? left(d) : READ_LEAST;
	bool is_utf16 = d->mark == TEXT_UTF16LE || d->mark == TEXT_UTF16BE;

	if (left(d) > d->limits->bytes)
		return err_set(err, ERR_LIMIT, "a document of more than %zu bytes",
			       d->limits->bytes);
	compact(d);
	if ((is_utf16 ? read_utf16(d, want / 2, err) : read_utf8(d, want, err)) < 0)
		return -1;
	if (!buf_reserve(&d->text, 1))
		return buf_ok(&d->text, err) < 0 ? -1 : err_memory(err);
	end_last_line(d);
	d->text.data[d->text.len] = '\0';
	return 0;
}

/* Goes behind @len bytes of the text. */
static void pass(struct documents *d, size_t len)
{
	d->place = text_place_behind(d->place, begin(d), len);
	d->start += len;
}

/* A mark in front of a document, which has no column. */
static int skip_mark(struct documents *d, struct err *err)
{
	size_t mark_len;

	while (left(d) < TEXT_MARK_MAX && !d->eof)
		if (read_more(d, err) < 0)
			return -1;
	if (text_mark(begin(d), left(d), &mark_len) == TEXT_UTF8)
		d->start += mark_len;
	return 0;
}

/* The first byte that is no white space. Return: its offset from the start, -1 with @err; at the
 * end of all, what is left. */
static ssize_t find_content(struct documents *d, struct err *err)
{
	size_t i = 0;

	for (;;) {
		while (i < left(d) && strchr(" \t\r\n", begin(d)[i]) && begin(d)[i])
			i++;
		if (i < left(d) || d->eof)
			return (ssize_t)i;
		if (read_more(d, err) < 0)
			return -1;
	}
}

/* Whether the line begins with @marker, and nothing is glued to it. */
static bool is_marker(const char *line, size_t len, const char *marker)
{
	return len >= 3 && memcmp(line, marker, 3) == 0 && (len == 3 || strchr(" \t\r\n", line[3]));
}

/* A line that can stand in front of a document. */
static bool is_prologue(const char *line, size_t len)
{
	size_t i = 0;

	while (i < len && line[i] && strchr(" \t\r\n", line[i]))
		i++;
	return i == len || line[i] == '#' || line[0] == '%';
}

/* Offset behind the line at @from, its break included. Return: -1 with @err. */
static ssize_t find_line_end(struct documents *d, size_t from, struct err *err)
{
	size_t seen = from;

	for (;;) {
		const char *end =
			seen < left(d) ? memchr(begin(d) + seen, '\n', left(d) - seen) : NULL;

		if (end)
			return end + 1 - begin(d);
		if (d->eof)
			return (ssize_t)left(d);
		seen = left(d);
		if (read_more(d, err) < 0)
			return -1;
	}
}

/* Behind the lines of "..." from @at on: the first ended a document, more of them end nothing, as
 * libyaml has it. Each as a document of its own would be an error and a parser. Return: -1 with
 * @err. */
static ssize_t pass_ends(struct documents *d, size_t at, struct err *err)
{
	for (;;) {
		ssize_t end = find_line_end(d, at, err);

		if (end < 0 || (size_t)end == at ||
		    !is_marker(begin(d) + at, (size_t)end - at, "..."))
			return end < 0 ? -1 : (ssize_t)at;
		at = (size_t)end;
	}
}

/* Sets @cut to the length of the YAML document at the start. */
static int cut_yaml(struct documents *d, struct err *err)
{
	bool opened = false;
	size_t at = 0;

	for (;;) {
		ssize_t end = find_line_end(d, at, err);
		const char *line = begin(d) + at;
		size_t len;

		if (end < 0)
			return -1;
		len = (size_t)end - at;
		if (len && line[len - 1] == '\n')
			len--;
		if (is_marker(line, len, "---") && opened)
			break;
		opened = opened || !is_prologue(line, len);
		if ((size_t)end == at)
			break;
		at = (size_t)end;
		if (opened && is_marker(line, len, "...")) {
			end = pass_ends(d, at, err);
			if (end < 0)
				return -1;
			at = (size_t)end;
			break;
		}
	}
	d->cut = at;
	return 0;
}

/* Whether the line at @at begins with a marker of YAML. Return: 1, 0, -1 with @err. */
static int ends_here(struct documents *d, size_t at, struct err *err)
{
	while (left(d) - at < 4 && !d->eof)
		if (read_more(d, err) < 0)
			return -1;
	return is_marker(begin(d) + at, left(d) - at, "---") ||
	       is_marker(begin(d) + at, left(d) - at, "...");
}

/* The same for JSON: where the brackets close. Text that never closes is cut at its end. Unless
 * all is JSON, a line that ends a document of YAML ends this one too: there is none in JSON, and
 * what turns out to be YAML must not be searched to its end for each of its documents. */
static int cut_json(struct documents *d, struct err *err)
{
	bool in_string = false, escaped = false;
	size_t depth = 0, i = 0;

	for (;; i++) {
		char c;

		if (i == left(d) && !d->eof && read_more(d, err) < 0)
			return -1;
		if (i == left(d))
			break;
		c = begin(d)[i];
		if (!d->strict_json && i && begin(d)[i - 1] == '\n' && (c == '-' || c == '.')) {
			int ends = ends_here(d, i, err);

			if (ends < 0)
				return -1;
			if (ends) {
				d->cut = i;
				return 0;
			}
			c = begin(d)[i];
		}
		if (escaped)
			escaped = false;
		else if (in_string && c == '\\')
			escaped = true;
		else if (c == '"')
			in_string = !in_string;
		else if (!in_string && (c == '{' || c == '['))
			depth++;
		else if (!in_string && (c == '}' || c == ']') && --depth == 0)
			break;
	}
	d->cut = i < left(d) ? i + 1 : i;
	return 0;
}

/* What follows is not JSON's, so it is one fault. */
static int cut_rest(struct documents *d, struct err *err)
{
	while (!d->eof)
		if (read_more(d, err) < 0)
			return -1;
	d->cut = left(d);
	return 0;
}

void documents_split_place(struct err *err, struct text_place *place)
{
	unsigned long line, column;
	char *end = err->text;

	line = strtoul(end, &end, 10);
	if (*end != ':')
		return;
	column = strtoul(end + 1, &end, 10);
	if (strncmp(end, ": ", 2) != 0)
		return;
	*place = (struct text_place){ (unsigned)line, (unsigned)column };
	memmove(err->text, end + 2, strlen(end + 2) + 1);
}

/* Braces of Go's templates, which few texts have that are none. */
static void name_template(const struct documents *d, struct err *err)
{
	const char *open = memmem(begin(d), d->cut, "{{", 2);
	struct err inner = *err;

	if (err->code == ERR_INPUT && open &&
	    memmem(open, d->cut - (size_t)(open - begin(d)), "}}", 2))
		err_set(err, ERR_INPUT,
			"%.300s: looks like a Helm template; render it first: helm template ... | "
			"kubevet check -",
			inner.text);
}

static int fault(struct documents *d, struct document *out, struct err *err)
{
	out->number = ++d->number;
	out->place = (struct text_place){ 0 };
	documents_split_place(err, &out->place);
	return -1;
}

/* There is no telling where the next document would begin. */
static int fatal(struct documents *d, struct document *out)
{
	out->number = d->number + 1;
	out->place = d->place;
	d->ended = true;
	return -1;
}

static int found(struct documents *d, const cJSON *root, struct document *out)
{
	out->root = root;
	out->number = ++d->number;
	out->place = (struct text_place){ yaml_line(root), yaml_column(root) };
	return 1;
}

static int open_yaml(struct documents *d, struct err *err)
{
	d->yaml = yaml_open(begin(d), d->cut, d->limits, err);
	if (!d->yaml)
		return -1;
	yaml_count_from(d->yaml, d->place.line);
	return 0;
}

/* Return: 1, -1 as documents_next(); 0 when the piece that is being read has no more documents. */
static int next_yaml(struct documents *d, struct document *out, struct err *err)
{
	cJSON *root;
	int result;

	do {
		arena_reset(d->a);
		result = yaml_next(d->yaml, d->a, &root, err);
	} while (result == 1 && cJSON_IsNull(root));
	if (result == 1)
		return found(d, root, out);
	yaml_close(d->yaml);
	d->yaml = NULL;
	if (result < 0)
		name_template(d, err);
	pass(d, d->cut);
	return result < 0 ? fault(d, out, err) : 0;
}

/* The bracket at the start opens JSON, or else YAML's flow style. Return: as next_yaml(). */
static int next_json(struct documents *d, struct document *out, struct err *err)
{
	const cJSON *root;

	arena_reset(d->a);
	root = yaml_from_json(d->a, begin(d), d->cut, d->limits, d->place, err);
	if (root || d->strict_json) {
		pass(d, d->cut);
		return root ? found(d, root, out) : fault(d, out, err);
	}
	if (cut_yaml(d, err) < 0 || open_yaml(d, err) < 0)
		return fatal(d, out);
	return 0;
}

/* Passes lines of "---" alone, so that JSON behind one is seen as such. Return: as find_content().
 */
static ssize_t skip_markers(struct documents *d, struct err *err)
{
	for (;;) {
		ssize_t content = skip_mark(d, err) < 0 ? -1 : find_content(d, err), end;
		size_t at = (size_t)content, len;

		if (content < 0 || at == left(d) || begin(d)[at] != '-' ||
		    (at && begin(d)[at - 1] != '\n'))
			return content;
		end = find_line_end(d, at, err);
		if (end < 0)
			return -1;
		len = (size_t)end - at;
		if (!is_marker(begin(d) + at, len, "---") ||
		    !is_prologue(begin(d) + at + 3, len - 3))
			return content;
		pass(d, (size_t)end);
	}
}

/* Begins with the next piece of the text. Return: as documents_next(), or 2 to go on with a piece
 * of YAML. */
static int next_piece(struct documents *d, struct document *out, struct err *err)
{
	ssize_t content = skip_markers(d, err);
	bool bracket;
	int result;

	if (content < 0)
		return fatal(d, out);
	if ((size_t)content == left(d))
		return 0;
	bracket = strchr("{[", begin(d)[content]) && begin(d)[content];
	if (bracket || d->strict_json) {
		pass(d, (size_t)content);
		if ((bracket ? cut_json(d, err) : cut_rest(d, err)) < 0)
			return fatal(d, out);
		result = next_json(d, out, err);
		return result ? result : 2;
	}
	if (cut_yaml(d, err) < 0 || open_yaml(d, err) < 0)
		return fatal(d, out);
	return 2;
}

int documents_next(struct documents *d, struct document *out, struct err *err)
{
	int result = 2;

	while (!d->ended) {
		if (d->yaml) {
			result = next_yaml(d, out, err);
			if (result != 0)
				return result;
		}
		result = next_piece(d, out, err);
		if (result != 2)
			return result;
	}
	return 0;
}

int documents_opening(struct documents *d, bool (*is_it)(const char *line, size_t len))
{
	struct err ignored;
	size_t at = 0;

	if (skip_mark(d, &ignored) < 0)
		return 0;
	for (;;) {
		ssize_t end = find_line_end(d, at, &ignored);
		const char *line = begin(d) + at;
		size_t len;

		if (end < 0 || (size_t)end == at)
			return 0;
		len = (size_t)end - at;
		at = (size_t)end;
		while (len && strchr(" \t\r\n", line[len - 1]) && line[len - 1])
			len--;
		while (len && (*line == ' ' || *line == '\t')) {
			line++;
			len--;
		}
		if (len && (*line != '#' || is_it(line, len)))
			return is_it(line, len);
	}
}

int documents_rest(struct documents *d, const char **text, size_t *len, struct document *out,
		   struct err *err)
{
	if (cut_rest(d, err) < 0)
		return fatal(d, out);
	*text = begin(d);
	*len = left(d);
	*out = (struct document){ .number = ++d->number, .place = d->place };
	d->ended = true;
	return 0;
}
