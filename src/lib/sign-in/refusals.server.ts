import { record, type Act } from '#lib/audit/audit.server.ts';
import { within, type Context } from '#lib/context.ts';
import { staffRefusals, take, type Bucket } from './limits.server.ts';

/**
 * Writes down that a worker's sign-in was refused, by ids only (`unknown` when there is no such thing), in the caller's
 * transaction: so the caller must not throw inside it. Very many at once are written down now and then only.
 */
export async function noteRefusal(ctx: Context, act: Omit<Act, 'outcome'>): Promise<null> {
  if ((await take(ctx, staffRefusals)) === 0) await record(ctx, { ...act, outcome: 'refused' });
  return null;
}

/** How many refusals of one person, and of everybody who is not signed in, are written down. Nobody is refused by it. */
const notedOf = (who: string): Bucket => ({ name: `noted:${who}`, size: 60, everySeconds: 60 });

/**
 * Writes down what was refused while a request was answered (`ctx.asides`): permissions, limits, ids that are nobody's; each
 * once, and of a flood only now and then. Called by the door when all else is over: what a refusal rolled back is not lost.
 */
export async function noteAsides(ctx: Context): Promise<void> {
  const { asides = [], ...rest } = ctx;
  if (asides.length === 0) return;
  const each = new Map(asides.map((aside) => [`${aside.verb} ${aside.subjectId}`, aside]));
  await within(rest, async (ctx) => {
    for (const aside of each.values()) {
      const wait = await take(ctx, notedOf('id' in ctx.actor ? ctx.actor.id : 'visitor'));
      if (wait === 0) await record(ctx, { ...aside, outcome: 'refused' });
    }
  });
}
