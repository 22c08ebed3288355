import { isChannel, type Channel } from '#lib/consultations/giver.ts';
import { isRestriction, type GivenView } from '#lib/consultations/contributor-draft.ts';
import { isInvitationForm, isRole, type InvitationForm, type ProfessionalRole } from '#lib/invitations/invitation.ts';
import { askedOf } from '#lib/journeys/asked.ts';
import { readAnswer, type AnswerProblem } from '#lib/journeys/fits.ts';
import type { AdultForm, AdultPage, Answer } from '#lib/journeys/form.ts';
import type { Posted } from '#lib/journeys/kind.ts';
import { offeredLanguage } from '#locales/languages.ts';
import type { Words } from '#locales/words.ts';

/** Which questions are on the page. A role is a professional's. */
export type Chosen = Readonly<{ form: InvitationForm; role: ProfessionalRole | null }>;

/** Out of `parent` or `professional.school`; the usual ones when nothing, or something else, was chosen. */
export function chosenFrom(text: string | null, usual: Chosen): Chosen {
  const [form = '', role = null] = (text ?? '').split('.');
  if (!isInvitationForm(form)) return { form: usual.form, role: usual.role };
  return { form, role: form === 'professional' ? (isRole(role) ? role : 'other') : null };
}

/** What stands at the head of what was written down. */
export type Head = Readonly<{ submission: string; channel: Exclude<Channel, 'online'> | null; day: string; language: string }>;

export function headFrom(posted: Posted): Head {
  const channel = posted.one('channel') ?? '';
  return {
    submission: posted.one('submission') ?? '',
    channel: isChannel(channel) && channel !== 'online' ? channel : null,
    day: posted.one('day') ?? '',
    language: offeredLanguage(posted.one('language'))?.code ?? 'en'
  };
}

/** What was written down: to be kept (`given`), to be shown again (`typed`, `marks`), and what is wrong with it. */
export type Read = Readonly<{
  given: Readonly<Record<string, GivenView>>;
  typed: Readonly<Record<string, Answer>>;
  marks: Readonly<Record<string, readonly string[]>>;
  problems: Readonly<Record<string, AnswerProblem>>;
}>;

/** `words`: in the language in which it was given, with the names the questions say. */
export function readAll(posted: Posted, form: AdultForm, pages: readonly AdultPage[], words: Words): Read {
  const given: Record<string, GivenView> = {};
  const typed: Record<string, Answer> = {};
  const marks: Record<string, readonly string[]> = {};
  const problems: Record<string, AnswerProblem> = {};
  for (const page of pages)
    for (const question of page.questions) {
      const { code } = question;
      const { answer, problem } = readAnswer(question, posted, {});
      // Only professionals are asked for what not everybody may hear.
      const restricted = form.code === 'professional' ? posted.all(`${code}.restricted`).filter(isRestriction) : [];
      if (restricted.length > 0) marks[code] = restricted;
      if (answer) typed[code] = answer;
      if (problem) problems[code] = problem;
      else if (answer) given[code] = { answer, restricted, asked: askedOf(words, form, page, question, 'adult') };
    }
  return { given, typed, marks, problems };
}
