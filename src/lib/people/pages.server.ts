import { record } from '#lib/audit/audit.server.ts';
import { within, type Context } from '#lib/context.ts';
import { notFound, Refusal } from '#lib/errors.ts';
import { allow } from '#lib/relations.server.ts';
import { sealedRow } from '#lib/sealed-row.server.ts';
import type { Safe } from '#lib/server/keys/vault.ts';
import type { Tables } from '#lib/server/database/tables.ts';
import { staffCards } from './people.server.ts';
import {
  helloBands,
  isShowable,
  LONGEST_HELLO,
  noHellos,
  shownAtFirst,
  type Hellos,
  type OwnPage,
  type OwnPageFull,
  type Showable
} from './page.ts';
import * as pages from './pages.store.server.ts';
import * as store from './store.server.ts';

/** What these people show of themselves; whoever has filled in nothing is missing. Asks no permission: its callers are verbs. */
export async function pagesOf(ctx: Context, ids: readonly string[]): Promise<Map<string, OwnPage>> {
  const rows = await pages.manyPages(ctx, [...new Set(ids)]);
  const safes = await ctx.vault.safes(
    ctx.db,
    'staff',
    rows.map(({ id }) => id),
    'record'
  );
  return new Map(rows.map((row) => [row.id, pageOf(safes.get(row.id), row)]));
}

function pageOf(safe: Safe | undefined, row: Tables['staff_pages']): OwnPage {
  const text = safe && sealedRow(safe, 'staff_pages', row).shown('body_sealed');
  return {
    // Written below from this very type; authenticated by the seal.
    hellos: text ? (JSON.parse(text) as Hellos) : noHellos,
    talks: { days: row.talk_days, from: row.talk_from, to: row.talk_to },
    shows: row.shows.split(' ').filter(isShowable)
  };
}

/** The page of the person signed in, for them to change. */
export async function ownPage(ctx: Context): Promise<OwnPageFull> {
  return within(ctx, async (ctx) => {
    await allow(ctx, 'page.see-own');
    const id = me(ctx);
    const row = await store.oneStaff(ctx, id);
    const card = (await staffCards(ctx, [id])).get(id);
    if (!row || !card) throw notFound();
    const page = (await pagesOf(ctx, [id])).get(id);
    return {
      hellos: page?.hellos ?? noHellos,
      talks: page?.talks ?? { days: card.workingDays, from: null, to: null },
      shows: page?.shows ?? shownAtFirst,
      card,
      shownOpenly: row.shown_openly === 1,
      replyDays: card.replyDays
    };
  });
}

export type NewPage = Readonly<{
  hellos: Hellos;
  days: readonly string[];
  from: string;
  to: string;
  replyDays: string;
  shownOpenly: boolean;
  shows: readonly string[];
}>;

/**
 * Somebody says what is shown of them. Throws `invalid`: `hello-<band>` `too-long`, `days` `missing`, `hours` `odd` (one without
 * the other, or the end before the beginning), `replyDays` `odd` (not 1 to 20).
 */
export async function saveOwnPage(ctx: Context, given: NewPage): Promise<void> {
  await within(ctx, async (ctx) => {
    await allow(ctx, 'page.save-own');
    const id = me(ctx);
    const row = await store.oneStaff(ctx, id);
    if (!row) throw notFound();
    const fields = faultsOf(given);
    if (Object.keys(fields).length > 0) throw new Refusal('invalid', { fields });
    const [before] = await pages.manyPages(ctx, [id]);
    const rev = (before?.rev ?? 0) + 1;
    const safe = await ctx.vault.safe(ctx.db, { kind: 'staff', id }, 'record');
    const hellos = Object.fromEntries(helloBands.map((band) => [band, given.hellos[band].trim()]));
    await pages.putPage(ctx, {
      id,
      body_sealed: safe.seal('staff_pages', 'body_sealed', id, rev, JSON.stringify(hellos)),
      talk_days: daysIn(given.days),
      talk_from: given.from || null,
      talk_to: given.to || null,
      shows: given.shows.filter((one): one is Showable => isShowable(one)).join(' '),
      rev,
      changed_at: ctx.now.toISOString()
    });
    // The revision stays: no encrypted column of the row changes.
    const shown_openly = given.shownOpenly ? 1 : 0;
    await store.updateStaff(ctx, id, { reply_days: Number(given.replyDays), shown_openly, changed_at: ctx.now.toISOString() });
    await record(ctx, { verb: 'page.save-own', subject: 'staff', subjectId: id });
  });
}

const clock = /^([01]\d|2[0-3]):[0-5]\d$/;

/** ISO weekday numbers in their order, each once. */
const daysIn = (days: readonly string[]): string => [...'1234567'].filter((day) => days.includes(day)).join('');

function faultsOf({ hellos, days, from, to, replyDays }: NewPage): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const band of helloBands) if (hellos[band].trim().length > LONGEST_HELLO) fields[`hello-${band}`] = 'too-long';
  if (daysIn(days) === '') fields.days = 'missing';
  const none = from === '' && to === '';
  if (!none && (!clock.test(from) || !clock.test(to) || from >= to)) fields.hours = 'odd';
  if (!/^\d{1,2}$/.test(replyDays) || Number(replyDays) < 1 || Number(replyDays) > 20) fields.replyDays = 'odd';
  return fields;
}

function me(ctx: Context): string {
  if (ctx.actor.kind !== 'staff') throw notFound();
  return ctx.actor.id;
}
