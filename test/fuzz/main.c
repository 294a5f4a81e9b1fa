/* SPDX-License-Identifier: Apache-2.0 */
/* main.c - gives a fuzzer the files and folders named as arguments, once each, and a few changes of
 * each where it has a mutator: seeds as a plain test. */
#include <dirent.h>
#include <limits.h>
#include <stdbool.h>
#include <string.h>
#include <sys/stat.h>

#include "fuzz.h"

#ifdef MUTATE
#include "mutate.h"

#define CHANGES_EACH 4

/* Another byte at a place that the text itself picks: the same in every run. */
size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t max)
{
	size_t sum = size;

	for (size_t i = 0; i < size; i++)
		sum = sum * 31 + data[i];
	if (size)
		data[sum % size] = (uint8_t)(sum >> 8);
	else if (max)
		data[size++] = 'a';
	return size;
}

static void run_changed(const uint8_t *data, size_t size)
{
	size_t max = 2 * size + 256;
	uint8_t *changed = malloc(max);

	MUST_HOLD(changed != NULL);
	memcpy(changed, data, size);
	for (unsigned seed = 0; seed < CHANGES_EACH; seed++) {
		size = LLVMFuzzerCustomMutator(changed, size, max, seed);
		LLVMFuzzerTestOneInput(changed, size);
	}
	free(changed);
}
#else
static void run_changed(const uint8_t *data, size_t size)
{
	(void)data, (void)size;
}
#endif

/* Return: how many inputs were run, or -1 when something cannot be read. */
static int replay_file(const char *path, size_t size)
{
	FILE *file = fopen(path, "rb");
	/* Right-sized, so that a sanitizer sees each byte that is read beyond. */
	uint8_t *data = malloc(size ? size : 1);
	bool whole = file && data && fread(data, 1, size, file) == size;

	if (whole) {
		LLVMFuzzerTestOneInput(data, size);
		run_changed(data, size);
	} else {
		perror(path);
	}
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
