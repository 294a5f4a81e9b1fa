/* SPDX-License-Identifier: Apache-2.0 */
/* growth.c - two measurements and their ratio. */
#include "growth.h"

#include <malloc.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

/* n log n makes 4.6 to 4.8 of 4 at these sizes, and caches that overflow more: up to 5.2, and 6.1
 * when a neighbour fills them too. n to the power of 1.5 makes 8. */
#define RATIO_MAX  7.0
#define RATIO_FINE 4.7
#define TRIES	   4
#define ROUNDS	   3
#define LEAST_NS   100000 /* what takes less at 4 N is not told apart from noise, nor a square */
#define WORST	   20

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) || \
	__has_feature(undefined_behavior_sanitizer)
#define SANITIZED 1
#endif
#endif

bool growth_begin(void)
{
#ifdef SANITIZED
	printf("growth: not measured, a sanitizer's own bookkeeping would be\n");
	return false;
#endif
	/* No page goes back to the system between two measurements. */
	mallopt(M_MMAP_THRESHOLD, 32 * 1024 * 1024);
	mallopt(M_TRIM_THRESHOLD, 1 << 30);
	return true;
}

int64_t growth_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
	return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

void growth_keep_least(struct measured *m, int round, int64_t ns)
{
	if (round == 0 || ns < m->ns)
		m->ns = ns;
}

/* The worst so far. */
struct worst_line {
	double ratio;
	char text[160];
};
static struct worst_line worst[WORST + 1];

static void keep_worst(double ratio, const char *what, const struct measured *one,
		       const struct measured *four)
{
	int i = WORST;

	if (ratio <= worst[WORST - 1].ratio)
		return;
	for (; i > 0 && worst[i - 1].ratio < ratio; i--)
		worst[i] = worst[i - 1];
	worst[i].ratio = ratio;
	snprintf(worst[i].text, sizeof(worst[i].text), "%5.2f %9.1f %9.1f  %s", ratio,
		 (double)one->ns / 1000, (double)four->ns / 1000, what);
}

void growth_print_worst(const char *title)
{
	printf("%s: the worst %d\nratio   us at N at 4 N  what\n", title, WORST);
	for (int i = 0; i < WORST && worst[i].ratio > 0; i++)
		printf("%s\n", worst[i].text);
	fflush(stdout);
	memset(worst, 0, sizeof(worst));
}

static double ratio_of(struct measured one, struct measured four)
{
	double time = one.ns > 0 && four.ns >= LEAST_NS ? (double)four.ns / (double)one.ns : 0;
	double steps =
		one.steps >= (int64_t)16 * GROWTH_N ? (double)four.steps / (double)one.steps : 0;

	return steps > time ? steps : time;
}

static void improve(struct measured *best, struct measured m)
{
	if (!best->ns || m.ns < best->ns)
		*best = m;
}

/* A ratio that looks bad is measured again, then with larger bodies: noise goes and a square, which
 * hides behind what is linear in small ones, shows. */
double growth_of(growth_run *run, const void *work, const char *what)
{
	struct measured one = { 0 }, four = { 0 };
	double ratio = RATIO_MAX;

	for (int n = GROWTH_N; n <= 8 * GROWTH_N && ratio > RATIO_FINE; n *= 2) {
		one = four = (struct measured){ 0 };
		for (int times = 0; times < TRIES; times++) {
			improve(&one, run(work, n, ROUNDS));
			improve(&four, run(work, 4 * n, 1 + times));
			ratio = ratio_of(one, four);
			if (ratio <= RATIO_FINE)
				break;
		}
	}
	if (ratio > RATIO_MAX) {
		printf("%s: %.1f times as long for 4 times as much\n", what, ratio);
		return ratio;
	}
	keep_worst(ratio, what, &one, &four);
	return 0;
}
