/* SPDX-License-Identifier: Apache-2.0 */
/* connect.c - view of a request to connect: exec, attach, port-forward, proxy. */
#include "k8s/connect.h"

#include "k8s/decode.h"

static const struct field connect_fields[] = {
	F_SELF(struct connect, node),
	F_BOOL("stdin", struct connect, stdin_open),
	F_BOOL("stdout", struct connect, stdout_open),
	F_BOOL("stderr", struct connect, stderr_open),
	F_BOOL("tty", struct connect, tty),
	F_STRING("container", struct connect, container),
	F_STRINGS("command", struct connect, command),
	F_INT64S("ports", struct connect, ports, port_count),
	F_STRING("path", struct connect, path),
};
static const struct shape connect_shape = SHAPE_AT(struct connect, at, connect_fields);

struct connect *connect_view(struct arena *a, const cJSON *object, struct err *err)
{
	return decode_new(a, &connect_shape, object, "", err);
}
