import { randomUUID } from 'node:crypto';
import type { Context } from '#lib/context.ts';
import { askedOf } from '#lib/journeys/asked.ts';
import type { MessageReceipt, Said, Soon } from '#lib/messages/message.ts';
import { writeAsAdult, writeToIro } from '#lib/messages/sending.server.ts';
import { write } from '#forms/write.ts';
import { writeAbout } from '#forms/write-about.ts';
import { englishWords } from './cast.ts';

type How = Readonly<{ id?: string; soon?: Soon; copy?: boolean; reviewOn?: string | null; back?: readonly string[] }>;

/** What a child's page of writing posts: words, how soon, and how to tell them back. */
function saidBy(text: string, { soon, back }: How): Said[] {
  const [page] = write.pages;
  const given: Readonly<Record<string, unknown>> = {
    ...(text !== '' && { 'write-words': text }),
    ...(soon && { 'write-soon': soon }),
    ...(back && { 'write-back': { chosen: back, other: '' } })
  };
  return page.questions
    .filter(({ code }) => code in given)
    .map((question) => ({
      asked: askedOf(englishWords, write, page, question, '8-11'),
      answer: { value: given[question.code], unsure: false }
    }));
}

/** A child writes to their IRO, as the page would. */
export const writes = (ctx: Context, text: string, how: How = {}): Promise<MessageReceipt> =>
  writeToIro(ctx, {
    id: how.id ?? randomUUID(),
    said: saidBy(text, how),
    copy: how.copy ?? false,
    reviewOn: how.reviewOn ?? null,
    language: 'en',
    band: '8-11'
  });

/** An adult who was asked writes to the child's IRO. */
export function writesAsAdult(ctx: Context, text: string, id: string = randomUUID()): Promise<MessageReceipt> {
  const [page] = writeAbout.pages;
  const [question] = page.questions;
  const asked = askedOf(englishWords, writeAbout, page, question, 'adult');
  return writeAsAdult(ctx, {
    id,
    said: text === '' ? [] : [{ asked, answer: { value: text, unsure: false } }],
    language: 'en'
  });
}

/** Text of what was said in the words' own question. */
export const wordsIn = (said: readonly Said[] | null): unknown =>
  said?.find(({ asked }) => ['write-words', 'about-write'].includes(asked.code))?.answer.value ?? null;
