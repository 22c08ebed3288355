import { record } from '#lib/audit/audit.server.ts';
import { dayOf, within, type Context } from '#lib/context.ts';
import { allow } from '#lib/relations.server.ts';
import { keep, newChallenge, refused, type Asked } from './challenges.server.ts';
import { noteRefusal } from './refusals.server.ts';
import { startStaffSession, type Started } from './sign-in.server.ts';
import * as staffStore from './staff-store.server.ts';
import * as store from './store.server.ts';
import { answeredBy, checkSignIn, signInOptions } from './webauthn.server.ts';

/** Begins signing in: any passkey of this site will do, so nobody types who they are. Anybody may, as often as they like. */
export async function beginPasskeySignIn(ctx: Context, origin: string) {
  const options = await signInOptions(origin, newChallenge(ctx));
  return within(ctx, async (ctx): Promise<Asked<typeof options>> => {
    await allow(ctx, 'passkey.use');
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
  const kept = passkey && { id: passkey.credential_id, publicKey: passkey.public_key, counter: passkey.counter };
  const counter = asked && kept ? await checkSignIn(origin, asked.value, answer, kept) : null;
  const started = await within(ctx, async (ctx) => {
    const holds = passkey && counter !== null && (await store.rolesNow(ctx.db, passkey.staff_id, dayOf(ctx.now)));
    if (!holds) return noteRefusal(ctx, { verb: 'passkey.use', subject: 'passkey', subjectId: passkey?.id ?? 'unknown' });
    await staffStore.notePasskeyUse(ctx, passkey.id, counter);
    await record(ctx, { verb: 'passkey.use', subject: 'passkey', subjectId: passkey.id });
    return startStaffSession(ctx, { staffId: passkey.staff_id, assurance: 'passkey' });
  });
  if (!started) throw refused();
  return started;
}
