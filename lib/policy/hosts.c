/* SPDX-License-Identifier: Apache-2.0 */
/* hosts.c - host names by their labels, and the domains they are in. */
#include "policy/hosts.h"

#include <string.h>

#include "policy/external_name.h"
#include "policy/ip.h"
#include "policy/says.h"

#define LABEL_MAX   63
#define PLACEHOLDER "{namespace}"
#define SEPARATORS  " ,\t\n"

static bool is_label(const char *s, size_t len)
{
	static const char inner[] = "abcdefghijklmnopqrstuvwxyz0123456789-";

	return len > 0 && len <= LABEL_MAX && strspn(s, inner) >= len && s[0] != '-' &&
	       s[len - 1] != '-';
}

static bool is_name(const char *s)
{
	struct ip ip;

	if (ip_parse_any(s, &ip))
		return false;
	for (;; s++) {
		size_t len = strcspn(s, ".");

		if (!is_label(s, len))
			return false;
		s += len;
		if (!*s)
			return true;
	}
}

/* "example.com", "*.example.com", or "*" for all. */
static bool is_host(const char *s)
{
	if (strcmp(s, "*") == 0)
		return true;
	return is_name(strncmp(s, "*.", 2) == 0 ? s + 2 : s);
}

static bool in_domain(const char *host, const char *domain)
{
	if (strncmp(domain, "*.", 2) != 0)
		return host_in_domain(host, domain);
	return host_in_domain(host, domain + 2) && strcmp(host, domain + 2) != 0;
}

int hosts_domain_check(const char *domain, struct err *err)
{
	char name[HOST_NAME_MAX_BYTES + 1];

	if (strcmp(domain, "*") != 0 && host_normalise(domain, name) && strcmp(name, domain) == 0 &&
	    is_host(domain))
		return 0;
	return err_set(err, ERR_INPUT, "\"%.100s\" is no domain in lower case", domain);
}

/* Writes a piece of a list of domains, the namespace put in. Return: false when it is longer than
 * any name. */
static bool expand(char out[HOST_NAME_MAX_BYTES + 1], const char *piece, size_t len, const char *ns)
{
	size_t used = 0, ns_len = strlen(ns);

	while (len > 0) {
		bool is_ns = len >= strlen(PLACEHOLDER) &&
			     memcmp(piece, PLACEHOLDER, strlen(PLACEHOLDER)) == 0;
		size_t taken = is_ns ? strlen(PLACEHOLDER) : 1;
		size_t given = is_ns ? ns_len : 1;

		if (given > HOST_NAME_MAX_BYTES - used)
			return false;
		memcpy(out + used, is_ns ? ns : piece, given);
		used += given;
		piece += taken;
		len -= taken;
	}
	out[used] = '\0';
	return true;
}

#define for_each_piece(p, n, text)                                \
	for (const char *p = (text) + strspn((text), SEPARATORS); \
	     *p && (n = strcspn(p, SEPARATORS)) > 0; p += n, p += strspn(p, SEPARATORS))

int hosts_domains_check(const char *domains, struct err *err)
{
	char domain[HOST_NAME_MAX_BYTES + 1];
	size_t len;

	for_each_piece (piece, len, domains) {
		if (!expand(domain, piece, len, "namespace"))
			return err_set(err, ERR_INPUT, "a domain is longer than %d bytes",
				       HOST_NAME_MAX_BYTES);
		if (hosts_domain_check(domain, err) < 0)
			return -1;
	}
	return 0;
}

static bool in_pieces(const char *host, const char *domains, const char *ns)
{
	char domain[HOST_NAME_MAX_BYTES + 1];
	size_t len;

	for_each_piece (piece, len, domains)
		if (expand(domain, piece, len, ns) && in_domain(host, domain))
			return true;
	return false;
}

static bool in_domains(const char *host, const struct strings *domains)
{
	for_each_string (domain, *domains)
		if (in_domain(host, domain))
			return true;
	return false;
}

bool hosts_in(const char *host, const struct strings *domains)
{
	char name[HOST_NAME_MAX_BYTES + 1];

	return host_normalise(host, name) && in_domains(name, domains);
}

static const char *want_of_namespace(const char *host, const char *ns, const struct map *namespaces,
				     struct findings *out)
{
	struct names domains = { 0 };
	bool limited = false;

	for_each_entry (e, *namespaces) {
		if (!glob_match(e->key, ns))
			continue;
		if (in_pieces(host, e->value, ns))
			return NULL;
		limited = true;
		if (*e->value)
			names_add(out, &domains, e->value);
	}
	if (!limited)
		return NULL;
	if (!domains.count)
		return "no host: the namespace has no domain";
	return finding_text(out, "a host of the namespace's domains: %s",
			    names_join(out, &domains, " "));
}

const char *hosts_want(const char *host, const struct request *request, const struct params *params,
		       struct findings *out)
{
	const struct strings *allowed = param_strings(params, HOSTS_ALLOWED);
	const struct strings *wildcards = param_strings(params, HOSTS_WILDCARDS);
	char name[HOST_NAME_MAX_BYTES + 1];

	if (!*host)
		return param_bool(params, HOSTS_ALLOW_EMPTY) ? NULL : "a host name";
	if (!host_normalise(host, name) || !is_host(name))
		return "a host name";
	if (*name == '*' && !globs_match(wildcards, name))
		return wildcards->count ? finding_text(out, "a host name, or a wildcard that is %s",
						       says_one_of(out, wildcards))
					: "a host name without a wildcard";
	if (allowed->set && !in_domains(name, allowed))
		return finding_text(out, "a host in %s", says_one_of(out, allowed));
	return want_of_namespace(name, request->ns, param_map(params, HOSTS_NAMESPACES), out);
}
