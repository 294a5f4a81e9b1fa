/* SPDX-License-Identifier: Apache-2.0 */
/* command_line.c - one walk over the arguments for each flag that is asked for.
 *
 * Which flags take a value is known of those that are asked for alone. So an argument that looks
 * like a flag is taken for one, even where a program would take it for the value of the flag
 * before.
 */
#include "policy/command_line.h"

#include <ctype.h>
#include <string.h>

#include "base/units.h"
#include "policy/flag.h"
#include "policy/says.h"

static const char *const programs[PROGRAM_COUNT] = {
	[PROGRAM_APISERVER] = "kube-apiserver",
	[PROGRAM_CONTROLLER_MANAGER] = "kube-controller-manager",
	[PROGRAM_SCHEDULER] = "kube-scheduler",
	[PROGRAM_KUBELET] = "kubelet",
	[PROGRAM_ETCD] = "etcd",
};

const char *program_name(enum program program)
{
	return programs[program];
}

static const char *base_of(const char *path, size_t *len)
{
	const char *slash = memrchr(path, '/', *len);

	if (!slash)
		return path;
	*len -= (size_t)(slash + 1 - path);
	return slash + 1;
}

static bool is_text(const char *text, size_t len, const char *want)
{
	return strlen(want) == len && memcmp(text, want, len) == 0;
}

bool program_find(const char *path, size_t len, enum program *out)
{
	/* An option or a variable whose value is a path. */
	if (len == 0 || *path == '-' || memchr(path, '=', len))
		return false;
	path = base_of(path, &len);
	for (int p = 0; p < PROGRAM_COUNT; p++) {
		if (is_text(path, len, programs[p])) {
			*out = (enum program)p;
			return true;
		}
	}
	return false;
}

static size_t argument_count(const struct container *c)
{
	return c->command.count + c->args.count;
}

static const char *argument(const struct container *c, size_t i)
{
	return i < c->command.count ? c->command.v[i] : c->args.v[i - c->command.count];
}

static bool is_one_of(const char *path, const char *const *names, size_t count)
{
	size_t len = strlen(path);

	path = base_of(path, &len);
	for (size_t i = 0; i < count; i++)
		if (is_text(path, len, names[i]))
			return true;
	return false;
}

/* Programs that run another one, named behind their own flags, with the arguments behind it. */
static bool is_wrapper(const char *path)
{
	static const char *const wrappers[] = { "go-runner", "hyperkube", "tini", "dumb-init" };

	return is_one_of(path, wrappers, ARRAY_LEN(wrappers));
}

/* hyperkube is all programs in one, and knows them by shorter names too: "apiserver". */
static bool find_short(const char *name, enum program *out)
{
	static const char kube[] = "kube-";

	for (int p = 0; p < PROGRAM_COUNT; p++) {
		if (strncmp(programs[p], kube, strlen(kube)) == 0 &&
		    strcmp(programs[p] + strlen(kube), name) == 0) {
			*out = (enum program)p;
			return true;
		}
	}
	return false;
}

/* Whether the first of args, which an image may take as any argument, names a program: kubelets and
 * etcd have folders of that name. */
static bool names_program(const char *path)
{
	const char *slash = strrchr(path, '/');
	size_t len = slash ? (size_t)(slash - path) : 0;

	if (len == 0)
		return true;
	return len >= 3 && memcmp(slash - 3, "bin", 3) == 0;
}

/* Up to "--", behind which there are no flags. */
static size_t flags_end(const struct container *c, size_t first)
{
	size_t i = first;

	while (i < argument_count(c) && strcmp(argument(c, i), "--") != 0)
		i++;
	return i;
}

static bool given(const struct command_line *line, const char *name)
{
	struct flag f = flag_last(line, name);

	return f.len || f.unknown;
}

/* Return: false when the flags do not count at all. */
static bool note_more(struct command_line *line)
{
	if (line->program == PROGRAM_KUBELET)
		line->has_more = given(line, "config") || given(line, "config-dir");
	if (line->program != PROGRAM_ETCD)
		return true;
	line->has_more = line->container->env_from != NULL;
	return !given(line, "config-file");
}

bool command_line_of(const struct container *c, struct command_line *out)
{
	static const char *const all_in_one[] = { "hyperkube" };
	size_t count = argument_count(c), i = 0;
	const char *first = count ? argument(c, 0) : "";

	if (!c->command.count && !names_program(first))
		return false;
	if (is_wrapper(first))
		for (i = 1; i < count && argument(c, i)[0] == '-'; i++)
			;
	if (i >= count)
		return false;
	*out = (struct command_line){ .container = c, .first = i + 1 };
	if (!program_find(argument(c, i), strlen(argument(c, i)), &out->program) &&
	    !(is_one_of(first, all_in_one, 1) && find_short(argument(c, i), &out->program)))
		return false;
	out->end = flags_end(c, out->first);
	return note_more(out);
}

void command_lines_check(const struct pod *pod, enum program program, const struct params *params,
			 struct findings *out, command_line_judge *judge)
{
	struct command_line line;

	for_each_container (c, pod)
		if (command_line_of(c, &line) && line.program == program)
			judge(&line, params, out);
}

/* What stands behind "--name": "" or "=value"; NULL for another flag. */
static const char *behind_name(const struct command_line *line, const char *text, const char *name)
{
	bool folds = line->program != PROGRAM_ETCD;

	if (text[0] != '-')
		return NULL;
	text += text[1] == '-' ? 2 : 1;
	for (; *name; name++, text++)
		if (*text != *name && !(folds && *name == '-' && *text == '_'))
			return NULL;
	return *text == '\0' || *text == '=' ? text : NULL;
}

/* Without quotes around; those within belong to items of a list. */
static void set_value(const char *text, size_t len, const char **value, size_t *value_len)
{
	char quote = (char)(len >= 2 ? text[0] : '\0');

	if ((quote == '"' || quote == '\'') && memchr(text + 1, quote, len - 1) == text + len - 1) {
		text++;
		len -= 2;
	}
	*value = text;
	*value_len = len;
}

/* etcd's variable for a flag. */
static bool is_variable(const char *variable, const char *name)
{
	static const char prefix[] = "ETCD_";

	if (strncmp(variable, prefix, strlen(prefix)) != 0)
		return false;
	variable += strlen(prefix);
	for (; *name; name++, variable++)
		if (*variable != (*name == '-' ? '_' : (char)toupper((unsigned char)*name)))
			return false;
	return *variable == '\0';
}

/* The last one counts; an empty one is none. */
static bool find_variable(const struct command_line *line, const char *name, struct flag *f)
{
	const struct env_var *last = NULL;

	for_each_env (e, line->container)
		if (is_variable(e->name, name))
			last = e;
	if (!last || (!last->value_from && !*last->value))
		return false;
	*f = (struct flag){ .env = last, .unknown = last->value_from != NULL };
	set_value(last->value, strlen(last->value), &f->value, &f->len);
	return true;
}

bool flag_next(const struct command_line *line, const char *name, bool is_switch, struct flag *f)
{
	const struct container *c = line->container;
	bool is_first = f->value == NULL;

	if (f->env)
		return false;
	for (size_t i = is_first ? line->first : f->argument + 1; i < line->end; i++) {
		const char *rest = behind_name(line, argument(c, i), name);

		if (!rest)
			continue;
		*f = (struct flag){ .argument = i };
		if (*rest == '=')
			rest++;
		else if (is_switch)
			rest = "true";
		else if (i + 1 < line->end)
			rest = argument(c, i + 1);
		set_value(rest, strlen(rest), &f->value, &f->len);
		return true;
	}
	return is_first && line->program == PROGRAM_ETCD && find_variable(line, name, f);
}

static struct flag last(const struct command_line *line, const char *name, bool is_switch)
{
	struct flag f = { 0 };

	while (flag_next(line, name, is_switch, &f))
		;
	return f;
}

struct flag flag_last(const struct command_line *line, const char *name)
{
	return last(line, name, false);
}

struct flag switch_last(const struct command_line *line, const char *name)
{
	return last(line, name, true);
}

bool flag_equals(const struct flag *f, const char *value)
{
	return f->value && is_text(f->value, f->len, value);
}

bool flag_same(const struct flag *a, const struct flag *b)
{
	return a->len && a->len == b->len && memcmp(a->value, b->value, a->len) == 0;
}

bool flag_bool(const struct flag *f, bool *v)
{
	char text[8];

	if (!f->value || f->len >= sizeof(text))
		return false;
	memcpy(text, f->value, f->len);
	text[f->len] = '\0';
	*v = flag_is(text, true);
	return *v || flag_is(text, false);
}

bool flag_int(const struct flag *f, int64_t *v)
{
	bool minus = f->value && f->len && f->value[0] == '-';
	char digits[24];

	if (!f->value || f->len - minus >= sizeof(digits))
		return false;
	memcpy(digits, f->value + minus, f->len - minus);
	digits[f->len - minus] = '\0';
	if (!count_parse(digits, v))
		return false;
	*v = minus ? -*v : *v;
	return true;
}

bool flag_duration(const struct flag *f, int64_t *us)
{
	return f->value && duration_parse(f->value, f->len, us);
}

const char *flag_text(struct findings *out, const struct flag *f)
{
	return finding_text(out, "%.*s", (int)f->len, f->value);
}

bool flag_item_next(const struct command_line *line, const char *name, struct flag_item *item)
{
	for (;;) {
		const char *from;
		size_t len;

		if (!item->begun || item->read > item->flag.len) {
			if (!flag_next(line, name, false, &item->flag))
				return false;
			item->begun = true;
			item->read = 0;
		}
		from = item->flag.value + item->read;
		for (len = 0; item->read + len < item->flag.len && from[len] != ','; len++)
			;
		item->read += len + 1;
		set_value(from, len, &item->value, &item->len);
		if (item->len)
			return true;
	}
}

bool flag_has_item(const struct command_line *line, const char *name, const char *value)
{
	for_each_flag_item(item, line, name) if (is_text(item.value, item.len, value)) return true;
	return false;
}

bool flag_item_in(const struct flag_item *item, const struct strings *list)
{
	for_each_string (s, *list)
		if (is_text(item->value, item->len, s))
			return true;
	return false;
}

const char *flag_field(struct findings *out, const struct command_line *line, const struct flag *f)
{
	size_t in_command = line->container->command.count;

	if (f->argument < in_command)
		return finding_text(out, "command[%zu]", f->argument);
	return finding_text(out, "args[%zu]", f->argument - in_command);
}

void flag_finding(struct findings *out, const struct command_line *line, const char *name,
		  const struct flag *f, const struct says *says)
{
	const struct container *c = line->container;
	struct says said = *says;

	if (!f->value) {
		said.value = finding_text(out, "no --%s", name);
		finding_add(out, &c->at, c->args.count ? "args" : "command", &said);
	} else if (f->env) {
		said.value = "another value";
		finding_add(out, &f->env->at, f->unknown ? "valueFrom" : "value", &said);
	} else {
		said.value = finding_text(out, "%s", argument(c, f->argument));
		if (!strchr(said.value, '='))
			said.value = finding_text(out, "--%s=%.*s", name, (int)f->len, f->value);
		finding_add(out, &c->at, flag_field(out, line, f), &said);
	}
}

static void judge_switch(const struct command_line *line, const struct flag_rule *rule,
			 struct findings *out)
{
	struct flag f = switch_last(line, rule->name);
	bool want = rule->wants == FLAG_TRUE, v = rule->otherwise;

	if (f.unknown || (f.value && flag_bool(&f, &v) && v == want) ||
	    (!f.value && (line->has_more || v == want)))
		return;
	flag_finding(out, line, rule->name, &f,
		     &(struct says){ .want = finding_text(out, "--%s=%s", rule->name,
							  want ? "true" : "false"),
				     .fix = rule->fix });
}

void flags_judge(const struct command_line *line, const struct flag_rule *rules, size_t count,
		 struct findings *out)
{
	for (const struct flag_rule *rule = rules; rule < rules + count; rule++) {
		struct flag f = flag_last(line, rule->name);
		bool is_set = f.unknown || f.len;

		if (rule->wants == FLAG_TRUE || rule->wants == FLAG_FALSE)
			judge_switch(line, rule, out);
		else if (rule->wants == FLAG_GIVEN && !is_set && !(line->has_more && !f.value))
			flag_finding(out, line, rule->name, &f,
				     &(struct says){ .want = rule->want, .fix = rule->fix });
		else if (rule->wants == FLAG_ABSENT && is_set)
			flag_finding(
				out, line, rule->name, &f,
				&(struct says){ .want = finding_text(out, "no --%s", rule->name),
						.fix = rule->fix });
	}
}

void flag_judge_range(const struct command_line *line, const char *name, int64_t otherwise,
		      int64_t min, int64_t max, struct findings *out)
{
	struct flag f = flag_last(line, name);
	int64_t v = otherwise;
	const char *want;

	if (f.unknown || (!f.value && line->has_more) ||
	    ((!f.value || flag_int(&f, &v)) && v >= min && v <= max))
		return;
	if (min == max)
		want = finding_text(out, "--%s=%s", name, says_int(out, min));
	else
		want = finding_text(out, "--%s of %s", name,
				    says_ranges(out, &(struct range){ min, max }, 1));
	flag_finding(out, line, name, &f, &(struct says){ .want = want });
}
