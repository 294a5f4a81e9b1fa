/* SPDX-License-Identifier: Apache-2.0 */
/* password.h - values that stand for a password by the name they go under, and passwords in URLs.
 *
 * Unlike credential.h this can only tell by circumstances. It rather finds too little: what could
 * be the name of a file, a reference or a switch is none.
 */
#ifndef KUBEVET_POLICY_PASSWORD_H
#define KUBEVET_POLICY_PASSWORD_H

#include <stdbool.h>

/** password_is_literal() - whether @value could be a password as it is: no reference like $(A) or
 * ${A}, no path, no URL, no switch like "true", and not empty. */
bool password_is_literal(const char *value);

/** password_is_random() - whether @value has the look of a generated secret: long, of mixed
 * characters, no name. */
bool password_is_random(const char *value);

/** password_in_url() - whether a URL in @text has a password in it: amqp://user:pass@host. */
bool password_in_url(const char *text);

#endif
