import { within, type Context } from '#lib/context.ts';
import { notFound } from '#lib/errors.ts';
import { enqueue } from '#lib/notify/outbox.server.ts';
import { allow } from '#lib/relations.server.ts';
import { passkeysOf } from './staff-store.server.ts';
import * as store from './ways-store.server.ts';

/** How many passkeys a worker has before the first use: losing one must not lock them out (security.md 2.2). */
export const passkeysNeeded = 2;

/** What a worker is told of when they next come in: somebody else may have done it. */
export type News = 'link-used' | 'recovery-used' | 'passkey-added' | 'council-joined' | 'passphrase-set';
const allNews: readonly News[] = ['link-used', 'recovery-used', 'passkey-added', 'council-joined', 'passphrase-set'];

/** The worker who is signed in; `not-found` for anybody else. */
export function workerOf(ctx: Context): Extract<Context['actor'], { kind: 'staff' }> {
  if (ctx.actor.kind !== 'staff') throw notFound();
  return ctx.actor;
}

/** Which ways to sign in the worker who is signed in has. `settled`: enough of them to begin work. */
export async function ownWays(ctx: Context) {
  const { id } = workerOf(ctx);
  return within(ctx, async (ctx) => {
    await allow(ctx, 'ways.see');
    const passkeys = (await passkeysOf(ctx, id)).length;
    const council = (await store.identityOf(ctx, id)) !== undefined;
    const passphrase = (await store.passphraseOf(ctx, id)) !== undefined;
    const recoveryLeft = await store.recoveryCodesLeft(ctx, id);
    return { passkeys, council, passphrase, recoveryLeft, settled: enough(passkeys, council, passphrase) };
  });
}

const enough = (passkeys: number, council: boolean, passphrase: boolean) => passkeys >= passkeysNeeded || council || passphrase;

/**
 * Whether this worker has enough ways to sign in to begin work, without `leaving` one. Asks no permission: its callers are
 * verbs.
 */
export async function isSettled(ctx: Context, staffId: string, leaving?: 'passkey' | 'council' | 'passphrase'): Promise<boolean> {
  const passkeys = (await passkeysOf(ctx, staffId)).length - (leaving === 'passkey' ? 1 : 0);
  const council = leaving !== 'council' && (await store.identityOf(ctx, staffId)) !== undefined;
  const passphrase = leaving !== 'passphrase' && (await store.passphraseOf(ctx, staffId)) !== undefined;
  return enough(passkeys, council, passphrase);
}

/** Tells a worker, by mail at once (in words that say nothing) and in words when they next come in. In the caller's transaction. */
export async function tellWorker(ctx: Context, staffId: string, kind: News): Promise<void> {
  const id = ctx.ids();
  await store.addNews(ctx, { id, staff_id: staffId, kind, at: ctx.now.toISOString(), seen_at: null });
  await enqueue(ctx, { kind: 'something-new', staffId, dedupeKey: `sign-in-news:${id}` });
}

/** What happened to the ways of whoever is signed in, and they have not seen yet. */
export async function ownNews(ctx: Context): Promise<{ kind: News; at: string }[]> {
  await allow(ctx, 'news.see');
  const rows = await store.newsOf(ctx, workerOf(ctx).id);
  return rows.flatMap(({ kind, at }) => allNews.filter((one) => one === kind).map((one) => ({ kind: one, at })));
}

/**
 * Where a worker who has just come in goes: to what they came for; to set up their ways first, if that is all they may do; by
 * way of what happened to them meanwhile, if anything did.
 */
export async function whereNext(ctx: Context, actor: Context['actor'], next: string): Promise<string> {
  if (actor.kind !== 'staff') return next;
  if (actor.assurance === 'link') return '/staff/passkeys';
  const news = await ownNews({ ...ctx, actor });
  return news.length === 0 ? next : `/staff/sessions?next=${encodeURIComponent(next)}`;
}

/** They have seen it. */
export async function seeNews(ctx: Context): Promise<void> {
  await within(ctx, async (ctx) => {
    await allow(ctx, 'news.see');
    await store.newsSeen(ctx, workerOf(ctx).id);
  });
}
