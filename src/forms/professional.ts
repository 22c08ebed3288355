import type { AdultForm } from '#lib/journeys/form.ts';

/**
 * What professionals are asked before a review: set H. Each role has its own pages, and the first and the last for all. The
 * social worker is asked for visits instead of the day they last saw the child.
 */
export const professional: AdultForm = {
  code: 'professional',
  version: 1,
  readers: 'adult',
  // A question is a line.
  // prettier-ignore
  pages: [
    { code: 'h01', topic: 'professional', roles: ['school', 'health', 'advocate', 'police', 'other'], questions: [
      { code: 'agency', kind: 'text' },
      { code: 'last-seen', kind: 'dates', most: 1 },
      { code: 'sources', kind: 'many', options: ['met-child', 'met-adults', 'records', 'colleagues', 'meeting'], other: true }
    ] },
    { code: 'h10', topic: 'school', roles: ['school'], questions: [
      { code: 'attendance', kind: 'counts', rows: ['attended', 'late', 'suspended', 'excluded'], percent: ['attended'] },
      { code: 'attainment', kind: 'matrix', rows: ['reading', 'writing', 'maths', 'other-subjects'], options: ['above', 'expected', 'below'] },
      { code: 'send', kind: 'one', options: ['none', 'support', 'assessing', 'ehcp'] },
      { code: 'pep-day', kind: 'dates', most: 1 },
      { code: 'pep-quality', kind: 'one', options: ['yes', 'partly', 'no'] },
      { code: 'pupil-premium', kind: 'text' }
    ] },
    { code: 'h11', topic: 'friends', roles: ['school'], questions: [
      { code: 'peers', kind: 'one', options: ['settled', 'some-trouble', 'bullied', 'bullies'] },
      { code: 'peers-more', kind: 'text' }
    ] },
    { code: 'h12', topic: 'plan', roles: ['school'], questions: [{ code: 'transition', kind: 'text' }] },
    { code: 'h20', topic: 'health', roles: ['health'], questions: [
      { code: 'assessed', kind: 'dates', most: 1 },
      { code: 'checks', kind: 'matrix', rows: ['immunisations', 'dental', 'vision', 'hearing', 'growth'], options: ['done', 'due', 'overdue'] },
      { code: 'health-actions', kind: 'counts', rows: ['done', 'open', 'late'] },
      { code: 'health-notes', kind: 'text' }
    ] },
    { code: 'h21', topic: 'feelings', roles: ['health'], questions: [
      { code: 'sdq', kind: 'counts', rows: ['score'] },
      { code: 'camhs', kind: 'one', options: ['none', 'waiting', 'open', 'ended'] },
      { code: 'mind-notes', kind: 'text' }
    ] },
    { code: 'h30', topic: 'plan', roles: ['social-worker'], questions: [
      { code: 'since-last', kind: 'text' },
      { code: 'decisions-count', kind: 'counts', rows: ['done', 'part', 'open'] },
      { code: 'decisions-late', kind: 'text' },
      { code: 'permanence', kind: 'one', options: ['home', 'relatives', 'foster', 'adoption', 'residential', 'independent', 'undecided'] },
      { code: 'permanence-day', kind: 'dates', most: 1 },
      { code: 'legal', kind: 'one', options: ['agreed', 'interim', 'full', 'placement', 'remand', 'changing'] }
    ] },
    { code: 'h31', topic: 'family', roles: ['social-worker'], questions: [{ code: 'family-now', kind: 'text' }] },
    { code: 'h32', topic: 'visits', roles: ['social-worker'], questions: [
      { code: 'visit-count', kind: 'counts', rows: ['visits', 'alone', 'late'] },
      { code: 'visit-days', kind: 'dates' }
    ] },
    { code: 'h33', topic: 'safety', roles: ['social-worker'], questions: [
      { code: 'risk-count', kind: 'counts', rows: ['missing', 'returns', 'exploitation'] },
      { code: 'risk-notes', kind: 'text' }
    ] },
    { code: 'h40', topic: 'feelings', roles: ['advocate'], questions: [
      { code: 'instructed', kind: 'text' },
      { code: 'instructed-how', kind: 'many', options: ['spoke', 'wrote', 'signed', 'showed'], other: true },
      { code: 'instructed-limits', kind: 'text' }
    ] },
    { code: 'h50', topic: 'safety', roles: ['police', 'other'], questions: [
      { code: 'facts', kind: 'text' },
      { code: 'facts-limits', kind: 'text', teamOnly: true }
    ] },
    { code: 'h90', topic: 'progress', questions: [
      { code: 'going-well', kind: 'text' },
      { code: 'concerns', kind: 'text' }
    ] },
    { code: 'h91', topic: 'change', questions: [
      { code: 'professional-decide', kind: 'text' },
      { code: 'professional-who', kind: 'text' }
    ] }
  ]
};
