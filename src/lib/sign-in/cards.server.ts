import { record } from '#lib/audit/audit.server.ts';
import { within, type Context } from '#lib/context.ts';
import { notFound, Refusal } from '#lib/errors.ts';
import { allow } from '#lib/relations.server.ts';
import { newCode, readCode, selectorOf } from './card.ts';
import { fits, fitsNobody, hashSlowly, tokenHash } from './hashing.server.ts';
import { allCards, oneCard, take, waitFor } from './limits.server.ts';
import { endVisitsOf, startChildSession, type Started } from './sign-in.server.ts';
import * as cards from './cards.store.server.ts';
import * as store from './store.server.ts';

const indexOf = (ctx: Context, code: string) => ctx.vault.index('card', selectorOf(code));
const peppered = (ctx: Context, code: string) => ctx.vault.mac('pepper', 'card', code);

/**
 * Makes a card for a child. Their other cards, remembered devices and visits end with it; their PIN or pictures stay:
 * a new card never opens the past. Returns the code, which is kept nowhere. `not-found` when there is no such child.
 */
export async function makeCard(ctx: Context, childId: string): Promise<{ cardId: string; code: string }> {
  for (;;) {
    const code = newCode(ctx.random);
    const verifier = await hashSlowly('card', peppered(ctx, code));
    const cardId = await within(ctx, (ctx) => keepCard(ctx, childId, indexOf(ctx, code), verifier));
    // Two cards may not begin alike: one in a million does, and then another code is made.
    if (cardId) return { cardId, code };
  }
}

async function keepCard(ctx: Context, childId: string, selector: string, verifier: string): Promise<string | null> {
  await allow(ctx, 'card.make', childId);
  if (!(await store.childIsHere(ctx.db, childId))) throw notFound();
  const id = ctx.ids();
  const madeBy = 'id' in ctx.actor ? ctx.actor.id : 'visitor';
  const card = {
    id,
    child_id: childId,
    selector_index: selector,
    verifier,
    made_at: ctx.now.toISOString(),
    made_by: madeBy,
    first_used_at: null,
    ended_at: null
  };
  if (!(await cards.addCard(ctx, card))) return null;
  const ended = await cards.endCards(ctx, childId, id);
  await endVisitsOf(ctx, 'child', childId);
  await record(ctx, {
    verb: 'card.make',
    subject: 'card',
    subjectId: id,
    childId,
    reason: ended > 0 ? 'replaced' : 'first'
  });
  return id;
}

/** Which of these children have a card that works. For commands. */
export async function childrenWithCard(ctx: Context, childIds: readonly string[]): Promise<Set<string>> {
  await allow(ctx, 'card.make');
  return cards.withCard(ctx, childIds);
}

/**
 * Opens a visit with a card's code, typed, said, scanned or pasted. `deviceToken` is what the device's own cookie
 * holds: on a remembered phone the visit is one of a phone of one's own. Throws `invalid` (field `code`) when the code
 * opens nothing, always the same way and after the same time, and `slow-down` after many wrong tries. When very many
 * wrong codes are tried everywhere together, those that no card begins like cost no work; a right one always opens.
 */
export async function useCard(ctx: Context, typed: string, deviceToken?: string): Promise<Started> {
  const code = readCode(typed);
  if (!code) throw new Refusal('invalid', { fields: { code: 'wrong-code' } });
  const selector = indexOf(ctx, code);
  const { found, flooded } = await within(ctx, async (ctx) => {
    await allow(ctx, 'card.use');
    const wait = await waitFor(ctx, oneCard(selector));
    if (wait > 0) throw new Refusal('slow-down', { retryAfter: wait });
    return { found: await cards.cardBySelector(ctx, selector), flooded: (await waitFor(ctx, allCards)) > 0 };
  });
  const right = found ? await fits(found.verifier, peppered(ctx, code)) : await fitsNobody(peppered(ctx, code), flooded);
  if (!found || !right) throw await within(ctx, (ctx) => refused(ctx, selector, found ?? null));
  return within(ctx, (ctx) => welcome(ctx, selector, found.id, deviceToken));
}

/** Counts a wrong code. Returns (not throws) the refusal, so that the count is kept. */
async function refused(ctx: Context, selector: string, card: { id: string; child_id: string } | null): Promise<Refusal> {
  await take(ctx, oneCard(selector));
  const wait = await take(ctx, allCards);
  if (wait > 0) return new Refusal('slow-down', { retryAfter: wait });
  await record(ctx, {
    verb: 'card.use',
    subject: 'card',
    subjectId: card?.id ?? 'unknown',
    childId: card?.child_id ?? null,
    outcome: 'refused'
  });
  return new Refusal('invalid', { fields: { code: 'wrong-code' } });
}

async function welcome(ctx: Context, selector: string, cardId: string, deviceToken?: string): Promise<Started> {
  // Read again: it may have ended while its code was being checked.
  const card = await cards.cardBySelector(ctx, selector);
  if (card?.id !== cardId) throw new Refusal('invalid', { fields: { code: 'wrong-code' } });
  await cards.noteFirstUse(ctx, cardId);
  const device = deviceToken ? await store.deviceBy(ctx, tokenHash(deviceToken)) : undefined;
  await record(ctx, {
    verb: 'card.use',
    subject: 'card',
    subjectId: cardId,
    childId: card.child_id,
    reason: card.first_used_at === null ? 'first-use' : null
  });
  return startChildSession(ctx, {
    childId: card.child_id,
    assurance: 'card',
    device: device?.child_id === card.child_id ? 'own' : 'shared'
  });
}
