/* SPDX-License-Identifier: Apache-2.0 */
/* policies.c - the list of policies, whole or filtered, for people and for programs. */
#include "policies.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "args.h"
#include "catalog.h"
#include "cli.h"

#define LIST_BYTES_MAX ((size_t)16 * 1024 * 1024)

struct filter {
	int severity; /* the least one */
	const char *kind, *standard;
};

static bool has_kind(const struct policy *policy, const char *pattern)
{
	for (const struct kind *kind = kinds_all(); kind->kind; kind++)
		if (policy_reads_kind(policy, kind) && match_kind(pattern, kind->group, kind->kind))
			return true;
	return false;
}

/* @name is a publication ("cis"), a level ("restricted") or an item ("5.2.2"). */
static bool has_standard(const struct policy *policy, const char *name)
{
	if (policy->standard && (strcasecmp(name, publication_key(PUBLISHED_PSS)) == 0 ||
				 strcasecmp(name, level_name(policy->standard->level)) == 0))
		return true;
	for_each_reference(item, policy) if (strcasecmp(name, publication_key(item->in)) == 0 ||
					     strcasecmp(name, item->id) == 0 ||
					     (item->in == PUBLISHED_PSS &&
					      strcasestr(item->about, name))) return true;
	return false;
}

static bool passes(const struct policy *policy, const struct filter *filter)
{
	return (int)policy->severity >= filter->severity &&
	       (!filter->kind || has_kind(policy, filter->kind)) &&
	       (!filter->standard || has_standard(policy, filter->standard));
}

static void print_row(const struct policy *policy)
{
	printf("%-32s %-8s %-8s %-6s  %s\n", policy->id, severity_name(policy->severity),
	       policy_view_name(policy), policy_needs(policy), policy->title);
}

static void add_member(struct buf *out, const char *key, const char *value)
{
	json_write_string(out, key);
	buf_addc(out, ':');
	json_write_string(out, value);
	buf_addc(out, ',');
}

static void add_kinds(struct buf *out, const struct policy *policy)
{
	const char *between = "";

	buf_adds(out, "\"kinds\":[");
	for (const struct kind *kind = kinds_all(); kind->kind; kind++) {
		if (!policy_reads_kind(policy, kind))
			continue;
		buf_addf(out, "%s\"%s%s%s\"", between, kind->group, *kind->group ? "/" : "",
			 kind->kind);
		between = ",";
	}
	buf_adds(out, "],");
}

static void add_references(struct buf *out, const struct policy *policy)
{
	const char *between = "";

	buf_adds(out, "\"standards\":[");
	if (policy->standard) {
		buf_addf(out,
			 "{\"in\":\"%s\",\"level\":\"%s\",\"check\":\"%s\",\"since\":\"v1.%d\"}",
			 publication_key(PUBLISHED_PSS), level_name(policy->standard->level),
			 policy->standard->id, policy->standard->versions[0].from);
		between = ",";
	}
	for_each_reference(item, policy)
	{
		buf_addf(out, "%s{\"in\":\"%s\",\"id\":", between, publication_key(item->in));
		json_write_string(out, item->id);
		buf_addc(out, '}');
		between = ",";
	}
	buf_addc(out, ']');
}

static void add_json(struct buf *out, const struct policy *policy)
{
	buf_addc(out, '{');
	add_member(out, "id", policy->id);
	add_member(out, "title", policy->title);
	add_member(out, "severity", severity_name(policy->severity));
	add_kinds(out, policy);
	add_member(out, "needs", policy_needs(policy));
	add_member(out, "why", policy->why);
	add_member(out, "remedy", policy->remedy);
	add_references(out, policy);
	buf_addc(out, '}');
}

static int print_json(const struct filter *filter)
{
	SCOPED(scoped_buf) struct buf out;
	const char *between = "";
	struct err err = { 0 };

	buf_init(&out, LIST_BYTES_MAX);
	buf_addc(&out, '[');
	for (const struct policy *const *p = policies_all; *p; p++) {
		if (!passes(*p, filter))
			continue;
		buf_adds(&out, between);
		add_json(&out, *p);
		between = ",\n";
	}
	buf_adds(&out, "]\n");
	if (buf_ok(&out, &err) < 0)
		return cli_complain("%s", err.text);
	fputs(buf_str(&out), stdout);
	return EXIT_CLEAN;
}

static int print_text(const struct filter *filter)
{
	printf("%-32s %-8s %-8s %-6s  %s\n", "POLICY", "SEVERITY", "READS", "NEEDS", "HOLDS");
	for (const struct policy *const *p = policies_all; *p; p++)
		if (passes(*p, filter))
			print_row(*p);
	return EXIT_CLEAN;
}

/* A name that nothing has would give an empty list, which reads like "nothing to worry about". */
static int check_filter(const struct filter *filter)
{
	for (const struct policy *const *p = policies_all; *p; p++)
		if ((!filter->kind || has_kind(*p, filter->kind)) &&
		    (!filter->standard || has_standard(*p, filter->standard)))
			return EXIT_CLEAN;
	if (filter->kind && filter->standard)
		return cli_complain("no policy of %s reads %s", filter->standard, filter->kind);
	if (filter->kind)
		return cli_complain("no policy reads %s", filter->kind);
	return cli_complain("no policy is of standard %s", filter->standard);
}

static int parse_severity(const char *text, int *severity)
{
	for (int i = SEVERITY_LOW; i <= SEVERITY_CRITICAL; i++) {
		if (strcmp(text, severity_name((enum severity)i)) == 0) {
			*severity = i;
			return EXIT_CLEAN;
		}
	}
	return cli_complain("--severity is low, medium, high or critical, not %s", text);
}

int cmd_policies(int argc, char **argv)
{
	const char *severity = "low", *output = "text";
	struct filter filter = { 0 };
	const struct arg args[] = {
		{ "--severity", "LEVEL: only policies of at least this severity", &severity, NULL },
		{ "--kind", "KIND: only policies that read it: Pod, apps/Deployment, Service",
		  &filter.kind, NULL },
		{ "--standard",
		  "NAME: only policies that help to meet it: baseline, restricted, pss, cis, nsa, "
		  "mitre, or an item such as 5.2.2 or T1611",
		  &filter.standard, NULL },
		{ "-o", "text or json", &output, NULL },
		{ 0 },
	};
	int status = args_take(&argc, argv, args);

	if (status >= 0)
		return status;
	if (argc > 1)
		return cli_complain("policies takes no operand; explain tells more of one policy");
	if (parse_severity(severity, &filter.severity) != EXIT_CLEAN ||
	    check_filter(&filter) != EXIT_CLEAN)
		return EXIT_UNUSABLE;
	if (strcmp(output, "json") == 0)
		return print_json(&filter);
	if (strcmp(output, "text") == 0)
		return print_text(&filter);
	return cli_complain("-o is text or json, not %s", output);
}
