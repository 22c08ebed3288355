import { record } from '#lib/audit/audit.server.ts';
import { within, type Context } from '#lib/context.ts';
import { allow } from '#lib/relations.server.ts';
import { useUp } from '#lib/sign-in/begun.server.ts';
import { newChallenge, refused, type Asked } from './challenges.server.ts';
import { ownStarts, takeOrWait } from '#lib/sign-in/limits.server.ts';
import { checkAnswer } from './passkeys.server.ts';
import { noteRefusal } from '#lib/sign-in/refusals.server.ts';
import { stepUpMinutes } from '#lib/sign-in/session.ts';
import { startStaffSession, type Started } from '#lib/sign-in/sign-in.server.ts';
import * as staffStore from './staff-store.server.ts';
import { workerOf } from './ways.server.ts';
import { signInOptions } from './webauthn.server.ts';

/** Begins showing again who one is, with one of one's own passkeys. Null: they have none. */
export async function beginConfirm(ctx: Context, origin: string) {
  const { id } = workerOf(ctx);
  const own = (await staffStore.passkeysOf(ctx, id)).map(({ credential_id }) => credential_id);
  if (own.length === 0) return null;
  const { challengeId, challenge } = newChallenge(ctx, 'confirm', id);
  const options = await signInOptions(origin, challenge, own);
  return within(ctx, async (ctx): Promise<Asked<typeof options>> => {
    await allow(ctx, 'step-up.use');
    await takeOrWait(ctx, ownStarts(id));
    return { challengeId, options };
  });
}

/**
 * The worker has shown again who they are: five minutes for what wants that, in a visit with a new token. Throws `invalid`
 * (field `passkey`) for whatever is wrong, another worker's passkey too.
 */
export async function finishConfirm(ctx: Context, origin: string, challengeId: string, answer: unknown): Promise<Started> {
  const { id } = workerOf(ctx);
  const { answered, right } = await checkAnswer(ctx, origin, 'confirm', challengeId, answer);
  const started = await within(ctx, async (ctx) => {
    await allow(ctx, 'step-up.use');
    if (right?.passkey.staff_id !== id || !(await useUp(ctx, right.begun)))
      return noteRefusal(ctx, { verb: 'step-up.use', subject: 'passkey', subjectId: answered });
    await staffStore.notePasskeyUse(ctx, right.passkey.id, right.counter);
    return steppedUp(ctx, 'passkey');
  });
  if (!started) throw refused();
  return started;
}

/** For this room's verbs, in their transaction: the worker who is signed in goes on in a new visit that may do what it needs. */
export async function steppedUp(ctx: Context, assurance: 'passkey' | 'oidc' | 'passphrase'): Promise<Started> {
  const { id: staffId } = workerOf(ctx);
  await record(ctx, { verb: 'step-up.use', subject: 'staff', subjectId: staffId, reason: assurance });
  return startStaffSession(ctx, { staffId, assurance, stepUp: stepUpMinutes });
}
