import type { Anchor } from '#lib/audit/anchor.ts';
import { anchorsAt, anchorWhenDue, newestAnchor } from '#lib/audit/anchoring.server.ts';
import { checkAudit, checkIsDue, noteClock } from '#lib/audit/checking.server.ts';
import type { Context } from '#lib/context.ts';
import type { Settings } from '#lib/server/settings.ts';

type Kept = Pick<Settings, 'anchorDir' | 'mode'>;

/** Notes the end of the audit chain outside the database, when that is due. */
export function anchoring({ anchorDir: dir, mode }: Kept): (ctx: Context) => Promise<void> {
  let last: Anchor | null | undefined;
  return async (ctx) => {
    last ??= dir === null ? null : newestAnchor(ctx, dir);
    last = (await anchorWhenDue(ctx, { dir, live: mode === 'live' }, last)) ?? last;
  };
}

/** Walks the whole chain once a night. */
export const checkingAudit =
  ({ anchorDir }: Kept): ((ctx: Context) => Promise<void>) =>
  async (ctx) => {
    if (await checkIsDue(ctx)) await checkAudit(ctx, anchorDir === null ? [] : anchorsAt(anchorDir));
  };

/** Sees when the clock is not where it should be for the time that went by. `went` gives ms that no clock setting moves. */
export function watchingClock(went: () => number = () => performance.now()): (ctx: Context) => Promise<void> {
  let before: { clock: number; went: number } | null = null;
  return async (ctx) => {
    const now = { clock: ctx.now.getTime(), went: went() };
    const jumped = before ? now.clock - before.clock - (now.went - before.went) : 0;
    before = now;
    await noteClock(ctx, jumped);
  };
}
