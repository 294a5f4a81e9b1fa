/* SPDX-License-Identifier: Apache-2.0 */
/* post.h - reviews to a running server. The one file of the project with an HTTP client in it. */
#ifndef KUBEVET_CMD_POST_H
#define KUBEVET_CMD_POST_H

#include "base/buf.h"

struct post_options {
	const char *url;	/* https://... */
	const char *ca;		/* PEM file, or NULL for the system's CAs */
	const char *cert, *key; /* of this client, or NULL */
};

struct post;

/** post_open() - nothing is sent yet. Return: for post_close(), or NULL with @err. */
MUST_CHECK struct post *post_open(const struct post_options *options, struct err *err);

/**
 * post_review() - send one review over a connection that is kept
 * @reply: cleared; gets the body of the answer
 *
 * Takes half a minute at most, follows no redirects and speaks nothing but HTTPS. Return: 0 for
 * status 200, else -1: ERR_INPUT with the status and the server's words, ERR_SYSTEM, ERR_LIMIT.
 */
MUST_CHECK int post_review(struct post *p, const char *body, size_t len, struct buf *reply,
			   struct err *err);

/** post_close() - NULL is fine. */
void post_close(struct post *p);

#endif
