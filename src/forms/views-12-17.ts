import type { Form } from '#lib/journeys/form.ts';

/**
 * What young people of 12 to 17 are asked before their review: set C, which is set B in older words and more
 * (what is still missing: docs/questions-left-for-later.md).
 */
export const viewsTeen: Form = {
  code: 'views-12-17',
  version: 1,
  bands: ['12-17'],
  topicsPage: 'c01',
  always: ['feelings', 'review', 'change'],
  // A question is a line.
  // prettier-ignore
  pages: [
    { code: 'c01', topic: 'topics', questions: [{ code: 'topics', kind: 'many', options: ['home', 'school', 'friends', 'family', 'health', 'me', 'plan', 'rights'] }] },
    { code: 'c02', topic: 'feelings', core: true, questions: [
      { code: 'general', kind: 'faces' },
      { code: 'general-more', kind: 'text' }
    ] },
    { code: 'c03', topic: 'feelings', more: true, questions: [{ code: 'since', kind: 'text' }] },
    { code: 'c04', topic: 'feelings', more: true, questions: [
      { code: 'last-agreed', kind: 'one', options: ['yes', 'partly', 'no'] },
      { code: 'last-agreed-more', kind: 'text' }
    ] },
    { code: 'c05', topic: 'feelings', more: true, questions: [
      { code: 'self', kind: 'faces' },
      { code: 'self-more', kind: 'text' }
    ] },
    { code: 'c06', topic: 'feelings', more: true, questions: [
      { code: 'rely-on', kind: 'people' },
      { code: 'rely-on-more', kind: 'text' }
    ] },
    { code: 'c50', topic: 'feelings', core: true, questions: [
      { code: 'worries', kind: 'one', options: ['none', 'small', 'big', 'today'], alert: ['big', 'today'] },
      { code: 'worries-more', kind: 'text' }
    ] },
    { code: 'c07', topic: 'home', core: true, questions: [
      { code: 'home-feel', kind: 'faces' },
      { code: 'home-feel-more', kind: 'text' }
    ] },
    { code: 'c08', topic: 'home', more: true, questions: [
      { code: 'home-talk', kind: 'many', options: ['rules', 'privacy', 'trust', 'money', 'phone', 'staying-over', 'food', 'others'], other: true },
      { code: 'home-talk-more', kind: 'text' }
    ] },
    { code: 'c09', topic: 'home', more: true, questions: [
      { code: 'settled', kind: 'one', options: ['yes', 'partly', 'no', 'moving'] },
      { code: 'settled-more', kind: 'text' }
    ] },
    { code: 'c10', topic: 'home', more: true, questions: [{ code: 'home-change', kind: 'text' }] },
    { code: 'c51', topic: 'home', core: true, when: { code: 'home-feel', holds: ['ok', 'not-great', 'really-bad', 'not-sure'] }, questions: [
      { code: 'home-safe', kind: 'one', options: ['yes', 'sometimes', 'no'], alert: ['sometimes', 'no'] },
      { code: 'home-safe-more', kind: 'text' }
    ] },
    { code: 'c11', topic: 'school', core: true, questions: [
      { code: 'school-feel', kind: 'faces' },
      { code: 'school-feel-more', kind: 'text' }
    ] },
    { code: 'c12', topic: 'school', more: true, questions: [
      { code: 'school-talk', kind: 'many', options: ['going', 'lessons', 'extra-help', 'exams', 'sent-out', 'next-step', 'travel'], other: true },
      { code: 'school-talk-more', kind: 'text' }
    ] },
    { code: 'c13', topic: 'school', more: true, questions: [{ code: 'school-support', kind: 'text' }] },
    { code: 'c52', topic: 'school', more: true, questions: [
      { code: 'unkind', kind: 'one', options: ['no', 'a-bit', 'a-lot'], alert: ['a-lot'] },
      { code: 'unkind-more', kind: 'text' }
    ] },
    { code: 'c14', topic: 'friends', core: true, questions: [
      { code: 'friends-feel', kind: 'faces' },
      { code: 'friends-feel-more', kind: 'text' }
    ] },
    { code: 'c15', topic: 'friends', more: true, questions: [
      { code: 'friends-see', kind: 'one', options: ['yes', 'sometimes', 'no'] },
      { code: 'friends-see-more', kind: 'text' }
    ] },
    { code: 'c16', topic: 'friends', more: true, questions: [{ code: 'friends-message', kind: 'one', options: ['yes', 'sometimes', 'no'] }] },
    { code: 'c17', topic: 'friends', more: true, questions: [{ code: 'free-time', kind: 'text' }] },
    { code: 'c53', topic: 'friends', more: true, questions: [
      { code: 'pressed', kind: 'one', options: ['no', 'before', 'now'], alert: ['before', 'now'] },
      { code: 'pressed-more', kind: 'text' }
    ] },
    { code: 'c18', topic: 'family', core: true, questions: [{ code: 'family-who', kind: 'people' }] },
    { code: 'c19', topic: 'family', core: true, questions: [
      { code: 'family-amount', kind: 'amounts', of: 'family-who' },
      { code: 'family-amount-more', kind: 'text' }
    ] },
    { code: 'c20', topic: 'family', more: true, questions: [
      { code: 'family-talk', kind: 'many', options: ['how-often', 'where', 'who-is-there', 'calls', 'missing', 'not-seeing'], other: true },
      { code: 'family-talk-more', kind: 'text' }
    ] },
    { code: 'c21', topic: 'family', more: true, questions: [
      { code: 'siblings', kind: 'faces' },
      { code: 'siblings-more', kind: 'text' }
    ] },
    { code: 'c22', topic: 'health', core: true, questions: [
      { code: 'health-about', kind: 'many', options: ['well', 'sleep', 'food', 'mood', 'teeth', 'eyes', 'doctor'], other: true },
      { code: 'health-about-more', kind: 'text' }
    ] },
    // Private, here and in the next topic: asked only of those who picked it.
    { code: 'c23', topic: 'health', more: true, onlyIfChosen: true, questions: [
      { code: 'health-private', kind: 'many', options: ['body', 'sex', 'smoking', 'alcohol', 'drugs'], other: true },
      { code: 'health-private-more', kind: 'text' }
    ] },
    { code: 'c54', topic: 'health', more: true, onlyIfChosen: true, questions: [
      { code: 'hurt-self', kind: 'one', options: ['no', 'before', 'now'], alert: ['before', 'now'] },
      { code: 'hurt-self-more', kind: 'text' }
    ] },
    { code: 'c24', topic: 'me', core: true, onlyIfChosen: true, questions: [
      { code: 'me-matters', kind: 'many', options: ['culture', 'faith', 'language', 'papers', 'gender', 'sexuality', 'disability', 'hair-skin'], other: true },
      { code: 'me-matters-more', kind: 'text' }
    ] },
    { code: 'c25', topic: 'me', more: true, onlyIfChosen: true, questions: [
      { code: 'me-respected', kind: 'one', options: ['yes', 'sometimes', 'no'] },
      { code: 'me-respected-more', kind: 'text' }
    ] },
    { code: 'c26', topic: 'plan', core: true, questions: [
      { code: 'plan-agree', kind: 'one', options: ['agree', 'partly', 'disagree', 'not-seen'] },
      { code: 'plan-agree-more', kind: 'text' }
    ] },
    { code: 'c27', topic: 'plan', more: true, when: { code: 'plan-agree', holds: ['agree', 'partly', 'disagree'] }, questions: [{ code: 'plan-copy', kind: 'one', options: ['yes', 'no', 'want'] }] },
    { code: 'c28', topic: 'plan', more: true, questions: [
      { code: 'why-here', kind: 'one', options: ['yes', 'partly', 'no'] },
      { code: 'why-here-more', kind: 'text' }
    ] },
    { code: 'c29', topic: 'plan', more: true, questions: [
      { code: 'worker-know', kind: 'one', options: ['well', 'a-bit', 'not-yet', 'none'] },
      { code: 'worker-know-more', kind: 'text' }
    ] },
    { code: 'c30', topic: 'plan', more: true, when: { code: 'worker-know', holds: ['well', 'a-bit'] }, questions: [{ code: 'worker-reach', kind: 'one', options: ['yes', 'sometimes', 'no'] }] },
    { code: 'c31', topic: 'plan', more: true, when: { code: 'worker-know', holds: ['well', 'a-bit'] }, questions: [{ code: 'worker-alone', kind: 'one', options: ['yes', 'sometimes', 'no'] }] },
    { code: 'c32', topic: 'plan', more: true, when: { code: 'worker-know', holds: ['well', 'a-bit'] }, questions: [
      { code: 'worker-listens', kind: 'faces' },
      { code: 'worker-listens-more', kind: 'text' }
    ] },
    { code: 'c33', topic: 'plan', more: true, when: { code: 'worker-know', holds: ['well', 'a-bit'] }, questions: [
      { code: 'worker-promises', kind: 'one', options: ['yes', 'sometimes', 'no'] },
      { code: 'worker-promises-more', kind: 'text' }
    ] },
    { code: 'c34', topic: 'plan', more: true, when: { code: 'worker-know', holds: ['well', 'a-bit', 'not-yet'] }, questions: [
      { code: 'worker-change', kind: 'one', options: ['yes', 'maybe', 'no'] },
      { code: 'worker-change-more', kind: 'text' }
    ] },
    { code: 'c35', topic: 'rights', core: true, questions: [{ code: 'rights-more', kind: 'many', options: ['advocate', 'complaint', 'file', 'visitor'], other: true }] },
    { code: 'c36', topic: 'rights', more: true, questions: [
      { code: 'advocate', kind: 'one', options: ['yes', 'maybe', 'no'] },
      { code: 'advocate-more', kind: 'text' }
    ] },
    { code: 'c37', topic: 'review', core: true, questions: [
      { code: 'taking-part', kind: 'one', options: ['come', 'part', 'next-room', 'video', 'speak-for-me', 'not-come', 'help-run'] },
      { code: 'taking-part-more', kind: 'text' }
    ] },
    { code: 'c38', topic: 'review', more: true, when: { code: 'taking-part', holds: ['speak-for-me'] }, questions: [{ code: 'speaker', kind: 'people' }] },
    { code: 'c39', topic: 'review', more: true, questions: [
      { code: 'run-how', kind: 'many', options: ['lead', 'lead-with', 'agenda', 'two-parts', 'no-school', 'my-questions'], other: true },
      { code: 'run-how-more', kind: 'text' }
    ] },
    { code: 'c40', topic: 'review', more: true, questions: [{ code: 'invite', kind: 'people' }] },
    { code: 'c41', topic: 'review', more: true, questions: [
      { code: 'not-invite', kind: 'people' },
      { code: 'not-invite-more', kind: 'text' }
    ] },
    { code: 'c42', topic: 'review', more: true, questions: [
      { code: 'where', kind: 'one', options: ['where-i-live', 'school', 'office', 'video', 'other-place'] },
      { code: 'where-more', kind: 'text' }
    ] },
    { code: 'c43', topic: 'review', more: true, questions: [
      { code: 'when-day', kind: 'date' },
      { code: 'when-day-more', kind: 'text' }
    ] },
    { code: 'c44', topic: 'review', more: true, questions: [
      { code: 'earlier', kind: 'one', options: ['sooner', 'call', 'both', 'neither'] },
      { code: 'earlier-more', kind: 'text' }
    ] },
    { code: 'c45', topic: 'review', more: true, questions: [
      { code: 'results-how', kind: 'one', options: ['letter', 'message', 'spoken', 'with-carer', 'with-iro'] },
      { code: 'results-how-more', kind: 'text' }
    ] },
    { code: 'c46', topic: 'change', core: true, questions: [{ code: 'change', kind: 'text' }] }
  ]
};
