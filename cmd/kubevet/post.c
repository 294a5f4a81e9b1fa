/* SPDX-License-Identifier: Apache-2.0 */
/* post.c - libcurl, told to do one thing. */
#include "post.h"

#include <curl/curl.h>
#include <stdbool.h>
#include <string.h>

#include "base/mem.h"

#define CONNECT_SECONDS 10L
#define TOTAL_SECONDS	30L

struct post {
	CURL *curl;
	struct curl_slist *headers;
	struct buf *reply; /* of the request that runs */
	char why[CURL_ERROR_SIZE];
};

static size_t take(char *bytes, size_t size, size_t count, void *ctx)
{
	struct post *p = ctx;

	buf_add(p->reply, bytes, size * count);
	return p->reply->failed ? 0 : size * count;
}

static bool set_text(CURL *curl, CURLoption option, const char *text)
{
	return !text || curl_easy_setopt(curl, option, text) == CURLE_OK;
}

static bool set_number(CURL *curl, CURLoption option, long n)
{
	return curl_easy_setopt(curl, option, n) == CURLE_OK;
}

static bool set_options(struct post *p, const struct post_options *o)
{
	CURL *c = p->curl;

	return set_text(c, CURLOPT_URL, o->url) && set_text(c, CURLOPT_CAINFO, o->ca) &&
	       set_text(c, CURLOPT_SSLCERT, o->cert) && set_text(c, CURLOPT_SSLKEY, o->key) &&
	       set_text(c, CURLOPT_PROTOCOLS_STR, "https") &&
	       set_number(c, CURLOPT_FOLLOWLOCATION, 0) && set_number(c, CURLOPT_POST, 1) &&
	       set_number(c, CURLOPT_NOSIGNAL, 1) &&
	       set_number(c, CURLOPT_CONNECTTIMEOUT, CONNECT_SECONDS) &&
	       set_number(c, CURLOPT_TIMEOUT, TOTAL_SECONDS) &&
	       curl_easy_setopt(c, CURLOPT_HTTPHEADER, p->headers) == CURLE_OK &&
	       curl_easy_setopt(c, CURLOPT_WRITEFUNCTION, take) == CURLE_OK &&
	       curl_easy_setopt(c, CURLOPT_WRITEDATA, p) == CURLE_OK &&
	       curl_easy_setopt(c, CURLOPT_ERRORBUFFER, p->why) == CURLE_OK;
}

/* "Expect:" keeps curl from asking whether it may send. */
static struct curl_slist *make_headers(void)
{
	struct curl_slist *first = curl_slist_append(NULL, "Content-Type: application/json");
	struct curl_slist *all = first ? curl_slist_append(first, "Expect:") : NULL;

	if (!all)
		curl_slist_free_all(first);
	return all;
}

struct post *post_open(const struct post_options *options, struct err *err)
{
	struct post *p;

	if (strncmp(options->url, "https://", strlen("https://")) != 0) {
		err_set(err, ERR_INPUT, "want https://...");
		return NULL;
	}
	p = mem_alloc(sizeof(*p));
	if (!p) {
		err_memory(err);
		return NULL;
	}
	memset(p, 0, sizeof(*p));
	if (curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK) {
		p->curl = curl_easy_init();
		p->headers = make_headers();
	}
	if (p->curl && p->headers && set_options(p, options))
		return p;
	err_set(err, ERR_SYSTEM, "libcurl can't be set up");
	post_close(p);
	return NULL;
}

/* What a server says of a refusal is a line or two. */
static int refused(long status, const struct buf *reply, struct err *err)
{
	int shown = (int)(reply->len < 200 ? reply->len : 200);

	while (shown > 0 && strchr("\r\n", buf_str(reply)[shown - 1]))
		shown--;
	return err_set(err, ERR_INPUT, "status %ld: %.*s", status, shown, buf_str(reply));
}

int post_review(struct post *p, const char *body, size_t len, struct buf *reply, struct err *err)
{
	CURLcode result;
	long status = 0;

	buf_clear(reply);
	p->reply = reply;
	p->why[0] = '\0';
	if (curl_easy_setopt(p->curl, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)len) != CURLE_OK ||
	    curl_easy_setopt(p->curl, CURLOPT_POSTFIELDS, body) != CURLE_OK)
		return err_set(err, ERR_SYSTEM, "libcurl can't be set up");
	result = curl_easy_perform(p->curl);
	if (buf_ok(reply, err) < 0)
		return err_wrap(err, "the answer");
	if (result != CURLE_OK)
		return err_set(err, ERR_SYSTEM, "%s",
			       p->why[0] ? p->why : curl_easy_strerror(result));
	curl_easy_getinfo(p->curl, CURLINFO_RESPONSE_CODE, &status);
	return status == 200 ? 0 : refused(status, reply, err);
}

void post_close(struct post *p)
{
	if (!p)
		return;
	curl_easy_cleanup(p->curl);
	curl_slist_free_all(p->headers);
	curl_global_cleanup();
	mem_free(p);
}
