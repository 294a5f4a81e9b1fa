/* SPDX-License-Identifier: Apache-2.0 */
/* isolate.c - limits of the process. */
#include "server/isolate.h"

#include <errno.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>

int isolate(struct err *err)
{
	struct rlimit no_core = { 0, 0 };

	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0 || prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) < 0 ||
	    setrlimit(RLIMIT_CORE, &no_core) < 0)
		return err_set(err, ERR_SYSTEM, "can't give up privileges: %s", strerror(errno));
	return 0;
}

unsigned long isolate_descriptors(unsigned long need)
{
	struct rlimit limit;

	if (getrlimit(RLIMIT_NOFILE, &limit) < 0)
		return 0;
	if (limit.rlim_cur < need) {
		limit.rlim_cur = need < limit.rlim_max ? need : limit.rlim_max;
		setrlimit(RLIMIT_NOFILE, &limit);
	}
	return (unsigned long)limit.rlim_cur;
}
