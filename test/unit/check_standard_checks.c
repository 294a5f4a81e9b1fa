/* SPDX-License-Identifier: Apache-2.0 */
/* check_standard_checks.c - the 19 checks of the Pod Security Standards: our own cases with the
 * places of their findings, the exact texts of upstream's evaluator, and upstream's fixtures, the
 * last two when the shared data is there. */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "policies.h"
#include "support.h"

#define LATEST	   37
#define CHECKS_MAX 32

/* The variant of a check that applies, or NULL. */
static policy_pod_check *variant(const struct standard *s, int minor)
{
	policy_pod_check *check = NULL;

	for (const struct standard_version *v = s->versions; v->check && v->from <= minor; v++)
		check = v->check;
	return check;
}

static int by_order(const void *a, const void *b)
{
	const struct standard *x = (*(const struct policy *const *)a)->standard;
	const struct standard *y = (*(const struct policy *const *)b)->standard;

	return x->level != y->level ? (int)x->level - (int)y->level : strcmp(x->id, y->id);
}

static bool overridden(const char *id, enum level level, int minor)
{
	for (const struct policy *const *p = policies_all; *p; p++) {
		const struct standard *s = (*p)->standard;

		if (s && s->level <= level && same(s->overrides, id) && variant(s, minor))
			return true;
	}
	return false;
}

/* The checks of a level and version, in the order of messages. */
static size_t checks_of(enum level level, int minor, const struct policy *checks[CHECKS_MAX])
{
	size_t count = 0;

	for (const struct policy *const *p = policies_all; *p; p++) {
		const struct standard *s = (*p)->standard;

		if (s && s->level <= level && variant(s, minor) && !overridden(s->id, level, minor))
			checks[count++] = *p;
	}
	qsort(checks, count, sizeof(*checks), by_order);
	return count;
}

static const struct pod *view(struct arena *a, const cJSON *object)
{
	struct err err = { 0 };
	const struct meta *meta = meta_view(a, json_present(object, "metadata"), "metadata", &err);
	const struct pod *pod =
		meta ? pod_view(a, meta, json_present(object, "spec"), "spec", &err) : NULL;

	ck_assert_msg(pod != NULL, "%s", err.text);
	return pod;
}

/* reason (detail), reason (detail): what a refused pod is told; "" when it is allowed. */
static const char *evaluate(struct arena *a, enum level level, int minor, const cJSON *object)
{
	const struct policy *checks[CHECKS_MAX] = { NULL };
	size_t count = checks_of(level, minor, checks);
	const struct pod *pod = view(a, object);
	struct findings *out = findings_new(a);
	struct names failed = { 0 };

	ck_assert(out != NULL);
	for (size_t i = 0; i < count; i++) {
		size_t before = findings_count(out);

		findings_begin(out, i);
		variant(checks[i]->standard, minor)(pod, NULL, out);
		ck_assert_msg((findings_count(out) > before) == (*findings_reason(out) != '\0'),
			      "%s: findings without a summary, or the reverse", checks[i]->id);
		if (!*findings_reason(out))
			continue;
		names_add(out, &failed,
			  *findings_detail(out) ? finding_text(out, "%s (%s)", findings_reason(out),
							       findings_detail(out))
						: findings_reason(out));
	}
	ck_assert(!findings_spoiled(out));
	return names_join(out, &failed, ", ");
}

static enum level level_of(const char *name)
{
	if (same(name, "privileged"))
		return LEVEL_PRIVILEGED;
	ck_assert_msg(same(name, "baseline") || same(name, "restricted"), "level %s", name);
	return same(name, "baseline") ? LEVEL_BASELINE : LEVEL_RESTRICTED;
}

static int minor_of(const char *version)
{
	long minor = LATEST;

	if (!same(version, "latest"))
		ck_assert_msg(sscanf(version, "v1.%ld", &minor) == 1, "version %s", version);
	return minor < LATEST ? (int)minor : LATEST;
}

/* A check by itself. Objects and wanted texts have ' for ". */
struct one_case {
	const char *name, *id;
	int minor;
	const char *object;
	const char *want;   /* reason (detail); NULL: accepted */
	const char *places; /* of the findings, each with what is there */
};

#define AA	  "container.apparmor.security.beta.kubernetes.io/"
#define SC	  "container.seccomp.security.alpha.kubernetes.io/"
#define POD(spec) "{'spec':{" spec "}}"
#define ONE(sc)	  POD("'containers':[{'name':'a','securityContext':{" sc "}}]")
#define SPEC(sc)  POD("'securityContext':{" sc "},'containers':[{'name':'a'}]")
#define BOTH(sc)                                                                                \
	POD("'securityContext':{" sc "},'initContainers':[{'name':'i','securityContext':{" sc   \
	    "}}],"                                                                              \
	    "'containers':[{'name':'a'}],'ephemeralContainers':[{'name':'e','securityContext':" \
	    "{" sc "}}]")
#define NOTES(notes) "{'metadata':{'annotations':{" notes "}},'spec':{'containers':[{'name':'a'}]}}"
#define WINDOWS(sc) \
	POD("'os':{'name':'windows'},'containers':[{'name':'a','securityContext':{" sc "}}]")
#define OWN_USERS(sc)                                                                 \
	POD("'hostUsers':false,'securityContext':{" sc "},'containers':[{'name':'a'," \
	    "'securityContext':{" sc "}}]")
#define PROBE(handler)	POD("'containers':[{'name':'a'," handler "}]")
#define A_SC		"spec.containers[name='a'].securityContext."
#define I_SC		"spec.initContainers[name='i'].securityContext."
#define E_SC		"spec.ephemeralContainers[name='e'].securityContext."
#define SYSCTL(n)	SPEC("'sysctls':[{'name':'" n "','value':'1'}]")
#define SYSCTL_WANT(n)	"forbidden sysctls (" n ")"
#define SYSCTL_PLACE(n) "spec.securityContext.sysctls[name='" n "'].name=" n

static const struct one_case cases[] = {
	{ "apparmor: nothing set", "baseline-apparmor", 0, ONE(""), NULL, NULL },
	{ "apparmor: both types", "baseline-apparmor", 37,
	  POD("'securityContext':{'appArmorProfile':{'type':'Localhost'}},'containers':[{'name':'a'"
	      ","
	      "'securityContext':{'appArmorProfile':{'type':'RuntimeDefault'}}}]"),
	  NULL, NULL },
	{ "apparmor: Unconfined everywhere", "baseline-apparmor", 0,
	  BOTH("'appArmorProfile':{'type':'Unconfined'}"),
	  "forbidden AppArmor profile (pod and containers 'i', 'e' must not set AppArmor profile "
	  "type to 'Unconfined')",
	  "spec.securityContext.appArmorProfile.type=Unconfined " I_SC
	  "appArmorProfile.type=Unconfined " E_SC "appArmorProfile.type=Unconfined" },
	{ "apparmor: empty object is an empty type", "baseline-apparmor", 37,
	  ONE("'appArmorProfile':{}"),
	  "forbidden AppArmor profile (container 'a' must not set AppArmor profile type to '')",
	  A_SC "appArmorProfile.type=" },
	{ "apparmor: good annotations", "baseline-apparmor", 0,
	  NOTES("'" AA "a':'','" AA "b':'runtime/default','" AA "c':'localhost/x','other':'x'"),
	  NULL, NULL },
	{ "apparmor: two annotations, in the order of bytes", "baseline-apparmor", 0,
	  NOTES("'" AA "z':'unconfined','" AA "':'localhost'"),
	  "forbidden AppArmor profiles (annotations must not set AppArmor profile type to '" AA
	  "='localhost'', '" AA "z='unconfined'')",
	  "metadata.annotations['" AA "z']=unconfined metadata.annotations['" AA "']=localhost" },

	{ "capabilities: none and default ones", "baseline-capabilities", 0,
	  ONE("'capabilities':{'add':['CHOWN','SYS_CHROOT','NET_BIND_SERVICE'],'drop':['X']}"),
	  NULL, NULL },
	{ "capabilities: all 13", "baseline-capabilities", 37,
	  ONE("'capabilities':{'add':['AUDIT_WRITE','CHOWN','DAC_OVERRIDE','FOWNER','FSETID','KILL'"
	      ","
	      "'MKNOD','NET_BIND_SERVICE','SETFCAP','SETGID','SETPCAP','SETUID','SYS_CHROOT']}"),
	  NULL, NULL },
	{ "capabilities: case, prefix and ALL count", "baseline-capabilities", 0,
	  ONE("'capabilities':{'add':['chown','CHOWN','CAP_KILL','ALL','ALL']}"),
	  "non-default capabilities (container 'a' must not include 'ALL', 'CAP_KILL', 'chown' in "
	  "securityContext.capabilities.add)",
	  A_SC "capabilities.add[0]=chown " A_SC "capabilities.add[2]=CAP_KILL " A_SC
	       "capabilities.add[3]=ALL " A_SC "capabilities.add[4]=ALL" },

	{ "host namespaces: false and null", "baseline-host-namespaces", 0,
	  POD("'hostNetwork':false,'hostPID':null"), NULL, NULL },
	{ "host namespaces: two of them", "baseline-host-namespaces", 0,
	  POD("'hostIPC':true,'hostNetwork':true"),
	  "host namespaces (hostNetwork=true, hostIPC=true)",
	  "spec.hostNetwork=true spec.hostIPC=true" },

	{ "host paths: other volumes", "baseline-host-paths", 0,
	  POD("'volumes':[{'name':'v','emptyDir':{}},{'name':'w','hostPath':null}]"), NULL, NULL },
	{ "host paths: two, by list order", "baseline-host-paths", 0,
	  POD("'volumes':[{'name':'z','hostPath':{'path':'/etc'}},{'name':'a','hostPath':{}}]"),
	  "hostPath volumes (volumes 'z', 'a')",
	  "spec.volumes[name='z'].hostPath=/etc spec.volumes[name='a'].hostPath=" },

	{ "host ports: zero and absent", "baseline-host-ports", 0,
	  PROBE("'ports':[{'containerPort':80},{'containerPort':81,'hostPort':0}]"), NULL, NULL },
	{ "host ports: sorted as text", "baseline-host-ports", 0,
	  PROBE("'ports':[{'hostPort':9},{},{'hostPort':1000},{'hostPort':9}]"),
	  "hostPort (container 'a' uses hostPorts 1000, 9)",
	  "spec.containers[name='a'].ports[0].hostPort=9 "
	  "spec.containers[name='a'].ports[2].hostPort=1000 "
	  "spec.containers[name='a'].ports[3].hostPort=9" },

	{ "host probes: no host, a header, other handlers", "baseline-host-probes", 34,
	  PROBE("'livenessProbe':{'httpGet':{'port':1,'host':'',"
		"'httpHeaders':[{'name':'Host','value':'x'}]}},'readinessProbe':{'grpc':{'port':1}}"
		","
		"'lifecycle':{'preStop':{'exec':{'command':['x']}}}"),
	  NULL, NULL },
	{ "host probes: all five", "baseline-host-probes", 34,
	  PROBE("'livenessProbe':{'httpGet':{'port':1,'host':'h1'}},"
		"'readinessProbe':{'tcpSocket':{'port':1,'host':'h2'}},"
		"'startupProbe':{'httpGet':{'port':1,'host':'127.0.0.1'}},"
		"'lifecycle':{'postStart':{'tcpSocket':{'port':1,'host':'::1'}},"
		"'preStop':{'httpGet':{'port':1,'host':'h1'}}}"),
	  "probe or lifecycle host (container 'a' uses probe or lifecycle hosts '127.0.0.1', "
	  "'::1', "
	  "'h1', 'h2')",
	  "spec.containers[name='a'].livenessProbe.httpGet.host=h1 "
	  "spec.containers[name='a'].readinessProbe.tcpSocket.host=h2 "
	  "spec.containers[name='a'].startupProbe.httpGet.host=127.0.0.1 "
	  "spec.containers[name='a'].lifecycle.postStart.tcpSocket.host=::1 "
	  "spec.containers[name='a'].lifecycle.preStop.httpGet.host=h1" },
	{ "host probes: containers sorted, each once", "baseline-host-probes", 37,
	  POD("'containers':[{'name':'z','livenessProbe':{'httpGet':{'host':'h'}}},"
	      "{'name':'a','livenessProbe':{'httpGet':{'host':'h'}}},"
	      "{'name':'z','livenessProbe':{'httpGet':{'host':'h'}}}]"),
	  "probe or lifecycle host (containers 'a', 'z' use probe or lifecycle host 'h')",
	  "spec.containers[name='z'].livenessProbe.httpGet.host=h "
	  "spec.containers[name='a'].livenessProbe.httpGet.host=h "
	  "spec.containers[name='z'].livenessProbe.httpGet.host=h" },

	{ "privileged: false", "baseline-privileged", 0, ONE("'privileged':false"), NULL, NULL },
	{ "privileged: true", "baseline-privileged", 0, ONE("'privileged':true"),
	  "privileged (container 'a' must not set securityContext.privileged=true)",
	  A_SC "privileged=true" },

	{ "procMount: Default", "baseline-proc-mount", 0, ONE("'procMount':'Default'"), NULL,
	  NULL },
	{ "procMount: Unmasked", "baseline-proc-mount", 0, ONE("'procMount':'Unmasked'"),
	  "procMount (container 'a' must not set securityContext.procMount to 'Unmasked')",
	  A_SC "procMount=Unmasked" },
	{ "procMount: own users do not count before 1.35", "baseline-proc-mount", 34,
	  POD("'hostUsers':false,'containers':[{'name':'a','securityContext':{'procMount':'x'}}]"),
	  "procMount (container 'a' must not set securityContext.procMount to 'x')",
	  A_SC "procMount=x" },
	{ "procMount: own users count from 1.35", "baseline-proc-mount", 35,
	  POD("'hostUsers':false,'containers':[{'name':'a','securityContext':{'procMount':'x'}}]"),
	  NULL, NULL },
	{ "procMount: the node's users", "baseline-proc-mount", 35,
	  POD("'hostUsers':true,'containers':[{'name':'a','securityContext':{'procMount':''}}]"),
	  "procMount (container 'a' must not set securityContext.procMount to '')",
	  A_SC "procMount=" },

	{ "seccomp annotations: good ones, others", "baseline-seccomp", 0,
	  NOTES("'seccomp.security.alpha.kubernetes.io/pod':'runtime/default','" SC
		"a':'docker/default','" SC "other':'unconfined','" SC "':''"),
	  NULL, NULL },
	{ "seccomp annotations: fields are not read", "baseline-seccomp", 18,
	  SPEC("'seccompProfile':{'type':'Unconfined'}"), NULL, NULL },
	{ "seccomp annotations: bad ones", "baseline-seccomp", 18,
	  NOTES("'seccomp.security.alpha.kubernetes.io/pod':'localhost','" SC "a':''"),
	  "seccompProfile (forbidden annotations " SC
	  "a='', seccomp.security.alpha.kubernetes.io/pod='localhost')",
	  "metadata.annotations['seccomp.security.alpha.kubernetes.io/pod']=localhost "
	  "metadata.annotations['" SC "a']=" },
	{ "seccomp fields: annotations are not read", "baseline-seccomp", 19,
	  NOTES("'seccomp.security.alpha.kubernetes.io/pod':'unconfined'"), NULL, NULL },
	{ "seccomp fields: good ones", "baseline-seccomp", 37,
	  BOTH("'seccompProfile':{'type':'Localhost','localhostProfile':'x'}"), NULL, NULL },
	{ "seccomp fields: bad ones", "baseline-seccomp", 19,
	  BOTH("'seccompProfile':{'type':'Unconfined'}"),
	  "seccompProfile (pod and containers 'i', 'e' must not set "
	  "securityContext.seccompProfile.type to 'Unconfined')",
	  "spec.securityContext.seccompProfile.type=Unconfined " I_SC
	  "seccompProfile.type=Unconfined " E_SC "seccompProfile.type=Unconfined" },

	{ "selinux: allowed types, any level", "baseline-selinux", 0,
	  POD("'securityContext':{'seLinuxOptions':{'type':'container_t','level':'s0'}},"
	      "'containers':[{'name':'a','securityContext':{'seLinuxOptions':"
	      "{'type':'container_init_t'}}},{'name':'b','securityContext':{'seLinuxOptions':"
	      "{'type':'container_kvm_t','user':'','role':''}}}]"),
	  NULL, NULL },
	{ "selinux: type, user, role", "baseline-selinux", 0,
	  ONE("'seLinuxOptions':{'type':'t','user':'u','role':'r'}"),
	  "seLinuxOptions (container 'a' set forbidden securityContext.seLinuxOptions: type 't'; "
	  "user may not be set; role may not be set)",
	  A_SC "seLinuxOptions.type=t " A_SC "seLinuxOptions.user=u " A_SC
	       "seLinuxOptions.role=r" },
	{ "selinux: container_engine_t before 1.31", "baseline-selinux", 30,
	  SPEC("'seLinuxOptions':{'type':'container_engine_t'}"),
	  "seLinuxOptions (pod set forbidden securityContext.seLinuxOptions: type "
	  "'container_engine_t')",
	  "spec.securityContext.seLinuxOptions.type=container_engine_t" },
	{ "selinux: container_engine_t from 1.31", "baseline-selinux", 31,
	  SPEC("'seLinuxOptions':{'type':'container_engine_t'}"), NULL, NULL },
	{ "selinux: the user alone", "baseline-selinux", 31, SPEC("'seLinuxOptions':{'user':'u'}"),
	  "seLinuxOptions (pod set forbidden securityContext.seLinuxOptions: user may not be set)",
	  "spec.securityContext.seLinuxOptions.user=u" },

	{ "sysctls: no context", "baseline-sysctls", 0, POD(""), NULL, NULL },
	{ "sysctls: the first five", "baseline-sysctls", 0,
	  SPEC("'sysctls':[{'name':'kernel.shm_rmid_forced'},{'name':'net.ipv4.ip_local_port_range'"
	       "},"
	       "{'name':'net.ipv4.tcp_syncookies'},{'name':'net.ipv4.ping_group_range'},"
	       "{'name':'net.ipv4.ip_unprivileged_port_start'}]"),
	  NULL, NULL },
	{ "sysctls: twice, in list order", "baseline-sysctls", 37,
	  SPEC("'sysctls':[{'name':'z'},{'name':'net.ipv4.tcp_syncookies'},{'name':'b'},"
	       "{'name':'z'}]"),
	  SYSCTL_WANT("z, b, z"), SYSCTL_PLACE("z") " " SYSCTL_PLACE("b") " " SYSCTL_PLACE("z") },
	{ "sysctls: an empty name alone has no detail", "baseline-sysctls", 0,
	  SPEC("'sysctls':[{'value':'1'}]"), "forbidden sysctls",
	  "spec.securityContext.sysctls[0].name=" },
	{ "sysctls: 1.26", "baseline-sysctls", 26, SYSCTL("net.ipv4.ip_local_reserved_ports"),
	  SYSCTL_WANT("net.ipv4.ip_local_reserved_ports"),
	  SYSCTL_PLACE("net.ipv4.ip_local_reserved_ports") },
	{ "sysctls: 1.27", "baseline-sysctls", 27, SYSCTL("net.ipv4.ip_local_reserved_ports"), NULL,
	  NULL },
	{ "sysctls: 1.28", "baseline-sysctls", 28, SYSCTL("net.ipv4.tcp_fin_timeout"),
	  SYSCTL_WANT("net.ipv4.tcp_fin_timeout"), SYSCTL_PLACE("net.ipv4.tcp_fin_timeout") },
	{ "sysctls: 1.29", "baseline-sysctls", 29,
	  SPEC("'sysctls':[{'name':'net.ipv4.tcp_fin_timeout'},"
	       "{'name':'net.ipv4.tcp_keepalive_time'},{'name':'net.ipv4.tcp_keepalive_intvl'},"
	       "{'name':'net.ipv4.tcp_keepalive_probes'}]"),
	  NULL, NULL },
	{ "sysctls: 1.31", "baseline-sysctls", 31, SYSCTL("net.ipv4.tcp_wmem"),
	  SYSCTL_WANT("net.ipv4.tcp_wmem"), SYSCTL_PLACE("net.ipv4.tcp_wmem") },
	{ "sysctls: 1.32", "baseline-sysctls", 32,
	  SPEC("'sysctls':[{'name':'net.ipv4.tcp_rmem'},{'name':'net.ipv4.tcp_wmem'}]"), NULL,
	  NULL },
	{ "sysctls: 1.36", "baseline-sysctls", 36, SYSCTL("net.ipv4.tcp_slow_start_after_idle"),
	  SYSCTL_WANT("net.ipv4.tcp_slow_start_after_idle"),
	  SYSCTL_PLACE("net.ipv4.tcp_slow_start_after_idle") },
	{ "sysctls: 1.37", "baseline-sysctls", 37,
	  SPEC("'sysctls':[{'name':'net.ipv4.tcp_slow_start_after_idle'},"
	       "{'name':'net.ipv4.tcp_notsent_lowat'}]"),
	  NULL, NULL },

	{ "hostProcess: false", "baseline-windows-host-process", 0,
	  BOTH("'windowsOptions':{'hostProcess':false}"), NULL, NULL },
	{ "hostProcess: true", "baseline-windows-host-process", 0,
	  BOTH("'windowsOptions':{'hostProcess':true}"),
	  "hostProcess (pod and containers 'i', 'e' must not set "
	  "securityContext.windowsOptions.hostProcess=true)",
	  "spec.securityContext.windowsOptions.hostProcess=true " I_SC
	  "windowsOptions.hostProcess=true " E_SC "windowsOptions.hostProcess=true" },

	{ "escalation: false", "restricted-privilege-escalation", 8,
	  ONE("'allowPrivilegeEscalation':false"), NULL, NULL },
	{ "escalation: true, absent, null", "restricted-privilege-escalation", 8,
	  POD("'containers':[{'name':'a','securityContext':{'allowPrivilegeEscalation':true}}],"
	      "'ephemeralContainers':[{'name':'e'}],"
	      "'initContainers':[{'name':'i','securityContext':{'allowPrivilegeEscalation':null}}"
	      "]"),
	  "allowPrivilegeEscalation != false (containers 'i', 'a', 'e' must set "
	  "securityContext.allowPrivilegeEscalation=false)",
	  I_SC "allowPrivilegeEscalation absent " A_SC "allowPrivilegeEscalation=true " E_SC
	       "allowPrivilegeEscalation absent" },
	{ "escalation: Windows before 1.25", "restricted-privilege-escalation", 24, WINDOWS(""),
	  "allowPrivilegeEscalation != false (container 'a' must set "
	  "securityContext.allowPrivilegeEscalation=false)",
	  A_SC "allowPrivilegeEscalation absent" },
	{ "escalation: Windows from 1.25", "restricted-privilege-escalation", 25, WINDOWS(""), NULL,
	  NULL },
	{ "escalation: Linux from 1.25", "restricted-privilege-escalation", 25,
	  POD("'os':{'name':'linux'},'containers':[{'name':'a'}]"),
	  "allowPrivilegeEscalation != false (container 'a' must set "
	  "securityContext.allowPrivilegeEscalation=false)",
	  A_SC "allowPrivilegeEscalation absent" },

	{ "restricted capabilities: ALL dropped, one added", "restricted-capabilities", 22,
	  ONE("'capabilities':{'drop':['X','ALL'],'add':['NET_BIND_SERVICE']}"), NULL, NULL },
	{ "restricted capabilities: nothing dropped", "restricted-capabilities", 22, ONE(""),
	  "unrestricted capabilities (container 'a' must set "
	  "securityContext.capabilities.drop=['ALL'])",
	  A_SC "capabilities.drop absent" },
	{ "restricted capabilities: both clauses", "restricted-capabilities", 22,
	  ONE("'capabilities':{'drop':['all','CAP_ALL'],'add':['CHOWN']}"),
	  "unrestricted capabilities (container 'a' must set "
	  "securityContext.capabilities.drop=['ALL']; container 'a' must not include 'CHOWN' in "
	  "securityContext.capabilities.add)",
	  A_SC "capabilities.drop=all, CAP_ALL " A_SC "capabilities.add[0]=CHOWN" },
	{ "restricted capabilities: added only", "restricted-capabilities", 25,
	  ONE("'capabilities':{'drop':['ALL'],'add':['KILL']}"),
	  "unrestricted capabilities (container 'a' must not include 'KILL' in "
	  "securityContext.capabilities.add)",
	  A_SC "capabilities.add[0]=KILL" },
	{ "restricted capabilities: Windows before 1.25", "restricted-capabilities", 24,
	  WINDOWS(""),
	  "unrestricted capabilities (container 'a' must set "
	  "securityContext.capabilities.drop=['ALL'])",
	  A_SC "capabilities.drop absent" },
	{ "restricted capabilities: Windows from 1.25", "restricted-capabilities", 25, WINDOWS(""),
	  NULL, NULL },

	{ "restricted procMount: Default", "restricted-proc-mount", 35,
	  ONE("'procMount':'Default'"), NULL, NULL },
	{ "restricted procMount: own users do not count", "restricted-proc-mount", 35,
	  POD("'hostUsers':false,'containers':[{'name':'a','securityContext':"
	      "{'procMount':'Unmasked'}}]"),
	  "procMount (container 'a' must not set securityContext.procMount to 'Unmasked')",
	  A_SC "procMount=Unmasked" },

	{ "volume types: all allowed ones", "restricted-volume-types", 0,
	  POD("'volumes':[{'name':'a','configMap':{}},{'name':'b','csi':{'driver':'x'}},"
	      "{'name':'c','downwardAPI':{}},{'name':'d','emptyDir':{}},{'name':'e','ephemeral':{}}"
	      ","
	      "{'name':'f','image':{}},{'name':'g','persistentVolumeClaim':{'claimName':'x'}},"
	      "{'name':'h','projected':{}},{'name':'i','secret':{}},"
	      "{'name':'j','secret':{},'nfs':{}}]"),
	  NULL, NULL },
	{ "volume types: the first that is set, and none", "restricted-volume-types", 0,
	  POD("'volumes':[{'name':'b','nfs':{},'hostPath':{'path':'/'}},{'name':'a','fc':{}},"
	      "{'name':'c','newFangled':{}}]"),
	  "restricted volume types (volumes 'b', 'a', 'c' use restricted volume types 'fc', "
	  "'hostPath', 'unknown')",
	  "spec.volumes[name='b'].hostPath=set spec.volumes[name='a'].fc=set "
	  "spec.volumes[name='c']=no known source" },
	{ "volume types: one", "restricted-volume-types", 37,
	  POD("'volumes':[{'name':'b','rbd':{}}]"),
	  "restricted volume types (volume 'b' uses restricted volume type 'rbd')",
	  "spec.volumes[name='b'].rbd=set" },

	{ "non-root: the pod", "restricted-run-as-non-root", 0, SPEC("'runAsNonRoot':true"), NULL,
	  NULL },
	{ "non-root: each container", "restricted-run-as-non-root", 0, ONE("'runAsNonRoot':true"),
	  NULL, NULL },
	{ "non-root: nobody", "restricted-run-as-non-root", 0, ONE(""),
	  "runAsNonRoot != true (pod or container 'a' must set securityContext.runAsNonRoot=true)",
	  A_SC "runAsNonRoot absent" },
	{ "non-root: explicit hides implicit in the text", "restricted-run-as-non-root", 34,
	  POD("'containers':[{'name':'a','securityContext':{'runAsNonRoot':false}}],"
	      "'initContainers':[{'name':'i'}]"),
	  "runAsNonRoot != true (container 'a' must not set securityContext.runAsNonRoot=false)",
	  A_SC "runAsNonRoot=false " I_SC "runAsNonRoot absent" },
	{ "non-root: the pod says false, containers true", "restricted-run-as-non-root", 0,
	  POD("'securityContext':{'runAsNonRoot':false},'containers':[{'name':'a',"
	      "'securityContext':{'runAsNonRoot':true}},{'name':'b'}]"),
	  "runAsNonRoot != true (pod must not set securityContext.runAsNonRoot=false)",
	  "spec.securityContext.runAsNonRoot=false" },
	{ "non-root: own users before 1.35", "restricted-run-as-non-root", 34,
	  OWN_USERS("'runAsNonRoot':false"),
	  "runAsNonRoot != true (pod and container 'a' must not set "
	  "securityContext.runAsNonRoot=false)",
	  "spec.securityContext.runAsNonRoot=false " A_SC "runAsNonRoot=false" },
	{ "non-root: own users from 1.35", "restricted-run-as-non-root", 35,
	  OWN_USERS("'runAsNonRoot':false"), NULL, NULL },
	{ "non-root: the node's users from 1.35", "restricted-run-as-non-root", 35, ONE(""),
	  "runAsNonRoot != true (pod or container 'a' must set securityContext.runAsNonRoot=true)",
	  A_SC "runAsNonRoot absent" },

	{ "user: another, and none", "restricted-run-as-user", 23, ONE("'runAsUser':1"), NULL,
	  NULL },
	{ "user: 0", "restricted-run-as-user", 23, BOTH("'runAsUser':0"),
	  "runAsUser=0 (pod and containers 'i', 'e' must not set runAsUser=0)",
	  "spec.securityContext.runAsUser=0 " I_SC "runAsUser=0 " E_SC "runAsUser=0" },
	{ "user: own users before 1.35", "restricted-run-as-user", 34, OWN_USERS("'runAsUser':0"),
	  "runAsUser=0 (pod and container 'a' must not set runAsUser=0)",
	  "spec.securityContext.runAsUser=0 " A_SC "runAsUser=0" },
	{ "user: own users from 1.35", "restricted-run-as-user", 35, OWN_USERS("'runAsUser':0"),
	  NULL, NULL },
	{ "user: the node's users from 1.35", "restricted-run-as-user", 35, SPEC("'runAsUser':0"),
	  "runAsUser=0 (pod must not set runAsUser=0)", "spec.securityContext.runAsUser=0" },

	{ "restricted seccomp: the pod", "restricted-seccomp", 19,
	  SPEC("'seccompProfile':{'type':'RuntimeDefault'}"), NULL, NULL },
	{ "restricted seccomp: each container", "restricted-seccomp", 19,
	  ONE("'seccompProfile':{'type':'Localhost'}"), NULL, NULL },
	{ "restricted seccomp: nobody", "restricted-seccomp", 19, ONE(""),
	  "seccompProfile (pod or container 'a' must set securityContext.seccompProfile.type to "
	  "'RuntimeDefault' or 'Localhost')",
	  A_SC "seccompProfile.type absent" },
	{ "restricted seccomp: explicit hides implicit in the text", "restricted-seccomp", 19,
	  POD("'containers':[{'name':'a','securityContext':{'seccompProfile':{'type':'Odd'}}}],"
	      "'ephemeralContainers':[{'name':'e'}]"),
	  "seccompProfile (container 'a' must not set securityContext.seccompProfile.type to "
	  "'Odd')",
	  A_SC "seccompProfile.type=Odd " E_SC "seccompProfile.type absent" },
	{ "restricted seccomp: Windows before 1.25", "restricted-seccomp", 24, WINDOWS(""),
	  "seccompProfile (pod or container 'a' must set securityContext.seccompProfile.type to "
	  "'RuntimeDefault' or 'Localhost')",
	  A_SC "seccompProfile.type absent" },
	{ "restricted seccomp: Windows from 1.25", "restricted-seccomp", 25,
	  WINDOWS("'seccompProfile':{'type':'Unconfined'}"), NULL, NULL },
	{ "restricted seccomp: Windows is spelt so", "restricted-seccomp", 37,
	  POD("'os':{'name':'Windows'},'securityContext':{'seccompProfile':{}}"),
	  "seccompProfile (pod must not set securityContext.seccompProfile.type to '')",
	  "spec.securityContext.seccompProfile.type=" },
};

static const struct policy *policy_by_id(const char *id)
{
	for (const struct policy *const *p = policies_all; *p; p++)
		if (same((*p)->id, id))
			return *p;
	ck_abort_msg("no policy %s", id);
}

/* Test tables have ' where texts have ". */
static const char *doubled(const char *text)
{
	char *copy = text ? arena_strndup(test_arena(), text, strlen(text)) : NULL;

	for (char *c = copy; c && *c; c++)
		if (*c == '\'')
			*c = '"';
	return copy ? copy : "";
}

static const char *places_of(struct findings *out)
{
	struct names places = { 0 };

	for (const struct finding *f = findings_first(out); f; f = f->next) {
		const char *value = f->says.value;

		ck_assert_msg(f->says.want && f->says.fix, "%s: no want or no fix", f->place);
		names_add(out, &places,
			  value ? finding_text(out, "%s=%s", f->place, value)
				: finding_text(out, "%s absent", f->place));
	}
	return names_join(out, &places, " ");
}

START_TEST(each_check)
{
	const struct one_case *c = &cases[_i];
	policy_pod_check *check = variant(policy_by_id(c->id)->standard, c->minor);
	struct findings *out = findings_new(test_arena());
	const char *got, *places;

	ck_assert_msg(check != NULL, "%s: no check at v1.%d", c->name, c->minor);
	ck_assert(out != NULL);
	check(view(test_arena(), parse(c->object)), NULL, out);
	got = findings_reason(out);
	if (*findings_detail(out))
		got = finding_text(out, "%s (%s)", got, findings_detail(out));
	ck_assert_msg(same(got, doubled(c->want)), "%s:\n got %s\nwant %s", c->name, got,
		      doubled(c->want));
	places = places_of(out);
	ck_assert_msg(same(places, doubled(c->places)), "%s:\n got %s\nwant %s", c->name, places,
		      doubled(c->places));
	ck_assert(!findings_spoiled(out));
}
END_TEST

/* Memory ends at each allocation: what comes out is the same, or the sink is spoiled. */
START_TEST(each_check_without_memory)
{
	const struct one_case *c = &cases[_i];
	policy_pod_check *check = variant(policy_by_id(c->id)->standard, c->minor);
	const struct pod *pod = view(test_arena(), parse(c->object));
	bool spoiled = true;

	for (long n = 0; spoiled; n++) {
		struct findings *out = findings_new(test_arena());

		ck_assert(out != NULL);
		mem_fail_at(n);
		check(pod, NULL, out);
		mem_fail_at(-1);
		spoiled = findings_spoiled(out);
		ck_assert_msg(spoiled || (c->want != NULL) == (*findings_reason(out) != '\0'),
			      "%s: allocation %ld fails and nobody notices", c->name, n);
		ck_assert_msg(n < 1000, "%s: never ends", c->name);
	}
}
END_TEST

/* How many checks each level has at each version: upstream's own table. */
static const struct {
	int first, last;
	size_t baseline, restricted;
} counts[] = {
	{ 0, 7, 11, 12 },   { 8, 18, 11, 13 },	{ 19, 21, 11, 13 }, { 22, 22, 11, 13 },
	{ 23, 33, 11, 14 }, { 34, 34, 12, 15 }, { 35, 37, 12, 15 },
};

START_TEST(each_count)
{
	const struct policy *checks[CHECKS_MAX] = { NULL };

	for (int minor = counts[_i].first; minor <= counts[_i].last; minor++) {
		ck_assert_uint_eq(checks_of(LEVEL_PRIVILEGED, minor, checks), 0);
		ck_assert_uint_eq(checks_of(LEVEL_BASELINE, minor, checks), counts[_i].baseline);
		ck_assert_uint_eq(checks_of(LEVEL_RESTRICTED, minor, checks),
				  counts[_i].restricted);
	}
}
END_TEST

/* What a list of policies must have, whatever it checks. */
START_TEST(each_is_complete)
{
	size_t standard = 0;

	for (const struct policy *const *p = policies_all; *p; p++) {
		const struct standard *s = (*p)->standard;

		if (!s)
			continue;
		standard++;
		ck_assert_msg((*p)->title && (*p)->why && (*p)->remedy, "%s", (*p)->id);
		ck_assert_msg(!(*p)->check_pod && !(*p)->check_service, "%s", (*p)->id);
		for (size_t i = 1; s->versions[i].check; i++)
			ck_assert_msg(s->versions[i].from > s->versions[i - 1].from, "%s",
				      (*p)->id);
	}
	ck_assert_uint_eq(standard, 19);
}
END_TEST

/* As the API server does: a volume without a source is an emptyDir. */
static void default_volumes(struct arena *a, const cJSON *object)
{
	const cJSON *volumes = json_get(json_get(object, "spec"), "volumes");

	ck_assert(volumes != NULL);
	for (cJSON *v = volumes->child; v; v = v->next)
		if (json_get(v, "name") && !v->child->next)
			ck_assert(json_put(a, v, "emptyDir", json_new_object(a)) != NULL);
}

/* One JSON object: level, version, detail (absent when allowed), object. Return: whether the text
 * is upstream's. */
static bool check_line(const char *line, size_t len)
{
	struct err err = { 0 };
	SCOPED(scoped_arena) struct arena *a = arena_new((size_t)64 * 1024 * 1024, &err);
	const cJSON *doc = a ? json_parse(a, line, len, NULL, &err) : NULL;
	const char *want, *got;

	ck_assert_msg(doc != NULL, "%.*s: %s", (int)len, line, err.text);
	want = json_string(json_get(doc, "detail"));
	if (json_get(doc, "needs"))
		default_volumes(a, json_get(doc, "object"));
	got = evaluate(a, level_of(json_string(json_get(doc, "level"))),
		       minor_of(json_string(json_get(doc, "version"))), json_get(doc, "object"));
	if (same(got, want ? want : ""))
		return true;
	fprintf(stderr, "%.*s\n got %s\nwant %s\n", (int)len, line, got, want ? want : "");
	return false;
}

/* What upstream's own evaluator printed: how to read the file, and how many lines there have to be.
 */
static const struct {
	const char *program, *file;
	int lines;
} upstream[] = {
	{ "grep '^{\"name\"'", "spec/pod-security.md", 70 },
	{ "zcat", "conformance/pss/pss-fixtures.jsonl.gz", 4537 },
};

START_TEST(each_upstream)
{
	const char *shared = shared_dir();
	char command[PATH_MAX + 64], *line = NULL;
	size_t room = 0;
	ssize_t len;
	int count = 0, good = 0;
	FILE *pipe;

	if (!shared) {
		fprintf(stderr, "SKIPPED: %s is not here\n", upstream[_i].file);
		return;
	}
	snprintf(command, sizeof(command), "%s '%s/%s'", upstream[_i].program, shared,
		 upstream[_i].file);
	pipe = popen(command, "r");
	ck_assert(pipe != NULL);
	while ((len = getline(&line, &room, pipe)) > 0) {
		count++;
		good += check_line(line, (size_t)len);
	}
	free(line);
	ck_assert_int_eq(pclose(pipe), 0);
	ck_assert_int_eq(count, upstream[_i].lines);
	ck_assert_int_eq(good, count);
}
END_TEST

int main(void)
{
	return run_tables("standard_checks",
			  (const struct table[]){
				  { "checks", each_check, ARRAY_LEN(cases) },
				  { "memory", each_check_without_memory, ARRAY_LEN(cases) },
				  { "counts", each_count, ARRAY_LEN(counts) },
				  { "complete", each_is_complete, 1 },
				  { "upstream", each_upstream, ARRAY_LEN(upstream) },
				  { 0 },
			  });
}
