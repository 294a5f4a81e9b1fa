/* SPDX-License-Identifier: Apache-2.0 */
/* etcd.c - namespaces and URLs. */
#include "policy/etcd.h"

#include <string.h>
#include <strings.h>

#include "policy/ip.h"

bool etcd_is_of_cluster(const struct pod *pod, const struct strings *namespaces)
{
	return globs_match(namespaces, pod->request->ns) || globs_match(namespaces, pod->meta->ns);
}

/* The host of a URL, of which @len bytes are left behind "//". */
static bool is_loopback(const char *url, size_t len)
{
	char host[64];
	struct ip ip;
	const char *special, *end;

	if (len && *url == '[')
		end = memchr(url, ']', len);
	else
		end = memchr(url, ':', len);
	if (end)
		len = (size_t)(end - url) + (*end == ']');
	if (len >= sizeof(host))
		return false;
	memcpy(host, url, len);
	host[len] = '\0';
	if (strcasecmp(host, "localhost") == 0)
		return true;
	special = ip_parse_any(host, &ip) ? ip_special(&ip) : NULL;
	return special && strcmp(special, "a loopback address") == 0;
}

void etcd_judge_urls(const struct command_line *line, const char *name, bool loopback,
		     struct findings *out)
{
	static const char plain[] = "http://";

	for_each_flag_item(item, line, name)
	{
		size_t len = strlen(plain);

		if (item.len < len || strncasecmp(item.value, plain, len) != 0 ||
		    (loopback && is_loopback(item.value + len, item.len - len)))
			continue;
		flag_finding(out, line, name, &item.flag,
			     &(struct says){ .want = "https:// alone" });
	}
}
