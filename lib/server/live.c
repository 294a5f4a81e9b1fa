/* SPDX-License-Identifier: Apache-2.0 */
/* live.c - counted parts, counted snapshots, one mutable pointer.
 *
 * References are taken and given back under one lock, which also orders what a thread wrote before
 * the swap with what another reads after it. That happens once a thread and reload, so the lock is
 * never contended on the path.
 */
#include "server/live.h"

#include <pthread.h>
#include <string.h>

#include "base/mem.h"

#define CONFIG_ARENA_MAX ((size_t)64 * 1024 * 1024)

/* A configuration with its engine; everything but the engine lives in the arena. */
struct rulebook {
	int refs;
	struct arena *arena;
	const struct config *config;
	struct engine *engine;
	struct rule_counter *const *counters;
};

struct credentials {
	int refs;
	uint64_t generation;
	struct tls tls;
};

struct facts {
	int refs;
	struct namespaces *namespaces;
};

/* The parts are what a snapshot holds references to; @view is what others see of them. */
struct held {
	struct snapshot view; /* first, so that a view finds its way back */
	int refs;
	struct credentials *credentials;
	struct rulebook *rules;
	struct facts *facts;
};

struct live {
	struct live_options options;
	struct metrics *metrics;
	pthread_mutex_t lock; /* all refs, and @current */
	struct held *current;
	_Atomic uint64_t generation;
	uint64_t tls_generations; /* one thread loads */
};

static void rulebook_drop(struct rulebook *r)
{
	if (!r || --r->refs > 0)
		return;
	engine_free(r->engine);
	arena_free(r->arena);
	mem_free(r);
}

static void credentials_drop(struct credentials *c)
{
	if (!c || --c->refs > 0)
		return;
	tls_fini(&c->tls);
	mem_free(c);
}

static void facts_drop(struct facts *f)
{
	if (!f || --f->refs > 0)
		return;
	namespaces_free(f->namespaces);
	mem_free(f);
}

static void held_drop(struct held *h)
{
	if (!h || --h->refs > 0)
		return;
	credentials_drop(h->credentials);
	rulebook_drop(h->rules);
	facts_drop(h->facts);
	mem_free(h);
}

static struct credentials *credentials_load(struct live *live, live_report *report, void *ctx)
{
	struct credentials *c = mem_alloc(sizeof(*c));
	struct err err = { 0 };

	if (!c) {
		report(ctx, RELOAD_TLS, "out of memory");
		return NULL;
	}
	c->refs = 1;
	if (tls_init(&c->tls, &live->options.tls, &err) < 0) {
		report(ctx, RELOAD_TLS, err.text);
		mem_free(c);
		return NULL;
	}
	c->generation = ++live->tls_generations;
	return c;
}

static const struct config *config_read(const struct live *live, struct arena *a,
					live_report *report, void *ctx)
{
	const struct config_fault *faults = NULL;
	const struct config *config;
	struct config *copy;

	config = live->options.config_path ? config_load(a, live->options.policies,
							 live->options.config_path, &faults)
					   : config_builtin(a, live->options.policies, &faults);
	if (!config) {
		for (; faults; faults = faults->next)
			report(ctx, RELOAD_CONFIG, faults->text);
		return NULL;
	}
	if (!live->options.audit_only)
		return config;
	copy = arena_alloc(a, sizeof(*copy));
	if (!copy) {
		report(ctx, RELOAD_CONFIG, "out of memory");
		return NULL;
	}
	*copy = *config;
	copy->audit_only = true;
	return copy;
}

static struct rulebook *rulebook_load(const struct live *live, live_report *report, void *ctx)
{
	struct rulebook *r = mem_alloc(sizeof(*r));
	struct err err = { 0 };

	if (!r) {
		report(ctx, RELOAD_CONFIG, "out of memory");
		return NULL;
	}
	*r = (struct rulebook){ .refs = 1, .arena = arena_new(CONFIG_ARENA_MAX, &err) };
	r->config = r->arena ? config_read(live, r->arena, report, ctx) : NULL;
	if (r->config)
		r->engine = engine_new(live->options.policies, r->config, &err);
	if (r->engine)
		r->counters = metrics_rules(live->metrics, r->arena, r->config, &err);
	if (!r->config || !r->counters) {
		if (err.code)
			report(ctx, RELOAD_CONFIG, err.text);
		rulebook_drop(r);
		return NULL;
	}
	return r;
}

/* @config may name no file: then the part is there and empty. */
static struct facts *facts_load(const struct config *config, live_report *report, void *ctx)
{
	struct facts *f = mem_alloc(sizeof(*f));
	struct err err = { 0 };

	if (!f) {
		report(ctx, RELOAD_NAMESPACES, "out of memory");
		return NULL;
	}
	*f = (struct facts){ .refs = 1 };
	if (!config->namespace_labels)
		return f;
	f->namespaces = namespaces_load(config->namespace_labels, &err);
	if (!f->namespaces) {
		report(ctx, RELOAD_NAMESPACES, err.text);
		mem_free(f);
		return NULL;
	}
	return f;
}

/* Takes over the references it is given. */
static struct held *held_new(struct credentials *c, struct rulebook *r, struct facts *f,
			     uint64_t generation)
{
	struct held *h = c && r && f ? mem_alloc(sizeof(*h)) : NULL;

	if (!h) {
		credentials_drop(c);
		rulebook_drop(r);
		facts_drop(f);
		return NULL;
	}
	*h = (struct held){
		.view = { .generation = generation,
			  .tls = c->tls.ctx,
			  .tls_generation = c->generation,
			  .engine = r->engine,
			  .config = r->config,
			  .counters = r->counters,
			  .facts = f->namespaces },
		.refs = 1,
		.credentials = c,
		.rules = r,
		.facts = f,
	};
	return h;
}

static void put_in_force(struct live *live, struct held *h)
{
	struct held *old = live->current;

	live->current = h;
	metrics_snapshot(live->metrics, h->view.generation, h->credentials->tls.leaf_expires_s,
			 h->credentials->tls.ca_expires_s);
	atomic_store_explicit(&live->generation, h->view.generation, memory_order_release);
	held_drop(old);
}

struct live *live_new(const struct live_options *options, struct metrics *metrics,
		      live_report *report, void *ctx)
{
	struct live *live = mem_alloc(sizeof(*live));
	struct credentials *c;
	struct rulebook *r;
	struct held *h;

	if (!live) {
		report(ctx, RELOAD_CONFIG, "out of memory");
		return NULL;
	}
	*live = (struct live){ .options = *options, .metrics = metrics };
	pthread_mutex_init(&live->lock, NULL);
	r = rulebook_load(live, report, ctx);
	c = credentials_load(live, report, ctx);
	h = held_new(c, r, r ? facts_load(r->config, report, ctx) : NULL, 1);
	if (!h) {
		live_free(live);
		return NULL;
	}
	put_in_force(live, h);
	return live;
}

void live_free(struct live *live)
{
	if (!live)
		return;
	held_drop(live->current);
	pthread_mutex_destroy(&live->lock);
	mem_free(live);
}

/* The next snapshot: new parts where the caller has some, the current ones elsewhere. */
static bool swap(struct live *live, struct credentials *c, struct rulebook *r, struct facts *f)
{
	const struct held *now = live->current;
	struct held *next;

	pthread_mutex_lock(&live->lock);
	if (!c)
		(c = now->credentials)->refs++;
	if (!r)
		(r = now->rules)->refs++;
	if (!f)
		(f = now->facts)->refs++;
	next = held_new(c, r, f, now->view.generation + 1);
	if (next)
		put_in_force(live, next);
	pthread_mutex_unlock(&live->lock);
	return next != NULL;
}

static bool reload_config(struct live *live, live_report *report, void *ctx)
{
	struct rulebook *r = rulebook_load(live, report, ctx);
	struct facts *f = r ? facts_load(r->config, report, ctx) : NULL;

	if (!f) {
		rulebook_drop(r);
		return false;
	}
	return swap(live, NULL, r, f);
}

static bool reload_facts(struct live *live, live_report *report, void *ctx)
{
	struct facts *f = facts_load(live->current->view.config, report, ctx);

	return f && swap(live, NULL, NULL, f);
}

static bool reload_tls(struct live *live, live_report *report, void *ctx)
{
	struct credentials *c = credentials_load(live, report, ctx);

	return c && swap(live, c, NULL, NULL);
}

bool live_reload(struct live *live, enum reload_what what, live_report *report, void *ctx)
{
	bool ok = what == RELOAD_TLS	  ? reload_tls(live, report, ctx)
		  : what == RELOAD_CONFIG ? reload_config(live, report, ctx)
					  : reload_facts(live, report, ctx);

	metrics_reload(live->metrics, what, ok);
	return ok;
}

void live_refresh(struct live *live, const struct snapshot **held)
{
	uint64_t newest = atomic_load_explicit(&live->generation, memory_order_acquire);

	if (LIKELY(*held && (*held)->generation == newest))
		return;
	live_release(live, held);
	pthread_mutex_lock(&live->lock);
	live->current->refs++;
	*held = &live->current->view;
	pthread_mutex_unlock(&live->lock);
}

void live_release(struct live *live, const struct snapshot **held)
{
	if (!*held)
		return;
	pthread_mutex_lock(&live->lock);
	held_drop((struct held *)(uintptr_t)*held);
	pthread_mutex_unlock(&live->lock);
	*held = NULL;
}
