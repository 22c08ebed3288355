import { record } from '#lib/audit/audit.server.ts';
import { within, type Context } from '#lib/context.ts';
import { allow } from '#lib/relations.server.ts';
import { keep, newChallenge, refused, type Asked } from './challenges.server.ts';
import { ownStarts, takeOrWait } from './limits.server.ts';
import { checkAnswer } from './passkeys.server.ts';
import { noteRefusal } from './refusals.server.ts';
import { stepUpMinutes } from './session.ts';
import { startStaffSession, type Started } from './sign-in.server.ts';
import * as staffStore from './staff-store.server.ts';
import { workerOf } from './ways.server.ts';
import { signInOptions } from './webauthn.server.ts';

/** Begins showing again who one is, with one of one's own passkeys. Null: they have none. */
export async function beginConfirm(ctx: Context, origin: string) {
  const { id } = workerOf(ctx);
  const own = (await staffStore.passkeysOf(ctx, id)).map(({ credential_id }) => credential_id);
  if (own.length === 0) return null;
  const options = await signInOptions(origin, newChallenge(ctx), own);
  return within(ctx, async (ctx): Promise<Asked<typeof options>> => {
    await allow(ctx, 'step-up.use');
    await takeOrWait(ctx, ownStarts(id));
    return { challengeId: await keep(ctx, 'confirm', options.challenge, id), options };
  });
}

/**
 * The worker has shown again who they are: five minutes for what wants that, in a visit with a new token. Throws `invalid`
 * (field `passkey`) for whatever is wrong, another worker's passkey too.
 */
export async function finishConfirm(ctx: Context, origin: string, challengeId: string, answer: unknown): Promise<Started> {
  const { id } = workerOf(ctx);
  const { passkey, counter } = await checkAnswer(ctx, origin, 'confirm', challengeId, answer);
  const started = await within(ctx, async (ctx) => {
    await allow(ctx, 'step-up.use');
    if (!passkey || counter === null || passkey.staff_id !== id)
      return noteRefusal(ctx, { verb: 'step-up.use', subject: 'passkey', subjectId: passkey?.id ?? 'unknown' });
    await staffStore.notePasskeyUse(ctx, passkey.id, counter);
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
