/* SPDX-License-Identifier: Apache-2.0 */
/* check_reviews.c - captured reviews with the built-in configuration: our own, and those that lie
 * beside the project. */
#include <stdio.h>
#include <string.h>

#include "admit.h"
#include "support.h"

/* The beginning of what admit_text() gives. */
struct row {
	const char *file, *want;
};

static const struct row own[] = {
	{ "privileged-pod.json", "403 Forbidden: pods \"" },
	{ "restricted-pod.json", "allowed\nenforce-policy=baseline:latest\n" },
	{ "deployment.json", "allowed\n" },
	{ "service.json", "allowed\nwarning: [service-type] spec.externalIPs" },
	{ "exec.json", "allowed\n" },
	{ "delete-pod.json", "allowed\n" },
	{ "namespace.json", "422 Invalid: Namespace \"" },
	{ "scale.json", "allowed\n" },
};

#define PRIVILEGED                                                                                \
	"violates PodSecurity \"baseline:latest\": privileged (container \"nginx\" must not set " \
	"securityContext.privileged=true)\n"

static const struct row shared[] = {
	{ "01-custodian-create_pod.json",
	  "allowed\nwarning: would violate PodSecurity \"restricted:latest\": " },
	{ "05-custodian-connect_pod_exec_options.json", "allowed\n" },
	{ "07-custodian-docs-pod-create.json",
	  "allowed\nwarning: would violate PodSecurity \"restricted:latest\": " },
	{ "09-kubewarden-privileged-pod-admission-review.json",
	  "403 Forbidden: pods \"nginx\" is forbidden: " PRIVILEGED },
	{ "10-kubewarden-unprivileged-pod-admission-review.json",
	  "allowed\nwarning: would violate PodSecurity \"restricted:latest\": " },
	{ "11-kubewarden-deployment_admission_review.json",
	  "allowed\nwarning: would violate PodSecurity \"restricted:latest\": " },
	{ "19-kubewarden-echo-update_accept.json",
	  "allowed\nwarning: would violate PodSecurity \"restricted:latest\": " },
	{ "20-kubewarden-echo-delete_accept.json", "allowed\n" },
	{ "24-kubewarden-disallow-service-loadbalancer-policy-service_loadbalancer.json",
	  "allowed\n" },
	{ "36-kubewarden-pod-privileged-policy-deployment_with_privileged_containers.json",
	  "allowed\nwarning: would violate PodSecurity \"restricted:latest\": privileged (" },
	{ "37-kubewarden-pod-privileged-policy-privileged_ephemeral_container.json",
	  "403 Forbidden: pods \"" },
	{ "53-k8s-docs-scale-update.json", "allowed\n" },
};

static void judge(const char *path, const struct row *row)
{
	struct admit admit = admit_new("", NULL);
	size_t len;
	const char *body = read_file(path, &len);
	const char *got;

	ck_assert_msg(body != NULL, "%s can't be read", path);
	got = admit_text(&admit, body, len);
	ck_assert_msg(strncmp(got, row->want, strlen(row->want)) == 0, "%s: got\n%swant\n%s",
		      row->file, got, row->want);
	admit_free(&admit);
}

START_TEST(own_reviews)
{
	judge(arena_printf(test_arena(), "%s/test/reviews/%s", SOURCE_DIR, own[_i].file), &own[_i]);
}
END_TEST

START_TEST(shared_reviews)
{
	const char *dir = shared_dir();

	if (!dir) {
		fprintf(stderr, "SKIPPED: the shared reviews are not there (KUBEVET_SHARED)\n");
		return;
	}
	judge(arena_printf(test_arena(), "%s/data/reviews/%s", dir, shared[_i].file), &shared[_i]);
}
END_TEST

int main(void)
{
	return run_tables("reviews",
			  (const struct table[]){ { "own", own_reviews, ARRAY_LEN(own) },
						  { "shared", shared_reviews, ARRAY_LEN(shared) },
						  { 0 } });
}
