import { readSession, type Started } from '#lib/sign-in/sign-in.server.ts';
import { saveStaff } from '#lib/people/people.server.ts';
import type { Context, StaffRole } from '#lib/context.ts';
import { makeLink, useLink } from '#lib/sign-in/workers/links.server.ts';
import { beginPasskey, finishPasskey } from '#lib/sign-in/workers/own-passkeys.server.ts';
import { beginPasskeySignIn, finishPasskeySignIn } from '#lib/sign-in/workers/passkeys.server.ts';
import { beginConfirm, finishConfirm } from '#lib/sign-in/workers/step-up.server.ts';
import { command, testApp, visitor } from './app.ts';
import { newAuthenticator, type Authenticator } from './authenticator.ts';

export const origin = 'https://say.example';

/** Workers who come in by links and with devices of their own, on an empty database. */
export async function staffTown() {
  const heard = await testApp();
  const cmd = () => heard.as(command);
  const who = (token: string) => readSession(heard.app.database.db, heard.clock.now(), token);
  /** The context of whoever holds this visit's cookie now. */
  const by = async (started: Started): Promise<Context> => heard.as((await who(started.token)) ?? visitor);
  const worker = (name: string, ...roles: StaffRole[]) =>
    saveStaff(cmd(), {
      name,
      email: `${name.split(' ')[0]}@council.example`.toLowerCase(),
      roles: roles.map((role) => ({ role, fromOn: '2020-01-01', toOn: null }))
    });
  const byLink = async (staffId: string) => useLink(heard.as(visitor), await makeLink(cmd(), staffId));
  const adds = async (started: Started, device: Authenticator, name = 'Laptop') => {
    const ctx = await by(started);
    const { challengeId, options } = await beginPasskey(ctx, origin, { product: 'My Say', name: 'Sam' });
    await finishPasskey(ctx, origin, challengeId, device.make(options), name);
  };
  const signsIn = async (device: Authenticator, ctx: Context = heard.as(visitor)) => {
    const { challengeId, options } = await beginPasskeySignIn(ctx, origin);
    return finishPasskeySignIn(ctx, origin, challengeId, device.use(options));
  };
  const confirms = async (started: Started, device: Authenticator) => {
    const ctx = await by(started);
    const asked = await beginConfirm(ctx, origin);
    if (!asked) throw new Error('They have no passkey.');
    return finishConfirm(ctx, origin, asked.challengeId, device.use(asked.options));
  };
  /** Somebody with two devices who is all set up. */
  const settled = async (name: string, ...roles: StaffRole[]) => {
    const id = await worker(name, ...roles);
    const [one, two] = [newAuthenticator(origin), newAuthenticator(origin)];
    const link = await byLink(id);
    await adds(link, one);
    await adds(link, two, 'Phone');
    return { id, one, two };
  };
  return { ...heard, cmd, who, by, worker, byLink, adds, signsIn, confirms, settled };
}

export type StaffTown = Awaited<ReturnType<typeof staffTown>>;
