import type { AdultForm } from '#lib/journeys/form.ts';

/**
 * What parents, other people with parental responsibility and family are asked before a review: set F. No question asks or
 * says where the child lives, who cares for them, or whether anybody else was asked.
 */
export const parent: AdultForm = {
  code: 'parent',
  version: 1,
  readers: 'adult',
  // A question is a line.
  // prettier-ignore
  pages: [
    { code: 'p01', topic: 'feelings', questions: [{ code: 'overview', kind: 'text' }] },
    { code: 'p02', topic: 'home', questions: [
      { code: 'care-view', kind: 'one', options: ['well', 'mixed', 'not-well'] },
      { code: 'care-view-more', kind: 'text' }
    ] },
    { code: 'p03', topic: 'school', questions: [{ code: 'school-know', kind: 'text' }] },
    { code: 'p04', topic: 'health', questions: [
      { code: 'health-know', kind: 'many', options: ['allergies', 'medicine', 'illness', 'teeth-eyes', 'mood', 'family-health'], other: true },
      { code: 'health-know-more', kind: 'text' }
    ] },
    { code: 'p05', topic: 'family', questions: [
      { code: 'family-goes', kind: 'one', options: ['well', 'mixed', 'not-well', 'none'] },
      { code: 'family-help', kind: 'many', options: ['day-time', 'length', 'travel', 'place', 'siblings', 'calls'], other: true },
      { code: 'family-goes-more', kind: 'text' }
    ] },
    { code: 'p06', topic: 'me', questions: [
      { code: 'keep-up', kind: 'many', options: ['culture', 'faith', 'language', 'name', 'food', 'hair-skin', 'stories'], other: true }
    ] },
    { code: 'p07', topic: 'plan', questions: [
      { code: 'plan-view', kind: 'one', options: ['agree', 'partly', 'disagree', 'not-seen'] },
      { code: 'agreed-before', kind: 'one', options: ['all', 'some', 'none', 'not-told'] },
      { code: 'worker-with-you', kind: 'matrix', rows: ['informs', 'asks', 'keeps'], options: ['yes', 'sometimes', 'no'] },
      { code: 'plan-view-more', kind: 'text' }
    ] },
    { code: 'p08', topic: 'worries', questions: [{ code: 'parent-worries', kind: 'text' }] },
    { code: 'p09', topic: 'review', questions: [
      { code: 'part-how', kind: 'one', options: ['person', 'part', 'video', 'phone', 'written'] },
      { code: 'part-needs', kind: 'many', teamOnly: true, options: ['interpreter', 'access', 'childcare', 'travel', 'time', 'apart'], other: true },
      { code: 'reach-how', kind: 'one', teamOnly: true, options: ['call', 'text', 'email', 'letter'] },
      { code: 'reach-safe', kind: 'text', teamOnly: true },
      { code: 'who-hears', kind: 'text', teamOnly: true }
    ] },
    { code: 'p10', topic: 'change', questions: [{ code: 'parent-decide', kind: 'text' }] }
  ]
};
