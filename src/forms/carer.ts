import type { AdultForm } from '#lib/journeys/form.ts';

/** What foster carers, kinship carers and residential staff are asked before a review: set G, about ten minutes in all. */
export const carer: AdultForm = {
  code: 'carer',
  version: 1,
  readers: 'adult',
  // A question is a line.
  // prettier-ignore
  pages: [
    { code: 'k01', topic: 'progress', questions: [
      { code: 'gone-well', kind: 'text' },
      { code: 'been-hard', kind: 'text' }
    ] },
    { code: 'k02', topic: 'health', questions: [
      { code: 'health-areas', kind: 'matrix', rows: ['body', 'teeth', 'eyes', 'sleep', 'eating', 'mood'], options: ['fine', 'watching', 'help'] },
      { code: 'health-days', kind: 'dates' },
      { code: 'health-areas-more', kind: 'text' }
    ] },
    { code: 'k03', topic: 'school', questions: [
      { code: 'school-areas', kind: 'matrix', rows: ['going', 'learning', 'homework', 'friends', 'behaviour'], options: ['well', 'mixed', 'hard'] },
      { code: 'pep-met', kind: 'dates', most: 1 },
      { code: 'school-areas-more', kind: 'text' }
    ] },
    { code: 'k04', topic: 'friends', questions: [
      { code: 'fun', kind: 'text' },
      { code: 'skills', kind: 'many', options: ['self-care', 'cooking', 'tidying', 'money', 'travel', 'online'], other: true }
    ] },
    { code: 'k05', topic: 'family', questions: [{ code: 'family-effect', kind: 'text' }] },
    { code: 'k06', topic: 'me', questions: [
      { code: 'identity-kept', kind: 'many', options: ['culture', 'faith', 'language', 'food', 'hair-skin', 'story'], other: true }
    ] },
    { code: 'k07', topic: 'home', questions: [
      { code: 'home-stays', kind: 'one', options: ['settled', 'strain', 'may-end', 'notice'] },
      { code: 'carer-needs', kind: 'many', options: ['training', 'breaks', 'decisions', 'talk', 'things', 'services'], other: true },
      { code: 'home-stays-more', kind: 'text' }
    ] },
    // How many and when, nothing more: what happened is told to the worker, not written here.
    { code: 'k08', topic: 'safety', questions: [
      { code: 'incidents', kind: 'counts', rows: ['missing', 'police', 'hospital', 'serious', 'claims'] },
      { code: 'incident-days', kind: 'dates' }
    ] },
    { code: 'k09', topic: 'visits', questions: [
      { code: 'worker-visits', kind: 'dates' },
      { code: 'seen-alone', kind: 'one', options: ['always', 'sometimes', 'never'] }
    ] },
    { code: 'k10', topic: 'plan', questions: [
      { code: 'agreed-done', kind: 'one', options: ['all', 'some', 'none'] },
      { code: 'agreed-done-more', kind: 'text' }
    ] },
    { code: 'k11', topic: 'feelings', questions: [{ code: 'child-voice', kind: 'text' }] },
    { code: 'k12', topic: 'change', questions: [{ code: 'carer-decide', kind: 'text' }] }
  ]
};
