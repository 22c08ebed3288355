import { within } from '#lib/context.ts';
import { startChildSession, startContributorSession, startStaffSession } from '#lib/sign-in/sign-in.server.ts';
import { everybody, people, type Visit, type Who } from './people.ts';
import type { Town } from './town.ts';

/** Everybody's cookie, by the name of who they are; a stranger has none. */
export type Cookies = Readonly<Record<Who, string | null>>;

const visitor = { kind: 'visitor', assurance: 'none' } as const;

/** Signs everybody in, as their own way in would. */
export async function signEverybodyIn(town: Town): Promise<Cookies> {
  const cookies = new Map<Who, string | null>();
  for (const who of everybody) cookies.set(who, await cookieOf(town, people[who].visit));
  return Object.fromEntries(cookies) as Cookies;
}

/** Signs one of them in. */
export const signIn = (town: Town, who: Who): Promise<string | null> => cookieOf(town, people[who].visit);

async function cookieOf({ as, records, workers }: Town, visit: Visit): Promise<string | null> {
  if (visit.kind === 'none') return null;
  const { token } = await within(as(visitor), (ctx) => {
    if (visit.kind === 'child')
      return startChildSession(ctx, { childId: records[visit.of].child, assurance: visit.assurance, device: visit.device });
    if (visit.kind === 'contributor')
      return startContributorSession(ctx, {
        ...{ contactId: records[visit.of][visit.who], childId: records[visit.of].child, assurance: 'email' }
      });
    const stepUp = visit.stepUp ? { stepUp: 600 } : {};
    return startStaffSession(ctx, { staffId: workers[visit.who], assurance: visit.assurance, ...stepUp, many: true });
  });
  return `s=${token}`;
}
