/* SPDX-License-Identifier: Apache-2.0 */
/* ordered.c - a lane for each input that is begun and not taken yet, in a ring.
 *
 * One lock for all: pieces are large, so it is seldom asked for.
 */
#include "base/ordered.h"

#include <pthread.h>
#include <stdbool.h>
#include <string.h>

#include "base/mem.h"

#define LANES_PER_JOB  4 /* inputs begun ahead */
#define PIECES_WAITING 4 /* of one lane */

struct ordered {
	struct crew *crew;
	size_t input;
	struct ordered_piece *first, *last;
	unsigned waiting;
	bool done;
};

struct crew {
	const struct ordered_work *work;
	pthread_mutex_t lock;
	pthread_cond_t changed;
	size_t next;  /* input that nobody has begun */
	size_t front; /* input whose pieces are taken */
	size_t lane_count;
	struct ordered *lanes;
};

static struct ordered *lane_of(struct crew *crew, size_t input)
{
	return &crew->lanes[input % crew->lane_count];
}

void ordered_put(struct ordered *to, struct ordered_piece *piece)
{
	struct crew *crew = to->crew;

	piece->next = NULL;
	if (!crew->lane_count) {
		crew->work->take(crew->work->ctx, to->input, piece);
		return;
	}
	pthread_mutex_lock(&crew->lock);
	while (to->waiting >= PIECES_WAITING)
		pthread_cond_wait(&crew->changed, &crew->lock);
	if (to->last)
		to->last->next = piece;
	else
		to->first = piece;
	to->last = piece;
	to->waiting++;
	pthread_cond_broadcast(&crew->changed);
	pthread_mutex_unlock(&crew->lock);
}

/* Return: the lane of an input to work on, or NULL when all are begun. */
static struct ordered *begin(struct crew *crew)
{
	struct ordered *lane = NULL;

	pthread_mutex_lock(&crew->lock);
	while (crew->next < crew->work->inputs && crew->next >= crew->front + crew->lane_count)
		pthread_cond_wait(&crew->changed, &crew->lock);
	if (crew->next < crew->work->inputs) {
		lane = lane_of(crew, crew->next);
		*lane = (struct ordered){ .crew = crew, .input = crew->next++ };
	}
	pthread_mutex_unlock(&crew->lock);
	return lane;
}

static void end(struct ordered *lane)
{
	struct crew *crew = lane->crew;

	pthread_mutex_lock(&crew->lock);
	lane->done = true;
	pthread_cond_broadcast(&crew->changed);
	pthread_mutex_unlock(&crew->lock);
}

static void *work_on(void *arg)
{
	struct crew *crew = arg;

	for (struct ordered *lane; (lane = begin(crew));) {
		crew->work->work(crew->work->ctx, lane->input, lane);
		end(lane);
	}
	return NULL;
}

/* The front's next piece; NULL when it has no more. */
static struct ordered_piece *next_piece(struct crew *crew)
{
	struct ordered *lane = lane_of(crew, crew->front);
	struct ordered_piece *piece;

	pthread_mutex_lock(&crew->lock);
	while (crew->next <= crew->front || (!lane->first && !lane->done))
		pthread_cond_wait(&crew->changed, &crew->lock);
	piece = lane->first;
	if (piece) {
		lane->first = piece->next;
		if (!lane->first)
			lane->last = NULL;
		lane->waiting--;
	} else {
		crew->front++;
	}
	pthread_cond_broadcast(&crew->changed);
	pthread_mutex_unlock(&crew->lock);
	return piece;
}

static void take_all(struct crew *crew)
{
	for (size_t input = 0; input < crew->work->inputs; input++)
		for (struct ordered_piece *piece; (piece = next_piece(crew));)
			crew->work->take(crew->work->ctx, input, piece);
}

static void run_here(const struct ordered_work *work)
{
	struct crew crew = { .work = work };

	for (size_t input = 0; input < work->inputs; input++)
		work->work(work->ctx, input, &(struct ordered){ .crew = &crew, .input = input });
}

int ordered_run(const struct ordered_work *work, struct err *err)
{
	pthread_t threads[ORDERED_JOBS_MAX];
	struct crew crew = { .work = work, .lane_count = (size_t)work->jobs * LANES_PER_JOB };
	unsigned started = 0;

	if (work->jobs <= 1 || work->inputs <= 1) {
		run_here(work);
		return 0;
	}
	crew.lanes = mem_alloc(crew.lane_count * sizeof(*crew.lanes));
	if (!crew.lanes)
		return err_memory(err);
	memset(crew.lanes, 0, crew.lane_count * sizeof(*crew.lanes));
	pthread_mutex_init(&crew.lock, NULL);
	pthread_cond_init(&crew.changed, NULL);
	while (started < work->jobs && started < ORDERED_JOBS_MAX &&
	       pthread_create(&threads[started], NULL, work_on, &crew) == 0)
		started++;
	if (started)
		take_all(&crew);
	for (unsigned i = 0; i < started; i++)
		pthread_join(threads[i], NULL);
	pthread_cond_destroy(&crew.changed);
	pthread_mutex_destroy(&crew.lock);
	mem_free(crew.lanes);
	return started ? 0 : err_set(err, ERR_SYSTEM, "no thread can be started");
}
