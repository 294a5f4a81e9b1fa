/* SPDX-License-Identifier: Apache-2.0 */
/* check_apparmor.c - AppArmor's language, and the view of profiles of both forms. */
#include "k8s/apparmor.h"

#include "base/mem.h"
#include "fields.h"

static const char *const kind_names[] = {
	[APPARMOR_OTHER] = "other",
	[APPARMOR_FILE] = "file",
	[APPARMOR_LINK] = "link",
	[APPARMOR_NETWORK] = "network",
	[APPARMOR_CAPABILITY] = "capability",
	[APPARMOR_PTRACE] = "ptrace",
	[APPARMOR_SIGNAL] = "signal",
	[APPARMOR_MOUNT] = "mount",
	[APPARMOR_REMOUNT] = "remount",
	[APPARMOR_UMOUNT] = "umount",
	[APPARMOR_PIVOT_ROOT] = "pivot_root",
	[APPARMOR_UNIX] = "unix",
	[APPARMOR_DBUS] = "dbus",
	[APPARMOR_CHANGE_PROFILE] = "change_profile",
	[APPARMOR_USERNS] = "userns",
	[APPARMOR_MQUEUE] = "mqueue",
	[APPARMOR_IO_URING] = "io_uring",
	[APPARMOR_RLIMIT] = "rlimit",
	[APPARMOR_ALL] = "all",
	[APPARMOR_INCLUDE] = "include",
	[APPARMOR_ABI] = "abi",
	[APPARMOR_ALIAS] = "alias",
};

/* "deny file 2:3 [/a][r]": words between square brackets; of files path, access and target. */
static void dump_rule(struct buf *out, const struct apparmor_rule *rule)
{
	buf_addf(out, "%s%s%s%s %u:%u", rule->deny ? "deny " : "", rule->audit ? "audit " : "",
		 rule->owner ? "owner " : "", kind_names[rule->kind], rule->line, rule->column);
	if (rule->kind == APPARMOR_FILE && *rule->path) {
		buf_addf(out, " %s|%s", rule->path, rule->perms);
		if (*rule->target)
			buf_addf(out, "|%s", rule->target);
		return;
	}
	for_each_string (word, rule->words)
		buf_addf(out, " [%s]", word);
}

/* "profile 1:1 name flags{...}: rule; rule | ..." and the variables in front. */
static const char *dump_text(const struct apparmor_text *text)
{
	SCOPED(scoped_buf) struct buf out;

	buf_init(&out, 1 << 20);
	for (const struct apparmor_variable *v = text->variables; v; v = v->next) {
		buf_addf(&out, "%s=", v->name);
		for_each_string (value, v->values)
			buf_addf(&out, "[%s]", value);
		buf_adds(&out, " ");
	}
	for_each_apparmor_profile(profile, text)
	{
		buf_addf(&out, "%s%u:%u %s", profile == text->profiles ? "" : " | ", profile->line,
			 profile->column, *profile->name ? profile->name : "-");
		if (profile->flags.set)
			dump_strings(&out, "flags", &profile->flags);
		buf_adds(&out, ":");
		for_each_apparmor_rule(rule, profile)
		{
			buf_adds(&out, rule == profile->rules ? " " : "; ");
			dump_rule(&out, rule);
		}
	}
	return arena_strndup(test_arena(), buf_str(&out), out.len);
}

static const char *parsed(const char *text, size_t len)
{
	struct apparmor_text out;
	struct err err = { 0 };

	if (apparmor_parse(test_arena(), text, len, NULL, &out, &err) < 0)
		return arena_printf(test_arena(), "%s", err.text);
	return dump_text(&out);
}

static const struct {
	const char *name, *text, *want;
} texts[] = {
	{ "empty", "", "" },
	{ "comments", "# a {\n  # b\n", "" },
	{ "profile", "profile a {\n}\n", "1:1 a:" },
	{ "by path", "/bin/a {\n}\n", "1:1 /bin/a:" },
	{ "by path and name", "profile a /bin/{a,b} {\n}\n", "1:1 a:" },
	{ "in quotes", "profile \"a b\" \"/bin/a b\" {\n}\n", "1:1 a b:" },
	{ "brace on the next line", "profile a\n  flags=(x)\n{\n}\n", "1:1 a flags=[\"x\"]:" },
	{ "brace glued to flags", "profile a flags=(x,y){\n}", "1:1 a flags=[\"x\",\"y\"]:" },
	{ "brace glued to the name", "profile a{\n}", "1:1 a:" },
	{ "on one line", "profile a { /x r, /y w, }", "1:1 a: file 1:13 /x|r; file 1:19 /y|w" },
	{ "two", "profile a {\n}\nprofile b {\n/x r,\n}\n", "1:1 a: | 3:1 b: file 4:1 /x|r" },
	{ "hat", "profile a {\n  /x r,\n  ^b {\n    /y r,\n  }\n  /z r,\n}\n",
	  "1:1 a: file 2:3 /x|r; file 6:3 /z|r | 3:3 a//b: file 4:5 /y|r" },
	{ "hat by word", "profile a {\n hat b {\n }\n}\n", "1:1 a: | 2:2 a//b:" },
	{ "profile in a profile", "profile a {\n profile b {\n  profile c {\n  }\n }\n}\n",
	  "1:1 a: | 2:2 a//b: | 3:3 a//b//c:" },
	{ "preamble",
	  "abi <abi/3.0>,\n#include <tunables/global>\ninclude if exists \"x\"\nalias /a -> "
	  "/b,\n@{x}=/y z\n@{x} += /w\n$b=true\nprofile a {\n}\n",
	  "@{x}=[/y][z] @{x}=[/w] 8:1 a:" },
	{ "include within",
	  "profile a {\n  #include <abstractions/base>\n  include <b>,\n  /x r,\n}\n",
	  "1:1 a: include 2:3 [<abstractions/base>]; include 3:3 [<b>]; file 4:3 /x|r" },
	{ "qualifiers",
	  "profile a {\n audit deny owner /x r,\n allow /y r,\n priority=1 /z r,\n}\n",
	  "1:1 a: deny audit owner file 2:2 /x|r; file 3:2 /y|r; file 4:2 /z|r" },
	{ "block of qualifiers", "profile a {\n deny {\n /x r,\n }\n /y r,\n}\n",
	  "1:1 a: deny file 3:2 /x|r; file 5:2 /y|r" },
	{ "if", "profile a {\n if $x {\n /x r,\n } else {\n /y r,\n }\n}\n",
	  "1:1 a: file 3:2 /x|r; file 5:2 /y|r" },
	{ "files",
	  "profile a {\n/x r,\nr /x,\nfile /x r,\nfile r /x,\nfile,\n/x px -> y,\n\"/a b\" "
	  "r,\n/a\\ "
	  "b r,\n{/x,/y} r,\n@{X}/y r,\n/x,\n}\n",
	  "1:1 a: file 2:1 /x|r; file 3:1 /x|r; file 4:1 /x|r; file 5:1 /x|r; file 6:1; file 7:1 "
	  "/x|px|y; file 8:1 /a b|r; file 9:1 /a\\ b|r; file 10:1 {/x,/y}|r; file 11:1 @{X}/y|r; "
	  "file 12:1 /x|" },
	{ "alternatives and sets", "profile a {\n/{a,b,{c,d}}/[^a,b]x r,\n}\n",
	  "1:1 a: file 2:1 /{a,b,{c,d}}/[^a,b]x|r" },
	{ "comment behind a rule", "profile a {\n/x r, # y,\n/a#b r, }\n",
	  "1:1 a: file 2:1 /x|r; file 3:1 /a#b|r" },
	{ "comment in a rule", "profile a {\n/x # y,\n r,\n}\n", "1:1 a: file 2:1 /x|r" },
	{ "groups", "profile a {\nsignal (send,\n  receive) set=(term, kill) peer = x,\n}\n",
	  "1:1 a: signal 2:1 [(send, receive)] [set=(term, kill)] [peer=x]" },
	{ "each keyword",
	  "profile a {\nnetwork inet,\ncapability a b,\nptrace,\nmount x -> "
	  "/y,\nremount,\numount,\nunmount,\npivot_root,\nunix,\ndbus,\nchange_profile,\nuserns,"
	  "\nmqueue,\nio_uring,\nset rlimit x <= 1,\nall,\nlink /a -> /b,\nabi <x>,\nfuture x,\n}",
	  "1:1 a: network 2:1 [inet]; capability 3:1 [a] [b]; ptrace 4:1; mount 5:1 [x] [->] "
	  "[/y]; remount 6:1; umount 7:1; umount 8:1; pivot_root 9:1; unix 10:1; dbus 11:1; "
	  "change_profile 12:1; userns 13:1; mqueue 14:1; io_uring 15:1; rlimit 16:1 [rlimit] [x] "
	  "[<=] [1]; all 17:1; link 18:1 [/a] [->] [/b]; abi 19:1 [<x>]; other 20:1 [future] "
	  "[x]" },
	{ "rules in no profile", "/x r,\ncapability a,\n",
	  "1:1 -: file 1:1 /x|r; capability 2:1 [a]" },
	{ "no comma", "profile a {\n/x r\n}\n/y r", "1:1 a: file 2:1 /x|r | 4:1 -: file 4:1 /y|r" },
	{ "commas alone", "profile a {\n,,\n,/x r,,\n}", "1:1 a: file 3:2 /x|r" },
	{ "carriage returns", "profile a {\r\n/x r,\r\n}\r\n", "1:1 a: file 2:1 /x|r" },
	{ "columns count characters", "profile \xc3\xa4 { /x r, }",
	  "1:1 \xc3\xa4: file 1:13 /x|r" },
	{ "not closed", "profile a {\n  /x r,\n", "1:1: a block that is not closed" },
	{ "hat not closed", "profile a {\n  ^b {\n }\n", "1:1: a block that is not closed" },
	{ "closes nothing", "profile a {\n}\n }\n", "3:2: a brace that closes nothing" },
	{ "no name", "\nprofile {\n}\n", "2:1: a profile without a name" },
	{ "a block of nothing", "{ }", "1:1: a block of nothing" },
	{ "quote", "profile a {\n  \"/x r,\n}\n", "2:3: a quote that is not closed" },
	{ "bracket", "profile a {\n  signal (send,\n}\n", "2:10: a bracket that is not closed" },
	{ "alternatives that are not closed", "profile a {\n/{x r,\n}\n", "1:1 a: file 2:1 /{x|r" },
	{ "variables", "@{a}=x\n@{b} = \"y z\" w # c\n@{c}=\n@{d}+=v\nprofile p {\n@{a}/x r,\n}\n",
	  "@{a}=[x] @{b}=[y z][w] @{c}= @{d}=[v] 5:1 p: file 6:1 @{a}/x|r" },
};

START_TEST(each_text)
{
	const char *got = parsed(texts[_i].text, strlen(texts[_i].text));

	ck_assert_msg(same(got, texts[_i].want), "%s:\n got %s\nwant %s", texts[_i].name, got,
		      texts[_i].want);
}
END_TEST

static const char *repeated(const char *what, size_t times, const char *behind)
{
	char *text = arena_alloc(test_arena(), strlen(what) * times + strlen(behind) + 1),
	     *to = text;

	ck_assert(text != NULL);
	while (times--)
		to = stpcpy(to, what);
	memcpy(to, behind, strlen(behind) + 1);
	return text;
}

static const struct {
	const char *name, *what;
	size_t times;
	const char *behind, *want;
} limits[] = {
	{ "rules", "/x r,\n", APPARMOR_RULES_MAX + 1, "", "20001:1: more than 20000 rules" },
	{ "profiles", "profile a {\n}\n", APPARMOR_PROFILES_MAX + 1, "",
	  "2001:1: more than 1000 profiles" },
	{ "variables", "@{a}=b\n", APPARMOR_VARIABLES_MAX + 1, "",
	  "201:1: more than 200 variables" },
	{ "words", "x ", APPARMOR_WORDS_MAX + 1, ",", "1:1: a rule of more than 1000 words" },
	{ "depth", "deny {\n", APPARMOR_DEEP + 1, "", "17:1: blocks are nested too deep" },
	{ "bytes", "#", APPARMOR_TEXT_MAX + 1, "", "1:1: a profile of more than 1048576 bytes" },
	{ "bytes, as many as may be", "#", APPARMOR_TEXT_MAX, "", "" },
	{ "a long word", "x", APPARMOR_TEXT_MAX - 10, "\"\n", NULL },
	{ "brackets", "(", 100000, "", "1:1: a bracket that is not closed" },
};

START_TEST(each_limit)
{
	const char *text = repeated(limits[_i].what, limits[_i].times, limits[_i].behind);
	const char *got = parsed(text, strlen(text));

	if (limits[_i].want)
		ck_assert_msg(same(got, limits[_i].want), "%s: got %.200s", limits[_i].name, got);
}
END_TEST

START_TEST(nul)
{
	ck_assert_str_eq(parsed("profile a {\0}", 13), "1:1: a NUL byte");
}
END_TEST

static const struct {
	const char *line;
	bool opens;
} lines[] = {
	{ "abi <abi/3.0>,", true },
	{ "#include <tunables/global>", true },
	{ "include <x>", true },
	{ "include if exists \"x\"", true },
	{ "include<x>", true },
	{ "profile a {", true },
	{ "profile a flags=(complain)", true },
	{ "hat a {", true },
	{ "/usr/bin/a {", true },
	{ "\"/usr/bin/a b\" {", true },
	{ "/usr/bin/a flags=(x) {", true },
	{ "@{x}=/y", true },
	{ "@{x} {", true },
	{ "alias /a -> /b,", true },
	{ "apiVersion: v1", false },
	{ "{", false },
	{ "{\"a\": 1}", false },
	{ "[1]", false },
	{ "---", false },
	{ "include: x", false },
	{ "profile: a", false },
	{ "profiles:", false },
	{ "profile a: b", false },
	{ "/usr/bin/a", false },
	{ "# a comment", false },
	{ "#includes", false },
	{ "- profile a {", false },
	{ "abi", false },
	{ "", false },
};

START_TEST(each_line)
{
	ck_assert_msg(apparmor_opens(lines[_i].line, strlen(lines[_i].line)) == lines[_i].opens,
		      "%s", lines[_i].line);
}
END_TEST

/* The view's fields, and its rules as "place=text". */
static int dump_view(const cJSON *object, struct buf *out, struct err *err)
{
	const struct apparmor *view = apparmor_view(test_arena(), object, err);

	if (!view)
		return -1;
	ck_assert((view->spec == NULL) == view->is_file);
	if (view->spec) {
		dump_pointer(out, "policy", view->spec->policy);
		dump_string(out, "mode", view->spec->mode);
		dump_opt_bool(out, "complainMode", view->spec->complain_mode);
	}
	for_each_apparmor_source(source, view) for_each_apparmor_profile(profile, &source->text)
		for_each_apparmor_rule(rule, profile) buf_addf(
			out, " %s=\"%s\"", at_print(test_arena(), &rule->at, NULL), rule->text);
	return 0;
}

static int dump_object(const cJSON *node, struct buf *out, struct err *err)
{
	cJSON *object = json_new_object(test_arena());
	cJSON *spec = arena_alloc(test_arena(), sizeof(*spec));

	*spec = *node;
	spec->next = spec->prev = NULL;
	json_put(test_arena(), object, "kind", json_new_string(test_arena(), "AppArmorProfile"));
	json_put(test_arena(), object, "spec", spec);
	return dump_view(object, out, err);
}

static const struct view_type object_view_type = { "spec", dump_object };
static const struct view_type file_view = { "", dump_view };

static const struct field_case fields[] = {
	{ "mode", A_STRING },
	{ "complainMode", A_TRISTATE },
};

START_TEST(each_field)
{
	check_field(&object_view_type, &fields[_i]);
}
END_TEST

#define ABSTRACT                                                                                 \
	"{'abstract':{'executable':{'allowedExecutables':['/a'],'allowedLibraries':['/b']},"     \
	"'filesystem':{'readOnlyPaths':['/c'],'writeOnlyPaths':['/d'],'readWritePaths':['/e']}," \
	"'network':{'allowRaw':true,'allowedProtocols':{'allowTcp':true,'allowUdp':true}},"      \
	"'capability':{'allowedCapabilities':['chown']},'ptrace':{'allowedAccess':['read'],"     \
	"'peer':'x'}}}"
#define ABSTRACT_DUMP                                                      \
	" spec.abstract.executable.allowedExecutables[0]=\"/a ixr\""       \
	" spec.abstract.executable.allowedLibraries[0]=\"/b mr\""          \
	" spec.abstract.filesystem.readOnlyPaths[0]=\"/c r\""              \
	" spec.abstract.filesystem.writeOnlyPaths[0]=\"/d wlk\""           \
	" spec.abstract.filesystem.readWritePaths[0]=\"/e rwlk\""          \
	" spec.abstract.network.allowRaw=\"network raw\""                  \
	" spec.abstract.network.allowedProtocols.allowTcp=\"network tcp\"" \
	" spec.abstract.network.allowedProtocols.allowUdp=\"network udp\"" \
	" spec.abstract.ptrace.allowedAccess[0]=\"ptrace (read) peer=x\""  \
	" spec.abstract.capability.allowedCapabilities[0]=\"capability chown\""

static const struct {
	const char *name;
	const struct view_type *view;
	const char *json, *want;
} views[] = {
	{ "empty", &object_view_type, "{}", "" },
	{ "null", &object_view_type, "null", "" },
	{ "no object", &object_view_type, "[]", "spec: want an object, got an array" },
	{ "abstract", &object_view_type, ABSTRACT, ABSTRACT_DUMP },
	{ "policy", &object_view_type, "{'policy':'/x r,'}",
	  " policy=\"/x r,\" spec.policy=\"/x r\"" },
	{ "broken policy", &object_view_type, "{'policy':'profile a {'}",
	  "spec.policy: 1:1: a block that is not closed" },
	{ "broken entry", &object_view_type,
	  "{'abstract':{'filesystem':{'readOnlyPaths':['/a','\\\"']}}}",
	  "spec.abstract.filesystem.readOnlyPaths[1]: 1:1: a quote that is not closed" },
	{ "paths are text", &object_view_type, "{'abstract':{'filesystem':{'readOnlyPaths':'/a'}}}",
	  "spec.abstract.filesystem.readOnlyPaths: want an array, got a string" },
	{ "abstract is a list", &object_view_type, "{'abstract':[]}",
	  "spec.abstract: want an object, got an array" },
	{ "network is text", &object_view_type, "{'abstract':{'network':''}}",
	  "spec.abstract.network: want an object, got a string" },
	{ "capabilities are numbers", &object_view_type,
	  "{'abstract':{'capability':{'allowedCapabilities':[1]}}}",
	  "spec.abstract.capability.allowedCapabilities[0]: want a string, got a number" },
	{ "file", &file_view, "{'text':'profile a {\\n/x r,\\n/y r,\\n^b {\\n/z r,\\n}\\n}'}",
	  " profiles[name=\"a\"].rules[0]=\"/x r\" profiles[name=\"a\"].rules[1]=\"/y r\""
	  " profiles[name=\"a//b\"].rules[0]=\"/z r\"" },
	{ "file without profiles", &file_view, "{'text':'/x r,'}",
	  " profiles[0].rules[0]=\"/x r\"" },
	{ "broken file", &file_view, "{'text':'}'}", "text: 1:1: a brace that closes nothing" },
	{ "text is a list", &file_view, "{'text':[]}", "text: want a string, got an array" },
};

START_TEST(each_view)
{
	const char *got = dump_around(views[_i].view, "", views[_i].json);

	ck_assert_msg(same(got, views[_i].want), "%s:\n got %s\nwant %s", views[_i].name, got,
		      views[_i].want);
}
END_TEST

/* An object that says what it is is none of a file's, whatever else it has. */
START_TEST(no_file)
{
	struct err err = { 0 };
	const struct apparmor *view = apparmor_view(
		test_arena(), parse("{'kind':'AppArmorProfile','text':'/x r,'}"), &err);

	ck_assert(view && !view->is_file && !view->sources);
}
END_TEST

static void without_memory(const cJSON *object, const char *want)
{
	SCOPED(scoped_buf) struct buf out;
	const struct apparmor *view = NULL;
	struct err err = { 0 };
	long n;

	for (n = 0; !view && n < 10000; n++) {
		err = (struct err){ 0 };
		mem_fail_at(n);
		view = apparmor_view(test_arena(), object, &err);
		mem_fail_at(-1);
		ck_assert_int_eq(err.code, view ? ERR_NONE : ERR_MEMORY);
	}
	ck_assert_int_gt(n, 5);
	buf_init(&out, 1 << 20);
	ck_assert_int_eq(dump_view(object, &out, &err), 0);
	ck_assert_str_eq(buf_str(&out), want);
}

START_TEST(each_allocation_fails)
{
	const char *object =
		arena_printf(test_arena(), "{'kind':'AppArmorProfile','spec':%s}", ABSTRACT);

	without_memory(parse(object), ABSTRACT_DUMP);
	without_memory(parse("{'text':'@{a}=b c\\nprofile a flags=(x) {\\n^b {\\n/x r,\\n}\\n}'}"),
		       " profiles[name=\"a//b\"].rules[0]=\"/x r\"");
}
END_TEST

int main(void)
{
	return run_tables("apparmor", (const struct table[]){
					      { "texts", each_text, ARRAY_LEN(texts) },
					      { "limits", each_limit, ARRAY_LEN(limits) },
					      { "nul", nul, 1 },
					      { "lines", each_line, ARRAY_LEN(lines) },
					      { "fields", each_field, ARRAY_LEN(fields) },
					      { "views", each_view, ARRAY_LEN(views) },
					      { "no file", no_file, 1 },
					      { "memory", each_allocation_fails, 1 },
					      { 0 },
				      });
}
