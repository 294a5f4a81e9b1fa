/* SPDX-License-Identifier: Apache-2.0 */
/* config.h - a configuration as the commands load it, and what it comes to in a namespace. */
#ifndef KUBEVET_CMD_CONFIG_H
#define KUBEVET_CMD_CONFIG_H

#include "config/config.h"

#define CONFIG_ARENA_MAX ((size_t)64 * 1024 * 1024)

/**
 * cli_config() - the configuration of @path, or the built-in one for NULL
 * @a: owns it
 *
 * Return: the configuration, or NULL after saying on standard error what is wrong.
 */
const struct config *cli_config(struct arena *a, const char *path);

/** cli_preset_config() - the built-in one with these presets in place of its own; or NULL after
 * saying which is none. */
const struct config *cli_preset_config(struct arena *a, const struct strings *presets);

/**
 * config_show() - print what applies in a namespace, and which line of which file made it so
 * @path:   of the configuration, or NULL for the built-in one
 * @labels: of the namespace: "key=value,key=value"; NULL for those of the namespaceLabels file
 *
 * Return: an exit status.
 */
int config_show(const char *path, const char *ns, const char *labels);

#endif
