import { record } from '#lib/audit/audit.server.ts';
import { dayOf, within, type Context } from '#lib/context.ts';
import { allow } from '#lib/relations.server.ts';
import { readBegun, useUp } from '#lib/sign-in/begun.server.ts';
import { challengeOf, newChallenge, refused, type Asked } from './challenges.server.ts';
import { noteRefusal } from '#lib/sign-in/refusals.server.ts';
import { startStaffSession, type Started } from '#lib/sign-in/sign-in.server.ts';
import * as staffStore from './staff-store.server.ts';
import * as store from '#lib/sign-in/store.server.ts';
import { isSettled } from './ways.server.ts';
import { answeredBy, checkSignIn, signInOptions } from './webauthn.server.ts';

/** Begins signing in: any passkey of this site will do, so nobody types who they are. However many begin, everybody may. */
export async function beginPasskeySignIn(
  ctx: Context,
  origin: string
): Promise<Asked<Awaited<ReturnType<typeof signInOptions>>>> {
  await allow(ctx, 'passkey.use');
  const { challengeId, challenge } = newChallenge(ctx, 'sign-in', null);
  return { challengeId, options: await signInOptions(origin, challenge) };
}

/**
 * Signs a worker in with the browser's answer. Who has not enough ways to sign in yet comes to the pages where they are set up,
 * and no further. Throws `invalid` (field `passkey`) for whatever is wrong, always the same.
 */
export async function finishPasskeySignIn(ctx: Context, origin: string, challengeId: string, answer: unknown): Promise<Started> {
  const { answered, right } = await checkAnswer(ctx, origin, 'sign-in', challengeId, answer);
  const started = await within(ctx, async (ctx) => {
    const first = right !== null && (await useUp(ctx, right.begun));
    if (!first || !(await store.rolesNow(ctx.db, right.passkey.staff_id, dayOf(ctx.now))))
      return noteRefusal(ctx, { verb: 'passkey.use', subject: 'passkey', subjectId: answered });
    const { passkey, counter } = right;
    await staffStore.notePasskeyUse(ctx, passkey.id, counter);
    await record(ctx, { verb: 'passkey.use', subject: 'passkey', subjectId: passkey.id });
    const settled = await isSettled(ctx, passkey.staff_id);
    return startStaffSession(ctx, { staffId: passkey.staff_id, assurance: settled ? 'passkey' : 'link' });
  });
  if (!started) throw refused();
  return started;
}

/**
 * What a browser answered: `answered` is the id of the passkey it says it used (`unknown`: none of ours), `right` is null when
 * the answer is wrong or too late. For this room's verbs, outside of a transaction; in theirs they use up what was begun.
 */
export async function checkAnswer(
  ctx: Context,
  origin: string,
  purpose: 'sign-in' | 'confirm',
  challengeId: string,
  answer: unknown
) {
  await allow(ctx, 'passkey.use');
  const credentialId = answeredBy(answer);
  const begun = readBegun(ctx, purpose, challengeId);
  const passkey = credentialId === null ? undefined : await staffStore.passkeyByCredential(ctx, credentialId);
  const answered = passkey?.id ?? 'unknown';
  if (!begun || !passkey || (begun.staffId !== null && begun.staffId !== passkey.staff_id)) return { answered, right: null };
  const kept = { id: passkey.credential_id, publicKey: passkey.public_key, counter: passkey.counter };
  const counter = await checkSignIn(origin, challengeOf(ctx, begun).toString('base64url'), answer, kept);
  return { answered, right: counter === null ? null : { passkey, counter, begun } };
}
