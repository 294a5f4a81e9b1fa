/* SPDX-License-Identifier: Apache-2.0 */
/* check_ring.c - segments on a real disk: bounded, whole, renamed, picked up again. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <signal.h>
#include <unistd.h>

#include "server/ring.h"
#include "support.h"

#define LINE_BYTES 10000
#define SEGMENT	   (RING_BYTES_MIN / 8)

static char folder[64];

static void make_folder(void)
{
	strcpy(folder, "/tmp/check_ring.XXXXXX");
	ck_assert(mkdtemp(folder) != NULL);
}

static char *path_of(const char *name)
{
	return arena_printf(test_arena(), "%s/%s", folder, name);
}

struct found {
	size_t files, parts, lines, torn;
	int64_t bytes;
	mode_t modes;	 /* all bits that any of them has */
	int first, last; /* number in the first and last line of all */
};

static int by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static void read_segment(const char *path, struct found *out)
{
	size_t len;
	const char *text = read_file(path, &len);
	struct stat st;

	ck_assert(text != NULL && stat(path, &st) == 0);
	out->files++;
	out->bytes += st.st_size;
	out->modes |= st.st_mode & 0777;
	out->parts += strstr(path, ".part") != NULL;
	out->torn += len && text[len - 1] != '\n';
	for (const char *at = text, *end; (end = strchr(at, '\n')); at = end + 1) {
		int number = (int)strtol(at, NULL, 10);

		out->first = out->lines++ ? out->first : number;
		out->last = number;
	}
}

static struct found look(void)
{
	char *names[64] = { NULL };
	size_t count = 0;
	DIR *dir = opendir(folder);
	struct found out = { 0 };

	ck_assert(dir != NULL);
	for (struct dirent *e; (e = readdir(dir));)
		if (e->d_name[0] == 'r' && count < ARRAY_LEN(names))
			names[count++] = path_of(e->d_name);
	closedir(dir);
	qsort(names, count, sizeof(*names), by_name);
	for (size_t i = 0; i < count; i++)
		read_segment(names[i], &out);
	return out;
}

static void remove_folder(void)
{
	DIR *dir = opendir(folder);

	for (struct dirent *e; dir && (e = readdir(dir));)
		if (e->d_name[0] != '.')
			unlink(path_of(e->d_name));
	if (dir)
		closedir(dir);
	rmdir(folder);
}

static struct ring *open_ring(void)
{
	struct err err = { 0 };
	struct ring *ring = ring_open(folder, RING_BYTES_MIN, &err);

	ck_assert_msg(ring != NULL, "%s", err.text);
	return ring;
}

static int add(struct ring *ring, int number, size_t len, struct err *err)
{
	char *line = arena_alloc(test_arena(), len);

	memset(line, '.', len);
	snprintf(line, len, "%08d", number);
	line[8] = '.';
	line[len - 1] = '\n';
	return ring_add(ring, line, len, err);
}

static void add_all(struct ring *ring, int from, int to)
{
	for (int i = from; i < to; i++) {
		struct err err = { 0 };

		ck_assert_msg(add(ring, i, LINE_BYTES, &err) == 0, "%s", err.text);
	}
}

START_TEST(few)
{
	struct ring *ring;
	struct found f;

	make_folder();
	ring = open_ring();
	add_all(ring, 0, 3);
	f = look();
	ck_assert_msg(f.files == 1 && f.parts == 1 && f.lines == 3, "%zu %zu %zu", f.files, f.parts,
		      f.lines);
	ring_close(ring);
	f = look();
	ck_assert_msg(f.files == 1 && f.parts == 0 && f.lines == 3 && f.modes == 0600,
		      "%zu %zu %zu %o", f.files, f.parts, f.lines, f.modes);
	remove_folder();
}
END_TEST

START_TEST(bounded)
{
	struct ring *ring;
	struct found f;

	make_folder();
	ring = open_ring();
	for (int i = 0; i < 500; i += 10) {
		add_all(ring, i, i + 10);
		f = look();
		ck_assert_msg(f.bytes <= RING_BYTES_MIN, "%lld bytes", (long long)f.bytes);
		ck_assert_msg(f.parts == 1 && f.last == i + 9, "%zu %d", f.parts, f.last);
	}
	ring_close(ring);
	f = look();
	ck_assert_msg(f.first == 500 - (int)f.lines && f.torn == 0, "%d of %zu", f.first, f.lines);
	ck_assert_msg(f.bytes > RING_BYTES_MIN * 6 / 8, "%lld bytes", (long long)f.bytes);
	remove_folder();
}
END_TEST

START_TEST(again)
{
	struct ring *ring;
	struct found f;

	make_folder();
	ring = open_ring();
	add_all(ring, 0, 20);
	ring_close(ring);
	ring = open_ring();
	add_all(ring, 20, 30);
	ring_close(ring);
	f = look();
	ck_assert_msg(f.lines == 30 && f.first == 0 && f.last == 29, "%zu %d %d", f.lines, f.first,
		      f.last);
	remove_folder();
}
END_TEST

/* What a killed process leaves: whole lines and a piece; a piece alone; nothing. */
static const struct {
	const char *text;
	size_t lines;
} left[] = { { "00000001\n00000002\n0000", 2 }, { "0000", 0 }, { "", 0 }, { "00000001\n", 1 } };

START_TEST(killed)
{
	struct found f;
	FILE *file;

	make_folder();
	file = fopen(path_of("records-0000000007.jsonl.part"), "w");
	fputs(left[_i].text, file);
	fclose(file);
	ring_close(open_ring());
	f = look();
	ck_assert_msg(f.lines == left[_i].lines && f.torn == 0 && f.parts == 0, "%zu %zu %zu",
		      f.lines, f.torn, f.parts);
	remove_folder();
}
END_TEST

START_TEST(others_stay)
{
	static const char *const names[] = { "records-7.jsonl", "records-x.jsonl", "records",
					     "records-0000000007.jsonl.gz" };

	make_folder();
	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		close(open(path_of(names[i]), O_CREAT | O_WRONLY, 0600));
	ring_close(open_ring());
	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		ck_assert_msg(access(path_of(names[i]), F_OK) == 0, "%s", names[i]);
	remove_folder();
}
END_TEST

START_TEST(too_large)
{
	struct err err = { 0 };
	struct ring *ring;

	make_folder();
	ring = open_ring();
	ck_assert_int_lt(add(ring, 0, SEGMENT + 1, &err), 0);
	ck_assert_int_eq(err.code, ERR_LIMIT);
	ck_assert_int_eq(add(ring, 0, SEGMENT, &err), 0);
	ring_close(ring);
	remove_folder();
}
END_TEST

/* A disk that is full in the middle of a line: the file's size limit does the same. */
START_TEST(full)
{
	struct rlimit limit = { 25000, RLIM_INFINITY };
	struct err err = { 0 };
	struct ring *ring;
	struct found f;

	make_folder();
	signal(SIGXFSZ, SIG_IGN);
	ring = open_ring();
	add_all(ring, 0, 2);
	ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
	ck_assert_int_lt(add(ring, 2, LINE_BYTES, &err), 0);
	ck_assert_msg(err.code == ERR_SYSTEM, "%s", err.text);
	f = look();
	ck_assert_msg(f.lines == 2 && f.torn == 0, "%zu %zu", f.lines, f.torn);
	ck_assert_int_eq(add(ring, 3, 1000, &err), 0);
	limit.rlim_cur = RLIM_INFINITY;
	setrlimit(RLIMIT_FSIZE, &limit);
	add_all(ring, 4, 6);
	ring_close(ring);
	f = look();
	ck_assert_msg(f.lines == 5 && f.last == 5 && f.torn == 0, "%zu %d", f.lines, f.last);
	remove_folder();
}
END_TEST

START_TEST(one_process)
{
	struct err err = { 0 };
	struct ring *ring;

	make_folder();
	ring = open_ring();
	ck_assert(!ring_open(folder, RING_BYTES_MIN, &err));
	ck_assert_msg(strstr(err.text, "another process") != NULL, "%s", err.text);
	ring_close(ring);
	remove_folder();
}
END_TEST

START_TEST(no_folder)
{
	struct err err = { 0 };
	struct ring *ring;

	ck_assert(!ring_open("/nowhere/at/all", RING_BYTES_MIN, &err));
	ck_assert_int_eq(err.code, ERR_SYSTEM);
	ck_assert(!ring_open("/dev/null", RING_BYTES_MIN, &err));
	make_folder();
	rmdir(folder);
	ring = open_ring();
	add_all(ring, 0, 1);
	/* Pulled away from under it: an error a line, or none, and no more than that. */
	remove_folder();
	for (int i = 0; i < 50; i++)
		(void)!add(ring, i, LINE_BYTES, &err);
	ring_close(ring);
}
END_TEST

int main(void)
{
	return run_tables("ring", (const struct table[]){ { "few", few, 1 },
							  { "bounded", bounded, 1 },
							  { "again", again, 1 },
							  { "killed", killed, ARRAY_LEN(left) },
							  { "others stay", others_stay, 1 },
							  { "too large", too_large, 1 },
							  { "full", full, 1 },
							  { "one process", one_process, 1 },
							  { "no folder", no_folder, 1 },
							  { 0 } });
}
