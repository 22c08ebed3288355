import { dayOf, within, type Context } from '#lib/context.ts';
import { notFound } from '#lib/errors.ts';
import { askedOf } from '#lib/journeys/asked.ts';
import { readAnswer, type AnswerProblem } from '#lib/journeys/fits.ts';
import type { Answer } from '#lib/journeys/form.ts';
import { postedFrom } from '#lib/journeys/posted.ts';
import type { Said } from '#lib/messages/message.ts';
import { promisedBy } from '#lib/messages/promise.ts';
import { replyDaysFor } from '#lib/messages/reply-days.server.ts';
import { wordsKept } from '#lib/sign-in/devices/lock-visit.server.ts';
import type { Words } from '#locales/words.ts';
import { writeAbout } from '#forms/write-about.ts';

/** Opens the page on which an adult writes to the IRO. The id is born here: however often it is posted, it is one message. */
export async function adultWriting(ctx: Context, words: Words) {
  const { actor } = ctx;
  if (actor.kind !== 'contributor') throw notFound();
  const days = await within(ctx, (ctx) => replyDaysFor(ctx, actor.childId));
  const answerBy = promisedBy('unsaid', { day: dayOf(ctx.now), closed: false }, null, days);
  return { id: ctx.ids(), questions: questionsOf(words), answerBy };
}

const questionsOf = (words: Words) => {
  const [page] = writeAbout.pages;
  return page.questions.map((question) => ({ question, asked: askedOf(words, writeAbout, page, question, 'adult') }));
};

export type PostedWriting = Readonly<{
  id: string;
  said: readonly Said[];
  typed: Readonly<Record<string, Answer>>;
  problems: Readonly<Record<string, AnswerProblem>>;
}>;

/** Reads what that page posted. Never throws on odd input. */
export function readAdultWriting(data: FormData, words: Words): PostedWriting {
  const posted = postedFrom(data);
  const said: Said[] = [];
  const typed: Record<string, Answer> = {};
  const problems: Record<string, AnswerProblem> = {};
  for (const { question, asked } of questionsOf(words)) {
    const { answer, problem } = readAnswer(question, posted, {});
    if (answer) typed[question.code] = answer;
    if (problem) problems[question.code] = problem;
    else if (answer) said.push({ asked, answer });
  }
  return { id: posted.one('id') ?? '', said, typed, problems };
}

/** What was being written there when the visit closed by itself, as the page shows what came back; null: nothing. */
export async function adultWritingKept(ctx: Context, path: string, words: Words) {
  const data = await wordsKept(ctx, path);
  if (!data) return null;
  const { id, typed } = readAdultWriting(data, words);
  return { id, typed, problems: {}, problem: null };
}
