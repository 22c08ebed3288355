import { saveChild } from '#lib/children/children.server.ts';
import { within, type Actor, type Context } from '#lib/context.ts';
import { saveStaff } from '#lib/people/people.server.ts';
import { saveReview } from '#lib/reviews/reviews.server.ts';
import { saveAllocation, setDesk } from '#lib/routing/routing.server.ts';
import type { App } from '#lib/server/app.ts';
import { cookieName } from '#lib/sign-in/cookie.ts';
import { startChildSession } from '#lib/sign-in/sign-in.server.ts';

/** A child of a trial, signed in: what their browser sends as `cookie`. */
export type SignedIn = Readonly<{ id: string; cookie: string }>;

export const command = (app: App): Context => app.context({ kind: 'command', id: 'trial', assurance: 'host' });

export const asChild = (app: App, id: string): Context => {
  const actor: Actor = {
    kind: 'child',
    id,
    sessionId: 'trial',
    assurance: 'secret',
    device: 'own',
    freshUntil: null,
    earlierVisit: null
  };
  return app.context(actor);
};

/** Some IROs and a desk. Returns the IROs' ids. */
export async function seedStaff(app: App, many: number): Promise<string[]> {
  const roles = [{ role: 'iro', fromOn: '2020-01-01', toOn: null }] as const;
  const ids: string[] = [];
  for (let at = 0; at < many; at += 1)
    ids.push(await saveStaff(command(app), { name: `Officer ${at}`, called: `Officer ${at}`, roles }));
  await setDesk(command(app), 'iro-team', ids);
  return ids;
}

/**
 * Children of nine, each with an IRO and a review in six weeks, each already signed in with the PIN on a phone of their
 * own: all through the rooms' own verbs, fifty in a transaction.
 */
export async function seedChildren(app: App, iros: readonly string[], many: number): Promise<SignedIn[]> {
  const { now } = command(app);
  const day = (days: number) => new Date(now.getTime() + days * 86_400_000).toISOString().slice(0, 10);
  const children: SignedIn[] = [];
  while (children.length < many)
    await within(command(app), async (ctx) => {
      for (let at = 0; at < 50 && children.length < many; at += 1) {
        const id = await saveChild(ctx, {
          firstName: 'Child',
          lastName: String(children.length),
          bornOn: day(-9 * 365)
        });
        const staffId = iros[children.length % iros.length] ?? '';
        await saveAllocation(ctx, { childId: id, staffId, role: 'iro', fromOn: day(-100), toOn: null });
        await saveReview(ctx, {
          childId: id,
          dueOn: null,
          plannedOn: day(42),
          heldOn: null,
          cancelled: false,
          participation: null
        });
        const { token } = await startChildSession(ctx, { childId: id, assurance: 'secret', device: 'own' });
        children.push({ id, cookie: `${cookieName(app.settings.origin, 'session')}=${token}` });
      }
    });
  return children;
}
