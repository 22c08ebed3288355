import type { Context } from '#lib/context.ts';
import type { Answer, Band } from '#lib/journeys/form.ts';
import { ratingOffer, sendRating, type NewRating } from '#lib/ratings/sending.server.ts';
import { saveReview } from '#lib/reviews/reviews.server.ts';
import { saveAllocation } from '#lib/routing/routing.server.ts';
import { saveChild } from '#lib/children/children.server.ts';
import { childActor } from './app.ts';
import { cast } from './cast.ts';

/** One answer of each: item to choice. */
export const chose = (answers: Readonly<Record<string, string>>): Record<string, Answer> =>
  Object.fromEntries(Object.entries(answers).map(([item, value]) => [item, { value, unsure: false }]));

/** What a child of 12 or over sends who thinks so. */
export const thinks = (well: boolean, more: Partial<NewRating> = {}): Omit<NewRating, 'period'> => ({
  ...{ band: '12-17' as Band, answers: chose({ listened: well ? 'always' : 'never', did: well ? 'mostly' : 'sometimes' }) },
  ...{ box: '', worry: false, ...more }
});

/** Rates what is offered to this child now; false: nothing is. */
export async function rates(ctx: Context, given: Omit<NewRating, 'period'>): Promise<boolean> {
  const { open } = await ratingOffer(ctx);
  return open === null ? false : (await sendRating(ctx, { ...given, period: open })).became === 'sent';
}

/** The town of `cast`, with as many children of Sam's (or somebody else's) as wanted, each with a review that was held on this day. */
export async function ratedTown() {
  const t = await cast();
  const held = (childId: string, heldOn: string) =>
    saveReview(t.cmd(), { childId, dueOn: null, plannedOn: heldOn, heldOn, cancelled: false, participation: null });
  const children = async (count: number, heldOn: string, iro: string = t.sam): Promise<string[]> => {
    const made: string[] = [];
    for (let at = 0; at < count; at += 1) {
      const id = await saveChild(t.cmd(), { firstName: `Kim${at}`, lastName: 'Test', bornOn: '2012-01-01' });
      await saveAllocation(t.cmd(), { childId: id, staffId: iro, role: 'iro', fromOn: '2020-01-01', toOn: null });
      await held(id, heldOn);
      made.push(id);
    }
    return made;
  };
  /** On another day: only forward. */
  const on = (day: string) => t.clock.forward(Date.parse(`${day}T09:00:00.000Z`) - t.cmd().now.getTime());
  const child = (id: string, sessionId = `visit of ${id}`) => t.as(childActor(id, { sessionId }));
  return { ...t, held, children, on, child };
}
