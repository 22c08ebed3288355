import { childCards } from '#lib/children/children.server.ts';
import type { ChildCard } from '#lib/children/child.ts';
import { within, type Context } from '#lib/context.ts';
import { notFound } from '#lib/errors.ts';
import { peopleAsked } from '#lib/invitations/asked.server.ts';
import type { PeopleAsked } from '#lib/invitations/asked.ts';
import type { InvitationWay } from '#lib/invitations/invitation.ts';
import { watchingOf } from '#lib/invitations/watching.server.ts';
import type { NextReview } from '#lib/reviews/review.ts';
import { nextReview } from '#lib/reviews/reviews.server.ts';
import { staffNamed } from './people-words.ts';
import { namesOf } from './rows.server.ts';

export type PeopleSheet = PeopleAsked &
  Readonly<{
    child: Pick<ChildCard, 'id' | 'called' | 'lastInitial'>;
    review: NextReview;
    /** How many words are watched for: which they are nobody can say. */
    watched: number;
    /** Names of the staff who sent or read something. */
    staff: ReadonlyMap<string, string>;
  }>;

/** Who is asked about this child, with what belongs beside it. `not-found` for anybody but the IRO or cover. */
export async function peopleSheet(ctx: Context, childId: string, offered: readonly InvitationWay[]): Promise<PeopleSheet> {
  return within(ctx, async (ctx) => {
    const asked = await peopleAsked(ctx, childId, offered);
    const card = (await childCards(ctx, [childId])).get(childId);
    if (!card) throw notFound();
    const { id, called, lastInitial } = card;
    return {
      ...asked,
      child: { id, called, lastInitial },
      review: await nextReview(ctx, childId),
      watched: (await watchingOf(ctx, childId)).words,
      staff: await namesOf(ctx, staffNamed(asked.people))
    };
  });
}
