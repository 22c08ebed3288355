import { childCards } from '#lib/children/children.server.ts';
import type { ChildCard } from '#lib/children/child.ts';
import { within, type Context } from '#lib/context.ts';
import { notFound } from '#lib/errors.ts';
import { readCopy, type CopyForAdvocate } from '#lib/messages/copies.server.ts';
import { readLate, type LateForStaff } from '#lib/messages/late.server.ts';
import type { ThreadForStaff } from '#lib/messages/message.ts';
import { readThread } from '#lib/messages/reading.server.ts';
import { grantFor } from '#lib/permissions.ts';
import { staffCards } from '#lib/people/people.server.ts';
import type { StaffCard } from '#lib/people/staff.ts';
import { relationsTo } from '#lib/relations.server.ts';
import type { NextReview } from '#lib/reviews/review.ts';
import { nextReview } from '#lib/reviews/reviews.server.ts';
import { holderOf } from '#lib/routing/routing.server.ts';
import { me, namesOf } from './rows.server.ts';

/** No more of the child than a list shows: an advocate or a manager may know no more. */
type ChildHere = Pick<ChildCard, 'id' | 'called' | 'lastInitial' | 'age' | 'interpreter'>;

export type MessageSheet = Readonly<{
  thread: ThreadForStaff;
  child: ChildHere;
  review: NextReview;
  /** Everybody who answered, as the child's page shows them. */
  people: ReadonlyMap<string, StaffCard>;
  /** In whose place the reader has the child. */
  coverFor: string | null;
  /** The reader may see the child's own page. */
  seesChild: boolean;
}>;

/**
 * Opens a thread, with what this reader may know beside it. Opening is an act: it is written down, and whoever wrote sees it.
 * `not-found` for everybody it is not for.
 */
export async function messageSheet(ctx: Context, id: string): Promise<MessageSheet> {
  return within(ctx, async (ctx) => {
    const thread = await readThread(ctx, id);
    const { held } = await relationsTo(ctx, thread.childId);
    const { personId, iroId } = await holderOf(ctx, thread.childId);
    const reader = me(ctx);
    const names = await namesOf(ctx, [iroId]);
    return {
      thread,
      child: await childHere(ctx, thread.childId),
      review: await nextReview(ctx, thread.childId),
      people: await staffCards(
        ctx,
        thread.messages.flatMap(({ staffId }) => staffId ?? [])
      ),
      coverFor: personId === reader && iroId !== null && iroId !== reader ? (names.get(iroId) ?? null) : null,
      seesChild: grantFor('child.see', ctx.actor, held) !== null
    };
  });
}

/** Opens a copy that a child sent to the advocates. `not-found` for everybody else. */
export async function copySheet(ctx: Context, id: string): Promise<{ copy: CopyForAdvocate; child: ChildHere }> {
  return within(ctx, async (ctx) => {
    const copy = await readCopy(ctx, id);
    return { copy, child: await childHere(ctx, copy.childId) };
  });
}

export type LateSheet = Readonly<{ late: LateForStaff; child: ChildHere; holder: string | null }>;

/** Opens "my IRO has not answered", with who has the child now. `not-found` for everybody it is not for. */
export async function lateSheet(ctx: Context, id: string): Promise<LateSheet> {
  return within(ctx, async (ctx) => {
    const late = await readLate(ctx, id);
    const { personId } = await holderOf(ctx, late.childId);
    const names = await namesOf(ctx, [personId]);
    const holder = personId === null ? null : (names.get(personId) ?? null);
    return { late, child: await childHere(ctx, late.childId), holder };
  });
}

async function childHere(ctx: Context, childId: string): Promise<ChildHere> {
  const card = (await childCards(ctx, [childId])).get(childId);
  if (!card) throw notFound();
  const { called, lastInitial, age, interpreter } = card;
  return { id: childId, called, lastInitial, age, interpreter };
}
