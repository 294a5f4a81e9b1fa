/* SPDX-License-Identifier: Apache-2.0 */
/* connect.h - typed, read-only view of a request to connect: exec, attach, port-forward, proxy.
 *
 * The object is the options of the request, so it has no metadata: which pod it goes to stands in
 * the request, and what it asks for is the object's kind.
 */
#ifndef KUBEVET_K8S_CONNECT_H
#define KUBEVET_K8S_CONNECT_H

#include "k8s/view.h"

struct connect {
	VIEW_HEAD(connect); /* at: the object */
	bool stdin_open, stdout_open, stderr_open, tty;
	const char *container;	/* "" when absent: the API server takes the only one there is */
	struct strings command; /* of exec alone */
	const int64_t *ports;	/* of port-forward, and only when it goes over a WebSocket */
	size_t port_count;
	const char *path; /* of a proxy; "" when absent */
	const cJSON *node;
};

/**
 * connect_view() - view of the whole object
 * @object: borrowed
 *
 * Return: the view, owned by @a, without its head; or NULL as meta_view().
 */
MUST_CHECK struct connect *connect_view(struct arena *a, const cJSON *object, struct err *err);

#endif
