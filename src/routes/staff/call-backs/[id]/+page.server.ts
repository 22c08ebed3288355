import { fail, redirect } from '@sveltejs/kit';
import { isOutcome, isOver, outcomes } from '#lib/call-backs/call-back.ts';
import { noteCallBack } from '#lib/call-backs/noting.server.ts';
import { readCallBack } from '#lib/call-backs/reading.server.ts';
import { Refusal } from '#lib/errors.ts';
import { ringByInWords, saidFields, triesInWords } from '#lib/inbox/call-back-words.ts';
import { asHeading, isLate, momentInWords } from '#lib/inbox/wording.ts';
import { dayInWords } from '#locales/dates.ts';
import { languageInWords } from '#locales/languages.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url }) => {
  const { ctx, words } = locals;
  const { id, said, sentAt, ringBy, language, opened, tries, done } = await readCallBack(ctx, params.id);
  const when = (at: string) => momentInWords(words, at, ctx.now);
  const say = words.section('ring-back', { language: languageInWords(words.language, language), count: 0 });
  const outcome = url.searchParams.get('noted');
  return {
    say,
    id,
    title: words.t('ring-back:title', { name: said?.name ?? words.t('ring-back:unnamed') }),
    sent: words.t('ring-back:sent', { when: when(sentAt), day: dayInWords(words.language, ringBy, ctx.now) }),
    due: asHeading(ringByInWords(words, ringBy, ctx.now)),
    late: done === null && isLate(ringBy, ctx.now),
    inEnglish: language === 'en',
    opened: opened && done === null ? words.t('ring-back:opened', { name: opened.by, when: when(opened.at) }) : null,
    said: said && saidFields(words, said),
    tries: triesInWords(words, tries, ctx.now),
    outcomes: outcomes.map((code) => ({ code, label: say.outcomes[code], hint: isOver(code) ? '' : say.stays })),
    done: done && words.t('ring-back:overBy', { name: done.by, when: when(done.at) }),
    noted: isOutcome(outcome)
  };
};

export const actions: Actions = {
  note: async ({ locals, params, request }) => {
    const posted = await request.formData();
    const said = (field: string) => String(posted.get(field) ?? '').trim();
    const typed = { outcome: said('outcome'), note: said('note') };
    const noted = await keepNote(() => noteCallBack(locals.ctx, params.id, typed));
    if ('problems' in noted) return fail(400, { ...typed, problems: noted.problems });
    redirect(303, noted.over ? '/staff?done=1' : `/staff/call-backs/${params.id}?noted=no-answer`);
  }
};

/** What was typed stays in its field when it could not be kept. */
async function keepNote(
  note: () => Promise<{ over: boolean }>
): Promise<{ over: boolean } | { problems: Readonly<Record<string, string>> }> {
  try {
    return await note();
  } catch (error) {
    if (!(error instanceof Refusal) || error.problem !== 'invalid') throw error;
    return { problems: error.fields };
  }
}
