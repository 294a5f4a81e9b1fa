/* SPDX-License-Identifier: Apache-2.0 */
/* node.h - tree nodes that know where they stand, and what mappings do to them. For lib/yaml alone.
 */
#ifndef KUBEVET_YAML_NODE_H
#define KUBEVET_YAML_NODE_H

#include "json/json.h"

/* Set in cJSON.type of our nodes, outside of what cJSON uses, so that other nodes have no line. */
#define TYPE_YAML (1 << 16)

struct yaml_node {
	cJSON json; /* first, so that a cJSON of ours is a yaml_node */
	unsigned line, column, key_line, key_column;
	bool merged; /* came into its mapping by << */
	bool open;   /* its end was not read yet */
};

/** node_attach() - put @item at the end of the children. */
void node_attach(struct yaml_node *parent, struct yaml_node *item);

/**
 * node_settle_keys() - decide between members of one key
 *
 * Of merged members the first stays, and a member that is written out behind them wins over them
 * all. Written out twice, or before the merge, is an error: parsers differ on which one counts.
 *
 * Return: 0, or -1; the text begins "LINE:COLUMN: ".
 */
MUST_CHECK int node_settle_keys(struct arena *a, struct yaml_node *mapping, struct err *err);

#endif
