/* SPDX-License-Identifier: Apache-2.0 */
/* main.c - kubevet, the command line: a table of subcommands. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "cli.h"
#include "json/json.h"

const struct subcommand subcommands[] = {
	{ "check",
	  "[-o text|json|jsonl|sarif|junit|github|markdown] [--config FILE] [--preset PRESET] "
	  "[-n NAMESPACE] [--level LEVEL] [--version VERSION] [--policy POLICY] [--only RULE] "
	  "[--skip RULE] "
	  "[--fail-on deny|warn] [--baseline FILE] [--write-baseline] [--jobs N] "
	  "[--color auto|always|never] FILE|DIR|-...",
	  "judge manifests as if they were created now",
	  "  kubevet check deploy/\n"
	  "  kubectl kustomize overlays/prod | kubevet check -n shop --level restricted -\n"
	  "  helm template my-chart | kubevet check --preset hardened -\n"
	  "  kubevet check --baseline kubevet-baseline.json -o sarif deploy/ > kubevet.sarif\n",
	  cmd_check },
	{ "replay",
	  "[-o text|json|jsonl|answers] [--config FILE] [--against FILE] [--expect] "
	  "[--url URL] [--ca FILE] [--cert FILE] [--key FILE] [FILE|DIR|-]...",
	  "judge captured requests as the server would, or by two configurations",
	  "  kubevet replay --config new.yaml --against old.yaml records/   # whom would this "
	  "break?\n"
	  "  kubevet replay --expect records/                               # is every answer as "
	  "it was?\n"
	  "  kubectl get pods -A -o json | kubevet replay --config new.yaml\n"
	  "  kubevet replay --url https://localhost:8443/validate --ca ca.crt review.json\n",
	  cmd_replay },
	{ "policies",
	  "[--severity low|medium|high|critical] [--kind KIND] [--standard NAME] "
	  "[--preset PRESET] [-o text|json|yaml]",
	  "list the policies",
	  "  kubevet policies --severity high --kind Secret\n"
	  "  kubevet policies --standard cis\n"
	  "  kubevet policies --preset hardened -o yaml\n",
	  cmd_policies },
	{ "explain", "POLICY",
	  "what a policy wants and why, its parameters, a wrong and a right example",
	  "  kubevet explain host-paths\n", cmd_explain },
	{ "docs", "[policies|configuration|kubevet.yaml.5]",
	  "print the reference as Markdown, or the manual page of the configuration",
	  "  kubevet docs policies > policies.md\n", cmd_docs },
	{ "config",
	  "check FILE... | show --namespace NAME [--config FILE] [--labels KEY=VALUE,...] | "
	  "schema | default [-o yaml|json]",
	  "check a configuration, show what it means for a namespace, print schema or defaults",
	  "  kubevet config check kubevet.yaml\n"
	  "  kubevet config show --namespace shop --config kubevet.yaml\n"
	  "  kubevet config default > kubevet.yaml\n",
	  cmd_config },
	{ "webhook",
	  "[print] [--config FILE] [--service NAMESPACE/NAME | --url URL] [--ca-file FILE] "
	  "[--timeout SECONDS] [--failure-policy Fail|Ignore] [--static] | "
	  "check [--config FILE] [--cert FILE] [--days N] FILE|-...",
	  "print the webhook configuration that fits, or judge one",
	  "  kubevet webhook --config kubevet.yaml --ca-file ca.crt | kubectl apply -f -\n"
	  "  kubectl get validatingwebhookconfiguration kubevet -o yaml | kubevet webhook check "
	  "-\n",
	  cmd_webhook },
	{ "completion", "bash|zsh|fish", "print a completion script for the shell",
	  "  kubevet completion bash > /etc/bash_completion.d/kubevet\n"
	  "  kubevet completion zsh > \"${fpath[1]}/_kubevet\"\n"
	  "  kubevet completion fish > ~/.config/fish/completions/kubevet.fish\n",
	  cmd_completion },
	{ 0 },
};

int cli_complain(const char *fmt, ...)
{
	va_list args;

	fputs("kubevet: ", stderr);
	va_start(args, fmt);
	vfprintf(stderr, fmt, args);
	va_end(args);
	fputc('\n', stderr);
	return EXIT_UNUSABLE;
}

static void usage(FILE *out)
{
	fputs("kubevet - what kubevetd would say, without a cluster\n\nUsage: kubevet COMMAND "
	      "[ARGUMENTS]\n\nCommands:\n",
	      out);
	for (const struct subcommand *s = subcommands; s->name; s++)
		fprintf(out, "  %-11s %s\n", s->name, s->help);
	fputs("\nkubevet COMMAND --help tells more of one.\n\nOptions:\n  --help     this text\n  "
	      "--version  print the version\n\n"
	      "Exit status: 0 clean, 1 something was denied, 2 unusable input, configuration or "
	      "usage.\n",
	      out);
}

int main(int argc, char **argv)
{
	const char *name = argc > 1 ? argv[1] : "";

	json_init();
	if (strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0 || strcmp(name, "help") == 0) {
		usage(stdout);
		return EXIT_CLEAN;
	}
	if (strcmp(name, "--version") == 0) {
		puts("kubevet " KUBEVET_VERSION);
		return EXIT_CLEAN;
	}
	for (const struct subcommand *s = subcommands; s->name; s++)
		if (strcmp(name, s->name) == 0)
			return s->run(argc - 1, argv + 1);
	if (*name)
		cli_complain("there is no command %s", name);
	usage(stderr);
	return EXIT_UNUSABLE;
}
