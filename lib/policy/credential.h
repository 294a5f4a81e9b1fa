/* SPDX-License-Identifier: Apache-2.0 */
/* credential.h - texts that hold a credential, told by forms that nothing else has. */
#ifndef KUBEVET_POLICY_CREDENTIAL_H
#define KUBEVET_POLICY_CREDENTIAL_H

#include <stdbool.h>

#include "base/buf.h"

/**
 * credential_kind() - what kind of credential stands in a text: "a private key", "an access key of
 * AWS" ...
 *
 * Only forms with a mark of their own are known, so that a false alarm is rare; a password that
 * looks like a word is not found.
 *
 * Return: a literal, or NULL.
 */
const char *credential_kind(const char *text);

/**
 * credential_mask() - a text with credentials of the same kind that are nobody's
 * @out: what is appended to when there is a credential in @text; judge by buf_ok() whether it is
 *       whole
 *
 * A text without white space keeps what is around its credentials. One of several words, and one
 * with a private key, becomes the made-up one alone.
 *
 * Return: whether there is one.
 */
bool credential_mask(const char *text, struct buf *out);

/** credential_stand_in() - one credential that is nobody's, of the kind of the first in @text.
 * Return: as credential_mask(). */
bool credential_stand_in(const char *text, struct buf *out);

#endif
