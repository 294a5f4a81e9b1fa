/* SPDX-License-Identifier: Apache-2.0 */
/* documents.c - prints the documents of files as kubevet reads them, in the form of yaml/main.go:
 * paths come on standard input, one a line.
 */
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/file.h"
#include "json/json.h"
#include "source/documents.h"

#define LINE_MAX_BYTES ((size_t)256 * 1024 * 1024)

static void end_line(struct buf *line)
{
	buf_adds(line, "}\n");
	fwrite(buf_str(line), 1, line->len, stdout);
	buf_clear(line);
}

static void say_text(struct buf *line, const char *key, const char *text)
{
	buf_addf(line, "{\"%s\":", key);
	json_write_string(line, text);
	end_line(line);
}

static int print_file(struct buf *line, const char *path)
{
	struct err err = { 0 };
	SCOPED(scoped_documents) struct documents *documents = documents_open(path, NULL, &err);
	struct document document;
	int more;

	if (!documents) {
		fprintf(stderr, "%s: %s\n", path, err.text);
		return -1;
	}
	say_text(line, "file", path);
	while ((more = documents_next(documents, &document, &err)) != 0) {
		if (more < 0) {
			say_text(line, "error", err.text);
			continue;
		}
		buf_adds(line, "{\"document\":");
		json_write(line, document.root);
		end_line(line);
	}
	return 0;
}

int main(void)
{
	SCOPED(scoped_buf) struct buf line;
	char path[4096];
	int status = 0;

	json_init();
	buf_init(&line, LINE_MAX_BYTES);
	while (status == 0 && fgets(path, sizeof(path), stdin)) {
		path[strcspn(path, "\n")] = '\0';
		status = print_file(&line, path);
	}
	return status < 0 || fflush(stdout) != 0;
}
