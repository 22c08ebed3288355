import { record } from '#lib/audit/audit.server.ts';
import { within, type Context } from '#lib/context.ts';
import { notFound, Refusal } from '#lib/errors.ts';
import { allow } from '#lib/relations.server.ts';
import { newCode, readCode, type CardReason, type DeviceKind } from './card.ts';
import { fits, hashSlowly, tokenHash } from '#lib/sign-in/hashing.server.ts';
import { allCards, cardBears, oneCard, take, waitFor } from '#lib/sign-in/limits.server.ts';
import { endVisitsOf, startChildSession, type Started } from '#lib/sign-in/sign-in.server.ts';
import { codeOfForm, indexOf, makerIn, peppered, quickOf } from './card-code.server.ts';
import * as asks from './card-asks.store.server.ts';
import * as cards from './cards.store.server.ts';
import * as tries from '#lib/sign-in/secrets/secrets.store.server.ts';
import * as store from '#lib/sign-in/store.server.ts';

/**
 * Why it is made, and whose yes it needs: a worker who was allowed to (`askId`), or who may by themselves. `form` is the showing of
 * the page it was asked from: pressed twice, or read again, the same form gives the same card and never a second.
 */
export type CardFor = Readonly<{ childId: string; reason: CardReason | null; askId?: string; form?: string }>;

/**
 * Makes a card for a child. Their other cards, remembered devices and visits end with it; their PIN or pictures stay:
 * a new card never opens the past. Returns the code, which is kept nowhere. `not-found` when there is no such child; `invalid`
 * (`card`: `made-already`) when this form's card was used or ended since, `not-allowed` when the yes was for another.
 */
export async function makeCard(
  ctx: Context,
  childId: string,
  how: Omit<CardFor, 'childId'> = { reason: null }
): Promise<MadeCard> {
  for (let again = 0; ; again += 1) {
    const code = how.form === undefined ? newCode(ctx.random) : codeOfForm(ctx, childId, `${how.form} ${again}`);
    const verifier = await hashSlowly('card', peppered(ctx, code));
    const secret = { selector_index: indexOf(ctx, code), quick: quickOf(ctx, code), verifier };
    const cardId = await within(ctx, (ctx) => keepCard(ctx, { childId, ...how }, secret));
    // Two cards may not begin alike: one in a million does, and then another code is made.
    if (cardId) return { cardId, code };
  }
}

/** `code` is kept nowhere: it is on the paper, or lost. */
export type MadeCard = Readonly<{ cardId: string; code: string }>;

type CardSecret = Readonly<{ selector_index: string; quick: string; verifier: string }>;

async function keepCard(ctx: Context, wanted: CardFor, secret: CardSecret): Promise<string | null> {
  const { childId, reason, askId, form } = wanted;
  const { coverId } = await allow(ctx, askId === undefined ? 'card.make' : 'card.make-asked', childId);
  if (!(await store.childIsHere(ctx.db, childId))) throw notFound();
  const id = ctx.ids();
  const row = { id, child_id: childId, ...secret, made_at: ctx.now.toISOString() };
  const nothingYet = { first_used_at: null, ended_at: null };
  if (!(await cards.addCard(ctx, { ...row, ...nothingYet, reason, made_by: makerIn(ctx) })))
    return form === undefined ? null : madeBefore(ctx, childId, secret);
  if (askId !== undefined && !(await asks.spendAsk(ctx, askId, id)))
    throw new Refusal('invalid', { fields: { card: 'not-allowed' } });
  const ended = await cards.endCards(ctx, childId, id);
  await endVisitsOf(ctx, 'child', childId);
  await record(ctx, {
    verb: 'card.make',
    subject: 'card',
    subjectId: id,
    childId,
    reason: reason ?? (ended > 0 ? 'replaced' : 'first'),
    onBehalf: coverId
  });
  return id;
}

/** The card this form made a moment ago; null when somebody else's card begins like it. */
async function madeBefore(ctx: Context, childId: string, secret: CardSecret): Promise<string | null> {
  const made = await cards.cardMade(ctx, { childId, by: makerIn(ctx), ...secret });
  if (!made) return null;
  if (made.first_used_at !== null || made.ended_at !== null) throw new Refusal('invalid', { fields: { card: 'made-already' } });
  return made.id;
}

/** Which of these children have a card that works. For commands. */
export async function childrenWithCard(ctx: Context, childIds: readonly string[]): Promise<Set<string>> {
  await allow(ctx, 'card.make');
  return cards.withCard(ctx, childIds);
}

/** What a card is opened with: what the device's own cookie holds, and what kind of device says it is. */
export type OpenedWith = Readonly<{ deviceToken?: string | undefined; kind?: DeviceKind | undefined }>;

/**
 * Opens a visit with a card's code, typed, said, scanned or pasted. `deviceToken` is what the device's own cookie
 * holds: on a remembered phone the visit is one of a phone of one's own. Throws `invalid` (field `code`) when the code
 * opens nothing, always the same way and after the same time, and `slow-down` after many wrong tries. A right one opens all
 * the same, however many others are tried meanwhile; only when tens of thousands of wrong ones began like it (its
 * beginning is known to somebody) does it wait its turn.
 */
export async function useCard(ctx: Context, typed: string, opened: OpenedWith = {}): Promise<Started> {
  const code = readCode(typed);
  if (!code) throw new Refusal('invalid', { fields: { code: 'wrong-code' } });
  const selector = indexOf(ctx, code);
  const found = await within(ctx, async (ctx) => {
    await allow(ctx, 'card.use');
    const wait = await waitFor(ctx, cardBears(selector));
    if (wait > 0) throw new Refusal('slow-down', { retryAfter: wait });
    return cards.cardBySelector(ctx, selector);
  });
  const maybe = found !== undefined && (found.quick === null || found.quick === quickOf(ctx, code));
  const right = maybe && (await fits(found.verifier, peppered(ctx, code)));
  if (!found || !right) throw await within(ctx, (ctx) => refused(ctx, selector, found ?? null));
  return within(ctx, (ctx) => welcome(ctx, selector, found.id, opened));
}

/** Counts a wrong code. Returns (not throws) the refusal, so that the count is kept. */
async function refused(ctx: Context, selector: string, card: { id: string; child_id: string } | null): Promise<Refusal> {
  await take(ctx, cardBears(selector));
  const wait = (await take(ctx, oneCard(selector))) || (await take(ctx, allCards));
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

async function welcome(ctx: Context, selector: string, cardId: string, { deviceToken, kind }: OpenedWith): Promise<Started> {
  // Read again: it may have ended while its code was being checked.
  const card = await cards.cardBySelector(ctx, selector);
  if (card?.id !== cardId) throw new Refusal('invalid', { fields: { code: 'wrong-code' } });
  await cards.noteFirstUse(ctx, cardId, kind ?? null);
  const device = deviceToken ? await store.deviceBy(ctx, tokenHash(deviceToken)) : undefined;
  await record(ctx, {
    verb: 'card.use',
    subject: 'card',
    subjectId: cardId,
    childId: card.child_id,
    reason: card.first_used_at === null ? 'first-use' : null
  });
  const started = await startChildSession(ctx, {
    childId: card.child_id,
    assurance: 'card',
    device: device?.child_id === card.child_id ? 'own' : 'shared'
  });
  if ('sessionId' in started.actor) await tries.setCardVisit(ctx, card.child_id, started.actor.sessionId);
  return started;
}
