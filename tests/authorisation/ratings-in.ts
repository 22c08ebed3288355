import { setCouncil } from '#lib/council/council.server.ts';
import { dayOf, type Actor, type Context } from '#lib/context.ts';
import { textsToRead } from '#lib/ratings/box.server.ts';
import { addChange } from '#lib/ratings/changes.server.ts';
import { groupRatings } from '#lib/ratings/closing.server.ts';
import { ratingOffer, sendRating } from '#lib/ratings/sending.server.ts';
import type { Marked } from './town.ts';

/** A child rates their reviewer and writes something, a manager can read it, and says what changed. Gives ids by name. */
export async function ratingsIn(
  as: (actor: Actor) => Context,
  { childId, managerId }: { childId: string; managerId: string },
  command: () => Context,
  mark: (marked: Marked) => string
): Promise<Record<string, string>> {
  // The month in which everybody is asked: so that there is something to rate for every child.
  await setCouncil(command(), 'ratingsMonth', String(Number(dayOf(command().now).slice(5, 7))));
  const child: Actor = {
    ...{ kind: 'child', id: childId, sessionId: 'town', assurance: 'secret', device: 'own', freshUntil: null, earlierVisit: null }
  };
  const { open } = await ratingOffer(as(child));
  const answers = { listened: { value: 'good', unsure: false } };
  const box = mark({ column: 'rating_words.body_sealed', child: null });
  await sendRating(as(child), { period: open ?? '', band: '8-11', answers, box, worry: false });
  await groupRatings(as({ kind: 'job', id: 'town', assurance: 'host' }));
  const manager: Actor = {
    ...{ kind: 'staff', id: managerId, sessionId: 'town', assurance: 'passkey', stepUpUntil: null, roles: ['manager'] }
  };
  const [text] = (await textsToRead(as(manager))).texts;
  const ratingChange = command().ids();
  const said = mark({ column: 'rating_changes.body_sealed', child: null });
  await addChange(as(manager), { id: ratingChange, said, did: 'We changed it.' });
  return { ratingText: text?.id ?? '', ratingChange };
}
