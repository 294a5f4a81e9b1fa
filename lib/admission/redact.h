/* SPDX-License-Identifier: Apache-2.0 */
/* redact.h - an AdmissionReview without its secrets, for a disk.
 *
 * Values are replaced by others of the same type, so that what is left is judged as before: data of
 * Secrets, values of ConfigMaps, environment values, headers, annotations, the command of an exec,
 * queries of proxied paths, what the authenticator added about the user, and managedFields.
 *
 * Of all other texts, command lines too, what the policies on credentials and passwords find with
 * their own parameters is replaced alone, and values that go under the name of a password; in
 * objects of kinds that Kubernetes does not have, also those under other names of secrets. Names,
 * keys and all else stay. What policies would find in the data of a Secret itself, a certificate
 * that expired, is not in the record any more.
 */
#ifndef KUBEVET_ADMISSION_REDACT_H
#define KUBEVET_ADMISSION_REDACT_H

#include "admission/stand_in.h"
#include "base/buf.h"
#include "k8s/field.h"

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
