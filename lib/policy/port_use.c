/* SPDX-License-Identifier: Apache-2.0 */
/* port_use.c - ports of rules against ports of parameters. */
#include "policy/port_use.h"

#include <stdlib.h>
#include <string.h>

#include "base/scoped.h"

#define PORT_MAX 65535

static const char *protocol_or_default(const char *protocol)
{
	return *protocol ? protocol : "TCP";
}

struct port_use network_port_use(const struct network_port *p)
{
	struct port_use use = { .protocol = protocol_or_default(p->protocol), .name = "" };

	if (!p->port.set)
		use.last = PORT_MAX;
	else if (p->port.is_string)
		use.name = p->port.s;
	else
		use.first = use.last = p->port.i;
	if (p->port.set && !p->port.is_string && p->end_port.set)
		use.last = p->end_port.v;
	return use;
}

struct port_use admin_port_use(const struct admin_port *p)
{
	struct port_use use = { .protocol = protocol_or_default(admin_port_protocol(p)),
				.name = p->name };

	if (p->range) {
		use.first = p->range->start;
		use.last = p->range->end;
	} else if (p->number) {
		use.first = use.last = p->number;
	} else if (!*p->name) {
		use.last = PORT_MAX;
	}
	return use;
}

/* One entry of a parameter. */
struct entry {
	size_t protocol_len; /* 0: any */
	const char *protocol, *name;
	long first, last; /* both 0 of a named port */
};

static bool parse_number(const char **text, long *out)
{
	char *end;

	if (**text < '0' || **text > '9')
		return false;
	*out = strtol(*text, &end, 10);
	*text = end;
	return *out >= 1 && *out <= PORT_MAX;
}

static bool entry_parse(const char *text, struct entry *e)
{
	const char *slash = strchr(text, '/');

	*e = (struct entry){ .protocol = text, .protocol_len = slash ? (size_t)(slash - text) : 0 };
	if (slash && e->protocol_len == 0)
		return false;
	text = slash ? slash + 1 : text;
	e->name = text;
	if (*text < '0' || *text > '9')
		return *text != '\0';
	if (!parse_number(&text, &e->first))
		return false;
	e->last = e->first;
	if (*text == '-') {
		text++;
		if (!parse_number(&text, &e->last))
			return false;
	}
	return *text == '\0' && e->last >= e->first;
}

static bool is_protocol(const struct entry *e, const char *protocol)
{
	return e->protocol_len == 0 || (strlen(protocol) == e->protocol_len &&
					memcmp(protocol, e->protocol, e->protocol_len) == 0);
}

bool port_use_is_listed(const struct port_use *use, const struct strings *list)
{
	struct entry e;

	for_each_string (text, *list) {
		if (!entry_parse(text, &e) || !is_protocol(&e, use->protocol))
			continue;
		if (*use->name ? strcmp(use->name, e.name) == 0
			       : e.first && use->first >= e.first && use->last <= e.last)
			return true;
	}
	return false;
}

bool port_use_reaches(const struct port_use *use, const struct strings *list)
{
	struct entry e;

	if (*use->name)
		return false;
	for_each_string (text, *list)
		if (entry_parse(text, &e) && is_protocol(&e, use->protocol) && e.first &&
		    use->first <= e.last && use->last >= e.first)
			return true;
	return false;
}

int64_t port_use_width(const struct port_use *use)
{
	return use->last < use->first ? 0 : use->last - use->first + 1;
}

int port_entry_check(const char *text, struct err *err)
{
	struct entry e;

	if (entry_parse(text, &e))
		return 0;
	return err_set(err, ERR_INPUT,
		       "\"%.100s\" is no port: want 53, UDP/53, 8000-8010 or a name", text);
}
