import { record } from '#lib/audit/audit.server.ts';
import { dayOf, within, type Context } from '#lib/context.ts';
import { allow } from '#lib/relations.server.ts';
import { keep, newChallenge, refused, type Asked } from './challenges.server.ts';
import { staffStarts, takeOrWait } from './limits.server.ts';
import { noteRefusal } from './refusals.server.ts';
import { startStaffSession, type Started } from './sign-in.server.ts';
import * as staffStore from './staff-store.server.ts';
import * as store from './store.server.ts';
import { isSettled } from './ways.server.ts';
import { answeredBy, checkSignIn, signInOptions } from './webauthn.server.ts';

/** Begins signing in: any passkey of this site will do, so nobody types who they are. Throws `slow-down` when very many begin. */
export async function beginPasskeySignIn(ctx: Context, origin: string) {
  const options = await signInOptions(origin, newChallenge(ctx));
  return within(ctx, async (ctx): Promise<Asked<typeof options>> => {
    await allow(ctx, 'passkey.use');
    await takeOrWait(ctx, staffStarts);
    return { challengeId: await keep(ctx, 'sign-in', options.challenge, null), options };
  });
}

/**
 * Signs a worker in with the browser's answer. Who has not enough ways to sign in yet comes to the pages where they are set up,
 * and no further. Throws `invalid` (field `passkey`) for whatever is wrong, always the same.
 */
export async function finishPasskeySignIn(ctx: Context, origin: string, challengeId: string, answer: unknown): Promise<Started> {
  const { passkey, counter } = await checkAnswer(ctx, origin, 'sign-in', challengeId, answer);
  const started = await within(ctx, async (ctx) => {
    if (!passkey || counter === null || !(await store.rolesNow(ctx.db, passkey.staff_id, dayOf(ctx.now))))
      return noteRefusal(ctx, { verb: 'passkey.use', subject: 'passkey', subjectId: passkey?.id ?? 'unknown' });
    await staffStore.notePasskeyUse(ctx, passkey.id, counter);
    await record(ctx, { verb: 'passkey.use', subject: 'passkey', subjectId: passkey.id });
    const settled = await isSettled(ctx, passkey.staff_id);
    return startStaffSession(ctx, { staffId: passkey.staff_id, assurance: settled ? 'passkey' : 'link' });
  });
  if (!started) throw refused();
  return started;
}

/**
 * What a browser answered: with which passkey, and its new counter (null when the answer is wrong, too late or given twice).
 * For this room's verbs, outside of a transaction; they say what follows.
 */
export async function checkAnswer(
  ctx: Context,
  origin: string,
  purpose: 'sign-in' | 'confirm',
  challengeId: string,
  answer: unknown
) {
  const credentialId = answeredBy(answer);
  const { asked, passkey } = await within(ctx, async (ctx) => {
    await allow(ctx, 'passkey.use');
    return {
      asked: await staffStore.spendChallenge(ctx, challengeId, purpose),
      passkey: credentialId === null ? undefined : await staffStore.passkeyByCredential(ctx, credentialId)
    };
  });
  const kept = passkey && { id: passkey.credential_id, publicKey: passkey.public_key, counter: passkey.counter };
  const forThem = asked && kept && (asked.staff_id === null || asked.staff_id === passkey?.staff_id);
  return { passkey, counter: forThem ? await checkSignIn(origin, asked.value, answer, kept) : null };
}
