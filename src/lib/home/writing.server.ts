import { within, type Context } from '#lib/context.ts';
import { notFound } from '#lib/errors.ts';
import { askedOf } from '#lib/journeys/asked.ts';
import { readAnswer, type AnswerProblem } from '#lib/journeys/fits.ts';
import type { Answer, Band } from '#lib/journeys/form.ts';
import { postedFrom } from '#lib/journeys/posted.ts';
import { momentOf } from '#lib/messages/keeping.server.ts';
import type { MessageReceipt, Said, Soon } from '#lib/messages/message.ts';
import { advocatesHere } from '#lib/messages/offering.server.ts';
import { promisedBy, USUAL_REPLY_DAYS } from '#lib/messages/promise.ts';
import { soonIn, writeToIro, type NewMessage } from '#lib/messages/sending.server.ts';
import { comingOn } from '#lib/reviews/review.ts';
import { nextReview } from '#lib/reviews/reviews.server.ts';
import { wordsKept } from '#lib/sign-in/devices/lock-visit.server.ts';
import { beside } from '#locales/beside.ts';
import type { Words } from '#locales/words.ts';
import { write } from '#forms/write.ts';
import type { AskedHere } from './asking.server.ts';
import { childHere } from './way.server.ts';

/** Asked in view from the start; the rest is folded away, because writing is enough. */
const IN_VIEW: readonly string[] = ['write-words', 'write-soon'];

/** What a child meets who writes to their IRO. */
export type Writing = Readonly<{
  /** Born here: however often the page is posted, it is one message (decision 13). */
  id: string;
  questions: readonly AskedHere[];
  more: readonly AskedHere[];
  /** Somebody is there who would get a copy. */
  mayCopy: boolean;
}>;

export async function writingOf(ctx: Context, words: Words, band: Band): Promise<Writing> {
  const all = questionsOf(words, band);
  return {
    id: ctx.ids(),
    questions: all.filter(({ question: { code } }) => IN_VIEW.includes(code)),
    more: all.filter(({ question: { code } }) => !IN_VIEW.includes(code)),
    mayCopy: await within(ctx, (ctx) => advocatesHere(ctx, childHere(ctx)))
  };
}

/** Sends what the page posted, with the day of the review that its answer must not miss. */
export const sendWritten = (ctx: Context, given: Omit<NewMessage, 'reviewOn'>): Promise<MessageReceipt> =>
  within(ctx, async (ctx) => {
    if (ctx.actor.kind !== 'child') throw notFound();
    return writeToIro(ctx, { ...given, reviewOn: comingOn(await nextReview(ctx, ctx.actor.id)) });
  });

/** The day on which an answer would be promised to what is wanted today: another one where the office is closed by now. */
export function todayMeans(now: Date): { day: string; closed: boolean } {
  const moment = momentOf(now);
  const day = promisedBy('today', moment, null, USUAL_REPLY_DAYS);
  return { day, closed: day !== moment.day };
}

function questionsOf(words: Words, band: Band): AskedHere[] {
  const [page] = write.pages;
  return page.questions.map((question) => {
    const asked = askedOf(words, write, page, question, band);
    return { question, asked, hint: asked.hint === null ? null : beside(words, `write:questions.${question.code}.hint`) };
  });
}

/** A posted message: what was said, what was typed and what is wrong with it, to be shown again. */
export type PostedMessage = Readonly<{
  id: string;
  said: readonly Said[];
  typed: Readonly<Record<string, Answer>>;
  problems: Readonly<Record<string, AnswerProblem>>;
  soon: Soon;
  copy: boolean;
  /** The page with help was shown before this was posted. */
  helped: boolean;
}>;

/** Reads what the page posted. Never throws on odd input. */
export function readMessagePost(data: FormData, words: Words, band: Band): PostedMessage {
  const posted = postedFrom(data);
  const said: Said[] = [];
  const typed: Record<string, Answer> = {};
  const problems: Record<string, AnswerProblem> = {};
  for (const { question, asked } of questionsOf(words, band)) {
    const { answer, problem } = readAnswer(question, posted, {});
    if (answer) typed[question.code] = answer;
    if (problem) problems[question.code] = problem;
    else if (answer) said.push({ asked, answer });
  }
  const id = posted.one('id') ?? '';
  return {
    id,
    said,
    typed,
    problems,
    soon: soonIn(said),
    copy: posted.one('copy') !== null,
    helped: posted.one('helped') !== null
  };
}

/** What was being written here when the visit closed by itself, as the page shows what came back; null: nothing. */
export async function messageKept(ctx: Context, path: string, words: Words, band: Band) {
  const data = await wordsKept(ctx, path);
  if (!data) return null;
  const { id, typed, copy } = readMessagePost(data, words, band);
  return { id, typed, copy, problems: {}, problem: null };
}
