/* SPDX-License-Identifier: Apache-2.0 */
/* serve.h - the server's front door: start, reload, drain.
 *
 * Threads: the calling one reads signals and changed files; one accepts; the workers serve; the
 *plain port, when there is one, has its own. The judge is a function pointer in the options,
 *admission_handle() in the product. A benchmark puts a constant reply there and measures what the
 *server alone costs:
 *
 *	static int reply(const struct engine *, ..., struct buf *out, struct admission_record *,
 *struct err *)
 *	{
 *		buf_adds(out, "{...}");
 *		return 0;
 *	}
 *	options.handle = reply;
 *	return serve(&options);
 */
#ifndef KUBEVET_SERVER_SERVE_H
#define KUBEVET_SERVER_SERVE_H

#include "base/log.h"
#include "server/record.h"
#include "server/routes.h"

/* Strings are borrowed until serve() returns. Made by options_parse(), or by hand from
 * serve_options_default. */
struct serve_options {
	admission_handler *handle;
	const struct policy *const *policies; /* ended by NULL */

	const char *config;	    /* NULL: the built-in configuration */
	const char *listen;	    /* ADDRESS:PORT of the TLS port */
	const char *metrics_listen; /* the same of the plain port, or NULL: there is none */
	const char *tls_cert, *tls_key;
	const char *client_ca, *client_subjects;
	int64_t tls_min;			       /* choice: 0 is 1.3, 1 is 1.2 */
	int64_t workers;			       /* 0: as many as processors */
	int64_t max_body, memory_budget;	       /* bytes */
	int64_t max_connections, max_connections_each; /* in all; from one address, 0: half */
	int64_t idle_us, handshake_us, head_us, body_us, drain_delay_us, drain_timeout_us;
	int64_t log_format, log_level; /* enum log_format, enum log_level */
	struct record_options record;  /* without a dir nothing is recorded */
	bool audit;		       /* nothing is denied */
	bool check_config, print_config;
};

/**
 * serve() - serve until a signal ends it
 *
 * SIGHUP reads all files again; SIGTERM and SIGINT drain, and sent again cut the current phase of
 * it short. A fault of the start is said on standard error. Return: exit status, 0 after a drain, 2
 * when it could not start.
 */
MUST_CHECK int serve(const struct serve_options *options);

/** serve_memory_most() - bytes that the server may hold with these options whatever it is sent, by
 * its limits, those of the recorder (--record) among them; buffers of sockets are the kernel's, at
 * most twice SOCKET_BYTES each way. For the memory limit of its container. */
int64_t serve_memory_most(const struct serve_options *options, unsigned workers);

/** serve_check() - load what serve() would and say what is wrong on standard error. Return: exit
 * status, 0 or 2. */
MUST_CHECK int serve_check(const struct serve_options *options);

#endif
