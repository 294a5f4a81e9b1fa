/* SPDX-License-Identifier: Apache-2.0 */
/* credential.h - texts that hold a credential, told by forms that nothing else has. */
#ifndef KUBEVET_POLICY_CREDENTIAL_H
#define KUBEVET_POLICY_CREDENTIAL_H

#include <stdbool.h>

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
 * credential_mask() - a text of the same kind that is nobody's credential
 * @out: filled when there is a credential in @text
 *
 * Return: whether there is one.
 */
#define CREDENTIAL_MASK_MAX 128
bool credential_mask(const char *text, char out[CREDENTIAL_MASK_MAX]);

#endif
