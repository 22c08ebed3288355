import { randomUUID } from 'node:crypto';
import type { Context } from '#lib/context.ts';
import { saveStaff } from '#lib/people/people.server.ts';
import { sendRequest } from '#lib/requests/sending.server.ts';
import type { RequestKind } from '#lib/requests/kinds.ts';
import { setDesk } from '#lib/routing/routing.server.ts';
import { job } from './app.ts';
import { cast } from './cast.ts';

/** The cast, and with them Nadia and Omar at the duty desk and Ffion at the advocates'. */
export async function dutyTown() {
  const c = await cast();
  const worker = (name: string, role: 'social_worker' | 'advocate' | 'iro') =>
    saveStaff(c.cmd(), {
      name,
      roles: [{ role, fromOn: '2020-01-01', toOn: null }],
      email: `${name.split(' ')[0]}@council.example`
    });
  const nadia = await worker('Nadia Rahman', 'social_worker');
  const omar = await worker('Omar Reid', 'social_worker');
  const ffion = await worker('Ffion Ellery', 'advocate');
  await setDesk(c.cmd(), 'duty', [nadia, omar]);
  await setDesk(c.cmd(), 'advocates', [ffion]);
  const at = (moment: string) => c.clock.set(moment);
  /** Ids of those an outbox row whose key begins so was made for, the first told first. */
  const told = async (begins: string): Promise<string[]> => {
    const rows = await c
      .cmd()
      .db.selectFrom('outbox')
      .select(['kind', 'dedupe_key'])
      .orderBy('created_at')
      .orderBy('id')
      .execute();
    return rows
      .filter(({ dedupe_key }) => dedupe_key.startsWith(begins))
      .map(({ dedupe_key }) => dedupe_key.split(':').at(-1) ?? '');
  };
  return { ...c, nadia, omar, ffion, worker, at, told, job: () => c.as(job) };
}

export type DutyTown = Awaited<ReturnType<typeof dutyTown>>;

/** A child asks without a word more. Gives the request's id. */
export const asksFor = async (child: Context, kind: RequestKind): Promise<string> =>
  (await sendRequest(child, { id: randomUUID(), kind, said: [], reviewOn: null, language: 'en', band: '8-11' })).requestId;
