/* SPDX-License-Identifier: Apache-2.0 */
/* subresource.c - the table of subresources that write more than a status. */
#include "k8s/subresource.h"

#include <stddef.h>
#include <string.h>

#include "base/scoped.h"

#define CORE	     ""
#define APPS	     "apps"
#define BATCH	     "batch"
#define CERTIFICATES "certificates.k8s.io"
#define STATUS(group, resource)                                   \
	{                                                         \
		group, resource, "status", WRITES_METADATA, false \
	}

static const struct subresource table[] = {
	{ CORE, "pods", "ephemeralcontainers", WRITES_OBJECT, false },
	{ CORE, "pods", "resize", WRITES_OBJECT, false },
	{ CORE, "pods", "status", WRITES_METADATA, true },
	{ CORE, "namespaces", "finalize", WRITES_METADATA, false },
	{ CERTIFICATES, "certificatesigningrequests", "approval", WRITES_OBJECT, false },
	{ APPS, "deployments", "status", WRITES_ANNOTATIONS, false },
	STATUS(CORE, "namespaces"),
	STATUS(CORE, "nodes"),
	STATUS(CORE, "persistentvolumeclaims"),
	STATUS(CORE, "persistentvolumes"),
	STATUS(CORE, "replicationcontrollers"),
	STATUS(CORE, "resourcequotas"),
	STATUS(CORE, "services"),
	STATUS(APPS, "daemonsets"),
	STATUS(APPS, "replicasets"),
	STATUS(APPS, "statefulsets"),
	STATUS("autoscaling", "horizontalpodautoscalers"),
	STATUS(BATCH, "cronjobs"),
	STATUS(BATCH, "jobs"),
	STATUS(CERTIFICATES, "certificatesigningrequests"),
	STATUS("networking.k8s.io", "ingresses"),
	STATUS("policy", "poddisruptionbudgets"),
	STATUS("apiextensions.k8s.io", "customresourcedefinitions"),
	{ .name = NULL },
};

const struct subresource *subresources_all(void)
{
	return table;
}

static bool is_one_of(const char *name, const char *const *names, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(name, names[i]) == 0)
			return true;
	return false;
}

unsigned subresource_writes(const char *group, const char *resource, const char *name)
{
	static const char *const others[] = { "scale", "binding",     "eviction", "exec", "attach",
					      "log",   "portforward", "proxy",	  "token" };
	static const char *const metadata[] = { "status", "finalize" };

	if (is_one_of(name, others, ARRAY_LEN(others)))
		return WRITES_NOTHING;
	for (const struct subresource *s = table; s->name; s++)
		if (strcmp(s->name, name) == 0 && strcmp(s->resource, resource) == 0 &&
		    strcmp(s->group, group) == 0)
			return s->writes;
	return is_one_of(name, metadata, ARRAY_LEN(metadata)) ? WRITES_METADATA : WRITES_OBJECT;
}
