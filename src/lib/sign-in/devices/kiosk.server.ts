import { record } from '#lib/audit/audit.server.ts';
import { within, type Context } from '#lib/context.ts';
import { notFound } from '#lib/errors.ts';
import { staffCards } from '#lib/people/people.server.ts';
import { allow } from '#lib/relations.server.ts';
import { endSessionSoon } from '#lib/sign-in/lucia.server.ts';
import { startChildSession, type Started } from '#lib/sign-in/sign-in.server.ts';
import * as handovers from './kiosk.store.server.ts';
import * as store from '#lib/sign-in/store.server.ts';

/**
 * "Hand over to Robin": the worker's visit in this browser ends, and one of the child's begins that can write one form and
 * read nothing: by the card, in their place. It ends when the form is sent, when the device is given back, after 15
 * minutes in which nothing happens, and after an hour; the worker comes back in with what they sign in with.
 */
export async function handOver(ctx: Context, childId: string): Promise<Started> {
  return within(ctx, async (ctx) => {
    const { actor } = ctx;
    const { coverId } = await allow(ctx, 'device.hand', childId);
    if (actor.kind !== 'staff' || !(await store.childIsHere(ctx.db, childId))) throw notFound();
    const id = ctx.ids();
    await record(ctx, { verb: 'device.hand', subject: 'child', subjectId: childId, childId, onBehalf: coverId });
    const started = await startChildSession(ctx, { childId, assurance: 'card', device: 'handed' });
    const sessionId = 'sessionId' in started.actor ? started.actor.sessionId : '';
    const began = { began_at: ctx.now.toISOString(), ended_at: null, sent: 0 } as const;
    await handovers.addHandover(ctx, { id, child_id: childId, staff_id: actor.id, session_id: sessionId, ...began });
    return started;
  });
}

/** Whose device a child holds now, as the child calls them; null when it is nobody's but theirs. */
export async function handedBy(ctx: Context): Promise<string | null> {
  if (ctx.actor.kind !== 'child' || ctx.actor.device !== 'handed') return null;
  const row = await handovers.handoverIn(ctx, ctx.actor.sessionId);
  return row ? nameOf(ctx, row.staff_id) : null;
}

/**
 * The device goes back: the child's visit in it is over. Returns the id of the page that says so (`givenBack`). It lasts half a
 * minute longer, known to no browser any more, for a button that was pressed twice: that is told the same.
 */
export async function giveBack(ctx: Context, sent: boolean): Promise<string> {
  return within(ctx, async (ctx) => {
    const { actor } = ctx;
    if (actor.kind !== 'child' || actor.device !== 'handed') throw notFound();
    await allow(ctx, 'device.give-back', actor.id);
    const row = await handovers.handoverIn(ctx, actor.sessionId);
    if (!row) throw notFound();
    if (row.ended_at !== null) return row.id;
    await handovers.endHandover(ctx, row.id, sent);
    await endSessionSoon(ctx.db, ctx.now, actor.sessionId);
    const act = { verb: 'device.give-back', subject: 'child', subjectId: actor.id, childId: actor.id };
    await record(ctx, { ...act, reason: sent ? 'sent' : 'not-sent' });
    return row.id;
  });
}

/** The page that says whom to give it to, in the child's language. */
export const givenBackAt = (handoverId: string, language: string): string =>
  `/given/${handoverId}${language === 'en' ? '' : `?lang=${language}`}`;

/** Whom to give it back to, and which child's page they go on at; `not-found` for anything but a device that was given back. */
export async function givenBack(ctx: Context, id: string): Promise<{ name: string; childId: string; sent: boolean }> {
  return within(ctx, async (ctx) => {
    await allow(ctx, 'card.use');
    const row = await handovers.handoverBy(ctx, id);
    if (!row || row.ended_at === null) throw notFound();
    return { name: await nameOf(ctx, row.staff_id), childId: row.child_id, sent: row.sent === 1 };
  });
}

const nameOf = async (ctx: Context, staffId: string): Promise<string> =>
  (await staffCards(ctx, [staffId])).get(staffId)?.called ?? '';
