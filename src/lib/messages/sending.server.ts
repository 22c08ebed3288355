import { record } from '#lib/audit/audit.server.ts';
import { within, type Context } from '#lib/context.ts';
import { notFound, Refusal } from '#lib/errors.ts';
import { answerFits } from '#lib/journeys/fits.ts';
import type { Band, Question } from '#lib/journeys/form.ts';
import { allow } from '#lib/relations.server.ts';
import { sentByAdult, take } from '#lib/sign-in/limits.server.ts';
import { write } from '#forms/write.ts';
import { writeAbout } from '#forms/write-about.ts';
import { keepMessage } from './keeping.server.ts';
import { isSoon, type MessageReceipt, type Said, type Soon } from './message.ts';
import { advocatesHere } from './offering.server.ts';

export type NewMessage = Readonly<{
  /** Born with the page it was written on: the same id with the same words is one message (decision 13). A UUID. */
  id: string;
  said: readonly Said[];
  /** A copy to the advocates who work here. */
  copy: boolean;
  /** The day of this child's next review, null where none is known: read by the service, never posted. */
  reviewOn: string | null;
  language: string;
  band: Band;
}>;

/**
 * Sends what a child writes to their IRO: the words, the item of whoever has the child (and of the advocates, where a copy
 * goes to them), audit and nudges in one transaction, acknowledged only after it. `invalid` (`send`) with `nothing-said`
 * when there are no words, and with `no-advocate` when a copy was for somebody who is not there any more: it says so rather
 * than sending less than was asked.
 */
export async function writeToIro(ctx: Context, given: NewMessage): Promise<MessageReceipt> {
  return within(ctx, async (ctx) => {
    if (ctx.actor.kind !== 'child') throw notFound();
    const childId = ctx.actor.id;
    await allow(ctx, 'message.send', childId);
    refuseUnfit(write.pages[0].questions, 'write-words', given.said);
    const { isNew, ...receipt } = await keepMessage(
      ctx,
      {
        ...{ childId, contactId: null, submissionId: given.id, said: given.said, soon: soonIn(given.said) },
        ...{ copied: given.copy, reviewOn: given.reviewOn, language: given.language, band: given.band }
      },
      async () => {
        if (given.copy && !(await advocatesHere(ctx, childId))) throw new Refusal('invalid', { fields: { send: 'no-advocate' } });
      }
    );
    if (isNew) await recordSent(ctx, 'message.send', receipt.messageId, childId);
    return receipt;
  });
}

export type NewAbout = Pick<NewMessage, 'id' | 'said' | 'language'>;

/**
 * Sends what an adult who was asked about a child writes to the child's IRO: a thread of their own, which neither the child
 * nor another adult ever finds. `invalid` (`send`: `nothing-said`) without words; `slow-down` after twenty in an hour.
 */
export async function writeAsAdult(ctx: Context, given: NewAbout): Promise<MessageReceipt> {
  return within(ctx, async (ctx) => {
    const { actor } = ctx;
    if (actor.kind !== 'contributor') throw notFound();
    await allow(ctx, 'message.send-about', actor.childId);
    refuseUnfit(writeAbout.pages[0].questions, 'about-write', given.said);
    const { isNew, ...receipt } = await keepMessage(
      ctx,
      {
        ...{ childId: actor.childId, contactId: actor.id, submissionId: given.id, said: given.said, soon: 'unsaid' },
        ...{ copied: false, reviewOn: null, language: given.language, band: 'adult' }
      },
      async () => {
        const wait = await take(ctx, sentByAdult(actor.id));
        if (wait > 0) throw new Refusal('slow-down', { retryAfter: wait });
      }
    );
    if (isNew) await recordSent(ctx, 'message.send-about', receipt.messageId, actor.childId);
    return receipt;
  });
}

const recordSent = (ctx: Context, verb: string, subjectId: string, childId: string) =>
  record(ctx, { verb, subject: 'message', subjectId, childId });

/** The rules of a question are its definition's, whoever sent the post: nothing unasked or odd is kept. */
function refuseUnfit(questions: readonly Question[], words: string, said: readonly Said[]): void {
  for (const { asked, answer } of said) {
    const question = questions.find(({ code }) => code === asked.code);
    if (!question) throw notFound();
    if (!answerFits(question, answer, {})) throw new Refusal('invalid', { fields: { [asked.code]: 'invalid' } });
  }
  if (!said.some(({ asked }) => asked.code === words)) throw new Refusal('invalid', { fields: { send: 'nothing-said' } });
}

/** How soon a child wants to hear, where they said so. */
export function soonIn(said: readonly Said[]): Soon {
  const value = said.find(({ asked }) => asked.code === 'write-soon')?.answer.value;
  return isSoon(value) ? value : 'unsaid';
}
