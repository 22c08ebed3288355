import { dayOf, within, type Context } from '#lib/context.ts';
import { councilSettings } from '#lib/council/council.server.ts';
import { notFound, Refusal } from '#lib/errors.ts';
import { answerFits } from '#lib/journeys/fits.ts';
import type { Answer, Band } from '#lib/journeys/form.ts';
import { allow } from '#lib/relations.server.ts';
import { lockName } from '#lib/server/database/dialects/locks.ts';
import { BOX, rateFormFor } from '#forms/rate.ts';
import { mix } from './mixing.server.ts';
import { EVER, offerOf, type Choice, type Offer, type Period } from './offering.ts';
import { quarterOf } from './quarter.ts';
import { LONGEST_BOX, type BoxText, type Rating } from './rating.ts';
import { ownSafe, randomId, sealBox, sealRating } from './rows.server.ts';
import * as store from './store.server.ts';
import { mayBeWorry } from './worry-words.ts';

/** What is offered to whoever is signed in, and whom they would rate; `about` null: there is nobody to rate. */
export type Offered = Offer & Readonly<{ about: string | null }>;

/** What can be rated now by whoever is signed in. Writes nothing: an offer is worked out from what happened. */
export async function ratingOffer(ctx: Context): Promise<Offered> {
  return within(ctx, async (ctx) => {
    const holder = holderHere(ctx);
    await allow(ctx, 'rating.offer', holder.childId);
    return offered(ctx, holder);
  });
}

async function offered(ctx: Context, holder: store.Holder): Promise<Offered> {
  const today = dayOf(ctx.now);
  const held = await store.lastHeld(ctx, holder.childId, today);
  const month = Number((await councilSettings(ctx)).ratingsMonth);
  const choices = (await store.tokensOf(ctx, holder)).map(({ period, choice }) => ({ period, choice: choiceOf(choice) }));
  // Once a year is for children: adults are asked about a review they were asked about.
  const offer = offerOf({ today, held, month: holder.holder === 'child' ? month : 0, choices });
  const day = offer.open?.startsWith('review:') && held ? held.on : today;
  const about = await store.iroOn(ctx, holder.childId, day);
  return about === null ? { ...offer, open: null, card: false, about } : { ...offer, about };
}

const choiceOf = (text: string): Choice => (text === 'used' || text === 'never' ? text : 'later');

function holderHere({ actor }: Context): store.Holder {
  if (actor.kind === 'child') return { childId: actor.id, holder: 'child', holderId: actor.id };
  if (actor.kind === 'contributor') return { childId: actor.childId, holder: 'contributor', holderId: actor.id };
  throw notFound();
}

/**
 * "Not now" (this time) and "never ask me": no card says so any more. `again` takes the latter back. Rating stays possible
 * from the page itself.
 */
export async function putOff(ctx: Context, choice: 'later' | 'never' | 'again'): Promise<void> {
  await within(ctx, async (ctx) => {
    const holder = holderHere(ctx);
    await allow(ctx, 'rating.put-off', holder.childId);
    if (choice === 'again') return void (await store.dropToken(ctx, holder, EVER));
    const period = choice === 'never' ? EVER : (await offered(ctx, holder)).open;
    if (period !== null) await spend(ctx, holder, period, choice);
  });
}

const spend = (ctx: Context, { childId, holder, holderId }: store.Holder, period: Period, choice: Choice) =>
  store.spend(ctx, {
    ...{ id: randomId(ctx), child_id: childId, holder, holder_id: holderId },
    ...{ period, choice, quarter: quarterOf(dayOf(ctx.now)) }
  });

export type NewRating = Readonly<{
  /** The period the page was opened for: the same page posted twice is one rating, and never the next one too. */
  period: Period;
  band: Band;
  answers: Readonly<Record<string, Answer>>;
  box: string;
  /** They ticked that something is wrong. */
  worry: boolean;
}>;

/**
 * `sent`: it is kept. `already`: one was kept before, and this is not: whether it says the same nobody can know, because nothing
 * leads from a person to what they said. `over`: it cannot be rated any more. `worry`: they, or their words, say so.
 */
export type RatingSent = Readonly<{ became: 'sent' | 'already' | 'over'; worry: boolean }>;

/**
 * Keeps a rating, once. In one transaction the token is spent (a fact about the person, without what they said) and the
 * rating stored (what was said, without the person); then the whole quarter is mixed. No audit entry, no mail, no item and no
 * time is made of it: each of them would join the two. A second tap, or the same page sent again after the signal was
 * lost, finds the token spent, keeps nothing, and is told so. Throws `invalid` for what is no answer to the form, and
 * `not-found` for whoever may not rate.
 */
export async function sendRating(ctx: Context, given: NewRating): Promise<RatingSent> {
  return within(ctx, async (ctx) => {
    const holder = holderHere(ctx);
    await allow(ctx, 'rating.send', holder.childId);
    const adult = holder.holder === 'contributor';
    const chosen = fitting(given, adult);
    const text = given.box.trim();
    const worry = given.worry || mayBeWorry(text);
    await lockName(ctx.db, 'ratings');
    const before = (await store.tokensOf(ctx, holder)).find(({ period }) => period === given.period);
    if (before?.choice === 'used') return { became: 'already', worry };
    const { open, about } = await offered(ctx, holder);
    if (open !== given.period || about === null) return { became: 'over', worry };
    await spend(ctx, holder, open, 'used');
    const audience = adult ? ('adult' as const) : ('child' as const);
    const rating = { audience, about, band: adult ? null : given.band, answers: chosen };
    await keep(ctx, rating, text === '' ? null : { audience, about, text, worry });
    return { became: 'sent', worry };
  });
}

async function keep(ctx: Context, rating: Rating, box: BoxText | null): Promise<void> {
  const [safe, quarter] = [await ownSafe(ctx), quarterOf(dayOf(ctx.now))];
  if (Object.keys(rating.answers).length > 0) {
    const id = randomId(ctx);
    await store.putRatings(ctx, [{ id, quarter, body_sealed: sealRating(safe, id, rating) }]);
  }
  if (box) {
    const id = randomId(ctx);
    const row = { id, quarter, state: 'waiting', rev: 1, decided_in: null };
    await store.putWords(ctx, [{ ...row, body_sealed: sealBox(safe, id, 1, box) }]);
  }
  await mix(ctx, quarter);
}

/** What was chosen, by item. The rules of a question are its definition's, whoever sent the post. */
function fitting({ band, answers, box }: NewRating, adult: boolean): Readonly<Record<string, string>> {
  const questions = rateFormFor(adult ? 'adult' : band).flatMap((page) => page.questions);
  if (box.length > LONGEST_BOX) throw new Refusal('invalid', { fields: { [BOX]: 'long' } });
  const chosen = Object.entries(answers).map(([code, answer]): [string, string] => {
    const question = questions.find((one) => one.code === code && code !== BOX);
    if (!question || !answerFits(question, answer, {})) throw new Refusal('invalid', { fields: { [code]: 'invalid' } });
    return [code, typeof answer.value === 'string' ? answer.value : 'not-sure'];
  });
  return Object.fromEntries(chosen);
}
