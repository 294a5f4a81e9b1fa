/* SPDX-License-Identifier: Apache-2.0 */
/* main.c - gives a fuzzer the files and folders named as arguments, once each: seeds as a plain
 * test. */
#include <dirent.h>
#include <limits.h>
#include <stdbool.h>
#include <string.h>
#include <sys/stat.h>

#include "fuzz.h"

/* Return: how many inputs were run, or -1 when something cannot be read. */
static int replay_file(const char *path, size_t size)
{
	FILE *file = fopen(path, "rb");
	/* Right-sized, so that a sanitizer sees each byte that is read beyond. */
	uint8_t *data = malloc(size ? size : 1);
	bool whole = file && data && fread(data, 1, size, file) == size;

	if (whole)
		LLVMFuzzerTestOneInput(data, size);
	else
		perror(path);
	free(data);
	if (file)
		fclose(file);
	return whole ? 1 : -1;
}

static int replay(const char *path);

static int replay_folder(const char *path)
{
	DIR *dir = opendir(path);
	struct dirent *entry;
	int total = 0;

	if (!dir) {
		perror(path);
		return -1;
	}
	while (total >= 0 && (entry = readdir(dir)) != NULL) {
		char inner[PATH_MAX];
		int count;

		if (entry->d_name[0] == '.')
			continue;
		if (snprintf(inner, sizeof(inner), "%s/%s", path, entry->d_name) >= PATH_MAX) {
			total = -1;
			break;
		}
		count = replay(inner);
		total = count < 0 ? -1 : total + count;
	}
	closedir(dir);
	return total;
}

static int replay(const char *path)
{
	struct stat st;

	if (stat(path, &st) < 0) {
		perror(path);
		return -1;
	}
	return S_ISDIR(st.st_mode) ? replay_folder(path) : replay_file(path, (size_t)st.st_size);
}

int main(int argc, char **argv)
{
	int total = 0;

	for (int i = 1; i < argc; i++) {
		int count = replay(argv[i]);

		if (count < 0)
			return EXIT_FAILURE;
		total += count;
	}
	printf("%d inputs\n", total);
	return total > 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
