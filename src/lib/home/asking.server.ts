import { dayOf, within, type Context } from '#lib/context.ts';
import { askedOf } from '#lib/journeys/asked.ts';
import { readAnswer, type AnswerProblem } from '#lib/journeys/fits.ts';
import type { Answer, Asked, Band, Question } from '#lib/journeys/form.ts';
import { postedFrom } from '#lib/journeys/posted.ts';
import { kinds, type RequestKind } from '#lib/requests/kinds.ts';
import { promisedBy } from '#lib/requests/promise.ts';
import { doorsFor } from '#lib/requests/ready.server.ts';
import type { Readers, RequestReceipt, SaidTo } from '#lib/requests/request.ts';
import { deliveryOf } from '#lib/requests/delivery.server.ts';
import { pageOf, sendRequest, type NewRequest } from '#lib/requests/sending.server.ts';
import { comingOn } from '#lib/reviews/review.ts';
import { nextReview } from '#lib/reviews/reviews.server.ts';
import { wordsKept } from '#lib/sign-in/devices/lock-visit.server.ts';
import { beside, type Beside } from '#locales/beside.ts';
import { dayInWords } from '#locales/dates.ts';
import type { Words } from '#locales/words.ts';
import { ask } from '#forms/ask.ts';
import { childHere, readingAs } from './way.server.ts';
import { namedWords } from './asking.ts';
import type { Reader } from './home.ts';

/** One question of a request as a page shows it. */
export type AskedHere = Readonly<{ question: Question; asked: Asked; hint: Beside | null }>;

/** What a child meets who asks for this: the questions, who gets it, and by which day they are answered (in words). */
export type Asking = Readonly<{
  id: string;
  /** Nobody would get it: nothing is asked. */
  closed: boolean;
  /** In view from the start, and folded away because asking is enough. */
  questions: readonly AskedHere[];
  more: readonly AskedHere[];
  /** A tick by which it goes past whoever has the child. */
  tick: AskedHere | null;
  readers: Readers;
  answerBy: string | null;
}>;

/** Opens the page of a kind. The id is born here: however often the page is posted, it is one request (decision 13). */
export async function askingOf(ctx: Context, kind: RequestKind, words: Words, reader: Reader): Promise<Asking> {
  const childId = childHere(ctx);
  const { readers, asksWhy } = await deliveryOf(ctx, kind, childId);
  const doors = await doorsFor(ctx, childId);
  const day = promisedBy(kind, dayOf(ctx.now), await reviewDayOf(ctx));
  const all = asksWhy ? questionsOf(kind, namedWords(words, kind, reader), readingAs(reader).band) : [];
  const asked = all.flatMap((one) => deliverable(kind, one, doors.readers));
  const stands = ({ question: { kind: how, code } }: AskedHere) => how !== 'many' && inViewOf(kind).includes(code);
  return {
    id: ctx.ids(),
    closed: !doors.kinds.has(kind),
    questions: asked.filter(stands),
    more: asked.filter((one) => !stands(one) && one.question.kind !== 'many'),
    tick: asked.find(({ question }) => question.kind === 'many') ?? null,
    readers,
    answerBy: day === null ? null : words.t('ask:answerBy', { day: dayInWords(words.language, day, ctx.now) })
  };
}

/** The questions of this kind that stand in view: the first, and those by whose answer somebody else comes in. */
function inViewOf(kind: RequestKind): readonly string[] {
  const { inView, besides, chosen } = kinds[kind];
  const [first] = pageOf(kind).questions;
  return [inView ? first.code : '', besides ?? '', chosen?.question ?? ''];
}

/** A question who should get it, with nobody to choose who is not there; none where there is nothing to choose. */
function deliverable(kind: RequestKind, one: AskedHere, open: ReadonlySet<Readers>): AskedHere[] {
  const { chosen } = kinds[kind];
  if (chosen?.question !== one.question.code) return [one];
  const options = (one.question.options ?? []).filter((code) => open.has(chosen.to[code] ?? kinds[kind].readers));
  const least = one.question.kind === 'many' ? 1 : 2;
  return options.length < least ? [] : [{ ...one, question: { ...one.question, options } }];
}

/** Sends what a page of asking posted, with the day of the review that its answer must not miss. */
export const sendAsked = (ctx: Context, given: Omit<NewRequest, 'reviewOn'>): Promise<RequestReceipt> =>
  within(ctx, async (ctx) => sendRequest(ctx, { ...given, reviewOn: await reviewDayOf(ctx) }));

/** The day of the next review of the child signed in, as their start page says it. */
const reviewDayOf = async (ctx: Context): Promise<string | null> => comingOn(await nextReview(ctx, childHere(ctx)));

function questionsOf(kind: RequestKind, words: Words, band: Band): AskedHere[] {
  const page = pageOf(kind);
  return page.questions.map((question) => {
    const asked = askedOf(words, ask, page, question, band);
    return { question, asked, hint: asked.hint === null ? null : beside(words, `ask:questions.${question.code}.hint`) };
  });
}

/** A posted request: what was said, and what was typed and what is wrong with it, to be shown again. */
export type PostedRequest = Readonly<{
  id: string;
  said: readonly SaidTo[];
  typed: Readonly<Record<string, Answer>>;
  problems: Readonly<Record<string, AnswerProblem>>;
}>;

/** What was being written on this page when the visit closed by itself, as the page shows what came back; null: nothing. */
export async function keptOf(ctx: Context, path: string, kind: RequestKind, words: Words, band: Band) {
  const data = await wordsKept(ctx, path);
  if (!data) return null;
  const { id, typed } = readRequestPost(data, kind, words, band);
  return { id, typed, problems: {}, problem: null };
}

/** Reads what the page of a kind posted. Never throws on odd input. */
export function readRequestPost(data: FormData, kind: RequestKind, words: Words, band: Band): PostedRequest {
  const posted = postedFrom(data);
  const said: SaidTo[] = [];
  const typed: Record<string, Answer> = {};
  const problems: Record<string, AnswerProblem> = {};
  for (const { question, asked } of questionsOf(kind, words, band)) {
    const { answer, problem } = readAnswer(question, posted, {});
    if (answer) typed[question.code] = answer;
    if (problem) problems[question.code] = problem;
    else if (answer) said.push({ asked, answer });
  }
  return { id: posted.one('id') ?? '', said, typed, problems };
}
