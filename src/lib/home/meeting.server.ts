import { dayOf, within, type Context } from '#lib/context.ts';
import { plusDays } from '#lib/council/bank-holidays.ts';
import { iroStory } from '#lib/introductions/change.server.ts';
import type { IroStory } from '#lib/introductions/introduction.ts';
import { helloFor, type TalkTimes } from '#lib/people/page.ts';
import { pagesOf } from '#lib/people/pages.server.ts';
import { everyKind, kinds } from '#lib/requests/kinds.ts';
import { doors } from '#lib/sign-in/areas.ts';
import { wordsKept } from '#lib/sign-in/devices/lock-visit.server.ts';
import { ownTalk } from '#lib/talks/own.server.ts';
import { everyPart, parts, type OwnTalk, type Part } from '#lib/talks/talk.ts';
import type { Face, Reader } from './home.ts';
import { readTalkPost, type PostedTalk } from './talk-form.ts';

/** What a child's pages say of their IRO beside the face, and of the talk with them. */
export type Meeting = Readonly<{ story: IroStory | null; talk: OwnTalk | null }>;

/** For the start page and the page of the IRO. Showing it counts as the child having been told who is new. */
export const meetingOf = (ctx: Context, childId: string): Promise<Meeting> =>
  within(ctx, async (ctx) => ({ story: await iroStory(ctx, childId), talk: await ownTalk(ctx, childId) }));

/** What this person shows of themself to a child of this band: their hello, and when they can talk. */
export async function shownBy(ctx: Context, face: Face | null, band: Reader['band']) {
  const page = face === null ? undefined : (await pagesOf(ctx, [face.id])).get(face.id);
  return { hello: page ? helloFor(page, band) : null, times: timesOf(face, page?.talks) };
}

const timesOf = (face: Face | null, talks: TalkTimes | undefined): TalkTimes =>
  talks ?? { days: face?.workingDays ?? '12345', from: null, to: null };

/** How far ahead days are offered, and how many at most. */
const AHEAD_DAYS = 28;
const MOST_DAYS = 15;

/**
 * The days and the parts of a day on which this person can talk: no other is offered (decision 8). From tomorrow on, and only days
 * before the child's review (`reviewOn`; null: its day is not set) while there is one: `before` says whether that is so.
 */
export function timesToPick(
  times: TalkTimes,
  now: Date,
  reviewOn: string | null
): { days: string[]; parts: readonly Part[]; before: boolean } {
  const today = dayOf(now);
  const ahead = Array.from({ length: AHEAD_DAYS }, (_, at) => plusDays(today, at + 1));
  // Sunday is 7 among ISO weekdays.
  const all = ahead.filter((day) => times.days.includes(String(new Date(day).getUTCDay() || 7)));
  const sooner = all.filter((day) => reviewOn !== null && day < reviewOn);
  const before = sooner.length > 0;
  const days = (before ? sooner : all).slice(0, MOST_DAYS);
  const [from, to] = [times.from ?? '00:00', times.to ?? '24:00'];
  const hour = (clock: number) => `${String(clock).padStart(2, '0')}:00`;
  const fitting = everyPart.filter((part) => from < hour(parts[part].to) && to > hour(parts[part].from));
  return { days, parts: fitting.length > 0 ? fitting : everyPart, before };
}

/** What was being picked and written here when the visit closed by itself; null: nothing. */
export async function talkKept(ctx: Context, path: string): Promise<PostedTalk | null> {
  const data = await wordsKept(ctx, path);
  return data && readTalkPost(data);
}

/** Where a child writes to their IRO: the page of messages where there is one, or else "tell one thing". */
export const writeTo = Object.hasOwn(doors, '/me/write') ? '/me/write' : '/me/ask/tell';

/** Where a child asks for somebody else; null while that cannot be asked for. */
const different = everyKind.find((kind) => String(kind) === 'different-iro');
export const differentAt = different ? `/me/ask/${kinds[different].page}` : null;
