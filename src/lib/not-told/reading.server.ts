import { recordLook } from '#lib/audit/audit.server.ts';
import { childCards } from '#lib/children/children.server.ts';
import { contactOf } from '#lib/children/contacts.server.ts';
import { within, type Context } from '#lib/context.ts';
import { notFound } from '#lib/errors.ts';
import { staffCards } from '#lib/people/people.server.ts';
import { allow } from '#lib/relations.server.ts';
import { itemsFor, looseItemsFor, markOpened } from '#lib/routing/items.server.ts';
import { isNotToldReason, isToldBy, type NotToldLine, type NotToldSince } from './not-told.ts';
import * as store from './store.server.ts';

/** Whom the person signed in has to tell another way, the longest wait first. That they saw the names is on the record. */
export async function notToldFor(ctx: Context): Promise<NotToldLine[]> {
  return within(ctx, async (ctx) => {
    await allow(ctx, 'not-told.see');
    const rows = await openFor(ctx);
    if (rows.length === 0 || ctx.actor.kind !== 'staff') return [];
    await recordLook(ctx, { verb: 'not-told.see', subject: 'staff', subjectId: ctx.actor.id });
    return linesOf(ctx, rows);
  });
}

/** The same on the page where something is done about them: who opened each first is kept. */
export async function openNotTold(ctx: Context): Promise<NotToldLine[]> {
  return within(ctx, async (ctx) => {
    const lines = await notToldFor(ctx);
    for (const { id } of lines) await markOpened(ctx, 'not-told', id);
    return lines;
  });
}

/** Whom of those around a child post does not reach, and why. No permission of its own: its callers are verbs or pages of staff. */
export async function notToldAround(ctx: Context, childId: string): Promise<Map<string, NotToldSince>> {
  const rows = await store.openAround(ctx, childId);
  return new Map(
    rows.flatMap((row): [string, NotToldSince][] => {
      const since = sinceOf(row);
      return since ? [[row.person_id, since]] : [];
    })
  );
}

/** The rows of what is open for the person signed in. */
async function openFor(ctx: Context): Promise<store.NotToldRow[]> {
  if (ctx.actor.kind !== 'staff') throw notFound();
  const held = (await itemsFor(ctx, ctx.actor.id)).filter(({ kind }) => kind === 'not-told');
  const loose = await looseItemsFor(ctx, ctx.actor.id, 'not-told-worker');
  return store.openByIds(
    ctx,
    [...held, ...loose].map(({ subjectId }) => subjectId)
  );
}

async function linesOf(ctx: Context, rows: readonly store.NotToldRow[]): Promise<NotToldLine[]> {
  const children = await childCards(
    ctx,
    rows.flatMap(({ child_id }) => child_id ?? [])
  );
  const workers = await staffCards(
    ctx,
    rows.filter(({ person }) => person === 'staff').map(({ person_id }) => person_id)
  );
  const lines: NotToldLine[] = [];
  for (const row of rows) {
    const since = sinceOf(row);
    if (!since) continue;
    const who = row.person === 'staff' ? workers.get(row.person_id) : await contactOf(ctx, row.person_id);
    const child = row.child_id === null ? undefined : children.get(row.child_id);
    lines.push({
      ...{ id: row.id, person: row.person === 'staff' ? 'staff' : 'contact', personId: row.person_id, ...since },
      child: child ? { id: child.id, called: child.called, lastInitial: child.lastInitial } : null,
      name: who?.name ?? '',
      phone: who?.phone ?? null,
      times: row.times
    });
  }
  return lines;
}

function sinceOf({ way, reason, first_at }: store.NotToldRow): NotToldSince | null {
  return isToldBy(way) && isNotToldReason(reason) ? { way, reason, firstAt: first_at } : null;
}
