import { fail, type RequestEvent } from '@sveltejs/kit';
import { callBackFields, longest, type CallBackField, type CallBackGiven } from '#lib/call-backs/call-back.ts';
import { callBackOffer, sendCallBack } from '#lib/call-backs/sending.server.ts';
import { Refusal } from '#lib/errors.ts';
import { beside, besideEach } from '#locales/beside.ts';
import { dayInWords } from '#locales/dates.ts';
import { offeredLanguages } from '#locales/languages.ts';
import type { Words } from '#locales/words.ts';
import type { Actions, PageServerLoad } from './$types';

/** For family nobody wrote to. It confirms nothing: every word of it is the same whoever asks, and about whom. */
export const load: PageServerLoad = async ({ locals }) => {
  const { ctx, words, council } = locals;
  const offer = await callBackOffer(ctx);
  const say = words.section('family', { day: offer ? dayInWords(words.language, offer.ringBy, ctx.now) : '', count: 0 });
  return {
    say,
    council: council.name,
    // Born with the page: pressed twice, it is one.
    submissionId: offer ? ctx.ids() : null,
    fields: callBackFields.map((name) => ({ name, ...say.fields[name], longest: longest[name] })),
    where: beside(words, 'family:where'),
    beside: besideEach(words, 'family:', ['reads', 'danger']),
    safe: besideEach(words, 'help:', ['dangerText', 'outOfHours']),
    office: council.officePhone || null,
    officeName: words.t('offline:office'),
    officeHours: council.officeHours ? words.t('help:officeHours', { hours: council.officeHours }) : undefined,
    outOfHours: council.outOfHoursPhone,
    call999: words.t('help:call999'),
    languageLabel: words.t('language:title'),
    languages: ctx.actor.kind === 'visitor' ? languagesOf(words.language) : []
  };
};

const languagesOf = (now: string) =>
  offeredLanguages.map(({ code, name, direction }) => ({
    code,
    name,
    direction,
    href: `/family?lang=${code}`,
    current: code === now
  }));

export const actions: Actions = {
  send: async ({ locals, request }) => {
    const { ctx, words } = locals;
    const posted = await request.formData();
    const said = (field: CallBackField) => String(posted.get(field) ?? '').trim();
    const [name, related, child] = [said('name'), said('related'), said('child')];
    const typed: CallBackGiven = { name, related, child, phone: said('phone'), when: said('when'), about: said('about') };
    const id = String(posted.get('id') ?? '');
    try {
      const { ringBy } = await sendCallBack(ctx, { submissionId: id, language: words.language }, typed);
      const day = dayInWords(words.language, ringBy, ctx.now);
      const { sent } = words.section('family', { day, count: 0 });
      const first = beside(words, 'family:sent.first');
      return { id: null, typed: null, problems: [], problem: null, sent: { ...sent, first } };
    } catch (error) {
      return notSent(locals, error, id, typed);
    }
  }
};

/** Nothing is lost: the same page again with everything typed, what is wrong with it, or the number to ring instead. */
function notSent({ words }: RequestEvent['locals'], error: unknown, id: string, typed: CallBackGiven) {
  if (!(error instanceof Refusal) || !['invalid', 'slow-down', 'full', 'busy'].includes(error.problem)) throw error;
  const problems = callBackFields.flatMap((name) => {
    const fault = error.fields[name];
    return fault ? [{ name, text: words.t(`family:problems.${name}.${fault}`) }] : [];
  });
  const problem = problems.length > 0 ? null : whyNot(words, error);
  return fail(error.status, { id, typed, problems, problem, sent: null });
}

function whyNot(words: Words, { problem, fields, retryAfter }: Refusal): string {
  if (fields['send'] === 'nobody') return words.t('family:nobody');
  if (problem === 'slow-down') return words.t('family:busy', { count: Math.max(1, Math.ceil((retryAfter ?? 60) / 60)) });
  return words.t('family:notSaved');
}
