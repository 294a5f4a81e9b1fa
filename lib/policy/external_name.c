/* SPDX-License-Identifier: Apache-2.0 */
/* external_name.c - names and addresses that lead back to a node, to a cloud's metadata or into the
 * cluster.
 *
 * A proxy that follows an ExternalName connects from where it runs, with its rights: an alias is a
 * way past NetworkPolicy and past the rule that a namespace reaches its own Services only.
 */
#include "policy/external_name.h"

#include <ctype.h>
#include <string.h>

#include "base/scoped.h"
#include "policy/ip.h"

bool host_normalise(const char *host, char out[HOST_NAME_MAX_BYTES + 1])
{
	size_t len = strlen(host);

	while (len > 0 && host[len - 1] == '.')
		len--;
	if (len > HOST_NAME_MAX_BYTES)
		return false;
	for (size_t i = 0; i < len; i++)
		out[i] = (char)tolower((unsigned char)host[i]);
	out[len] = '\0';
	return true;
}

bool host_in_domain(const char *host, const char *domain)
{
	size_t len = strlen(host), tail = strlen(domain);

	if (tail == 0 || len < tail || strcmp(host + len - tail, domain) != 0)
		return false;
	return len == tail || host[len - tail - 1] == '.';
}

static bool in_any(const char *host, const char *const *domains, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (host_in_domain(host, domains[i]))
			return true;
	return false;
}

const char *host_fault(const char *host, const char *cluster_domain)
{
	/* The node's own names, and those that desktop clusters give it. */
	static const char *const local[] = { "localhost",
					     "localhost.localdomain",
					     "localhost6",
					     "ip6-localhost",
					     "ip6-loopback",
					     "host.docker.internal",
					     "gateway.docker.internal",
					     "host.containers.internal",
					     "host.minikube.internal",
					     "host.k3d.internal" };
	static const char *const metadata[] = { "metadata",
						"metadata.google.internal",
						"metadata.goog",
						"metadata.azure.internal",
						"metadata.tencentyun.com",
						"metadata.platformequinix.com",
						"instance-data",
						"instance-data.ec2.internal" };
	/* The API server's own name in every spelling that the search path completes, and all other
	 * Services. */
	static const char *const inside[] = { "svc", "kubernetes", "kubernetes.default" };
	struct ip ip;

	if (ip_parse_any(host, &ip))
		return ip_special(&ip);
	if (in_any(host, local, ARRAY_LEN(local)))
		return "the local host";
	if (in_any(host, metadata, ARRAY_LEN(metadata)))
		return "a cloud metadata service";
	if (in_any(host, inside, ARRAY_LEN(inside)) || host_in_domain(host, cluster_domain))
		return "a name inside the cluster";
	return NULL;
}
