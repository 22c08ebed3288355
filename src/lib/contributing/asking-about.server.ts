import { dayOf, type Context } from '#lib/context.ts';
import { askedOf } from '#lib/journeys/asked.ts';
import { readAnswer, type AnswerProblem } from '#lib/journeys/fits.ts';
import type { Answer, Asked, Question } from '#lib/journeys/form.ts';
import { postedFrom } from '#lib/journeys/posted.ts';
import { adultPageOf } from '#lib/requests/asking-about.server.ts';
import { deliveryOf } from '#lib/requests/delivery.server.ts';
import type { RequestKind } from '#lib/requests/kinds.ts';
import { promisedBy } from '#lib/requests/promise.ts';
import type { Readers, SaidTo } from '#lib/requests/request.ts';
import { wordsKept } from '#lib/sign-in/devices/lock-visit.server.ts';
import type { Values, Words } from '#locales/words.ts';
import { askAbout } from '#forms/ask-about.ts';

export type AdultAsking = Readonly<{
  /** Born here: however often the page is posted, it is one request (decision 13). */
  id: string;
  questions: readonly Readonly<{ question: Question; asked: Asked }>[];
  readers: Readers;
  /** The day by which an answer is promised (`YYYY-MM-DD`); null: none is. */
  answerBy: string | null;
}>;

/** Opens the page on which an adult asks for this. `reviewOn`: the day of the next review, where they may know it. */
export async function adultAsking(
  ctx: Context,
  about: Readonly<{ childId: string; kind: RequestKind; reviewOn: string | null }>,
  words: Words,
  values: Values = {}
): Promise<AdultAsking> {
  const { readers, asksWhy } = await deliveryOf(ctx, about.kind, about.childId);
  return {
    id: ctx.ids(),
    questions: asksWhy ? questionsOf(about.kind, words, values) : [],
    readers,
    answerBy: promisedBy(about.kind, dayOf(ctx.now), about.reviewOn)
  };
}

const questionsOf = (kind: RequestKind, words: Words, values: Values) => {
  const page = adultPageOf(kind);
  return page.questions.map((question) => ({ question, asked: askedOf(words, askAbout, page, question, 'adult', values) }));
};

export type PostedAsking = Readonly<{
  id: string;
  said: readonly SaidTo[];
  typed: Readonly<Record<string, Answer>>;
  problems: Readonly<Record<string, AnswerProblem>>;
}>;

/** What was being written on this page when the visit closed by itself, as the page shows what came back; null: nothing. */
export async function adultKept(ctx: Context, path: string, kind: RequestKind, words: Words) {
  const data = await wordsKept(ctx, path);
  if (!data) return null;
  const { id, typed } = readAdultAsking(data, kind, words);
  return { id, typed, problems: {}, problem: null };
}

/** Reads what such a page posted. Never throws on odd input. */
export function readAdultAsking(data: FormData, kind: RequestKind, words: Words, values: Values = {}): PostedAsking {
  const posted = postedFrom(data);
  const said: SaidTo[] = [];
  const typed: Record<string, Answer> = {};
  const problems: Record<string, AnswerProblem> = {};
  for (const { question, asked } of questionsOf(kind, words, values)) {
    const { answer, problem } = readAnswer(question, posted, {});
    if (answer) typed[question.code] = answer;
    if (problem) problems[question.code] = problem;
    else if (answer) said.push({ asked, answer });
  }
  return { id: posted.one('id') ?? '', said, typed, problems };
}
