import { fail, redirect, type Actions, type RequestEvent } from '@sveltejs/kit';
import { adultWriting, adultWritingKept, readAdultWriting, type PostedWriting } from '#lib/contributing/writing.server.ts';
import { Refusal } from '#lib/errors.ts';
import { blanks } from '#lib/home/blanks.ts';
import { lineInWords } from '#lib/home/written-words.ts';
import { ownAsAdult } from '#lib/messages/own.server.ts';
import { writeAsAdult } from '#lib/messages/sending.server.ts';
import { fieldWords } from '#lib/journeys/asked.ts';
import { dropKept } from '#lib/sign-in/devices/lock-visit.server.ts';
import { beside, besideEach } from '#locales/beside.ts';
import { dayInWords } from '#locales/dates.ts';
import type { PageServerLoad } from './$types';

/** What an adult who was asked writes to the child's IRO, and below it what was written and answered: theirs alone. */
export const load: PageServerLoad = async ({ locals, url }) => {
  const { ctx, words, reader, council } = locals;
  const lines = await ownAsAdult(ctx);
  const writing = await adultWriting(ctx, words);
  const [newest] = lines.filter(({ by }) => by === 'me');
  return {
    ...writing,
    kept: await adultWritingKept(ctx, url.pathname, words),
    say: words.section('write-about', blanks),
    beside: besideEach(words, 'write-about:', ['who', 'mayHave', 'urgent']),
    // What adults write is looked through for words that sound worried, too (attention.ts).
    person: beside(words, 'ask:person'),
    by: words.t('write-about:by', { day: dayInWords(words.language, writing.answerBy, ctx.now) }),
    sent: newest !== undefined && newest.id === url.searchParams.get('sent') ? words.t('write-about:sent') : null,
    lines: lines.map((line) => lineInWords(words, 'write-about:list', line, ctx.now)),
    face: reader.readsNow,
    office: council.officePhone || null,
    field: fieldWords(words),
    problemWords: words.section('answers').problems
  };
};

export const actions: Actions = {
  send: async (event) => {
    const { ctx, words } = event.locals;
    const { id, said, typed, problems } = readAdultWriting(await event.request.formData(), words);
    if (Object.keys(problems).length > 0) return fail(400, { id, typed, problems, problem: null });
    try {
      const receipt = await writeAsAdult(ctx, { id, said, language: words.language });
      await dropKept(ctx, event.url.pathname);
      redirect(303, `/views/write?sent=${receipt.messageId}`);
    } catch (error) {
      return notSent(event, error, { id, typed, problems });
    }
  }
};

/** Nothing written, no room, or too busy: the same page again, with everything typed and the words that say so. */
function notSent({ locals: { words } }: RequestEvent, error: unknown, typed: Omit<PostedWriting, 'said'>) {
  if (!(error instanceof Refusal) || !['full', 'busy', 'invalid', 'slow-down'].includes(error.problem)) throw error;
  if (error.problem === 'slow-down') return fail(429, { ...typed, problem: words.t('views:tooOften') });
  const key = error.fields['send'] === 'nothing-said' ? 'nothingSaid' : 'notSaved';
  return fail(error.status, { ...typed, problem: words.t(`write-about:${key}`) });
}
