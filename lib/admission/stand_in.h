/* SPDX-License-Identifier: Apache-2.0 */
/* stand_in.h - made-up texts in place of secret ones, of which policies find the same.
 *
 * They find credentials by their form (policy/credential.h) and passwords by what is around them
 * (policy/password.h): a stand-in has the same form, and stands in the same surroundings.
 */
#ifndef KUBEVET_ADMISSION_STAND_IN_H
#define KUBEVET_ADMISSION_STAND_IN_H

#include "base/buf.h"
#include "policy/password.h"

#define REDACTED "REDACTED" /* also good base64 */

/* Each appends to @out; judge by buf_ok() whether it is whole. */

/** stand_in_value() - for a text that is hidden as a whole, which may stand under any name. */
void stand_in_value(struct buf *out, const char *text, size_t len);

/** stand_in_bytes() - for the same in base64; what is no base64 is hidden as a text. */
void stand_in_bytes(struct buf *out, const char *base64);

/** stand_in_header() - for the value of a header of HTTP. */
void stand_in_header(struct buf *out, const char *text);

/**
 * stand_in_within() - for a text that stays but for what gives itself away
 * @word: it is one word of a command line
 * @told: other words of that line tell a password in it
 *
 * Return: false when there is nothing to hide; what is appended is @text then.
 */
bool stand_in_within(struct buf *out, const char *text, bool word, bool told);

/** stand_in_query() - for the path of a URL: the values of its query. */
void stand_in_query(struct buf *out, const char *path);

/** stand_in_password() - for one in a text: what is from @last to it, and its stand-in. @last moves
 * behind it; what is there when all are done is for the caller to append. */
void stand_in_password(struct buf *out, const char **last, const struct password *found);

/** stand_in_keeps() - whether it is, or has in it, a credential: for stand_in_within(). */
bool stand_in_keeps(const struct password *found);

#endif
