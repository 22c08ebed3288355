import { describe, expect, it } from 'vitest';
import { adultForms } from '#forms/forms.ts';
import { letterInWords, peopleOf } from '#lib/inbox/letter-words.ts';
import { onPaper } from '#lib/inbox/paper-form.ts';
import type { Letter } from '#lib/invitations/letter.ts';
import { wordsFor } from '#locales/words.ts';

const sam: Letter['iro'] = { name: 'Sam Okoro', called: 'Sam', phone: null, photoId: null };
const letter: Letter = {
  ...{ id: 'l', childId: 'c', contactId: 'k', madeAt: '2026-11-22T10:00:00.000Z', endsOn: '2026-12-19', opens: true },
  ...{ code: 'ZMN0J 3KRDM', language: 'en', form: 'parent', role: null, day: null, venue: null, note: '' },
  ...{ to: { name: 'Dawn Quill', lines: [] }, iro: sam, origin: 'https://say.example' },
  office: { name: 'Northmere Council', phone: '', hours: '' }
};

/** The words as a worker's page makes them: without anybody who reads, `{{iro}}` is the team. */
const wordsIn = (language: string) => {
  const team = wordsFor({ language, values: {} }).t('common:team');
  const terms = { review: 'review', reviews: 'reviews', aReview: 'a review', iroRole: 'reviewing officer' };
  return { team, words: wordsFor({ language, band: 'adult', values: { ...terms, child: 'Robin', council: 'X', iro: team } }) };
};

/** Every sentence of the paper form that says who reads: those in which the name of the letter stands, or the team. */
const printed = (language: string, code: string, iro: Letter['iro']): string => {
  const { words } = wordsIn(language);
  return adultForms
    .filter((form) => form.code === code)
    .map((form) => JSON.stringify(onPaper(words, form, form.pages, peopleOf({ iro }))))
    .join();
};

describe('the questions on paper', () => {
  it.each(['en', 'cy', 'ar'])('name whom the letter names, not the team of whoever prints it (%s)', (language) => {
    const { team } = wordsIn(language);
    const said = printed(language, 'parent', sam);
    expect(said).toContain('Sam');
    expect(said).not.toContain(`\u2068${team}\u2069`);
    expect(said).not.toContain('{{iro');
    expect(printed(language, 'parent', null)).toContain(team);
  });

  it('say in English who sees a line and who reads first', () => {
    const said = printed('en', 'parent', sam).replace(/[\u2068\u2069]/g, '');
    expect(said).toContain('Only Sam and the team see this.');
    expect(said).toContain('How should Sam reach you?');
    expect(said).not.toMatch(/the team and the team|the team reads/i);
  });
});

describe('the day on a letter', () => {
  it.each([
    ['2026-11-22', 'Sunday 22 November 2026'],
    ['2025-12-31', 'Wednesday 31 December 2025']
  ])('has its year, in whichever year it is printed (%s)', (madeOn, said) => {
    const { words } = wordsIn('en');
    const now = new Date('2026-11-22T10:00:00Z');
    expect(letterInWords({ words, letter, child: 'Robin', role: 'Reviewing officer', madeOn, now }).date).toBe(said);
  });

  it('names one reader throughout the letter', () => {
    const { words } = wordsIn('en');
    const now = new Date('2026-11-22T10:00:00Z');
    const written = letterInWords({ words, letter, child: 'Robin', role: 'Reviewing officer', madeOn: '2026-11-22', now });
    expect(JSON.stringify(written)).not.toContain('the team');
  });
});
