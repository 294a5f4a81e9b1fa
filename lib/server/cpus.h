/* SPDX-License-Identifier: Apache-2.0 */
/* cpus.h - how many processors this process may really use. */
#ifndef KUBEVET_SERVER_CPUS_H
#define KUBEVET_SERVER_CPUS_H

/** cpus_usable() - the smaller of the affinity mask and the cgroup's quota (v1 and v2), rounded up;
 * 1 to 64. */
unsigned cpus_usable(void);

/** cpus_of_quota() - "max 100000" or "150000 100000", as in cpu.max: 2. Return: 0 when there is no
 * quota or no sense in it. */
unsigned cpus_of_quota(const char *text);

#endif
