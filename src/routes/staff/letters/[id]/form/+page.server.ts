import { adultForm } from '#forms/forms.ts';
import { parent } from '#forms/parent.ts';
import { draftNote, peopleOf, whoReads } from '#lib/inbox/letter-words.ts';
import { onPaper } from '#lib/inbox/paper-form.ts';
import { pagesFor } from '#lib/journeys/adult.ts';
import { beside } from '#locales/beside.ts';
import type { PageServerLoad } from './$types';
import { writtenLetter } from '../letter.server.ts';

/** The questions of whom a letter is for, to be answered by hand and posted back. */
export const load: PageServerLoad = async ({ locals, params }) => {
  const { letter, words, spoken, child } = await writtenLetter(locals.ctx, params.id, locals.reader);
  const form = adultForm(letter.form) ?? parent;
  const say = words.section('letter', { child, iro: letter.iro?.name ?? '' });
  const { notReadOut, notToParents, notToChild } = say.form;
  return {
    back: locals.words.t('reading:letter.backToLetter'),
    id: letter.id,
    language: words.language,
    direction: words.direction,
    say,
    council: spoken.council,
    reads: whoReads({ words, letter, child }),
    danger: beside(words, 'letter:help.danger'),
    draft: draftNote(words),
    topics: onPaper(words, form, pagesFor(form, letter.role), peopleOf(letter)),
    marks: letter.form === 'professional' ? [notReadOut, notToParents, notToChild] : null
  };
};
