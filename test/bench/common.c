/* SPDX-License-Identifier: Apache-2.0 */
/* common.c - what the programs of the benchmark share. */
#include "common.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

const char null_answer[] =
	"{\"kind\":\"AdmissionReview\",\"apiVersion\":\"admission.k8s.io/v1\",\"response\":{"
	"\"uid\":\"705ab4f5-6393-11e8-b7cc-42010a800002\",\"allowed\":true,\"auditAnnotations\":{"
	"\"pod-security.kubernetes.io/enforce-policy\":\"baseline:latest\","
	"\"example.com/note\":\"constant answer, nothing was decided\"}}}";

void die(const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	vfprintf(stderr, fmt, args);
	va_end(args);
	fputc('\n', stderr);
	exit(2);
}

static void close_file(FILE **file)
{
	if (*file)
		fclose(*file);
}

void body_read(struct buf *out, const char *path)
{
	SCOPED(close_file) FILE *file = fopen(path, "rb");
	char piece[65536];
	struct err err;
	size_t got;

	if (!file)
		die("%s: %s", path, strerror(errno));
	buf_init(out, BODY_MAX);
	while ((got = fread(piece, 1, sizeof(piece), file)) > 0)
		buf_add(out, piece, got);
	if (ferror(file) || buf_ok(out, &err) < 0)
		die("%s: cannot be read whole", path);
}

long number(const char *text, long least, long most)
{
	char *end;
	long value;

	errno = 0;
	value = strtol(text, &end, 10);
	if (errno || end == text || *end || value < least || value > most)
		die("%s: want a number from %ld to %ld", text, least, most);
	return value;
}

int64_t now_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * (int64_t)1000000000 + t.tv_nsec;
}
