/* SPDX-License-Identifier: Apache-2.0 */
/* distinguished_name.h - a distinguished name in the text form of RFC 4514: "CN=a,O=b". */
#ifndef KUBEVET_POLICY_DISTINGUISHED_NAME_H
#define KUBEVET_POLICY_DISTINGUISHED_NAME_H

#include "policy/policy.h"

enum dn_type { DN_COMMON_NAME, DN_ORGANIZATION, DN_OTHER };

struct dn_attribute {
	enum dn_type type;
	const char *value; /* unescaped; lives as long as the sink */
};

/**
 * dn_next() - the next attribute of a name
 * @at: begins at the text; moved behind the attribute
 *
 * What is not exactly a name, a value in hexadecimal (#04...) of the types that are told apart, and
 * an escaped NUL can't be read. Linear in the text.
 *
 * Return: 1, 0 behind the last, -1 when it can't be read; then there is no next one. When memory
 * ran out the sink knows.
 */
int dn_next(const char **at, struct dn_attribute *out, struct findings *sink);

#endif
