import { dayOf, within, type Context } from '#lib/context.ts';
import { notFound } from '#lib/errors.ts';
import { enqueue } from '#lib/notify/outbox.server.ts';
import { staffCards } from '#lib/people/people.server.ts';
import { allow } from '#lib/relations.server.ts';
import * as newsStore from './news-store.server.ts';
import { passkeysOf } from './staff-store.server.ts';
import * as store from './ways-store.server.ts';

/** How many passkeys a worker has before the first use: losing one must not lock them out (security.md 2.2). */
const passkeysNeeded = 2;

/** What a worker is told of when they next come in: somebody else may have done it. */
const ownKinds = ['link-used', 'recovery-used', 'passkey-added', 'council-joined', 'passphrase-set'] as const;
/** What managers and administrators are told of a link that opens somebody else's ways. */
const othersKinds = ['other-link-made', 'other-link-used'] as const;
type OwnKind = (typeof ownKinds)[number];
type OthersKind = (typeof othersKinds)[number];

/** One thing that happened. `about` and `by`: names, of a colleague's link; `by` null: at the server. */
export type News = Readonly<{
  kind: OwnKind | OthersKind;
  at: string;
  seen: boolean;
  about: string | null;
  by: string | null;
}>;

/**
 * How long it stays in sight, in days, whatever was pressed: whoever came in as somebody else presses too, and the one
 * whose ways they are may be on leave.
 */
const inSightDays = 30;

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

/** Tells a worker, by a mail of its own at once and in words when they next come in. In the caller's transaction. */
export async function tellWorker(ctx: Context, staffId: string, kind: OwnKind): Promise<void> {
  const id = ctx.ids();
  await newsStore.addNews(ctx, newsRow(ctx, { id, staff_id: staffId, kind }));
  await enqueue(ctx, { kind: 'new-way', staffId, dedupeKey: `sign-in-news:${id}` });
}

/** Tells every other manager and administrator of a link for `about`, made by `by` (null: at the server). In the caller's transaction. */
export async function tellOverseers(ctx: Context, kind: OthersKind, about: string, by: string | null): Promise<void> {
  const told = (await newsStore.overseers(ctx, dayOf(ctx.now))).filter((id) => id !== about && id !== by);
  for (const staffId of told) {
    const id = ctx.ids();
    await newsStore.addNews(ctx, newsRow(ctx, { id, staff_id: staffId, kind, about_id: about, by_id: by }));
    await enqueue(ctx, { kind: 'something-new', staffId, dedupeKey: `sign-in-news:${id}` });
  }
}

type NewsGiven = Readonly<{ id: string; staff_id: string; kind: string; about_id?: string | null; by_id?: string | null }>;
const newsRow = (ctx: Context, { about_id = null, by_id = null, ...given }: NewsGiven) => ({
  ...given,
  ...{ about_id, by_id, at: ctx.now.toISOString(), seen_at: null }
});

/** What happened to the ways of whoever is signed in: not seen yet, or within 30 days whatever was pressed. */
export async function ownNews(ctx: Context): Promise<News[]> {
  await allow(ctx, 'news.see');
  const since = new Date(ctx.now.getTime() - inSightDays * 24 * 3600_000).toISOString();
  const rows = await newsStore.newsOf(ctx, workerOf(ctx).id, since);
  const people = await staffCards(
    ctx,
    rows.flatMap(({ about_id, by_id }) => [about_id, by_id].filter((id) => id !== null))
  );
  const nameOf = (id: string | null) => (id === null ? null : (people.get(id)?.name ?? ''));
  return rows.flatMap(({ kind, at, seen_at, about_id, by_id }) =>
    [...ownKinds, ...othersKinds]
      .filter((one) => one === kind)
      .map((one) => ({ kind: one, at, seen: seen_at !== null, about: nameOf(about_id), by: nameOf(by_id) }))
  );
}

/**
 * Where a worker who has just come in goes: to what they came for; to set up their ways first, if that is all they may do; by
 * way of what happened to them meanwhile, if they have not seen it.
 */
export async function whereNext(ctx: Context, actor: Context['actor'], next: string): Promise<string> {
  if (actor.kind !== 'staff') return next;
  if (actor.assurance === 'link') return '/staff/passkeys';
  const news = await ownNews({ ...ctx, actor });
  return news.every(({ seen }) => seen) ? next : `/staff/sessions?next=${encodeURIComponent(next)}`;
}

/** They have seen it: it stands in their way no longer, and stays in sight. */
export async function seeNews(ctx: Context): Promise<void> {
  await within(ctx, async (ctx) => {
    await allow(ctx, 'news.see');
    await newsStore.newsSeen(ctx, workerOf(ctx).id);
  });
}
