import type { Context } from '#lib/context.ts';
import { Refusal } from '#lib/errors.ts';
import { minutesOn } from './session.ts';
import * as staffStore from './staff-store.server.ts';

/** What a browser is asked to do, and under which name its answer comes back. `options` is what the WebAuthn standard says. */
export type Asked<Options> = Readonly<{ challengeId: string; options: Options }>;

const minutes = 5;

export const newChallenge = (ctx: Context) => ctx.random(32);

/** Always the same, whatever was wrong. */
export const refused = () => new Refusal('invalid', { fields: { passkey: 'passkey-refused' } });

/** Keeps what the browser must answer, in the caller's transaction. Returns its id. */
export async function keep(
  ctx: Context,
  purpose: 'sign-in' | 'add' | 'confirm',
  value: string,
  staffId: string | null
): Promise<string> {
  const id = ctx.ids();
  const ends = minutesOn(ctx.now, minutes);
  await staffStore.addChallenge(ctx, { id, value, purpose, staff_id: staffId, expires_at: ends });
  return id;
}
