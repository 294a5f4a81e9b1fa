/* SPDX-License-Identifier: Apache-2.0 */
/* main.c - the webhook server: options, then serve; all else is in lib/. */
#include <stdio.h>

#include "base/mem.h"
#include "policies.h"
#include "server/options.h"

static int run(struct serve_options *options)
{
	options->handle = admission_handle;
	options->policies = policies_all;
	json_init();
	if (options->print_config) {
		fputs(config_builtin_text(), stdout);
		return 0;
	}
	if (options->check_config)
		return serve_check(options);
	mem_tune();
	return serve(options);
}

int main(int argc, char **argv)
{
	struct serve_options options;
	struct err err = { 0 };

	switch (options_parse(argc, argv, &options, &err)) {
	case OPTIONS_RUN:
		return run(&options);
	case OPTIONS_HELP:
		options_help(stdout);
		return 0;
	case OPTIONS_VERSION:
		puts("kubevetd " KUBEVET_VERSION);
		return 0;
	default:
		fprintf(stderr, "kubevetd: %s\n", err.text);
		return 2;
	}
}
