/* SPDX-License-Identifier: Apache-2.0 */
/* redact.h - an AdmissionReview without its secrets, for a disk.
 *
 * Values are replaced by others of the same type, so that what is left is judged as before: data of
 * Secrets, values of ConfigMaps, environment values, annotations, what the authenticator added
 * about the user, and managedFields. Names, keys and all else stay, command lines too, but what
 * has the form of a credential becomes a made-up one of that form anywhere. What policies would
 * find in the data of a Secret itself, a certificate that expired, is not in the record any more.
 */
#ifndef KUBEVET_ADMISSION_REDACT_H
#define KUBEVET_ADMISSION_REDACT_H

#include "base/buf.h"
#include "k8s/field.h"

#define REDACTED "REDACTED" /* also good base64 */

struct redact_options {
	bool keep_config_maps;
	/* Globs of annotation keys whose values stay, beside those that policies read. */
	struct strings annotations;
};

/**
 * redact_write() - append the review to @out, redacted, without white space
 * @a:	  for the document; reset it afterwards
 * @body: as admission_handle() takes it
 *
 * Return: 0, or -1 (ERR_INPUT, ERR_LIMIT, ERR_MEMORY): then @out may hold a part, which must not be
 * used.
 */
MUST_CHECK int redact_write(struct arena *a, const char *body, size_t len,
			    const struct redact_options *options, struct buf *out, struct err *err);

#endif
