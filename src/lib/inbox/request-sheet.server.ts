import { childCards } from '#lib/children/children.server.ts';
import type { ChildCard } from '#lib/children/child.ts';
import { within, type Context } from '#lib/context.ts';
import { notFound } from '#lib/errors.ts';
import { grantFor } from '#lib/permissions.ts';
import { staffCards } from '#lib/people/people.server.ts';
import type { StaffCard } from '#lib/people/staff.ts';
import { relationsTo } from '#lib/relations.server.ts';
import { readRequest } from '#lib/requests/reading.server.ts';
import type { RequestForStaff } from '#lib/requests/request.ts';
import type { NextReview } from '#lib/reviews/review.ts';
import { nextReview } from '#lib/reviews/reviews.server.ts';
import { besidesOf, isAnybodyAt } from '#lib/routing/items.server.ts';
import { holderOf } from '#lib/routing/routing.server.ts';
import { me, namesOf } from './rows.server.ts';

export type RequestSheet = Readonly<{
  request: RequestForStaff;
  /** No more of the child than a list shows: an advocate or the duty desk may know no more. */
  child: Pick<ChildCard, 'id' | 'called' | 'lastInitial' | 'age' | 'interpreter'>;
  review: NextReview;
  /** The reader, and everybody who answered, as the child's page shows them. */
  people: ReadonlyMap<string, StaffCard>;
  readerId: string;
  /** Who has the child; null: nobody, or the reader. */
  holder: string | null;
  mine: boolean;
  /** In whose place the reader has the child. */
  coverFor: string | null;
  /** From whom it is kept for good, by name: those who had the child, stood in or were the social worker when it was sent. */
  keptFrom: readonly string[];
  /** Whether somebody sits at the duty desk. */
  duty: boolean;
  /** The reader may see the child's own page. */
  seesChild: boolean;
}>;

/**
 * Opens what a child asked for, with what this reader may know beside it. Opening is an act: it is written down, and the
 * child sees it. `not-found` for everybody it is not for.
 */
export async function requestSheet(ctx: Context, id: string): Promise<RequestSheet> {
  return within(ctx, async (ctx) => {
    const request = await readRequest(ctx, id);
    const card = (await childCards(ctx, [request.childId])).get(request.childId);
    if (!card) throw notFound();
    const { called, lastInitial, age, interpreter } = card;
    const { held } = await relationsTo(ctx, request.childId);
    const holder = await holderOf(ctx, request.childId);
    const reader = me(ctx);
    const mine = holder.personId === reader;
    const besides = await besidesOf(ctx, { subject: 'request', subjectId: id });
    const names = await namesOf(ctx, [holder.personId, holder.iroId, ...besides]);
    return {
      request,
      child: { id: request.childId, called, lastInitial, age, interpreter },
      review: await nextReview(ctx, request.childId),
      people: await staffCards(ctx, [reader, ...request.answers.map(({ staffId }) => staffId)]),
      readerId: reader,
      holder: mine || holder.personId === null ? null : (names.get(holder.personId) ?? null),
      mine,
      coverFor: mine && holder.iroId !== null && holder.iroId !== reader ? (names.get(holder.iroId) ?? null) : null,
      keptFrom: besides.flatMap((one) => names.get(one) ?? []).sort((one, other) => one.localeCompare(other)),
      duty: await isAnybodyAt(ctx, 'duty'),
      seesChild: grantFor('child.see', ctx.actor, held) !== null
    };
  });
}
