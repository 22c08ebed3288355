import { timingSafeEqual } from 'node:crypto';
import { record } from '#lib/audit/audit.server.ts';
import { within, type Context } from '#lib/context.ts';
import { Refusal } from '#lib/errors.ts';
import { clearCodesSent } from '#lib/notify/outbox.server.ts';
import { allow } from '#lib/relations.server.ts';
import { readCode } from '#lib/sign-in/cards/card.ts';
import { tokenHash } from '#lib/sign-in/hashing.server.ts';
import { take, waitFor } from '#lib/sign-in/limits.server.ts';
import type { Started } from '#lib/sign-in/sign-in.server.ts';
import { codeOf, codeOfLetter } from './codes.server.ts';
import { codeTries, readDigits } from './entry-code.ts';
import { allLetters, letterBears, oneLetter } from './entry-limits.ts';
import * as entry from './entry.store.server.ts';
import { inTime, selectorIndex } from './letters.server.ts';
import * as store from './store.server.ts';
import { byAddress, opens, openVisit } from './visits.server.ts';

/** Whoever came in. `several`: the same address was asked about more than one child. */
export type Entered = Readonly<{ started: Started; several: boolean }>;

const wrongCode = () => new Refusal('invalid', { fields: { code: 'wrong-code' } });

/**
 * Opens a visit with the eight digits, in the browser in which they were asked for. Throws `invalid` (`code`:
 * `wrong-code`), always the same: wrong, over, used, tried five times, asked for elsewhere, or for nobody.
 */
export async function useCode(ctx: Context, typed: string, browserToken: string | undefined): Promise<Entered> {
  const digits = readDigits(typed);
  if (digits === null || !browserToken) throw wrongCode();
  const entered = await within(ctx, async (ctx) => {
    await allow(ctx, 'entry.use');
    const code = await entry.openCodeIn(ctx, tokenHash(browserToken), codeTries);
    const right = same(codeOf(ctx, code?.id ?? 'no code'), digits);
    const invitation = code?.invitation_id ? await store.invitationById(ctx, code.invitation_id) : undefined;
    if (!code || !right || !invitation || !(await opens(ctx, invitation, code.way))) return refused(ctx, code);
    await entry.spendCode(ctx, code.id);
    const started = await openVisit(ctx, invitation, code.way === 'text' ? 'text' : 'email');
    return { started, several: (await byAddress(ctx, code.reach_index, code.way)).length > 1 };
  });
  if (!entered) throw wrongCode();
  return entered;
}

/** Counts a wrong code. Returns (not throws), so that the count is kept. */
async function refused(ctx: Context, code: entry.EntryCodeRow | undefined): Promise<null> {
  if (code) await entry.countTry(ctx, code.id, code.tries + 1);
  // A browser without a code could write into the log without an end.
  if (code) await record(ctx, { verb: 'entry.use', subject: 'entry-code', subjectId: code.id, outcome: 'refused' });
  return null;
}

/**
 * Opens a visit with a letter's code, as often as wanted while the letter lasts. Throws `invalid` (`code`: `wrong-code`),
 * the same for a code nobody has and one that is over, and `slow-down` after many wrong ones. A right code opens all the
 * same, unless tens of thousands of wrong ones began like it.
 */
export async function useLetter(ctx: Context, typed: string): Promise<Started> {
  const code = readCode(typed);
  if (code === null) throw wrongCode();
  const outcome = await within(ctx, async (ctx): Promise<Started | Refusal> => {
    await allow(ctx, 'entry.use');
    const selector = selectorIndex(ctx, code);
    const wait = await waitFor(ctx, letterBears(selector));
    if (wait > 0) return new Refusal('slow-down', { retryAfter: wait });
    const letters = await entry.lettersBy(ctx, selector);
    const letter = letters.find(({ id }) => same(codeOfLetter(ctx, id), code));
    const invitation = letter && inTime(ctx, letter) ? await store.invitationById(ctx, letter.invitation_id) : undefined;
    if (!letter || !invitation || !(await opens(ctx, invitation, 'letter'))) return wrongLetter(ctx, selector, letter?.id);
    await entry.noteFirstUse(ctx, letter.id);
    return openVisit(ctx, invitation, 'letter');
  });
  if (outcome instanceof Refusal) throw outcome;
  return outcome;
}

async function wrongLetter(ctx: Context, selector: string, letterId: string | undefined): Promise<Refusal> {
  await take(ctx, letterBears(selector));
  const wait = (await take(ctx, oneLetter(selector))) || (await take(ctx, allLetters));
  if (wait > 0) return new Refusal('slow-down', { retryAfter: wait });
  await record(ctx, { verb: 'entry.use', subject: 'letter', subjectId: letterId ?? 'unknown', outcome: 'refused' });
  return wrongCode();
}

/** Two codes of one length, compared in a time that says nothing of where they differ. */
const same = (one: string, other: string): boolean =>
  one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other));

/** Removes codes that were over a day ago. A job's work; nothing personal is in them. */
export async function clearCodes(ctx: Context): Promise<void> {
  await within(ctx, async (ctx) => {
    await allow(ctx, 'session.clear');
    const dayAgo = new Date(ctx.now.getTime() - 24 * 3600_000).toISOString();
    await entry.clearCodes(ctx, dayAgo);
    await clearCodesSent(ctx, dayAgo);
  });
}
