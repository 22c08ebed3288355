import { childCards, childFor } from '#lib/children/children.server.ts';
import { dayOf, within, type Context } from '#lib/context.ts';
import { hellosTo } from '#lib/introductions/hello.server.ts';
import type { Hello } from '#lib/introductions/introduction.ts';
import { notFound } from '#lib/errors.ts';
import { nextReview } from '#lib/reviews/reviews.server.ts';
import type { NextReview } from '#lib/reviews/review.ts';
import { openItemsAbout } from '#lib/routing/items.server.ts';
import { holderOf } from '#lib/routing/routing.server.ts';
import { readTalk, talkLines } from '#lib/talks/reading.server.ts';
import type { TalkForStaff, TalkLine } from '#lib/talks/talk.ts';
import { mayNow, type Action } from '#lib/talks/workflow.ts';
import { me, namesOf } from './rows.server.ts';

export type TalkSheet = Readonly<{
  talk: TalkForStaff;
  child: Readonly<{ id: string; called: string; lastInitial: string; age: number | null }>;
  review: NextReview;
  coverFor: string | null;
  /** What may be done with it now. */
  may: ReadonlySet<Action>;
}>;

/** Opens a talk, with what belongs beside it. Opening is an act: it is written down, and the child sees it. */
export async function talkSheet(ctx: Context, id: string): Promise<TalkSheet> {
  return within(ctx, async (ctx) => {
    const talk = await readTalk(ctx, id);
    const card = (await childCards(ctx, [talk.childId])).get(talk.childId);
    if (!card) throw notFound();
    const holder = await holderOf(ctx, talk.childId);
    const names = await namesOf(ctx, [holder.iroId]);
    const mine = holder.personId === me(ctx);
    const days = { on: talk.on, today: dayOf(ctx.now) };
    const actions = ['set', 'offer', 'moved', 'missed', 'talked', 'seen'] as const;
    return {
      talk,
      child: { id: talk.childId, called: card.called, lastInitial: card.lastInitial, age: card.age },
      review: await nextReview(ctx, talk.childId),
      coverFor: mine && holder.iroId !== null && holder.iroId !== me(ctx) ? (names.get(holder.iroId) ?? null) : null,
      may: new Set(actions.filter((action) => mayNow(talk.status, 'iro', action, days)))
    };
  });
}

/** What a worker's page of a child says of hellos and of the talk. `due`: the day by which a hello is asked for. */
export type Meeting = Readonly<{ talk: TalkLine | null; hellos: readonly (Hello & { staffId: string })[]; due: string | null }>;

/** For whoever may see this child. */
export async function meetingFor(ctx: Context, childId: string): Promise<Meeting> {
  return within(ctx, async (ctx) => {
    await childFor(ctx, childId);
    const [talk] = await talkLines(ctx, [childId]);
    const due = (await openItemsAbout(ctx, childId)).find(({ kind }) => kind === 'introduce');
    return { talk: talk ?? null, hellos: await hellosTo(ctx, childId), due: due?.neededBy ?? null };
  });
}
