import { dayOf } from '#lib/context.ts';
import { groupRatings } from '#lib/ratings/closing.server.ts';
import { saveReview } from '#lib/reviews/reviews.server.ts';
import { command, job } from './app.ts';
import { beside, cardBeside, childBeside } from './asked-beside.ts';
import type { RunningDemo } from './server.ts';

const DAY = 24 * 3600_000;

/** A child of nine of a story's own, whose review was held yesterday; their card. */
export async function reviewedBeside(demo: RunningDemo, called: string): Promise<{ childId: string; code: string }> {
  const childId = await childBeside(demo, called);
  await heldBeside(demo, childId);
  return { childId, code: await cardBeside(demo, childId) };
}

/** This child's review was held yesterday. */
export const heldBeside = (demo: RunningDemo, childId: string): Promise<void> =>
  beside(demo, async (app) => {
    const ctx = app.context(command);
    const heldOn = dayOf(new Date(ctx.now.getTime() - DAY));
    await saveReview(ctx, { childId, dueOn: null, plannedOn: heldOn, heldOn, cancelled: false, participation: 'PN1' });
  });

let mondays = 0;

/** What happens by the clock at the beginning of the week after the last time this was asked for: texts go on to managers. The demo's own clock stays where it is. */
export const mondayBeside = (demo: RunningDemo): Promise<void> =>
  beside(demo, async (app) => {
    const ctx = app.context(job);
    mondays += 1;
    await groupRatings({ ...ctx, now: new Date(ctx.now.getTime() + (1 + 7 * mondays) * DAY) });
  });
