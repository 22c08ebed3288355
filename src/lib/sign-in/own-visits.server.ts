import { record } from '#lib/audit/audit.server.ts';
import { within, type Context } from '#lib/context.ts';
import { notFound } from '#lib/errors.ts';
import { allow } from '#lib/relations.server.ts';
import { browserParts, type BrowserFamily, type BrowserSystem } from './browser.ts';
import { endSessionById, openSessionsOf } from './lucia.server.ts';
import { accountOf } from './store.server.ts';

/** One visit as its owner sees it. `here`: the one that asks. */
export type OwnVisit = Readonly<{
  id: string;
  here: boolean;
  startedAt: string;
  seenAt: string;
  assurance: string;
  family: BrowserFamily;
  system: BrowserSystem;
}>;

/** Where whoever is signed in (a worker, or somebody who was asked for their views) is signed in now; this visit first. */
export async function ownVisits(ctx: Context): Promise<OwnVisit[]> {
  const me = whoever(ctx);
  return within(ctx, async (ctx) => {
    await allow(ctx, 'session.see-own', me.childId);
    return visitsOf(ctx);
  });
}

/** Ends one of one's own. `not-found` when it is not, or is over. */
export async function endOwnVisit(ctx: Context, id: string): Promise<void> {
  await endSome(ctx, (visit) => visit.id === id);
}

/** Ends every other one of one's own. */
export async function endOtherVisits(ctx: Context): Promise<void> {
  await endSome(ctx, ({ here }) => !here);
}

async function endSome(ctx: Context, which: (visit: OwnVisit) => boolean): Promise<void> {
  const me = whoever(ctx);
  await within(ctx, async (ctx) => {
    await allow(ctx, 'session.end-own', me.childId);
    const ending = (await visitsOf(ctx)).filter(which);
    if (ending.length === 0) throw notFound();
    for (const { id } of ending) await endSessionById(ctx.db, id);
    await record(ctx, { verb: 'session.end-own', subject: me.kind, subjectId: me.id, childId: me.childId });
  });
}

async function visitsOf(ctx: Context): Promise<OwnVisit[]> {
  const me = whoever(ctx);
  const open = await openSessionsOf(ctx.db, ctx.now, await accountOf(ctx, me.kind, me.id));
  return open
    .map((row): OwnVisit => {
      const { id, startedAt, seenAt, assurance } = row;
      return { id, here: id === me.sessionId, startedAt, seenAt, assurance, ...browserParts(row.browser) };
    })
    .sort((one, other) => Number(other.here) - Number(one.here) || other.seenAt.localeCompare(one.seenAt));
}

function whoever({ actor }: Context) {
  if (actor.kind === 'staff') return { ...actor, childId: null };
  if (actor.kind === 'contributor') return actor;
  throw notFound();
}
