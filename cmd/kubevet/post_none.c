/* SPDX-License-Identifier: Apache-2.0 */
/* post_none.c - instead of post.c where kubevet is built without libcurl. */
#include "post.h"

struct post *post_open(const struct post_options *options, struct err *err)
{
	(void)options;
	err_set(err, ERR_SYSTEM, "this kubevet was built without libcurl");
	return NULL;
}

int post_review(struct post *p, const char *body, size_t len, struct buf *reply, struct err *err)
{
	(void)p, (void)body, (void)len, (void)reply;
	return err_set(err, ERR_SYSTEM, "this kubevet was built without libcurl");
}

void post_close(struct post *p)
{
	(void)p;
}
