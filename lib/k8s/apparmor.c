/* SPDX-License-Identifier: Apache-2.0 */
/* apparmor.c - view of AppArmor profiles, of either form.
 *
 * The operator puts the entries of spec.abstract into the text of a profile as they are. So they
 * are read as text here too: an entry with a comma in it is what the kernel would make of it.
 */
#include "k8s/apparmor.h"

#include <string.h>

#include "k8s/decode.h"

struct apparmor_executable {
	struct at at;
	struct strings executables, libraries;
};

struct apparmor_filesystem {
	struct at at;
	struct strings read_only, write_only, read_write;
};

struct apparmor_protocols {
	struct at at;
	struct opt_bool tcp, udp, old_tcp, old_udp;
};

struct apparmor_net {
	struct at at;
	struct opt_bool raw;
	const struct apparmor_protocols *protocols;
};

struct apparmor_capabilities {
	struct at at;
	struct strings allowed;
};

struct apparmor_tracing {
	struct at at;
	struct strings access;
	const char *peer;
};

static const struct field executable_fields[] = {
	F_STRINGS("allowedExecutables", struct apparmor_executable, executables),
	F_STRINGS("allowedLibraries", struct apparmor_executable, libraries),
};
static const struct shape executable_shape =
	SHAPE_AT(struct apparmor_executable, at, executable_fields);

static const struct field filesystem_fields[] = {
	F_STRINGS("readOnlyPaths", struct apparmor_filesystem, read_only),
	F_STRINGS("writeOnlyPaths", struct apparmor_filesystem, write_only),
	F_STRINGS("readWritePaths", struct apparmor_filesystem, read_write),
};
static const struct shape filesystem_shape =
	SHAPE_AT(struct apparmor_filesystem, at, filesystem_fields);

static const struct field protocol_fields[] = {
	F_OPT_BOOL("allowTcp", struct apparmor_protocols, tcp),
	F_OPT_BOOL("allowUdp", struct apparmor_protocols, udp),
	F_OPT_BOOL("allowTCP", struct apparmor_protocols, old_tcp),
	F_OPT_BOOL("allowUDP", struct apparmor_protocols, old_udp),
};
static const struct shape protocol_shape = SHAPE_AT(struct apparmor_protocols, at, protocol_fields);

static const struct field network_fields[] = {
	F_OPT_BOOL("allowRaw", struct apparmor_net, raw),
	F_OBJECT("allowedProtocols", struct apparmor_net, protocols, struct apparmor_protocols,
		 protocol_shape),
};
static const struct shape network_shape = SHAPE_AT(struct apparmor_net, at, network_fields);

static const struct field capability_fields[] = {
	F_STRINGS("allowedCapabilities", struct apparmor_capabilities, allowed),
};
static const struct shape capability_shape =
	SHAPE_AT(struct apparmor_capabilities, at, capability_fields);

static const struct field tracing_fields[] = {
	F_STRINGS("allowedAccess", struct apparmor_tracing, access),
	F_STRING("peer", struct apparmor_tracing, peer),
};
static const struct shape tracing_shape = SHAPE_AT(struct apparmor_tracing, at, tracing_fields);

static const struct field abstract_fields[] = {
	F_OBJECT("executable", struct apparmor_spec, executable, struct apparmor_executable,
		 executable_shape),
	F_OBJECT("filesystem", struct apparmor_spec, filesystem, struct apparmor_filesystem,
		 filesystem_shape),
	F_OBJECT("network", struct apparmor_spec, network, struct apparmor_net, network_shape),
	F_OBJECT("capability", struct apparmor_spec, capability, struct apparmor_capabilities,
		 capability_shape),
	F_OBJECT("ptrace", struct apparmor_spec, ptrace, struct apparmor_tracing, tracing_shape),
};
static const struct shape abstract_shape = SHAPE(struct apparmor_spec, abstract_fields);

static const struct field spec_fields[] = {
	F_OPT_STRING("policy", struct apparmor_spec, policy),
	F_STRING("mode", struct apparmor_spec, mode),
	F_OPT_BOOL("complainMode", struct apparmor_spec, complain_mode),
	F_INLINE("abstract", abstract_shape),
};
static const struct shape spec_shape = SHAPE_AT(struct apparmor_spec, at, spec_fields);

struct maker {
	struct arena *a;
	struct err *err;
	const struct apparmor_source **end;
};

/* @text, all of it placed at @at; or, for a file, where it is. */
static int add_text(struct maker *m, const char *text, const struct at *at)
{
	struct apparmor_source *source = arena_zalloc(m->a, sizeof(*source));

	if (!text || !source)
		return arena_error(m->a, m->err);
	if (apparmor_parse(m->a, text, strlen(text), at, &source->text, m->err) < 0) {
		const char *place = at ? at_print(m->a, at, NULL) : "text";

		return place ? err_wrap(m->err, "%s", place) : arena_error(m->a, m->err);
	}
	*m->end = source;
	m->end = &source->next;
	return 0;
}

/* Each entry in place of the %s of @format. */
static int add_entries(struct maker *m, const struct strings *list, const struct at *object,
		       const char *key, const char *before, const char *behind)
{
	struct at *at = arena_alloc(m->a, sizeof(*at));

	if (!at)
		return arena_error(m->a, m->err);
	*at = (struct at){ .up = object, .key = key };
	for (size_t i = 0; i < list->count; i++) {
		const struct at entry = { .up = at, .index = (int)i };
		const char *text = arena_printf(m->a, "%s%s%s,\n", before, list->v[i], behind);

		if (add_text(m, text, &entry) < 0)
			return -1;
	}
	return 0;
}

static int add_files(struct maker *m, const struct apparmor_spec *spec)
{
	const struct apparmor_executable *x = spec->executable;
	const struct apparmor_filesystem *f = spec->filesystem;

	if (x && (add_entries(m, &x->executables, &x->at, "allowedExecutables", "", " ixr") < 0 ||
		  add_entries(m, &x->libraries, &x->at, "allowedLibraries", "", " mr") < 0))
		return -1;
	if (f && (add_entries(m, &f->read_only, &f->at, "readOnlyPaths", "", " r") < 0 ||
		  add_entries(m, &f->write_only, &f->at, "writeOnlyPaths", "", " wlk") < 0 ||
		  add_entries(m, &f->read_write, &f->at, "readWritePaths", "", " rwlk") < 0))
		return -1;
	return 0;
}

static int add_switch(struct maker *m, struct opt_bool v, const struct at *object, const char *key,
		      const char *rule)
{
	const struct at at = { .up = object, .key = key };

	return v.v ? add_text(m, rule, &at) : 0;
}

static int add_network(struct maker *m, const struct apparmor_net *net)
{
	const struct apparmor_protocols *p;

	if (!net)
		return 0;
	p = net->protocols;
	if (add_switch(m, net->raw, &net->at, "allowRaw", "network raw,") < 0)
		return -1;
	if (p && (add_switch(m, p->tcp, &p->at, "allowTcp", "network tcp,") < 0 ||
		  add_switch(m, p->udp, &p->at, "allowUdp", "network udp,") < 0 ||
		  add_switch(m, p->old_tcp, &p->at, "allowTCP", "network tcp,") < 0 ||
		  add_switch(m, p->old_udp, &p->at, "allowUDP", "network udp,") < 0))
		return -1;
	return 0;
}

static int add_tracing(struct maker *m, const struct apparmor_tracing *t)
{
	const char *behind = ")";

	if (t && *t->peer)
		behind = arena_printf(m->a, ") peer=%s", t->peer);
	if (!behind)
		return arena_error(m->a, m->err);
	return t ? add_entries(m, &t->access, &t->at, "allowedAccess", "ptrace (", behind) : 0;
}

static int add_spec(struct maker *m, const struct apparmor_spec *spec)
{
	const struct apparmor_capabilities *c = spec->capability;
	struct at at = { .up = &spec->at, .key = "policy" };

	if (spec->policy && add_text(m, spec->policy, &at) < 0)
		return -1;
	if (add_files(m, spec) < 0 || add_network(m, spec->network) < 0 ||
	    add_tracing(m, spec->ptrace) < 0)
		return -1;
	return c ? add_entries(m, &c->allowed, &c->at, "allowedCapabilities", "capability ", "")
		 : 0;
}

static int add_file(struct maker *m, const cJSON *object)
{
	const char *text = json_string(json_get(object, "text"));

	if (!text)
		return err_set(m->err, ERR_INPUT, "text: want a string, got %s",
			       json_type_name(json_get(object, "text")));
	return add_text(m, text, NULL);
}

struct apparmor *apparmor_view(struct arena *a, const cJSON *object, struct err *err)
{
	struct apparmor *view = arena_zalloc(a, sizeof(*view));
	struct maker m = { a, err, NULL };

	if (!view) {
		arena_error(a, err);
		return NULL;
	}
	m.end = &view->sources;
	view->at.key = "";
	view->is_file =
		json_get(object, "text") && !json_get(object, "kind") && !json_get(object, "spec");
	if (view->is_file)
		return add_file(&m, object) < 0 ? NULL : view;
	view->spec = decode_new(a, &spec_shape, json_get(object, "spec"), "spec", err);
	return view->spec && add_spec(&m, view->spec) == 0 ? view : NULL;
}
