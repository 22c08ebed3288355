import { record } from '#lib/audit/audit.server.ts';
import { dayOf, within, type Context } from '#lib/context.ts';
import { councilSettings } from '#lib/council/council.server.ts';
import { notFound, Refusal } from '#lib/errors.ts';
import { staffCards } from '#lib/people/people.server.ts';
import { allow } from '#lib/relations.server.ts';
import { lockName } from '#lib/server/database/dialects/locks.ts';
import { fits, hashSlowly } from '#lib/sign-in/hashing.server.ts';
import { take, turns } from '#lib/sign-in/limits.server.ts';
import { plainPassphrase, weaknessOfPassphrase } from './passphrase.ts';
import { noteRefusal } from '#lib/sign-in/refusals.server.ts';
import { waitAfter } from '#lib/sign-in/secrets/secret.ts';
import { startStaffSession, type Started } from '#lib/sign-in/sign-in.server.ts';
import { steppedUp } from './step-up.server.ts';
import { rolesNow } from '#lib/sign-in/store.server.ts';
import { secondsToNextCode, stepOfCode, totpToKeep } from './totp.server.ts';
import { giveTurn, hasTurn } from './turns.server.ts';
import { isSettled, tellWorker, workerOf } from './ways.server.ts';
import * as store from './ways-store.server.ts';

/** Whether this council lets its workers in by a passphrase and a one-time code: only where it switched that on. */
export const passphrasesOn = async (ctx: Context): Promise<boolean> => (await councilSettings(ctx)).staffPassphrase === 'on';

/** What the worker's phone has to know for one-time codes. `totpId` comes back with the form; nothing is kept until then. */
export async function beginPassphrase(ctx: Context, totpId = Buffer.from(ctx.random(16)).toString('hex')) {
  const { id } = workerOf(ctx);
  await mustBeOn(ctx);
  await allow(ctx, 'passphrase.set');
  const { product } = await councilSettings(ctx);
  const name = (await staffCards(ctx, [id])).get(id)?.name ?? product;
  return { totpId, ...totpToKeep(ctx, id, totpId, { product, name }) };
}

/**
 * Keeps a passphrase, together with the phone that makes the codes: it has just made one. Throws `invalid`: field `passphrase`
 * with why it is too weak, or field `code`.
 */
export async function setPassphrase(ctx: Context, given: { totpId: string; passphrase: string; code: string }): Promise<void> {
  const { id: staffId, assurance } = workerOf(ctx);
  await allow(ctx, 'passphrase.set');
  await mustBeOn(ctx);
  const weak = weaknessOfPassphrase(given.passphrase, await ownWords(ctx, staffId));
  if (weak) throw new Refusal('invalid', { fields: { passphrase: weak } });
  if ((await store.emailIndexOf(ctx, staffId)) === null)
    throw new Refusal('invalid', { fields: { passphrase: 'passphrase-no-address' } });
  const step = stepOfCode(ctx, staffId, given.totpId, given.code);
  if (step === null) throw new Refusal('invalid', { fields: { code: 'code-refused' } });
  const verifier = await hashSlowly('secret', peppered(ctx, staffId, given.passphrase));
  await within(ctx, async (ctx) => {
    await allow(ctx, 'passphrase.set');
    const row = { staff_id: staffId, verifier, totp_id: given.totpId, last_step: step, set_at: ctx.now.toISOString() };
    await store.putPassphrase(ctx, row);
    await record(ctx, { verb: 'passphrase.set', subject: 'staff', subjectId: staffId });
    if (assurance === 'link') await tellWorker(ctx, staffId, 'passphrase-set');
  });
}

/** Takes it away again. Throws `invalid` (field `passphrase`) when too little would be left to sign in by. */
export async function removePassphrase(ctx: Context): Promise<void> {
  const { id: staffId } = workerOf(ctx);
  await within(ctx, async (ctx) => {
    await allow(ctx, 'way.remove');
    if (!(await isSettled(ctx, staffId, 'passphrase'))) throw new Refusal('invalid', { fields: { passphrase: 'way-last' } });
    await store.removePassphrase(ctx, staffId);
    await record(ctx, { verb: 'way.remove', subject: 'passphrase', subjectId: staffId });
  });
}

type Typed = Readonly<{
  passphrase: string;
  code: string;
  /** What `slow-down` gave when they tried a moment ago. */
  turn?: string;
}>;

/** Whose passphrase it is to be, and where tries of it are counted. */
type Whose = Readonly<{ index: string; place: string }>;

/**
 * Signs a worker in by their address, passphrase and one-time code. Throws `invalid` (field `passphrase`) for whatever is
 * wrong, always the same, and `slow-down` while the wait after wrong tries lasts: by address, of somebody or of nobody. It gives
 * (field `turn`) what lets the same person in with their next code, however many others try meanwhile.
 */
export async function signInByPassphrase(ctx: Context, email: string, typed: Typed): Promise<Started> {
  await allow(ctx, 'passphrase.use');
  await mustBeOn(ctx);
  const index = ctx.vault.index('staff-email', email.slice(0, 254));
  // Counted in 65,536 places, so that tries of invented addresses fill no table.
  return giveIt(ctx, { index, place: index.slice(0, 4) }, typed, async (ctx, staffId) => {
    await record(ctx, { verb: 'passphrase.use', subject: 'staff', subjectId: staffId });
    return startStaffSession(ctx, { staffId, assurance: 'passphrase' });
  });
}

/** The worker who is signed in shows again who they are. Throws as `signInByPassphrase` does. */
export async function confirmByPassphrase(ctx: Context, typed: Typed): Promise<Started> {
  const { id } = workerOf(ctx);
  await allow(ctx, 'step-up.use');
  await mustBeOn(ctx);
  const index = await store.emailIndexOf(ctx, id);
  if (index === null) throw notFound();
  // Counted apart: whoever is not signed in slows this down for nobody.
  const whose = { index, place: `own:${id}` };
  return giveIt(ctx, whose, typed, async (ctx, staffId) => (staffId === id ? steppedUp(ctx, 'passphrase') : null));
}

type Then = (ctx: Context, staffId: string) => Promise<Started | null>;

/**
 * Each try is counted before it is looked at, so that many at once are many. The code is looked at first: without the worker's
 * phone nobody makes us do the slow work, and nobody learns by the time it takes whose address is known.
 */
async function giveIt(ctx: Context, { index, place }: Whose, typed: Typed, then: Then): Promise<Started> {
  const row = await store.passphraseBy(ctx, index);
  const step = row ? stepOfCode(ctx, row.staff_id, row.totp_id, typed.code) : null;
  const { wrong, wait } = await within(ctx, (ctx) => countTry(ctx, place));
  if (wait > 0) {
    const may = row && step !== null && hasTurn(ctx, { index, row, step, turn: typed.turn });
    if (!may || (await within(ctx, (ctx) => take(ctx, turns(row.staff_id)))) > 0)
      throw new Refusal('slow-down', {
        retryAfter: Math.min(wait, secondsToNextCode(ctx)),
        fields: { turn: giveTurn(ctx, index, typed.code) }
      });
  }
  const right = row && step !== null && (await fits(row.verifier, peppered(ctx, row.staff_id, typed.passphrase)));
  const started = await within(ctx, async (ctx) => {
    const holds = right && (await rolesNow(ctx.db, row.staff_id, dayOf(ctx.now))) !== null;
    if (holds && (await store.useStep(ctx, row.staff_id, step))) {
      await store.forgetTries(ctx, place);
      const done = await then(ctx, row.staff_id);
      if (done) return done;
    }
    return noteRefusal(ctx, {
      verb: 'passphrase.use',
      subject: 'staff',
      subjectId: row?.staff_id ?? 'unknown',
      reason: `wrong ${wrong}`
    });
  });
  if (!started) throw new Refusal('invalid', { fields: { passphrase: 'passphrase-refused' }, retryAfter: waitAfter(wrong) });
  return started;
}

/** How many were wrong with this one; `wait`: the seconds for which none is looked at, and this one was not counted. */
async function countTry(ctx: Context, place: string): Promise<{ wrong: number; wait: number }> {
  // The first try of a place has no row to hold yet.
  await lockName(ctx.db, `passphrase:${place}`);
  const tries = await store.triesOf(ctx, place);
  const wait = tries ? Math.ceil((Date.parse(tries.wait_until) - ctx.now.getTime()) / 1000) : 0;
  if (wait > 0) return { wrong: tries?.wrong ?? 0, wait };
  const wrong = (tries?.wrong ?? 0) + 1;
  const waitUntil = new Date(ctx.now.getTime() + waitAfter(wrong) * 1000).toISOString();
  await store.putTries(ctx, { place, wrong, wait_until: waitUntil });
  return { wrong, wait: 0 };
}

async function mustBeOn(ctx: Context): Promise<void> {
  if (!(await passphrasesOn(ctx))) throw notFound();
}

async function ownWords(ctx: Context, staffId: string): Promise<string[]> {
  const { name, product, terms } = await councilSettings(ctx);
  const me = (await staffCards(ctx, [staffId])).get(staffId);
  return [name, product, ...Object.values(terms), me?.name ?? '', me?.called ?? '', me?.email ?? ''];
}

const peppered = (ctx: Context, staffId: string, passphrase: string): Buffer =>
  ctx.vault.mac('pepper', 'passphrase', staffId, plainPassphrase(passphrase));
