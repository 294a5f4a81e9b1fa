/* SPDX-License-Identifier: Apache-2.0 */
/* options.h - command line and environment of the daemon, from one table that is also the help
 * text. */
#ifndef KUBEVET_SERVER_OPTIONS_H
#define KUBEVET_SERVER_OPTIONS_H

#include <stdio.h>

#include "server/serve.h"

enum options_outcome {
	OPTIONS_RUN,	 /* serve, or what check_config and print_config say */
	OPTIONS_HELP,	 /* --help: print options_help() */
	OPTIONS_VERSION, /* --version */
	OPTIONS_BAD	 /* a sentence is in the error */
};

/**
 * options_parse() - defaults, then the environment (--tls-cert is KUBEVET_TLS_CERT), then the
 * command line
 * @argv: borrowed for as long as @out is used, and so is the environment
 * @out:  all but handle and policies
 */
MUST_CHECK enum options_outcome options_parse(int argc, char *const *argv,
					      struct serve_options *out, struct err *err);

/** options_help() - all options with their defaults and environment names. */
void options_help(FILE *out);

#endif
