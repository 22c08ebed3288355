import { record } from '#lib/audit/audit.server.ts';
import { dayOf, within, type Context } from '#lib/context.ts';
import { Refusal } from '#lib/errors.ts';
import { allow } from '#lib/relations.server.ts';
import { recoveryTries, take } from '#lib/sign-in/limits.server.ts';
import { newRecoveryCode, readRecoveryCode, recoveryCodes, showRecoveryCode } from './recovery.ts';
import { noteRefusal } from '#lib/sign-in/refusals.server.ts';
import { startStaffSession, type Started } from '#lib/sign-in/sign-in.server.ts';
import { rolesNow } from '#lib/sign-in/store.server.ts';
import { tellWorker, workerOf } from './ways.server.ts';
import * as store from './ways-store.server.ts';

/** Makes eight new codes for whoever is signed in; the ones before are good no longer. Given here once and kept nowhere. */
export async function makeRecoveryCodes(ctx: Context): Promise<string[]> {
  const { id: staffId } = workerOf(ctx);
  return within(ctx, async (ctx) => {
    await allow(ctx, 'recovery.make');
    const codes = Array.from({ length: recoveryCodes }, () => newRecoveryCode(ctx.random));
    await store.replaceRecoveryCodes(
      ctx,
      staffId,
      codes.map((code) => ({
        id: ctx.ids(),
        staff_id: staffId,
        code_index: indexOf(ctx, code),
        made_at: ctx.now.toISOString(),
        used_at: null
      }))
    );
    await record(ctx, { verb: 'recovery.make', subject: 'staff', subjectId: staffId });
    return codes.map(showRecoveryCode);
  });
}

/**
 * Lets a worker who lost their passkeys in by one of their codes, to add new ones and for nothing else. Each is good once, is
 * in the log, and its owner is told. Throws `invalid` (field `recovery`), always the same, and `slow-down` for a wrong one
 * while very many are tried: a right one is never slowed down.
 */
export async function useRecoveryCode(ctx: Context, typed: string): Promise<Started> {
  const code = readRecoveryCode(typed);
  const outcome = await within(ctx, async (ctx): Promise<Started | Refusal> => {
    await allow(ctx, 'recovery.use');
    const spent = code === null ? null : await store.spendRecoveryCode(ctx, indexOf(ctx, code));
    const holds = spent !== null && (await rolesNow(ctx.db, spent.staff_id, dayOf(ctx.now))) !== null;
    if (!spent || !holds) return refusedFor(ctx, spent?.id ?? 'unknown');
    await record(ctx, { verb: 'recovery.use', subject: 'recovery-code', subjectId: spent.id });
    await tellWorker(ctx, spent.staff_id, 'recovery-used');
    return startStaffSession(ctx, { staffId: spent.staff_id, assurance: 'link' });
  });
  if (outcome instanceof Refusal) throw outcome;
  return outcome;
}

/** Returned, not thrown, so that what it wrote is kept. */
async function refusedFor(ctx: Context, subjectId: string): Promise<Refusal> {
  const wait = await take(ctx, recoveryTries);
  if (wait > 0) return new Refusal('slow-down', { retryAfter: wait });
  await noteRefusal(ctx, { verb: 'recovery.use', subject: 'recovery-code', subjectId });
  return new Refusal('invalid', { fields: { recovery: 'recovery-refused' } });
}

const indexOf = (ctx: Context, code: string): string => ctx.vault.index('recovery-code', code);
