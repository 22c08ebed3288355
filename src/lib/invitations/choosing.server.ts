import { firstNameOf } from '#lib/children/children.server.ts';
import { within, type Context } from '#lib/context.ts';
import { notFound } from '#lib/errors.ts';
import { allow, invitationNow } from '#lib/relations.server.ts';
import type { Started } from '#lib/sign-in/sign-in.server.ts';
import * as store from './store.server.ts';
import { byAddress, openVisit } from './visits.server.ts';

/** One child they were asked about. */
export type Choice = Readonly<{ invitationId: string; child: string; here: boolean }>;

/** About whom the person signed in can write by the address they came in with; one or none after a letter. */
export async function ownChoices(ctx: Context): Promise<Choice[]> {
  return within(ctx, async (ctx) => {
    const { here, rows } = await choosable(ctx);
    return Promise.all(
      rows.map(async (row) => ({ invitationId: row.id, child: await firstNameOf(ctx, row.child_id), here: row.id === here.id }))
    );
  });
}

/** Goes on to another child they were asked about by the same address. `not-found` for any other invitation. */
export async function goOnAbout(ctx: Context, invitationId: string): Promise<Started> {
  return within(ctx, async (ctx) => {
    const { way, rows } = await choosable(ctx);
    const row = rows.find(({ id }) => id === invitationId);
    if (!row) throw notFound();
    return openVisit(ctx, row, way);
  });
}

async function choosable(ctx: Context) {
  const { actor } = ctx;
  if (actor.kind !== 'contributor') throw notFound();
  await allow(ctx, 'entry.choose', actor.childId);
  const now = await invitationNow(ctx.db, actor.id, ctx.now);
  const here = now ? await store.invitationById(ctx, now.id) : undefined;
  if (!here) throw notFound();
  const way = actor.assurance;
  const others = way === 'letter' ? [] : await byAddress(ctx, here.reach_index, way);
  // Where two share the address around this child, they came by a link and go nowhere else by it.
  return { way, here, rows: others.some(({ id }) => id === here.id) ? others : [here] };
}
