import { dayOf, within, type Context } from '#lib/context.ts';
import { councilSettings } from '#lib/council/council.server.ts';
import { allow } from '#lib/relations.server.ts';
import { take, type Bucket } from '#lib/sign-in/limits.server.ts';
import { helpfulPages, type HelpfulPage } from './helpful.ts';
import { quarterOf } from './quarter.ts';
import { lastClosed } from './reading.server.ts';
import { FLOOR, inBand, type Said } from './release.ts';
import * as store from './store.server.ts';

/** Anybody may press, so all of them together are bounded: 120 at once, then one every five seconds. */
const everybody: Bucket = { name: 'helpful', size: 120, everySeconds: 5 };

/**
 * Counts one press, as nobody's: whoever is signed in presses as a visitor, and nothing but the page, the quarter and which
 * button is kept. Of a flood nothing is counted, and whoever pressed is thanked all the same. Returns whether it was counted.
 */
export async function vote(ctx: Context, page: HelpfulPage, which: 'yes' | 'no'): Promise<boolean> {
  return within({ ...ctx, actor: { kind: 'visitor', assurance: 'none' } }, async (ctx) => {
    await allow(ctx, 'page.vote');
    if ((await take(ctx, everybody)) > 0) return false;
    const quarter = quarterOf(dayOf(ctx.now));
    await store.countVote(ctx, `${page} ${quarter}`, page, quarter, which);
    return true;
  });
}

/** How a page did in the quarter that is over. `said` null: too few pressed, or all the same. */
export type PageVotes = Readonly<{ page: HelpfulPage; said: Said | null }>;

/** How helpful pages were in the last quarter that is over, by the same rules as ratings. */
export async function pageVotes(ctx: Context): Promise<PageVotes[]> {
  return within(ctx, async (ctx) => {
    await allow(ctx, 'page.see-votes');
    const atLeast = Math.max(FLOOR, Number((await councilSettings(ctx)).ratingsFrom));
    const ending = lastClosed(ctx);
    const found = await store.votes(ctx, ending, ending);
    const pages = Object.keys(helpfulPages).filter((page): page is HelpfulPage => page in helpfulPages);
    return pages.map((page) => {
      const row = found.find((one) => one.page === page);
      const [good, of] = [Number(row?.yes ?? 0), Number(row?.yes ?? 0) + Number(row?.no ?? 0)];
      return { page, said: of < atLeast ? null : inBand({ good, of }) };
    });
  });
}
