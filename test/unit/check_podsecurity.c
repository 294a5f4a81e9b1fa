/* SPDX-License-Identifier: Apache-2.0 */
/* check_podsecurity.c - Pod Security Admission from bytes to bytes: paths, exemptions, labels,
 * metrics.
 *
 * The rows are the scenarios that upstream's admission code was asked, with its answers; the
 * server's own four differences have rows of their own at the end.
 */
#include <string.h>

#include "admit.h"
#include "support.h"

#define V "host namespaces (hostNetwork=true)"
#define BAD                                                                                     \
	"{'apiVersion':'v1','kind':'Pod','metadata':{'name':'p1'},'spec':{'hostNetwork':true,'" \
	"containers':[{'name':'a'}]}}"
#define GOOD                                                                                       \
	"{'apiVersion':'v1','kind':'Pod','metadata':{'name':'p1'},'spec':{'containers':[{'name':'" \
	"a'}]}}"
#define TEMPLATE "{'spec':{'hostNetwork':true,'containers':[{'name':'a'}]}}"
#define DEPLOYMENT             \
	"{'apiVersion':'apps/" \
	"v1','kind':'Deployment','metadata':{'name':'d'},'spec':{'template':" TEMPLATE "}}"
#define CRONJOB                                                                                  \
	"{'apiVersion':'batch/"                                                                  \
	"v1','kind':'CronJob','metadata':{'name':'d'},'spec':{'jobTemplate':{'spec':{'template'" \
	":" TEMPLATE "}}}}"
#define NAMESPACE(labels) \
	"{'apiVersion':'v1','kind':'Namespace','metadata':{'name':'n','labels':{" labels "}}}"
#define L(mode, value) "'pod-security.kubernetes.io/" mode "':'" value "'"

/* What a baseline-valid pod without any security context violates at restricted. */
#define RESTRICTED(c)                                                               \
	"allowPrivilegeEscalation != false (container \"" c                         \
	"\" must set securityContext.allowPrivilegeEscalation=false), "             \
	"unrestricted capabilities (container \"" c                                 \
	"\" must set securityContext.capabilities.drop=[\"ALL\"]), "                \
	"runAsNonRoot != true (pod or container \"" c                               \
	"\" must set securityContext.runAsNonRoot=true), "                          \
	"seccompProfile (pod or container \"" c                                     \
	"\" must set securityContext.seccompProfile.type to \"RuntimeDefault\" or " \
	"\"Localhost\")"

static const char facts[] =
	"{'bare':{},"
	"'base':{" L(
		"enforce",
		"baseline") "},"
			    "'mix':{" L("enforce", "baseline") "," L(
				    "audit",
				    "restricte"
				    "d") "," L("warn",
					       "restricted") "},"
							     "'bad':{" L("enforce", "nope") "," L("enforce-version", "1.2") "," L("audit", "x") "," L(
								     "warn",
								     "y") "},"
									  "'privver':{" L("enforce", "privileged") "," L(
										  "enforce-version",
										  "v1.20") "," L("w"
												 "a"
												 "r"
												 "n",
												 "b"
												 "a"
												 "s"
												 "e"
												 "l"
												 "i"
												 "n"
												 "e") "},"
												      "'aud"
												      "iton"
												      "ly':"
												      "{" L("audit", "baseline") "," L(
													      "audit-version",
													      "v1.20") "},"
														       "'restricted':{" L(
															       "enforce",
															       "restricted") "},"
																	     "'exempt':{" L(
																		     "enforce",
																		     "restricted") "}}";

enum setup { PLAIN, ENFORCE_DEFAULT, BASE_DEFAULT, CONTROLLERS, AUDIT_ONLY, SETUPS };

#define EXEMPTIONS "exemptions: {usernames: [admin], runtimeClasses: [kata], namespaces: [exempt]}"

static const char *const configs[SETUPS] = {
	[PLAIN] = "podSecurity: {defaults: {}, " EXEMPTIONS "}\nrules: []\n",
	[ENFORCE_DEFAULT] =
		"podSecurity: {defaults: {enforce: restricted}, " EXEMPTIONS "}\nrules: []\n",
	[BASE_DEFAULT] = "podSecurity: {defaults: {enforce: baseline, audit: baseline, warn: "
			 "baseline}, " EXEMPTIONS "}\nrules: []\n",
	[CONTROLLERS] =
		"podSecurity: {defaults: {}, controllers: deny, " EXEMPTIONS "}\nrules: []\n",
	[AUDIT_ONLY] = "mode: audit\npodSecurity: {defaults: {}, " EXEMPTIONS "}\nrules: []\n",
};

#define LABEL_ERROR(label, value, want)                                                        \
	"metadata.labels[pod-security.kubernetes.io/" label "]: Invalid value: \"" value "\":" \
	" " want
#define LEVELS "must be one of privileged, baseline, restricted"
#define BAD_LABEL                                                                                \
	"422 Invalid: Namespace \"n\" is invalid: "                                              \
	"metadata.labels[pod-security.kubernetes.io/enforce]: Invalid value: \"nope\": must be " \
	"one of privileged, baseline, restricted\n"                                              \
	"cause FieldValueInvalid metadata.labels[pod-security.kubernetes.io/enforce]: Invalid "  \
	"value: \"nope\": must be one of privileged, baseline, restricted\n"

#define BAD_LABELS                                                                                \
	"[" LABEL_ERROR("enforce", "nope", LEVELS) ", " LABEL_ERROR(                              \
		"enforce-version", "1.2",                                                         \
		"must be \"latest\" or \"v1.x\"") ", " LABEL_ERROR("audit", "x",                  \
								   LEVELS) ", " LABEL_ERROR("war" \
											    "n",  \
											    "y",  \
											    LEVELS) "]"

static const struct {
	const char *name;
	enum setup setup;
	struct admit_request request;
	const char *want;
} cases[] = {
#define POD(op, sub, ns_, obj, old)                                                        \
	{                                                                                  \
		.operation = op, .kind = "v1 Pod", .resource = "pods", .subresource = sub, \
		.name = "p1", .ns = ns_, .object = obj, .old_object = old                  \
	}
#define APPS(op, sub, ns_, obj)                                                                \
	{                                                                                      \
		.operation = op, .kind = "apps/v1 Deployment", .resource = "apps deployments", \
		.subresource = sub, .name = "d", .ns = ns_, .object = obj                      \
	}
#define JOB(name, class, network)                                                   \
	"{'name':'" name                                                            \
	"','template':{'spec':{'template':{'spec':{" class "'hostNetwork':" network \
							   ",'containers':[{'name':'c'}]}}}}}"
#define PORT_JOB(name, port)                                                                      \
	"{'name':'" name "','template':{'spec':{'template':{'spec':{'containers':[{'name':'" name \
	"','ports':[{'hostPort':" port "}]}]}}}}}"
#define JOBSET(ns_, jobs)                                                                         \
	{                                                                                         \
		.operation = "CREATE", .kind = "jobset.x-k8s.io/v1alpha2 JobSet",                 \
		.resource = "jobset.x-k8s.io jobsets", .subresource = "", .name = "j", .ns = ns_, \
		.object = "{'apiVersion':'jobset.x-k8s.io/v1alpha2','kind':'JobSet','spec':{"     \
			  "'replicatedJobs':[" jobs "]}}"                                         \
	}
#define NS(op, sub, ns_, obj, old)                                                           \
	{                                                                                    \
		.operation = op, .kind = "v1 Namespace", .resource = "namespaces",           \
		.subresource = sub, .name = "n", .ns = ns_, .object = obj, .old_object = old \
	}

	{ "bad pod, base", PLAIN, POD("CREATE", "", "base", BAD, NULL),
	  "403 Forbidden: pods \"p1\" is forbidden: violates PodSecurity \"baseline:latest\": " V
	  "\n"
	  "enforce-policy=baseline:latest\nevaluation deny enforce baseline:latest pod\n" },
	{ "bad pod, no name",
	  PLAIN,
	  { .operation = "CREATE",
	    .kind = "v1 Pod",
	    .resource = "pods",
	    .ns = "base",
	    .object = BAD },
	  "403 Forbidden: pods is forbidden: violates PodSecurity \"baseline:latest\": " V "\n"
	  "enforce-policy=baseline:latest\nevaluation deny enforce baseline:latest pod\n" },
	{ "good pod, base", PLAIN, POD("CREATE", "", "base", GOOD, NULL),
	  "allowed\nenforce-policy=baseline:latest\nevaluation allow enforce baseline:latest "
	  "pod\n" },
	{ "bad pod, no labels", PLAIN, POD("CREATE", "", "bare", BAD, NULL),
	  "allowed\nenforce-policy=privileged:latest\nevaluation allow enforce privileged:latest "
	  "pod\n" },
	{ "bad pod, privver", PLAIN, POD("CREATE", "", "privver", BAD, NULL),
	  "allowed\nwarning: would violate PodSecurity \"baseline:latest\": " V
	  "\nenforce-policy=privileged:v1.20\n"
	  "evaluation allow enforce privileged:v1.20 pod\nevaluation deny warn baseline:latest "
	  "pod\n" },
	{ "bad pod, audit only", PLAIN, POD("CREATE", "", "auditonly", BAD, NULL),
	  "allowed\nenforce-policy=privileged:latest\naudit-violations=would violate PodSecurity "
	  "\"baseline:v1.20\": " V "\nevaluation allow enforce privileged:latest pod\nevaluation "
	  "deny audit baseline:v1.20 pod\n" },
	{ "good pod, mix", PLAIN, POD("CREATE", "", "mix", GOOD, NULL),
	  "allowed\nwarning: would violate PodSecurity \"restricted:latest\": " RESTRICTED(
		  "a") "\n"
		       "enforce-policy=baseline:latest\n"
		       "audit-violations=would violate PodSecurity "
		       "\"restricted:latest\": " RESTRICTED(
			       "a") "\n"
				    "evaluation allow enforce baseline:latest pod\nevaluation deny "
				    "audit restricted:latest pod\n"
				    "evaluation deny warn restricted:latest pod\n" },
	{ "bad pod, mix", PLAIN, POD("CREATE", "", "mix", BAD, NULL),
	  "403 Forbidden: pods \"p1\" is forbidden: violates PodSecurity \"baseline:latest\": " V
	  "\n"
	  "enforce-policy=baseline:latest\n"
	  "audit-violations=would violate PodSecurity \"restricted:latest\": " V
	  ", " RESTRICTED("a") "\n"
			       "evaluation deny enforce baseline:latest pod\nevaluation deny audit "
			       "restricted:latest pod\n" },
	{ "good pod, bad labels", PLAIN, POD("CREATE", "", "bad", GOOD, NULL),
	  "403 Forbidden: pods \"p1\" is forbidden: violates PodSecurity "
	  "\"restricted:latest\": " RESTRICTED(
		  "a") "\n"
		       "error=Failed to parse policy: " BAD_LABELS
		       "\nenforce-policy=restricted:latest\nerror pod\n"
		       "evaluation deny enforce restricted:latest pod\n" },
	{ "deployment, bad labels", PLAIN, APPS("CREATE", "", "bad", DEPLOYMENT),
	  "allowed\nerror=Failed to parse policy: " BAD_LABELS "\nerror controller\n" },
	{ "deployment, base: implied warn", PLAIN, APPS("CREATE", "", "base", DEPLOYMENT),
	  "allowed\nwarning: would violate PodSecurity \"baseline:latest\": " V "\n"
	  "evaluation deny warn baseline:latest controller\n" },
	{ "cron job, mix",
	  PLAIN,
	  { .operation = "CREATE",
	    .kind = "batch/v1 CronJob",
	    .resource = "batch cronjobs",
	    .name = "d",
	    .ns = "mix",
	    .object = CRONJOB },
	  "allowed\nwarning: would violate PodSecurity \"restricted:latest\": " V ", " RESTRICTED(
		  "a") "\n"
		       "audit-violations=would violate PodSecurity \"restricted:latest\": " V
		       ", " RESTRICTED("a") "\n"
					    "evaluation deny audit restricted:latest "
					    "controller\nevaluation deny warn restricted:latest "
					    "controller\n" },
	{ "replication controller without template",
	  PLAIN,
	  { .operation = "CREATE",
	    .kind = "v1 ReplicationController",
	    .resource = "replicationcontrollers",
	    .ns = "mix",
	    .object = "{'apiVersion':'v1','kind':'ReplicationController','spec':{}}" },
	  "allowed\n" },
	{ "deployment without template", PLAIN,
	  APPS("CREATE", "", "restricted",
	       "{'apiVersion':'apps/v1','kind':'Deployment','spec':{}}"),
	  "allowed\n" },
	{ "default enforce implies no warn", ENFORCE_DEFAULT,
	  APPS("CREATE", "", "bare", DEPLOYMENT), "allowed\n" },
	{ "deployment, scale", PLAIN,
	  APPS("UPDATE", "scale", "base",
	       "{'apiVersion':'autoscaling/v1','kind':'Scale','spec':{'replicas':3}}"),
	  "allowed\n" },
	{ "deployment, unknown subresource", PLAIN,
	  APPS("UPDATE", "frobnicate", "base", DEPLOYMENT), "allowed\n" },
	{ "service through the controller path",
	  PLAIN,
	  { .operation = "CREATE",
	    .kind = "v1 Service",
	    .resource = "services",
	    .ns = "base",
	    .object = "{'apiVersion':'v1','kind':'Service','metadata':{'name':'s'}}" },
	  "allowed\n" },
	{ "object of no known kind through the controller path",
	  PLAIN,
	  { .operation = "CREATE",
	    .kind = "example.com/v1 Widget",
	    .resource = "example.com widgets",
	    .ns = "base",
	    .object = "{'apiVersion':'example.com/v1','kind':'Widget','metadata':{'name':'w'}}" },
	  "allowed\n" },
	{ "object of another kind in the place of a controller",
	  PLAIN,
	  { .operation = "CREATE",
	    .kind = "apps/v1 Widget",
	    .resource = "apps deployments",
	    .ns = "base",
	    .object = "{'apiVersion':'apps/v1','kind':'Widget','metadata':{'name':'w'}}" },
	  "allowed\nerror=failed to extract pod template: unexpected object type: apps/v1, "
	  "Kind=Widget\n"
	  "error fatal controller\n" },
	{ "pod, unknown namespace", PLAIN, POD("CREATE", "", "nope", BAD, NULL),
	  "500 InternalError: Internal error occurred: failed to lookup namespace \"nope\"\n"
	  "cause -: failed to lookup namespace \"nope\"\n"
	  "error=Internal error occurred: failed to lookup namespace \"nope\": namespaces \"nope\" "
	  "not found\n"
	  "error fatal pod\n" },
	{ "deployment, unknown namespace", PLAIN, APPS("CREATE", "", "nope", DEPLOYMENT),
	  "allowed\nerror=failed to lookup namespace \"nope\": namespaces \"nope\" not "
	  "found\nerror fatal controller\n" },
	{ "pod status", PLAIN, POD("UPDATE", "status", "base", BAD, GOOD), "allowed\n" },
	{ "pod exec",
	  PLAIN,
	  { .operation = "CONNECT",
	    .kind = "v1 PodExecOptions",
	    .resource = "pods",
	    .subresource = "exec",
	    .name = "p1",
	    .ns = "base",
	    .object = "{'apiVersion':'v1','kind':'PodExecOptions','command':['sh']}" },
	  "allowed\n" },
	{ "adds a privileged ephemeral container", PLAIN,
	  POD("UPDATE", "ephemeralcontainers", "base",
	      "{'apiVersion':'v1','kind':'Pod','metadata':{'name':'p1'},'spec':{'containers':[{'"
	      "name':'a'}],'ephemeralContainers':"
	      "[{'name':'e','securityContext':{'privileged':true}}]}}",
	      GOOD),
	  "403 Forbidden: pods \"p1\" is forbidden: violates PodSecurity \"baseline:latest\": "
	  "privileged (container \"e\" must not "
	  "set securityContext.privileged=true)\nenforce-policy=baseline:latest\n"
	  "evaluation deny enforce baseline:latest pod\n" },
	{ "bad pod resized", PLAIN, POD("UPDATE", "resize", "base", BAD, BAD), "allowed\n" },
	{ "unknown pod subresource", PLAIN, POD("CREATE", "frobnicate", "base", BAD, NULL),
	  "403 Forbidden: pods \"p1\" is forbidden: violates PodSecurity \"baseline:latest\": " V
	  "\n"
	  "enforce-policy=baseline:latest\nevaluation deny enforce baseline:latest pod\n" },
	{ "update, same image", PLAIN, POD("UPDATE", "", "base", BAD, GOOD), "allowed\n" },
	{ "update, image changed", PLAIN,
	  POD("UPDATE", "", "base",
	      "{'apiVersion':'v1','kind':'Pod','spec':{'hostNetwork':true,'containers':[{'name':'a'"
	      ",'image':'new'}]}}",
	      BAD),
	  "403 Forbidden: pods \"p1\" is forbidden: violates PodSecurity \"baseline:latest\": " V
	  "\n"
	  "enforce-policy=baseline:latest\nevaluation deny enforce baseline:latest pod\n" },
	{ "update, init container added", PLAIN,
	  POD("UPDATE", "", "base",
	      "{'apiVersion':'v1','kind':'Pod','spec':{'hostNetwork':true,'containers':[{'name':'a'"
	      "}],'initContainers':[{'name':'i'}]}}",
	      BAD),
	  "403 Forbidden: pods \"p1\" is forbidden: violates PodSecurity \"baseline:latest\": " V
	  "\n"
	  "enforce-policy=baseline:latest\nevaluation deny enforce baseline:latest pod\n" },
	{ "update, ephemeral container gone", PLAIN,
	  POD("UPDATE", "", "base", BAD,
	      "{'apiVersion':'v1','kind':'Pod','spec':{'hostNetwork':true,'containers':[{'name':'a'"
	      "}],'ephemeralContainers':[{'name':'e'}]}}"),
	  "allowed\n" },
	{ "update, ephemeral containers in another order", PLAIN,
	  POD("UPDATE", "", "base",
	      "{'apiVersion':'v1','kind':'Pod','spec':{'hostNetwork':true,'containers':[{'name':'a'"
	      "}],'ephemeralContainers':[{'name':'e','image':'1'},{'name':'f','image':'2'},{'name':"
	      "'g','image':'3'}]}}",
	      "{'apiVersion':'v1','kind':'Pod','spec':{'hostNetwork':true,'containers':[{'name':'a'"
	      "}],'ephemeralContainers':[{'name':'g','image':'3'},{'name':'e','image':'1'},{'name':"
	      "'f','image':'2'}]}}"),
	  "allowed\n" },
	{ "update, image of one of them changed", PLAIN,
	  POD("UPDATE", "", "base",
	      "{'apiVersion':'v1','kind':'Pod','spec':{'hostNetwork':true,'containers':[{'name':'a'"
	      "}],'ephemeralContainers':[{'name':'e','image':'1'},{'name':'f','image':'9'},{'name':"
	      "'g','image':'3'}]}}",
	      "{'apiVersion':'v1','kind':'Pod','spec':{'hostNetwork':true,'containers':[{'name':'a'"
	      "}],'ephemeralContainers':[{'name':'g','image':'3'},{'name':'e','image':'1'},{'name':"
	      "'f','image':'2'}]}}"),
	  "403 Forbidden: pods \"p1\" is forbidden: violates PodSecurity \"baseline:latest\": " V
	  "\n"
	  "enforce-policy=baseline:latest\nevaluation deny enforce baseline:latest pod\n" },
	{ "update, a new one among them", PLAIN,
	  POD("UPDATE", "", "base",
	      "{'apiVersion':'v1','kind':'Pod','spec':{'hostNetwork':true,'containers':[{'name':'a'"
	      "}],'ephemeralContainers':[{'name':'e','image':'1'},{'name':'h','image':'2'}]}}",
	      "{'apiVersion':'v1','kind':'Pod','spec':{'hostNetwork':true,'containers':[{'name':'a'"
	      "}],'ephemeralContainers':[{'name':'e','image':'1'},{'name':'f','image':'2'}]}}"),
	  "403 Forbidden: pods \"p1\" is forbidden: violates PodSecurity \"baseline:latest\": " V
	  "\n"
	  "enforce-policy=baseline:latest\nevaluation deny enforce baseline:latest pod\n" },
	{ "update, of one name the first counts", PLAIN,
	  POD("UPDATE", "", "base",
	      "{'apiVersion':'v1','kind':'Pod','spec':{'hostNetwork':true,'containers':[{'name':'a'"
	      "}],'ephemeralContainers':[{'name':'e','image':'1'}]}}",
	      "{'apiVersion':'v1','kind':'Pod','spec':{'hostNetwork':true,'containers':[{'name':'a'"
	      "}],'ephemeralContainers':[{'name':'e','image':'1'},{'name':'e','image':'2'}]}}"),
	  "allowed\n" },
	{ "update, not the first of one name", PLAIN,
	  POD("UPDATE", "", "base",
	      "{'apiVersion':'v1','kind':'Pod','spec':{'hostNetwork':true,'containers':[{'name':'a'"
	      "}],'ephemeralContainers':[{'name':'e','image':'2'}]}}",
	      "{'apiVersion':'v1','kind':'Pod','spec':{'hostNetwork':true,'containers':[{'name':'a'"
	      "}],'ephemeralContainers':[{'name':'e','image':'1'},{'name':'e','image':'2'}]}}"),
	  "403 Forbidden: pods \"p1\" is forbidden: violates PodSecurity \"baseline:latest\": " V
	  "\n"
	  "enforce-policy=baseline:latest\nevaluation deny enforce baseline:latest pod\n" },
	{ "update, init containers alike", PLAIN,
	  POD("UPDATE", "", "base",
	      "{'apiVersion':'v1','kind':'Pod','spec':{'hostNetwork':true,'containers':[{'name':'a'"
	      "}],'initContainers':[{'name':'i','image':'1'},{'name':'j','image':'2'}]}}",
	      "{'apiVersion':'v1','kind':'Pod','spec':{'hostNetwork':true,'containers':[{'name':'a'"
	      "}],'initContainers':[{'name':'i','image':'1'},{'name':'j','image':'2'}]}}"),
	  "allowed\n" },
	{ "update, last init container's image changed", PLAIN,
	  POD("UPDATE", "", "base",
	      "{'apiVersion':'v1','kind':'Pod','spec':{'hostNetwork':true,'containers':[{'name':'a'"
	      "}],'initContainers':[{'name':'i','image':'1'},{'name':'j','image':'2'}]}}",
	      "{'apiVersion':'v1','kind':'Pod','spec':{'hostNetwork':true,'containers':[{'name':'a'"
	      "}],'initContainers':[{'name':'i','image':'1'},{'name':'j','image':'3'}]}}"),
	  "403 Forbidden: pods \"p1\" is forbidden: violates PodSecurity \"baseline:latest\": " V
	  "\n"
	  "enforce-policy=baseline:latest\nevaluation deny enforce baseline:latest pod\n" },
	{ "update, init containers are the same by place", PLAIN,
	  POD("UPDATE", "", "base",
	      "{'apiVersion':'v1','kind':'Pod','spec':{'hostNetwork':true,'containers':[{'name':'a'"
	      "}],'initContainers':[{'name':'j','image':'1'},{'name':'i','image':'2'}]}}",
	      "{'apiVersion':'v1','kind':'Pod','spec':{'hostNetwork':true,'containers':[{'name':'a'"
	      "}],'initContainers':[{'name':'i','image':'1'},{'name':'j','image':'2'}]}}"),
	  "allowed\n" },
	{ "update, old object null", PLAIN, POD("UPDATE", "", "base", BAD, NULL),
	  "400 BadRequest: failed to decode old pod\nerror=failed to decode old pod\nerror fatal "
	  "pod\n" },
	{ "create, object null", PLAIN, POD("CREATE", "", "base", NULL, NULL),
	  "400 BadRequest: failed to decode pod\nerror=failed to decode pod\nerror fatal pod\n" },
	{ "create, another kind", PLAIN, POD("CREATE", "", "base", DEPLOYMENT, NULL),
	  "400 BadRequest: failed to decode pod\nerror=failed to decode pod\nerror fatal pod\n" },
	{ "create, wrong type", PLAIN,
	  POD("CREATE", "", "base",
	      "{'apiVersion':'v1','kind':'Pod','spec':{'hostNetwork':'true','containers':[{'name':'"
	      "a'}]}}",
	      NULL),
	  "400 BadRequest: failed to decode object\nerror=failed to decode object: "
	  "spec.hostNetwork: want a boolean, got a string\n"
	  "error fatal pod\n" },
	{ "privileged namespace: not decoded", PLAIN,
	  POD("CREATE", "", "bare",
	      "{'apiVersion':'v1','kind':'Pod','spec':{'hostNetwork':'true'}}", NULL),
	  "allowed\nenforce-policy=privileged:latest\nevaluation allow enforce privileged:latest "
	  "pod\n" },
	{ "deployment, wrong type", PLAIN,
	  APPS("CREATE", "", "base",
	       "{'apiVersion':'apps/"
	       "v1','kind':'Deployment','spec':{'template':{'spec':{'hostPID':1}}}}"),
	  "allowed\nerror=failed to decode object: spec.template.spec.hostPID: want a boolean, got "
	  "a number\nerror fatal controller\n" },
	{ "delete, both null", PLAIN, POD("DELETE", "", "base", NULL, NULL),
	  "400 BadRequest: failed to decode pod\nerror=failed to decode pod\nerror fatal pod\n" },
	{ "exempt namespace", PLAIN, POD("CREATE", "", "exempt", BAD, NULL),
	  "allowed\nexempt=namespace\nexemption pod\n" },
	{ "exempt user, unknown namespace",
	  PLAIN,
	  { .operation = "CREATE",
	    .kind = "v1 Pod",
	    .resource = "pods",
	    .name = "p1",
	    .ns = "nope",
	    .user = "admin",
	    .object = BAD },
	  "allowed\nexempt=user\nexemption pod\n" },
	{ "exempt runtime class", PLAIN,
	  POD("CREATE", "", "base",
	      "{'apiVersion':'v1','kind':'Pod','spec':{'runtimeClassName':'kata','hostNetwork':"
	      "true,'containers':[{'name':'a'}]}}",
	      NULL),
	  "allowed\nexempt=runtimeClass\nexemption pod\n" },
	{ "runtime class that is not exempt", PLAIN,
	  POD("CREATE", "", "base",
	      "{'apiVersion':'v1','kind':'Pod','spec':{'runtimeClassName':'gvisor','hostNetwork':"
	      "true,'containers':[{'name':'a'}]}}",
	      NULL),
	  "403 Forbidden: pods \"p1\" is forbidden: violates PodSecurity \"baseline:latest\": " V
	  "\n"
	  "enforce-policy=baseline:latest\nevaluation deny enforce baseline:latest pod\n" },
	{ "deployment, exempt runtime class", PLAIN,
	  APPS("CREATE", "", "base",
	       "{'apiVersion':'apps/"
	       "v1','kind':'Deployment','spec':{'template':{'spec':{'runtimeClassName':'kata','"
	       "hostNetwork':true}}}}"),
	  "allowed\nexempt=runtimeClass\nexemption controller\n" },

	{ "namespace, bad label", PLAIN,
	  NS("CREATE", "", "n", NAMESPACE(L("enforce", "nope")), NULL),
	  "422 Invalid: Namespace \"n\" is invalid: " LABEL_ERROR(
		  "enforce", "nope", LEVELS) "\n"
					     "cause FieldValueInvalid "
					     "metadata.labels[pod-security.kubernetes.io/enforce]: "
					     "Invalid value: \"nope\": " LEVELS "\n" },
	{ "namespace, good label", PLAIN,
	  NS("CREATE", "", "n", NAMESPACE(L("enforce", "baseline")), NULL), "allowed\n" },
	{ "namespace update, same bad label", PLAIN,
	  NS("UPDATE", "", "n", NAMESPACE(L("enforce", "nope")),
	     NAMESPACE(L("enforce", "nope") ",'x':'y'")),
	  "allowed\n" },
	{ "namespace update, other bad label", PLAIN,
	  NS("UPDATE", "", "n", NAMESPACE(L("enforce", "nope2")), NAMESPACE(L("enforce", "nope"))),
	  "422 Invalid: Namespace \"n\" is invalid: " LABEL_ERROR(
		  "enforce", "nope2", LEVELS) "\n"
					      "cause FieldValueInvalid "
					      "metadata.labels[pod-security.kubernetes.io/"
					      "enforce]: Invalid value: \"nope2\": " LEVELS "\n" },
	{ "namespace update, two errors to one", PLAIN,
	  NS("UPDATE", "", "n", NAMESPACE(L("enforce", "nope")),
	     NAMESPACE(L("enforce", "nope") "," L("warn", "x"))),
	  "422 Invalid: Namespace \"n\" is invalid: " LABEL_ERROR(
		  "enforce", "nope", LEVELS) "\n"
					     "cause FieldValueInvalid "
					     "metadata.labels[pod-security.kubernetes.io/enforce]: "
					     "Invalid value: \"nope\": " LEVELS "\n" },
	{ "namespace update, stricter to weaker", PLAIN,
	  NS("UPDATE", "", "n", NAMESPACE(L("enforce", "baseline")),
	     NAMESPACE(L("enforce", "restricted"))),
	  "allowed\n" },
	{ "namespace update, only warn", PLAIN,
	  NS("UPDATE", "", "n", NAMESPACE(L("warn", "baseline")),
	     NAMESPACE(L("audit", "restricted"))),
	  "allowed\n" },
	{ "namespace update, exempt", PLAIN,
	  NS("UPDATE", "", "exempt",
	     NAMESPACE(L("enforce", "baseline") "," L("audit", "restricted") "," L("audit-version",
										   "v1.9")),
	     NAMESPACE("")),
	  "allowed\nwarning: namespace \"n\" is exempt from Pod Security, and the policy "
	  "(enforce=baseline:latest, "
	  "audit=restricted:v1.9) will be ignored\n" },
	{ "namespace create, exempt, empty list", BASE_DEFAULT,
	  NS("CREATE", "", "exempt", NAMESPACE(L("audit", "privileged")), NULL),
	  "allowed\nwarning: namespace \"n\" is exempt from Pod Security, and the policy () will "
	  "be ignored\n" },
	{ "namespace create, exempt, defaults", BASE_DEFAULT,
	  NS("CREATE", "", "exempt", NAMESPACE(""), NULL), "allowed\n" },
	{ "namespace finalize, bad label", PLAIN,
	  NS("UPDATE", "finalize", "n", NAMESPACE(L("enforce", "nope")), NAMESPACE("")),
	  BAD_LABEL },
	{ "namespace finalize, label that was bad", PLAIN,
	  NS("UPDATE", "finalize", "n", NAMESPACE(L("enforce", "nope")),
	     NAMESPACE(L("enforce", "nope"))),
	  "allowed\n" },
	{ "namespace status, bad label", PLAIN,
	  NS("UPDATE", "status", "n", NAMESPACE(L("enforce", "nope")), NAMESPACE("")), BAD_LABEL },
	{ "namespace status, good label", PLAIN,
	  NS("UPDATE", "status", "n", NAMESPACE(L("enforce", "privileged")), NAMESPACE("")),
	  "allowed\n" },
	{ "namespace in another subresource, bad label", PLAIN,
	  NS("UPDATE", "proxy", "n", NAMESPACE(L("enforce", "nope")), NAMESPACE("")), "allowed\n" },
	{ "namespace delete, both null", PLAIN, NS("DELETE", "", "n", NULL, NULL),
	  "400 BadRequest: failed to decode namespace\nerror=failed to decode namespace\n" },
	{ "namespace update, old of another kind", PLAIN,
	  NS("UPDATE", "", "n", NAMESPACE(""), GOOD),
	  "400 BadRequest: failed to decode  old namespace\nerror=failed to decode  old "
	  "namespace\n" },
	{ "namespace, wrong type", PLAIN,
	  NS("CREATE", "", "n",
	     "{'apiVersion':'v1','kind':'Namespace','metadata':{'labels':{'a':1}}}", NULL),
	  "400 BadRequest: failed to decode object\nerror=failed to decode object: "
	  "metadata.labels.a: want a string, got a number\n" },

	/* what this server does otherwise */
	{ "namespace update, stricter: says what it did not check", PLAIN,
	  NS("UPDATE", "", "n", NAMESPACE(L("enforce", "baseline")), NAMESPACE("")),
	  "allowed\nwarning: existing pods in namespace \"n\" were not checked against the new "
	  "PodSecurity enforce level "
	  "\"baseline:latest\"\n" },
	{ "namespace update, weaker level of another version: the same", PLAIN,
	  NS("UPDATE", "", "n",
	     NAMESPACE(L("enforce", "baseline") "," L("enforce-version", "v1.20")),
	     NAMESPACE(L("enforce", "restricted"))),
	  "allowed\nwarning: existing pods in namespace \"n\" were not checked against the new "
	  "PodSecurity enforce level "
	  "\"baseline:v1.20\"\n" },
	{ "delete with its old object", PLAIN, POD("DELETE", "", "base", NULL, BAD), "allowed\n" },
	{ "namespace delete with its old object", PLAIN,
	  NS("DELETE", "", "n", NULL, NAMESPACE(L("enforce", "nope"))), "allowed\n" },
	{ "controllers: deny", CONTROLLERS, APPS("CREATE", "", "base", DEPLOYMENT),
	  "403 Forbidden: deployments.apps \"d\" is forbidden: violates PodSecurity "
	  "\"baseline:latest\": " V "\n"
	  "enforce-policy=baseline:latest\nevaluation deny enforce baseline:latest controller\n" },
	{ "controllers: deny, good one", CONTROLLERS,
	  APPS("CREATE", "", "base",
	       "{'apiVersion':'apps/"
	       "v1','kind':'Deployment','spec':{'template':{'spec':{'containers':[{'name':'a'}]}}}"
	       "}"),
	  "allowed\nenforce-policy=baseline:latest\nevaluation allow enforce baseline:latest "
	  "controller\n" },
	{ "controllers: deny, wrong type", CONTROLLERS,
	  APPS("CREATE", "", "base",
	       "{'apiVersion':'apps/"
	       "v1','kind':'Deployment','spec':{'template':{'spec':{'hostPID':1}}}}"),
	  "400 BadRequest: failed to decode object\n"
	  "error=failed to decode object: spec.template.spec.hostPID: want a boolean, got a "
	  "number\nerror fatal controller\n" },
	{ "custom resource", PLAIN, JOBSET("base", JOB("a", "", "true") "," JOB("b", "", "false")),
	  "allowed\nwarning: would violate PodSecurity \"baseline:latest\": " V "\n"
	  "evaluation deny warn baseline:latest controller\n" },
	{ "custom resource, controllers: deny", CONTROLLERS,
	  JOBSET("base", JOB("a", "", "true") "," JOB("b", "", "true")),
	  "403 Forbidden: jobsets.jobset.x-k8s.io \"j\" is forbidden: violates PodSecurity "
	  "\"baseline:latest\": " V "\n"
	  "enforce-policy=baseline:latest\nevaluation deny enforce baseline:latest controller\n" },
	{ "custom resource, one check, several pods", CONTROLLERS,
	  JOBSET("base", PORT_JOB("a", "1") "," PORT_JOB("b", "0") "," PORT_JOB("c", "3")),
	  "403 Forbidden: jobsets.jobset.x-k8s.io \"j\" is forbidden: violates PodSecurity "
	  "\"baseline:latest\": hostPort (container \"a\" uses hostPort 1; container \"c\" uses "
	  "hostPort 3)\n"
	  "enforce-policy=baseline:latest\nevaluation deny enforce baseline:latest controller\n" },
	{ "custom resource, controllers: deny, good ones", CONTROLLERS,
	  JOBSET("base", JOB("a", "", "false") "," JOB("b", "", "false")),
	  "allowed\nenforce-policy=baseline:latest\nevaluation allow enforce baseline:latest "
	  "controller\n" },
	{ "custom resource, one of an exempt runtime class", CONTROLLERS,
	  JOBSET("base", JOB("a", "'runtimeClassName':'kata',", "true") "," JOB("b", "", "false")),
	  "allowed\nenforce-policy=baseline:latest\nevaluation allow enforce baseline:latest "
	  "controller\n" },
	{ "custom resource, the other of an exempt runtime class", CONTROLLERS,
	  JOBSET("base", JOB("a", "'runtimeClassName':'kata',", "false") "," JOB("b", "", "true")),
	  "403 Forbidden: jobsets.jobset.x-k8s.io \"j\" is forbidden: violates PodSecurity "
	  "\"baseline:latest\": " V "\n"
	  "enforce-policy=baseline:latest\nevaluation deny enforce baseline:latest controller\n" },
	{ "custom resource, all of an exempt runtime class", CONTROLLERS,
	  JOBSET("base", JOB("a", "'runtimeClassName':'kata',", "true")),
	  "allowed\nexempt=runtimeClass\nexemption controller\n" },
	{ "custom resource without a template", CONTROLLERS, JOBSET("base", ""), "allowed\n" },
	{ "custom resource, wrong type", CONTROLLERS, JOBSET("base", JOB("a", "", "1")),
	  "400 BadRequest: failed to decode object\n"
	  "error=failed to decode object: "
	  "spec.replicatedJobs[name=\"a\"].template.spec.template.spec.hostNetwork: want a "
	  "boolean, "
	  "got a number\nerror fatal controller\n" },
	{ "audit mode: nothing is denied", AUDIT_ONLY, POD("CREATE", "", "base", BAD, NULL),
	  "allowed\nenforce-policy=baseline:latest\n"
	  "would-deny=pods \"p1\" is forbidden: violates PodSecurity \"baseline:latest\": " V "\n"
	  "evaluation deny enforce baseline:latest pod\n" },
};

/* Causes of a 403 repeat the findings; their own test compares them. */
static char *without_findings(const char *text)
{
	char *out = arena_strndup(test_arena(), text, strlen(text));
	char *to = out;

	for (const char *line = text; *line;) {
		size_t len = strcspn(line, "\n") + 1;

		if (strncmp(line, "cause FieldValueForbidden", 25) != 0) {
			memmove(to, line, len);
			to += len;
		}
		line += len;
	}
	*to = '\0';
	return out;
}

START_TEST(each_case)
{
	struct admit admit = admit_new(configs[cases[_i].setup], facts);
	size_t len;
	const char *body = admit_review(&cases[_i].request, &len);
	const char *got = without_findings(admit_text(&admit, body, len));

	ck_assert_msg(same(got, cases[_i].want), "%s: got\n%swant\n%s", cases[_i].name, got,
		      cases[_i].want);
	admit_free(&admit);
}
END_TEST

int main(void)
{
	return run_table("podsecurity", each_case, ARRAY_LEN(cases));
}
