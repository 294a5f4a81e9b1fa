/* SPDX-License-Identifier: Apache-2.0 */
/* load.c - closed-loop load on one server of this machine; prints one line of JSON.
 *
 *	load keep  [options]			connections that stay open, each always has one
 *request in flight load fresh [options]			a new connection for each request
 *	load hold  [options]			each connection used once, "held" printed, idle
 *until standard input ends, then used once more load start [options] -- program ...	from exec to
 *the first answer
 *
 * A request fails when its connection breaks, or when the answer is not an admission; a refused
 *connection is a failed request. Nothing is retried in silence. The time of the server's process is
 *read here, at both ends of the window, so that it covers the same requests as the count.
 */
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/mem.h"
#include "client.h"

#define SAMPLES_MAX  4000000
#define FAILURES_MAX 1000 /* then the server is plainly gone */
/* A window with fewer requests goes on, this long at most: neighbours took the machine. */
#define SAMPLES_MIN   100
#define WINDOW_MAX_NS ((int64_t)10 * 1000000000)
#define START_MAX_NS  ((int64_t)10 * 1000000000)

enum mode { MODE_KEEP, MODE_FRESH, MODE_HOLD, MODE_START };

static const char *const mode_names[] = { "keep", "fresh", "hold", "start" };

struct run {
	enum mode mode;
	struct target target;
	struct client *clients;
	long connections, open, requests_max;
	int64_t warmup_ns, window_ns;
	pid_t server; /* 0: its time is not wanted */
	bool retire;  /* a connection that the server ends politely is not replaced */

	bool in_window;
	int64_t began_ns, window_taken_ns, cpu_ns;
	uint32_t *samples; /* microseconds, of requests that ended in the window */
	size_t count;
	long failures, parted, answered;
	const char *fault; /* of the first failure */
	int fault_status, status;
};

static int64_t server_cpu_ns(pid_t pid)
{
	struct timespec t;
	clockid_t clock;

	if (!pid)
		return 0;
	if (clock_getcpuclockid(pid, &clock) != 0 || clock_gettime(clock, &t) < 0)
		die("process %ld: no processor time to read", (long)pid);
	return t.tv_sec * (int64_t)1000000000 + t.tv_nsec;
}

static void note_failure(struct run *r, const struct client *c)
{
	if (!r->failures++) {
		r->fault = c->fault;
		r->fault_status = c->status;
	}
}

static void note_answer(struct run *r, const struct client *c)
{
	r->answered++;
	r->status = c->status;
	if (r->in_window && r->count < SAMPLES_MAX)
		r->samples[r->count++] = (uint32_t)((now_ns() - c->started_ns) / 1000);
}

static void open_one(struct run *r, struct client *c)
{
	if (client_open(c, &r->target)) {
		r->open++;
		return;
	}
	note_failure(r, c);
}

static void close_one(struct run *r, struct client *c)
{
	client_close(c);
	r->open--;
}

/* What follows an answer. Return: whether the connection has more to do. */
static bool go_on(struct run *r, struct client *c, bool parted)
{
	note_answer(r, c);
	r->parted += parted;
	if (r->mode == MODE_HOLD && !parted)
		return false;
	if (!parted && r->mode == MODE_KEEP) {
		client_again(c);
		return true;
	}
	close_one(r, c);
	if (!(parted && r->retire))
		open_one(r, c);
	return false; /* a new connection has an event of its own */
}

static void step(struct run *r, struct client *c)
{
	enum client_result result;

	do {
		result = client_step(c);
		if (result == CLIENT_BUSY)
			return;
		if (result == CLIENT_FAILED) {
			note_failure(r, c);
			close_one(r, c);
			if (r->mode != MODE_HOLD && !r->retire)
				open_one(r, c);
			return;
		}
	} while (go_on(r, c, result == CLIENT_PARTED));
}

static void poll_once(struct run *r, int timeout_ms)
{
	struct epoll_event events[64];
	int n = epoll_wait(r->target.poll, events, 64, timeout_ms);

	for (int i = 0; i < n; i++) {
		struct client *c = events[i].data.ptr;

		if (c->fd >= 0)
			step(r, c);
	}
}

static void open_window(struct run *r, int64_t now)
{
	r->in_window = true;
	r->began_ns = now;
	r->cpu_ns = server_cpu_ns(r->server);
}

static bool goes_on(const struct run *r, int64_t now)
{
	int64_t open_ns = now - r->began_ns;

	if (!r->open || r->failures >= FAILURES_MAX ||
	    (r->requests_max && r->answered >= r->requests_max))
		return false;
	return !r->in_window || open_ns < r->window_ns ||
	       (r->count < SAMPLES_MIN && open_ns < WINDOW_MAX_NS);
}

static void run_load(struct run *r)
{
	int64_t began = now_ns(), now = began;

	for (long i = 0; i < r->connections; i++)
		open_one(r, &r->clients[i]);
	for (; goes_on(r, now); now = now_ns()) {
		if (!r->in_window && now >= began + r->warmup_ns)
			open_window(r, now);
		poll_once(r, 20);
	}
	r->cpu_ns = server_cpu_ns(r->server) - r->cpu_ns;
	r->window_taken_ns = r->in_window ? now - r->began_ns : 0;
}

/* Until @requests in all have ended, at most 30 s; those that did not end by then failed. */
static void settle(struct run *r, long requests)
{
	int64_t end = now_ns() + (int64_t)30 * 1000000000;

	while (r->answered + r->failures < requests && now_ns() < end)
		poll_once(r, 100);
	if (r->answered + r->failures < requests) {
		r->failures = requests - r->answered;
		r->fault = "no answer in 30 s";
	}
}

static void run_hold(struct run *r)
{
	long requests = r->connections;
	char byte;

	for (long i = 0; i < r->connections; i++)
		open_one(r, &r->clients[i]);
	settle(r, requests);
	printf("held\n");
	fflush(stdout);
	while (read(STDIN_FILENO, &byte, 1) > 0)
		;
	for (long i = 0; i < r->connections; i++) {
		if (r->clients[i].fd < 0)
			continue;
		requests++;
		client_again(&r->clients[i]);
		step(r, &r->clients[i]);
	}
	settle(r, requests);
}

static pid_t start_program(char **argv)
{
	pid_t pid = fork();
	int null;

	if (pid < 0)
		die("fork: %s", strerror(errno));
	if (pid)
		return pid;
	null = open("/dev/null", O_RDWR);
	dup2(null, STDOUT_FILENO);
	dup2(null, STDERR_FILENO);
	execv(argv[0], argv);
	_exit(127);
}

/* One try to get an answer from a server that may not listen yet. */
static bool try_once(struct run *r)
{
	struct client *c = &r->clients[0];
	enum client_result result = CLIENT_FAILED;
	struct epoll_event event;

	if (client_open(c, &r->target)) {
		do {
			epoll_wait(r->target.poll, &event, 1, 1000);
			result = client_step(c);
		} while (result == CLIENT_BUSY && now_ns() - c->started_ns < START_MAX_NS);
	}
	client_close(c);
	return result == CLIENT_ANSWERED || result == CLIENT_PARTED;
}

static void run_start(struct run *r, char **argv)
{
	const struct timespec pause = { .tv_nsec = 200000 };
	int64_t began = now_ns();
	pid_t pid = start_program(argv);
	bool answered;

	while (!(answered = try_once(r)) && now_ns() - began < START_MAX_NS)
		nanosleep(&pause, NULL);
	r->samples[r->count++] = (uint32_t)((now_ns() - began) / 1000);
	r->answered = answered;
	r->failures = !answered;
	r->fault = r->clients[0].fault;
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
}

static int by_value(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return (x > y) - (x < y);
}

static uint32_t percentile(const struct run *r, size_t percent)
{
	return r->count ? r->samples[(r->count - 1) * percent / 100] : 0;
}

static void report(struct run *r)
{
	qsort(r->samples, r->count, sizeof(*r->samples), by_value);
	printf("{\"requests\":%zu,\"answered\":%ld,\"failures\":%ld,\"parted\":%ld,"
	       "\"window_ns\":%" PRId64 ",\"cpu_ns\":%" PRId64 ",\"p50\":%u,\"p99\":%u,"
	       "\"status\":%d,\"fault\":\"%s\",\"fault_status\":%d}\n",
	       r->count, r->answered, r->failures, r->parted, r->window_taken_ns, r->cpu_ns,
	       percentile(r, 50), percentile(r, 99), r->status, r->failures ? r->fault : "",
	       r->fault_status);
}

static enum mode parse_mode(const char *name)
{
	for (size_t i = 0; name && i < ARRAY_LEN(mode_names); i++)
		if (strcmp(name, mode_names[i]) == 0)
			return (enum mode)i;
	die("usage: load keep|fresh|hold|start --port N --body FILE [--connections N] [--warmup "
	    "MS] "
	    "[--window MS]\n"
	    "            [--server PID] [--requests N] [--any-answer] [--retire] [-- program ...]");
}

static const struct option options[] = {
	{ "port", required_argument, NULL, 'p' },
	{ "body", required_argument, NULL, 'b' },
	{ "connections", required_argument, NULL, 'c' },
	{ "warmup", required_argument, NULL, 'w' },
	{ "window", required_argument, NULL, 't' },
	{ "server", required_argument, NULL, 's' },
	{ "requests", required_argument, NULL, 'n' },
	{ "any-answer", no_argument, NULL, 'a' },
	{ "retire", no_argument, NULL, 'r' },
	{ 0 },
};

static void parse_options(struct run *r, int argc, char **argv)
{
	const char *body = NULL;
	bool any_answer = false;
	long port = 0;
	int opt;

	r->mode = parse_mode(argv[1]);
	r->connections = 1;
	r->window_ns = 1000000000;
	optind = 2;
	while ((opt = getopt_long(argc, argv, "", options, NULL)) != -1) {
		switch (opt) {
		case 'p':
			port = number(optarg, 1, 65535);
			break;
		case 'b':
			body = optarg;
			break;
		case 'c':
			r->connections = number(optarg, 1, 4096);
			break;
		case 'w':
			r->warmup_ns = number(optarg, 0, 600000) * 1000000;
			break;
		case 't':
			r->window_ns = number(optarg, 1, 600000) * 1000000;
			break;
		case 's':
			r->server = (pid_t)number(optarg, 1, INT32_MAX);
			break;
		case 'n':
			r->requests_max = number(optarg, 1, INT32_MAX);
			break;
		case 'a':
			any_answer = true;
			break;
		case 'r':
			r->retire = true;
			break;
		default:
			parse_mode(NULL);
		}
	}
	if (!port || !body || (r->mode == MODE_START && !argv[optind]))
		parse_mode(NULL);
	target_init(&r->target, (int)port, body);
	r->target.any_answer = any_answer;
}

int main(int argc, char **argv)
{
	struct run r = { .fault = "" };

	signal(SIGPIPE, SIG_IGN);
	parse_options(&r, argc, argv);
	r.clients = mem_alloc((size_t)r.connections * sizeof(*r.clients));
	r.samples = mem_alloc(SAMPLES_MAX * sizeof(*r.samples));
	if (!r.clients || !r.samples)
		die("out of memory");
	for (long i = 0; i < r.connections; i++)
		r.clients[i] = (struct client){ .fd = -1 };
	if (r.mode == MODE_HOLD)
		run_hold(&r);
	else if (r.mode == MODE_START)
		run_start(&r, argv + optind);
	else
		run_load(&r);
	report(&r);
	for (long i = 0; i < r.connections; i++)
		client_close(&r.clients[i]);
	mem_free(r.samples);
	mem_free(r.clients);
	target_fini(&r.target);
	return 0;
}
