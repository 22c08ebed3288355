import { record } from '#lib/audit/audit.server.ts';
import { dayOf, within, type Context } from '#lib/context.ts';
import { Refusal } from '#lib/errors.ts';
import { allow } from '#lib/relations.server.ts';
import { keep, newChallenge, refused, type Asked } from './challenges.server.ts';
import { passkeyStarts, take } from './limits.server.ts';
import { startStaffSession, type Started } from './sign-in.server.ts';
import * as staffStore from './staff-store.server.ts';
import * as store from './store.server.ts';
import { answeredBy, checkSignIn, signInOptions } from './webauthn.server.ts';

/** Begins signing in: any passkey of this site will do, so nobody types who they are. `slow-down` when too many begin. */
export async function beginPasskeySignIn(ctx: Context, origin: string) {
  const options = await signInOptions(origin, newChallenge(ctx));
  return within(ctx, async (ctx): Promise<Asked<typeof options>> => {
    await allow(ctx, 'passkey.use');
    const wait = await take(ctx, passkeyStarts);
    if (wait > 0) throw new Refusal('slow-down', { retryAfter: wait });
    return { challengeId: await keep(ctx, 'sign-in', options.challenge, null), options };
  });
}

/** Signs a worker in with the browser's answer. Throws `invalid` (field `passkey`) for whatever is wrong, always the same. */
export async function finishPasskeySignIn(ctx: Context, origin: string, challengeId: string, answer: unknown): Promise<Started> {
  const credentialId = answeredBy(answer);
  const { asked, passkey } = await within(ctx, async (ctx) => {
    await allow(ctx, 'passkey.use');
    return {
      asked: await staffStore.spendChallenge(ctx, challengeId, 'sign-in'),
      passkey: credentialId === null ? undefined : await staffStore.passkeyByCredential(ctx, credentialId)
    };
  });
  if (!asked || !passkey) throw refused();
  const kept = { id: passkey.credential_id, publicKey: passkey.public_key, counter: passkey.counter };
  const counter = await checkSignIn(origin, asked.value, answer, kept);
  if (counter === null) throw refused();
  return within(ctx, async (ctx) => {
    if (!(await store.rolesNow(ctx.db, passkey.staff_id, dayOf(ctx.now)))) throw refused();
    await staffStore.notePasskeyUse(ctx, passkey.id, counter);
    await record(ctx, { verb: 'passkey.use', subject: 'passkey', subjectId: passkey.id });
    return startStaffSession(ctx, { staffId: passkey.staff_id, assurance: 'passkey' });
  });
}
