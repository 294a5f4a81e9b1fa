/* SPDX-License-Identifier: Apache-2.0 */
/* config.c - check a configuration, tell what it means for a namespace, print the built-in one and
 * the schema. */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "args.h"
#include "cli.h"
#include "config/presets.h"
#include "config/schema.h"
#include "policies.h"
#include "yaml/yaml.h"

#define OUTPUT_BYTES_MAX ((size_t)16 * 1024 * 1024)

/* Return: @config, or NULL after telling the faults. */
static const struct config *tell(const struct config *config, const char *name,
				 const struct config_fault *faults)
{
	size_t count = 0;

	for (const struct config_fault *f = faults; f; f = f->next, count++)
		fprintf(stderr, "%s\n", f->text);
	if (config)
		return config;
	if (count > CONFIG_FAULTS_MAX)
		cli_complain("%s: more than %d faults", name, CONFIG_FAULTS_MAX);
	else
		cli_complain("%s: %zu %s", name, count, count == 1 ? "fault" : "faults");
	return NULL;
}

const struct config *cli_config(struct arena *a, const char *path)
{
	const struct config_fault *faults = NULL;
	const struct config *config = path ? config_load(a, policies_all, path, &faults)
					   : config_builtin(a, policies_all, &faults);

	return tell(config, path ? path : "built-in", faults);
}

const struct config *cli_preset_config(struct arena *a, const struct strings *presets)
{
	const struct config_fault *faults = NULL;
	const char *text = "apiVersion: kubevet.dev/v1\nkind: Config\npreset: [", *nearest;
	const struct config *config;

	for_each_string (name, *presets) {
		if (!preset_find(name)) {
			nearest = preset_nearest(name);
			cli_complain("there is no preset %s%s%s; kubevet policies --preset lists "
				     "them",
				     name, nearest ? ", did you mean " : "",
				     nearest ? nearest : "");
			return NULL;
		}
		text = text ? arena_printf(a, "%s%s,", text, name) : NULL;
	}
	text = text ? arena_printf(a, "%s]", text) : NULL;
	if (!text) {
		cli_complain("out of memory");
		return NULL;
	}
	config = config_parse(a, policies_all, "--preset", text, strlen(text), &faults);
	return tell(config, "--preset", faults);
}

static int check(const char *path)
{
	SCOPED(scoped_arena) struct arena *a = NULL;
	const struct config *config;
	struct err err = { 0 };

	a = arena_new(CONFIG_ARENA_MAX, &err);
	if (!a)
		return cli_complain("%s", err.text);
	config = cli_config(a, path);
	if (!config)
		return EXIT_UNUSABLE;
	printf("%s: good, %zu %s\n", path, config->rule_count,
	       config->rule_count == 1 ? "rule" : "rules");
	return EXIT_CLEAN;
}

static int check_all(int count, char **paths)
{
	int worst = EXIT_CLEAN;

	for (int i = 0; i < count; i++) {
		int status = check(paths[i]);

		worst = status > worst ? status : worst;
	}
	return worst;
}

static int print(const struct buf *text)
{
	struct err err = { 0 };

	if (buf_ok(text, &err) < 0)
		return cli_complain("%s", err.text);
	fputs(buf_str(text), stdout);
	return EXIT_CLEAN;
}

static int schema(void)
{
	SCOPED(scoped_buf) struct buf text;

	buf_init(&text, OUTPUT_BYTES_MAX);
	schema_write(&text, policies_all);
	return print(&text);
}

/* Without its comments: for programs that read no YAML. */
static int default_json(void)
{
	SCOPED(scoped_arena) struct arena *a = NULL;
	SCOPED(scoped_yaml) struct yaml *y = NULL;
	SCOPED(scoped_buf) struct buf text;
	const char *builtin = config_builtin_text();
	struct err err = { 0 };
	cJSON *doc = NULL;

	buf_init(&text, OUTPUT_BYTES_MAX);
	a = arena_new(CONFIG_ARENA_MAX, &err);
	y = a ? yaml_open(builtin, strlen(builtin), NULL, &err) : NULL;
	if (!y || yaml_next(y, a, &doc, &err) < 0)
		return cli_complain("%s", err.text);
	json_write(&text, doc);
	buf_addc(&text, '\n');
	return print(&text);
}

static int print_default(const char *output)
{
	if (strcmp(output, "json") == 0)
		return default_json();
	if (strcmp(output, "yaml") != 0)
		return cli_complain("-o is yaml or json, not %s", output);
	fputs(config_builtin_text(), stdout);
	return EXIT_CLEAN;
}

int cmd_config(int argc, char **argv)
{
	const char *ns = NULL, *path = NULL, *labels = NULL, *output = "yaml";
	const struct arg args[] = {
		{ "--namespace", "NAME: show what applies there", &ns, NULL },
		{ "--config", "FILE: show this configuration; without it the built-in one", &path,
		  NULL },
		{ "--labels",
		  "KEY=VALUE,...: labels of the namespace; without it those of namespaceLabels",
		  &labels, NULL },
		{ "-o", "yaml or json: form of the built-in configuration", &output, NULL },
		{ 0 },
	};
	int status = args_take(&argc, argv, args);
	const char *verb = argc > 1 ? argv[1] : "";

	if (status >= 0)
		return status;
	if (argc > 2 && strcmp(verb, "check") == 0)
		return check_all(argc - 2, argv + 2);
	if (argc == 2 && strcmp(verb, "show") == 0)
		return ns ? config_show(path, ns, labels)
			  : cli_complain("config show wants --namespace NAME");
	if (argc == 2 && strcmp(verb, "schema") == 0)
		return schema();
	if (argc == 2 && strcmp(verb, "default") == 0)
		return print_default(output);
	return cli_complain("config wants one of: check FILE..., show --namespace NAME, schema, "
			    "default");
}
