/* SPDX-License-Identifier: Apache-2.0 */
/* check_report.c - records to texts of each format, hostile ones too; baselines; work in order. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/ordered.h"
#include "report/baseline.h"
#include "report/collect.h"
#include "report/sha256.h"
#include "support.h"

static const struct policy policy = {
	.id = "no-x",
	.title = "There is no x",
	.why = "It is x.",
	.remedy = "Remove x.",
	.severity = SEVERITY_CRITICAL,
};

static const struct report_rule rules[] = { { "no-x", &policy }, { RULE_LABELS, NULL }, { 0 } };

/* A report on one file that holds @object and, when it is not NULL, an error of @text. */
static const char *report_of(const char *format, struct report_object *object, const char *text,
			     enum report_effect fail_on, bool colour)
{
	struct report_options options = { .fail_on = fail_on, .rules = rules, .colour = colour };
	const struct report_remark remark = { NULL, "Assumed." };
	struct err err = { 0 };
	struct report *r;
	char *got = NULL, *copy;
	size_t len;

	options.out = open_memstream(&got, &len);
	ck_assert(options.out != NULL);
	r = report_open(report_writer(format), &options, &err);
	ck_assert(r != NULL);
	report_file(r, object->file);
	report_object(r, object);
	if (text)
		report_error(r, &(struct report_error){ object->file, 2, { 9, 8 }, text, 0 });
	ck_assert_msg(report_close(r, &remark, &err) == 0, "%s", err.text);
	report_free(r);
	ck_assert_int_eq(fclose(options.out), 0);
	copy = arena_strndup(test_arena(), got, len);
	free(got);
	return copy;
}

static struct report_object object_with(const struct report_finding *findings)
{
	return (struct report_object){
		.file = "./a.yaml",
		.document = 1,
		.at = { 1, 1 },
		.api_version = "apps/v1",
		.kind = "Deployment",
		.ns = "shop",
		.name = "web",
		.findings = findings,
	};
}

static const struct report_finding warning = {
	.effect = REPORT_WARN,
	.rule = "no-x",
	.policy = &policy,
	.place = "spec.y",
	.want = "y",
	.at = { 5, 6 },
	.fingerprint = "00112233445566778899aabbccddeeff",
};

static const struct report_finding denial = {
	.next = &warning,
	.effect = REPORT_DENY,
	.of_pods = true,
	.rule = "no-x",
	.policy = &policy,
	.level = "baseline:latest",
	.place = "spec.x",
	.value = "true",
	.want = "false",
	.fix = "remove it",
	.at = { 3, 4 },
	.fingerprint = "ffeeddccbbaa99887766554433221100",
};

#define SUMMARY "1 file, 1 object: 1 judged"
#define LINE	"1 denial in 1 object, 1 warning, 0 audit notes; 1 error"

static const struct {
	const char *format, *want;
} formats[] = {
	{ "text", "./a.yaml\n"
		  "  Deployment shop/web\n"
		  "    deny  3:4 no-x (critical, Pod Security baseline:latest, for its pods)\n"
		  "          spec.x: true, want false; remove it\n"
		  "    warn  5:6 no-x (critical)\n"
		  "          spec.y: absent, want y. Remove x.\n"
		  "  error 9:8 (document 2) bad\n"
		  "\n" SUMMARY "\nAssumed.\n" LINE "\n" },
	{ "github", "::error file=a.yaml,line=3,col=4,title=no-x::Deployment shop/web (its pods): "
		    "spec.x: true, "
		    "want false; remove it\n"
		    "::warning file=a.yaml,line=5,col=6,title=no-x::Deployment shop/web: spec.y: "
		    "absent, want y. "
		    "Remove x.\n"
		    "::error file=a.yaml,line=9,col=8,title=not judged::bad\n"
		    "kubevet: Assumed.\n"
		    "kubevet: " SUMMARY "; " LINE "\n" },
	{ "markdown", "## kubevet\n\n"
		      "| | Where | Object | Rule | Place | What |\n|---|---|---|---|---|---|\n"
		      "| **deny** its pods | `./a.yaml:3:4` | `Deployment shop/web` | `no-x` | "
		      "`spec.x` | `true, want "
		      "false; remove it` |\n"
		      "| warn | `./a.yaml:5:6` | `Deployment shop/web` | `no-x` | `spec.y` | "
		      "`absent, want y. Remove "
		      "x.` |\n"
		      "\n### Errors\n\n| Where | What |\n|---|---|\n| `./a.yaml:9:8` | `bad` |\n"
		      "\n" SUMMARY ".\n\n**" LINE "**\n\n`Assumed.`\n" },
	{ "junit",
	  "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
	  "<testsuites name=\"kubevet\">\n"
	  "  <testsuite name=\"./a.yaml\" tests=\"2\" failures=\"1\" errors=\"1\" skipped=\"0\">\n"
	  "    <testcase classname=\"./a.yaml\" name=\"Deployment shop/web\">\n"
	  "      <failure type=\"no-x\" message=\"1 finding\">./a.yaml:3:4: deny: no-x: spec.x: "
	  "true, want "
	  "false; remove it\n"
	  "</failure>\n"
	  "      <system-out>./a.yaml:5:6: warn: no-x: spec.y: absent, want y. Remove x.\n"
	  "</system-out>\n"
	  "    </testcase>\n"
	  "    <testcase classname=\"./a.yaml\" name=\"document 2\">\n"
	  "      <error type=\"input\" message=\"9:8: bad\"/>\n"
	  "    </testcase>\n"
	  "  </testsuite>\n"
	  "</testsuites>\n" },
	{ "jsonl",
	  "{\"type\":\"finding\",\"effect\":\"deny\",\"ofPods\":true,\"rule\":\"no-x\",\"policy\":"
	  "\"no-x\","
	  "\"title\":\"There is no "
	  "x\",\"severity\":\"critical\",\"level\":\"baseline:latest\",\"file\":\"./"
	  "a.yaml\",\"document\":1,\"line\":3,\"column\":4,\"object\":{\"apiVersion\":\"apps/"
	  "v1\",\"kind\":\"Deployment\",\"namespace\":\"shop\",\"name\":\"web\"},\"place\":\"spec."
	  "x\","
	  "\"value\":\"true\",\"want\":\"false\",\"fix\":\"remove it\",\"fingerprint\":"
	  "\"ffeeddccbbaa99887766554433221100\"}\n"
	  "{\"type\":\"finding\",\"effect\":\"warn\",\"ofPods\":false,\"rule\":\"no-x\",\"policy\":"
	  "\"no-x\","
	  "\"title\":\"There is no x\",\"severity\":\"critical\",\"file\":\"./"
	  "a.yaml\",\"document\":1,\"line\":5,\"column\":6,\"object\":{\"apiVersion\":\"apps/"
	  "v1\",\"kind\":\"Deployment\",\"namespace\":\"shop\",\"name\":\"web\"},\"place\":\"spec."
	  "y\","
	  "\"value\":null,\"want\":\"y\",\"fix\":\"Remove x.\",\"fingerprint\":"
	  "\"00112233445566778899aabbccddeeff\"}\n"
	  "{\"type\":\"error\",\"text\":\"bad\",\"file\":\"./"
	  "a.yaml\",\"document\":2,\"line\":9,\"column\":8}\n"
	  "{\"type\":\"summary\",\"files\":1,\"objects\":1,\"judged\":1,\"unmatched\":0,"
	  "\"notRead\":0,\"noManifests\":0,\"exempt\":0,\"kubernetesOwn\":0,"
	  "\"deny\":1,"
	  "\"warn\":1,\"audit\":0,\"objectsDenied\":1,\"inBaseline\":0,\"goneFromBaseline\":0,"
	  "\"notShown\":0,"
	  "\"notEvaluated\":0,"
	  "\"errors\":1,\"kindsNotRead\":{},\"otherKindsNotRead\":0,\"remarks\":[\"Assumed.\"]}"
	  "\n" },
};

START_TEST(format)
{
	struct report_object object = object_with(&denial);
	const char *got = report_of(formats[_i].format, &object, "bad", REPORT_DENY, false);

	ck_assert_msg(same(got, formats[_i].want), "%s: got\n%s", formats[_i].format, got);
}
END_TEST

START_TEST(colours)
{
	struct report_object object = object_with(&denial);
	const char *got = report_of("text", &object, "bad", REPORT_DENY, true);

	ck_assert_msg(strstr(got, "\033[31mdeny \033[0m 3:4 \033[1mno-x\033[0m (") != NULL,
		      "got %s", got);
}
END_TEST

START_TEST(effects)
{
	struct report_object object = object_with(&warning);

	ck_assert(strstr(report_of("junit", &object, NULL, REPORT_WARN, false),
			 "failures=\"1\" errors=\"0\"") != NULL);
	ck_assert(strstr(report_of("junit", &object, NULL, REPORT_DENY, false),
			 "failures=\"0\" errors=\"0\"") != NULL);
	object.status = REPORT_UNREAD;
	object.findings = NULL;
	ck_assert(strstr(report_of("junit", &object, NULL, REPORT_DENY, false),
			 "<skipped message=\"no rule reads this kind\"/>") != NULL);
	ck_assert(strstr(report_of("text", &object, NULL, REPORT_DENY, false),
			 "1 object: 0 judged, 1 of kinds that no rule reads\nNot read: apps/v1 "
			 "Deployment 1\n") != NULL);
}
END_TEST

/* Nothing that was not evaluated reads as passed, in any format. */
START_TEST(notes)
{
	static const struct report_note note = { NULL, "podSecurity", "who knows" };
	static const char *const names[] = { "text",  "json",	"jsonl",   "sarif",
					     "junit", "github", "markdown" };
	struct report_object object = object_with(NULL);
	const char *got = report_of(names[_i], &object, NULL, REPORT_DENY, false);

	ck_assert_msg(strstr(got, "who knows") == NULL, "%s", got);
	object.notes = &note;
	got = report_of(names[_i], &object, NULL, REPORT_DENY, false);
	ck_assert_msg(strstr(got, "who knows") != NULL, "%s: %s", names[_i], got);
}
END_TEST

/* What an attacker may write into a manifest: terminal escapes, line breaks and commands, markup of
 * each format, invisible characters that turn text around, bytes that are no UTF-8. */
#define EVIL                                                                          \
	"\033[2J\n::error::x\r%0A|`` @u <b>&\"'\\ ]]> \u202e\xc2\x9b\u200b\ufffe\x7f" \
	"\xff \U000e0001-->"

static struct report_finding evil_finding(void)
{
	return (struct report_finding){ .effect = REPORT_DENY,
					.rule = EVIL,
					.policy = &policy,
					.level = "baseline:latest",
					.place = EVIL,
					.value = EVIL,
					.want = EVIL,
					.fix = EVIL,
					.at = { 1, 1 } };
}

static bool is_invisible(const char *s)
{
	static const char *const all[] = { "\u202e", "\xc2\x9b", "\u200b", "\ufffe", "\U000e0001" };

	for (size_t i = 0; i < ARRAY_LEN(all); i++)
		if (strncmp(s, all[i], strlen(all[i])) == 0)
			return true;
	return *s == 0x7f || (unsigned char)*s == 0xff || ((unsigned char)*s < 0x20 && *s != '\n');
}

START_TEST(hostile)
{
	static const struct report_note note = { NULL, EVIL, EVIL };
	struct report_finding finding = evil_finding();
	struct report_object object = object_with(&finding);
	const char *got;

	object.file = object.api_version = object.kind = object.ns = object.name = EVIL;
	object.notes = &note;
	for (int status = REPORT_JUDGED; status <= REPORT_UNREAD; status++) {
		object.status = (enum report_status)status;
		got = report_of(formats[_i].format, &object, EVIL, REPORT_DENY, false);
		for (const char *c = got; *c; c++)
			ck_assert_msg(!is_invisible(c), "%s: byte 0x%02x in %s", formats[_i].format,
				      (unsigned char)*c, got);
		for (const char *line = got; line; line = strchr(line, '\n')) {
			line += *line == '\n';
			ck_assert_msg(strncmp(line, "::error::", 9) != 0, "%s", got);
		}
	}
}
END_TEST

/* What a build server looks for: GitHub at the start of a line, the older form and others anywhere.
 */
static const char *const commands[] = {
	"::stop-commands::x",	    "  ::add-mask::deny",    "##[stop-commands]x",
	"a ##[add-mask]deny",	    "##vso[task.complete]x", "###vso[task.complete]x",
	"x##teamcity[buildStatus]",
};

static bool begins_line(const char *got, const char *at)
{
	while (at > got && at[-1] == ' ')
		at--;
	return at == got || at[-1] == '\n';
}

static void check_commands(const char *of, const char *got)
{
	for (const char *c = strstr(got, "::"); c; c = strstr(c + 2, "::"))
		ck_assert_msg(strcmp(of, "github") == 0 || !begins_line(got, c), "%s: %s", of, got);
	for (const char *c = strstr(got, "##"); c; c = strstr(c + 1, "##"))
		ck_assert_msg(c[2 + strspn(c + 2, "abcdefghijklmnopqrstuvwxyz")] != '[', "%s: %s",
			      of, got);
}

START_TEST(no_commands)
{
	const char *command = commands[_i];
	struct report_note note = { NULL, command, command };
	struct report_finding finding = { .effect = REPORT_DENY,
					  .rule = command,
					  .policy = &policy,
					  .level = "baseline:latest",
					  .place = "spec",
					  .value = command,
					  .want = command,
					  .fix = command,
					  .at = { 1, 1 } };
	struct report_object object = object_with(&finding);

	object.file = object.kind = object.ns = object.name = command;
	object.notes = &note;
	for (size_t i = 0; i < ARRAY_LEN(formats); i++)
		check_commands(formats[i].format,
			       report_of(formats[i].format, &object, command, REPORT_DENY, false));
}
END_TEST

/* What only looks like one stays as it is. */
START_TEST(no_command_at_all)
{
	struct report_finding finding = { .effect = REPORT_DENY,
					  .rule = "r",
					  .policy = &policy,
					  .place = "##x",
					  .value = "::1 # ## [a] #[b]",
					  .at = { 1, 1 } };
	struct report_object object = object_with(&finding);
	const char *got = report_of("text", &object, "a::b", REPORT_DENY, false);

	ck_assert_msg(strstr(got, "##x: ::1 # ## [a] #[b]") != NULL, "%s", got);
}
END_TEST

/* Our strict parser reads what the JSON writers print, and the texts come back as they were. */
static void check_json(const char *text, size_t len, const char *path)
{
	struct err err = { 0 };
	const cJSON *doc = json_parse(test_arena(), text, len, NULL, &err);

	ck_assert_msg(doc != NULL, "%s in %s", err.text, text);
	if (!path)
		return;
	doc = json_get(doc, "findings")->child;
	ck_assert_str_eq(json_string(json_get(doc, "place")), "a\033\u202e\U000e0001\"\\b");
}

START_TEST(hostile_json)
{
	struct report_finding finding = evil_finding();
	struct report_object object = object_with(&finding);
	const char *got;

	object.file = object.kind = EVIL;
	finding.place = "a\033\u202e\U000e0001\"\\b";
	got = report_of("json", &object, EVIL, REPORT_DENY, false);
	check_json(got, strlen(got), "place");
	got = report_of("sarif", &object, EVIL, REPORT_DENY, false);
	check_json(got, strlen(got), NULL);
	got = report_of("jsonl", &object, EVIL, REPORT_DENY, false);
	for (const char *end; (end = strchr(got, '\n')); got = end + 1)
		check_json(got, (size_t)(end - got), NULL);
}
END_TEST

/* Names in a table of Markdown. */
static const struct {
	const char *name, *want;
} cells[] = {
	{ "a", "`Pod a`" },
	{ "a|b", "`Pod a\\|b`" },
	{ "a\\|b", "`Pod a\\\\\\|b`" },
	{ "a\\\\|b", "`Pod a\\\\\\|b`" },
	{ "a`", "`` Pod a` ``" },
	{ "`a```b``", "```` Pod `a```b`` ````" },
	{ "@a <b> [c](d)", "`Pod @a <b> [c](d)`" },
};

START_TEST(cell)
{
	struct report_object object = object_with(&warning);
	const char *got;

	object.kind = "Pod";
	object.ns = "";
	object.name = cells[_i].name;
	got = strstr(report_of("markdown", &object, NULL, REPORT_DENY, false), "| `./a.yaml:5:6` ");
	ck_assert(got != NULL);
	got += strlen("| `./a.yaml:5:6` | ");
	ck_assert_msg(strncmp(got, cells[_i].want, strlen(cells[_i].want)) == 0 &&
			      strncmp(got + strlen(cells[_i].want), " | `no-x`", 9) == 0,
		      "%s: got %s", cells[_i].name, got);
}
END_TEST

START_TEST(full_disk)
{
	static const char *const names[] = { "text",  "json",	"jsonl",   "sarif",
					     "junit", "github", "markdown" };
	struct report_options options = { .out = fopen("/dev/full", "wb"), .rules = rules };
	struct report_object object = object_with(&denial);
	struct err err = { 0 };
	struct report *r;

	ck_assert(options.out != NULL);
	r = report_open(report_writer(names[_i]), &options, &err);
	ck_assert(r != NULL);
	report_file(r, object.file);
	report_object(r, &object);
	ck_assert_int_eq(report_close(r, NULL, &err), -1);
	ck_assert_int_eq(err.code, ERR_SYSTEM);
	report_free(r);
	fclose(options.out);
}
END_TEST

/* An allocation that fails makes the report fail, never shorter. */
START_TEST(no_memory)
{
	static const char *const names[] = { "text",  "json",	"jsonl",   "sarif",
					     "junit", "github", "markdown" };
	bool done = false;

	for (long n = 0; !done; n++) {
		struct report_object object = object_with(&denial);
		struct report_options options = { .out = fopen("/dev/null", "wb"), .rules = rules };
		struct err err = { 0 };
		struct report *r;

		ck_assert(options.out != NULL);
		mem_fail_at(n);
		r = report_open(report_writer(names[_i]), &options, &err);
		if (r) {
			report_file(r, object.file);
			report_object(r, &object);
			done = report_close(r, NULL, &err) == 0;
		}
		mem_fail_at(-1);
		ck_assert_msg(done || err.code == ERR_MEMORY, "%s, %ld: %s", names[_i], n,
			      err.text);
		report_free(r);
		fclose(options.out);
	}
}
END_TEST

START_TEST(many_kinds)
{
	struct report_options options = { .out = fopen("/dev/null", "wb"), .rules = rules };
	struct report_object object = object_with(NULL);
	const struct report_counts *counts;
	struct err err = { 0 };
	struct report *r;

	r = report_open(report_writer("json"), &options, &err);
	ck_assert(r != NULL);
	object.status = REPORT_UNREAD;
	for (int i = 0; i < 4000; i++) {
		object.kind = arena_printf(test_arena(), "K%d", i * 7919 % 2000);
		report_object(r, &object);
	}
	counts = report_counts(r);
	ck_assert_uint_eq(counts->kind_count, REPORT_KINDS_MAX);
	ck_assert_uint_eq(counts->other_kinds, 2000);
	for (size_t i = 0; i < counts->kind_count; i++) {
		ck_assert_uint_eq(counts->kinds[i].count, 2);
		ck_assert(i == 0 || strcmp(counts->kinds[i - 1].name, counts->kinds[i].name) < 0);
	}
	report_free(r);
	fclose(options.out);
}
END_TEST

/* From FIPS 180-4's examples, and lengths around a block's end against sha256sum. */
static const struct {
	const char *text;
	int zeros; /* or so many of them */
	const char *digest;
} digests[] = {
	{ "", 0, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" },
	{ "abc", 0, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" },
	{ "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", 0,
	  "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1" },
	{ NULL, 55, "9f4390f8d30c2dd92ec9f095b65e2b9ae9b0a925a5258e241c9f1e910f734318" },
	{ NULL, 1000000, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0" },
};

START_TEST(digest)
{
	unsigned char got[SHA256_SIZE];
	char text[2 * SHA256_SIZE + 1];
	struct sha256 s;

	sha256_init(&s);
	if (digests[_i].text)
		sha256_add(&s, digests[_i].text, strlen(digests[_i].text));
	for (int i = 0; i < digests[_i].zeros; i++)
		sha256_add(&s, "a", 1);
	sha256_end(&s, got);
	for (size_t i = 0; i < SHA256_SIZE; i++)
		snprintf(text + 2 * i, 3, "%02x", got[i]);
	ck_assert_str_eq(text, digests[_i].digest);
}
END_TEST

/* Parts that must make a fingerprint another one, and some that must not. */
START_TEST(fingerprints)
{
	struct report_finding a = denial, b = denial;
	struct report_object one = object_with(NULL), two = object_with(NULL);

	finding_fingerprint(&one, &a);
	two.file = "elsewhere.yaml";
	two.api_version = "apps/v2";
	b.at = (struct text_place){ 77, 7 };
	b.fix = "other words";
	finding_fingerprint(&two, &b);
	ck_assert_str_eq(a.fingerprint, b.fingerprint);
	two.ns = "other";
	finding_fingerprint(&two, &b);
	ck_assert_str_ne(a.fingerprint, b.fingerprint);
	two = one;
	b.value = "";
	finding_fingerprint(&two, &b);
	ck_assert_str_ne(a.fingerprint, b.fingerprint);
	a.value = NULL;
	finding_fingerprint(&one, &a);
	ck_assert_str_ne(a.fingerprint, b.fingerprint);
	one.ns = "sho";
	one.name = "pweb";
	finding_fingerprint(&one, &a);
	two.ns = "shop";
	b.value = NULL;
	finding_fingerprint(&two, &b);
	ck_assert_str_ne(a.fingerprint, b.fingerprint);
}
END_TEST

static const char *temporary(const char *text)
{
	static char path[] = "/tmp/kubevet-baseline-XXXXXX";
	int fd = mkstemp(path);

	ck_assert(fd >= 0);
	ck_assert_int_eq(write(fd, text, strlen(text)), (ssize_t)strlen(text));
	close(fd);
	return path;
}

START_TEST(baseline)
{
	const char *path = temporary("");
	struct report_object object = object_with(&denial);
	struct err err = { 0 };
	struct baseline *b = baseline_new(&err);

	ck_assert(b != NULL);
	object.name = EVIL;
	ck_assert_int_eq(baseline_record(b, &object, &err), 0);
	ck_assert_uint_eq(object.known, 2);
	ck_assert(object.findings == NULL);
	object = object_with(&warning);
	ck_assert_int_eq(baseline_record(b, &object, &err), 0);
	ck_assert_msg(baseline_save(b, path, &err) == 0, "%s", err.text);
	baseline_free(b);

	b = baseline_load(path, &err);
	ck_assert_msg(b != NULL, "%s", err.text);
	ck_assert_uint_eq(baseline_count(b), 3);
	object = object_with(&denial);
	ck_assert_int_eq(baseline_filter(b, test_arena(), &object, &err), 0);
	ck_assert(object.known == 2 && !object.findings);
	object = object_with(&denial); /* the denial is known once, the warning twice */
	ck_assert_int_eq(baseline_filter(b, test_arena(), &object, &err), 0);
	ck_assert(object.known == 1 && object.findings && !object.findings->next);
	ck_assert_str_eq(object.findings->place, "spec.x");
	baseline_free(b);
	unlink(path);
}
END_TEST

#define HEAD  "{\"apiVersion\":\"kubevet.dev/v1\",\"kind\":\"Baseline\",\"findings\":"
#define PRINT "\"fingerprint\":\"00112233445566778899aabbccddeeff\""

static const struct {
	const char *name, *text, *want; /* NULL: it is good */
} baselines[] = {
	{ "empty list", HEAD "[]}", NULL },
	{ "one", HEAD "[{" PRINT ",\"count\":1}]}", NULL },
	{ "empty", "", "text ends" },
	{ "cut", HEAD "[", "text ends" },
	{ "another kind", "{\"kind\":\"Config\",\"findings\":[]}",
	  "not a kubevet.dev/v1 Baseline" },
	{ "no list", HEAD "1}", "not a kubevet.dev/v1 Baseline" },
	{ "no count", HEAD "[{" PRINT "}]}", "findings[0].count: want a number from 1" },
	{ "none", HEAD "[{" PRINT ",\"count\":0}]}", "findings[0].count: want a number from 1" },
	{ "short", HEAD "[{\"fingerprint\":\"1\",\"count\":1}]}",
	  "findings[0].fingerprint: want 32" },
};

START_TEST(baseline_text)
{
	const char *path = temporary(baselines[_i].text);
	const char *want = baselines[_i].want;
	struct err err = { 0 };
	struct baseline *b = baseline_load(path, &err);

	unlink(path);
	ck_assert_msg(!b == (want != NULL), "%s: %s", baselines[_i].name, err.text);
	ck_assert_msg(!want || strstr(err.text, want) == err.text, "%s: %s", baselines[_i].name,
		      err.text);
	baseline_free(b);
}
END_TEST

START_TEST(large_baseline)
{
	struct err err = { 0 };
	struct baseline *b = baseline_new(&err);
	struct report_finding finding = denial;
	struct report_object object;

	ck_assert(b != NULL);
	finding.next = NULL;
	for (int round = 0; round < 2; round++)
		for (int i = 0; i < 5000; i++) {
			snprintf(finding.fingerprint, FINGERPRINT_SIZE, "%032d", i);
			object = object_with(&finding);
			ck_assert_int_eq(round ? baseline_filter(b, test_arena(), &object, &err)
					       : baseline_record(b, &object, &err),
					 0);
			ck_assert_uint_eq(object.known, 1);
		}
	snprintf(finding.fingerprint, FINGERPRINT_SIZE, "%032d", 1);
	object = object_with(&finding);
	ck_assert_int_eq(baseline_filter(b, test_arena(), &object, &err), 0);
	ck_assert_uint_eq(object.known, 0);
	baseline_free(b);
}
END_TEST

/* Inputs of unequal length in pieces; what is taken must come input by input, piece by piece. */
struct number {
	struct ordered_piece piece;
	size_t input, n;
};

struct taking {
	size_t input, n, count;
};

static void put_numbers(void *ctx, size_t input, struct ordered *to)
{
	(void)ctx;
	for (size_t n = 0; n < input * 31 % 17; n++) {
		struct number *number = mem_alloc(sizeof(*number));

		ck_assert(number != NULL);
		*number = (struct number){ .input = input, .n = n };
		ordered_put(to, &number->piece);
	}
}

static void take_number(void *ctx, size_t input, struct ordered_piece *piece)
{
	struct taking *t = ctx;
	struct number *number = (struct number *)piece;

	if (t->count && t->input == input)
		ck_assert_uint_eq(number->n, t->n + 1);
	else
		ck_assert(number->n == 0 && (!t->count || t->input < input));
	ck_assert_uint_eq(number->input, input);
	*t = (struct taking){ input, number->n, t->count + 1 };
	mem_free(number);
}

START_TEST(in_order)
{
	static const unsigned jobs[] = { 1, 2, 3, 8, ORDERED_JOBS_MAX };
	struct taking taking = { 0 };
	struct ordered_work work = { .inputs = 500,
				     .jobs = jobs[_i],
				     .ctx = &taking,
				     .work = put_numbers,
				     .take = take_number };
	struct err err = { 0 };
	size_t want = 0;

	for (size_t input = 0; input < work.inputs; input++)
		want += input * 31 % 17;
	ck_assert_msg(ordered_run(&work, &err) == 0, "%s", err.text);
	ck_assert_uint_eq(taking.count, want);
	work.inputs = 0;
	ck_assert_int_eq(ordered_run(&work, &err), 0);
}
END_TEST

int main(void)
{
	return run_tables("report",
			  (const struct table[]){
				  { "formats", format, ARRAY_LEN(formats) },
				  { "colours", colours, 1 },
				  { "effects", effects, 1 },
				  { "notes", notes, 7 },
				  { "hostile", hostile, ARRAY_LEN(formats) },
				  { "no commands", no_commands, ARRAY_LEN(commands) },
				  { "no command at all", no_command_at_all, 1 },
				  { "hostile JSON", hostile_json, 1 },
				  { "cells", cell, ARRAY_LEN(cells) },
				  { "full disk", full_disk, 7 },
				  { "no memory", no_memory, 7 },
				  { "many kinds", many_kinds, 1 },
				  { "digests", digest, ARRAY_LEN(digests) },
				  { "fingerprints", fingerprints, 1 },
				  { "baseline", baseline, 1 },
				  { "baseline texts", baseline_text, ARRAY_LEN(baselines) },
				  { "large baseline", large_baseline, 1 },
				  { "in order", in_order, 5 },
				  { 0 },
			  });
}
