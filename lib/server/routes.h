/* SPDX-License-Identifier: Apache-2.0 */
/* routes.h - a request in, a response out, on plain structs: no sockets, no HTTP library.
 *
 * In two steps, because a request is judged by its head before a byte of its body is kept:
 *routes_plan() says what becomes of it, routes_answer() does that once the body is here.
 *
 *	POST      /validate  one AdmissionReview; not on the plain port
 *	GET, HEAD /healthz   the process is alive
 *	GET, HEAD /readyz    whether new requests should come here
 *	GET, HEAD /metrics   Prometheus text
 *	GET, HEAD /version   JSON
 */
#ifndef KUBEVET_SERVER_ROUTES_H
#define KUBEVET_SERVER_ROUTES_H

#include "server/head.h"
#include "server/live.h"
#include "server/metrics.h"
#include "server/record.h"

/* The judge, admission_handle() in the product; see there for the contract. */
typedef int admission_handler(const struct engine *engine, const struct namespaces *facts,
			      struct arena *a, const char *body, size_t len, struct buf *reply,
			      struct admission_record *record, struct err *err);

/* How far the process is on its way from start to end; only rises. */
enum phase {
	PHASE_STARTING,
	PHASE_SERVING,
	PHASE_LEAVING, /* not ready any more, everything else as before */
	PHASE_CLOSING, /* each answer is the last of its connection */
};

/* Shared by all threads. */
struct shared {
	admission_handler *handle;
	struct metrics *metrics;
	struct recorder *recorder; /* NULL: nothing is recorded */
	size_t max_body;	   /* bytes */
	_Atomic int phase;
};

/* One thread's place of work. */
struct desk {
	struct shared *shared;
	struct meter *meter;
	const struct snapshot *now; /* not needed on the plain port */
	struct arena *arena;	    /* of the review; likewise */
	struct buf reply, page;	    /* what the last response points into */
};

struct http_request {
	struct slice method, target, content_type;
	uint64_t length; /* announced bytes of the body */
	bool has_length;
	bool plain; /* came over the plain port */
	int64_t arrived_us;
};

struct plan {
	const struct http_route *route; /* NULL: refused, with all that follows */
	bool wants_body;		/* otherwise the body is read past */
	bool close;			/* refused so that the connection can't go on */
	int64_t deadline_us;		/* of the judgement's begin */
	int status;
	enum error_cause cause;
	const char *allow; /* for 405 */
	char why[80];
};

struct response {
	int status;
	const char *type;  /* of the content */
	const char *allow; /* or NULL */
	bool retry;	   /* Retry-After: 1 */
	const char *body;  /* in the desk's buffers */
	size_t len;
};

/** routes_plan() - what is to become of a request, by its head alone. Never fails: a refusal is a
 * plan too. */
void routes_plan(const struct shared *shared, const struct http_request *request,
		 struct plan *plan);

/**
 * status_print() - a Kubernetes Status that says why, which the API server shows to the user (it
 * drops other texts for most HTTP statuses)
 * @text: gets it, with a newline; control characters and what does not fit are left out of @why
 * Return: its length.
 */
#define STATUS_TEXT_MAX 1536
size_t status_print(char text[STATUS_TEXT_MAX], int status, const char *why);

/** plan_refuse() - turn the plan into a refusal; @close ends the connection with it. */
void plan_refuse(struct plan *plan, int status, enum error_cause cause, bool close, const char *fmt,
		 ...) PRINTF_LIKE(5, 6);

/**
 * routes_answer() - carry out a plan
 * @body: the whole body, NULL unless wanted
 *
 * Counts and logs. The response stays valid until the desk's next one.
 */
void routes_answer(struct desk *desk, const struct plan *plan, const char *body, size_t len,
		   struct response *out);

/** routes_refuse() - another answer in place of one that can't be given; as routes_answer(). */
void routes_refuse(struct desk *desk, struct response *out, int status, enum error_cause cause,
		   const char *why);

/** desk_init() - a desk with empty buffers; desk_fini() releases buffers and arena. */
void desk_init(struct desk *desk, struct shared *shared, struct meter *meter);
void desk_fini(struct desk *desk);

#endif
