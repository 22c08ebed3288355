import { record } from '#lib/audit/audit.server.ts';
import { dayOf, within, type Context } from '#lib/context.ts';
import { councilSettings } from '#lib/council/council.server.ts';
import { notFound, Refusal } from '#lib/errors.ts';
import { staffCards } from '#lib/people/people.server.ts';
import { allow } from '#lib/relations.server.ts';
import { lockName } from '#lib/server/database/dialects/locks.ts';
import { fits, fitsNobodys, hashSlowly } from './hashing.server.ts';
import { passphraseTries, takeOrWait } from './limits.server.ts';
import { plainPassphrase, weaknessOfPassphrase } from './passphrase.ts';
import { noteRefusal } from './refusals.server.ts';
import { waitAfter } from './secret.ts';
import { startStaffSession, type Started } from './sign-in.server.ts';
import { steppedUp } from './step-up.server.ts';
import { rolesNow } from './store.server.ts';
import { stepOfCode, totpToKeep } from './totp.server.ts';
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

type Typed = Readonly<{ passphrase: string; code: string }>;

/**
 * Signs a worker in by their address, passphrase and one-time code. Throws `invalid` (field `passphrase`) for whatever is
 * wrong, always the same, and `slow-down` while the wait after wrong tries lasts: by address, of somebody or of nobody.
 */
export async function signInByPassphrase(ctx: Context, email: string, typed: Typed): Promise<Started> {
  await allow(ctx, 'passphrase.use');
  await mustBeOn(ctx);
  const index = ctx.vault.index('staff-email', email.slice(0, 254));
  return giveIt(ctx, index, typed, async (ctx, staffId) => {
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
  return giveIt(ctx, index, typed, async (ctx, staffId) => (staffId === id ? steppedUp(ctx, 'passphrase') : null));
}

type Then = (ctx: Context, staffId: string) => Promise<Started | null>;

/** Each try is counted before it is looked at, so that many at once are many. */
async function giveIt(ctx: Context, index: string, { passphrase, code }: Typed, then: Then): Promise<Started> {
  const { row, wrong } = await within(ctx, (ctx) => countTry(ctx, index));
  const right = row
    ? await fits(row.verifier, peppered(ctx, row.staff_id, passphrase))
    : await fitsNobodys(peppered(ctx, 'nobody', passphrase));
  const step = row && right ? stepOfCode(ctx, row.staff_id, row.totp_id, code) : null;
  const started = await within(ctx, async (ctx) => {
    const holds = row && step !== null && (await rolesNow(ctx.db, row.staff_id, dayOf(ctx.now))) !== null;
    if (holds && (await store.useStep(ctx, row.staff_id, step))) {
      await store.forgetTries(ctx, index);
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

async function countTry(ctx: Context, index: string) {
  // The first try of an address has no row to hold yet.
  await lockName(ctx.db, `passphrase:${index}`);
  await takeOrWait(ctx, passphraseTries);
  const tries = await store.triesOf(ctx, index);
  const wait = tries ? Math.ceil((Date.parse(tries.wait_until) - ctx.now.getTime()) / 1000) : 0;
  if (wait > 0) throw new Refusal('slow-down', { retryAfter: wait });
  const wrong = (tries?.wrong ?? 0) + 1;
  const waitUntil = new Date(ctx.now.getTime() + waitAfter(wrong) * 1000).toISOString();
  await store.putTries(ctx, { email_index: index, wrong, wait_until: waitUntil });
  return { row: await store.passphraseBy(ctx, index), wrong };
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
