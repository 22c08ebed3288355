import type { Context } from '#lib/context.ts';
import { askedOf } from '#lib/journeys/asked.ts';
import type { Answer } from '#lib/journeys/form.ts';
import { kinds, type RequestKind } from '#lib/requests/kinds.ts';
import type { RequestReceipt } from '#lib/requests/request.ts';
import { pageOf, sendRequest } from '#lib/requests/sending.server.ts';
import { ask } from '#forms/ask.ts';
import { englishWords } from './cast.ts';

type Said = Readonly<{
  /** For the page's first question that takes words. */
  text?: string;
  /** Of other questions, by their code. */
  picked?: Readonly<Record<string, Answer['value']>>;
  id?: string;
}>;

/** What is picked on the page of a kind so that it goes to these readers; nothing where it goes there anyway. */
export function pickedOf(kind: RequestKind, to: string): Readonly<Record<string, unknown>> {
  const { readers, chosen } = kinds[kind];
  const option = Object.entries(chosen?.to ?? {}).find(([, by]) => by === to)?.[0];
  const question = pageOf(kind).questions.find(({ code }) => code === chosen?.question);
  if (readers === to || option === undefined || !question) return {};
  return { [question.code]: question.kind === 'many' ? { chosen: [option], other: '' } : option };
}

/** Sends as the page of a kind would. */
export function asks(ctx: Context, kind: RequestKind, { text, picked = {}, id = ctx.ids() }: Said = {}): Promise<RequestReceipt> {
  const page = pageOf(kind);
  const first = page.questions.find((question) => question.kind === 'text');
  const values: Readonly<Record<string, unknown>> = { ...(first && text !== undefined && { [first.code]: text }), ...picked };
  const said = page.questions
    .filter(({ code }) => code in values)
    .map((question) => ({
      asked: askedOf(englishWords, ask, page, question, '8-11'),
      answer: { value: values[question.code], unsure: false }
    }));
  return sendRequest(ctx, { id, kind, said, reviewOn: null, language: 'en', band: '8-11' });
}
