import type { Form } from '#lib/journeys/form.ts';

/**
 * What children of 8 to 11 are asked before their review: set B (what is still missing: docs/questions-left-for-later.md). Children under 8 get these questions too until their own set is written.
 */
export const viewsMid: Form = {
  code: 'views-8-11',
  version: 1,
  bands: ['4-7', '8-11'],
  topicsPage: 'b01',
  always: ['feelings', 'review', 'change'],
  // A question is a line.
  // prettier-ignore
  pages: [
    { code: 'b01', topic: 'topics', questions: [
      { code: 'topics', kind: 'many', options: ['home', 'school', 'friends', 'family', 'health', 'me', 'plan'],
        pictures: { home: 'house', school: 'school', friends: 'friends', family: 'family', health: 'health', me: 'celebrate', plan: 'plan' } }
    ] },
    { code: 'b02', topic: 'feelings', core: true, questions: [
      { code: 'general', kind: 'faces' },
      { code: 'general-more', kind: 'text' }
    ] },
    { code: 'b03', topic: 'feelings', more: true, questions: [{ code: 'since', kind: 'text' }] },
    { code: 'b04', topic: 'feelings', more: true, questions: [
      { code: 'last-agreed', kind: 'one', options: ['yes', 'partly', 'no'] },
      { code: 'last-agreed-more', kind: 'text' }
    ] },
    { code: 'b40', topic: 'feelings', core: true, questions: [
      { code: 'worries', kind: 'one', options: ['none', 'small', 'big', 'today'], alert: ['big', 'today'] },
      { code: 'worries-more', kind: 'text' }
    ] },
    { code: 'b05', topic: 'home', core: true, questions: [
      { code: 'home-feel', kind: 'faces' },
      { code: 'home-feel-more', kind: 'text' }
    ] },
    { code: 'b06', topic: 'home', more: true, questions: [
      { code: 'home-better', kind: 'many', options: ['food', 'bedroom', 'rules', 'children', 'privacy', 'bedtime', 'pets', 'wifi'], other: true,
        pictures: { food: 'food', bedroom: 'bed', rules: 'rules', children: 'friends', privacy: 'privacy', bedtime: 'sleep', pets: 'pets', wifi: 'wifi' } },
      { code: 'home-better-more', kind: 'text' }
    ] },
    { code: 'b41', topic: 'home', core: true, when: { code: 'home-feel', holds: ['ok', 'not-great', 'really-bad', 'not-sure'] }, questions: [
      { code: 'home-safe', kind: 'one', options: ['yes', 'sometimes', 'no'], alert: ['sometimes', 'no'] },
      { code: 'home-safe-more', kind: 'text' }
    ] },
    { code: 'b07', topic: 'school', core: true, questions: [
      { code: 'school-feel', kind: 'faces' },
      { code: 'school-feel-more', kind: 'text' }
    ] },
    { code: 'b08', topic: 'school', more: true, questions: [
      { code: 'school-help', kind: 'many', options: ['reading', 'maths', 'homework', 'talk', 'quiet', 'friends', 'clubs'], other: true },
      { code: 'school-help-more', kind: 'text' }
    ] },
    { code: 'b42', topic: 'school', more: true, questions: [
      { code: 'unkind', kind: 'one', options: ['no', 'a-bit', 'a-lot'], alert: ['a-lot'] },
      { code: 'unkind-more', kind: 'text' }
    ] },
    { code: 'b09', topic: 'friends', core: true, questions: [
      { code: 'friends-feel', kind: 'faces' },
      { code: 'friends-feel-more', kind: 'text' }
    ] },
    { code: 'b10', topic: 'friends', more: true, questions: [
      { code: 'friends-see', kind: 'one', options: ['yes', 'sometimes', 'no'] },
      { code: 'friends-see-more', kind: 'text' }
    ] },
    { code: 'b11', topic: 'friends', more: true, questions: [{ code: 'friends-message', kind: 'one', options: ['yes', 'sometimes', 'no'] }] },
    { code: 'b12', topic: 'friends', more: true, questions: [
      { code: 'doing', kind: 'many', options: ['sport', 'music', 'art', 'games', 'outside', 'reading', 'swimming', 'cooking'], other: true,
        pictures: { sport: 'sport', music: 'music', art: 'art', games: 'games', outside: 'outside', reading: 'reading', swimming: 'swimming', cooking: 'cooking' } },
      { code: 'doing-try', kind: 'text' }
    ] },
    { code: 'b13', topic: 'family', core: true, questions: [{ code: 'family-who', kind: 'people' }] },
    { code: 'b14', topic: 'family', core: true, questions: [
      { code: 'family-amount', kind: 'amounts', of: 'family-who' },
      { code: 'family-amount-more', kind: 'text' }
    ] },
    { code: 'b15', topic: 'family', more: true, questions: [
      { code: 'siblings', kind: 'faces' },
      { code: 'siblings-more', kind: 'text' }
    ] },
    { code: 'b16', topic: 'health', core: true, questions: [
      { code: 'health-about', kind: 'many', options: ['well', 'teeth', 'eyes', 'sleep', 'food', 'feelings'], other: true,
        pictures: { well: 'health', teeth: 'teeth', eyes: 'eyes', sleep: 'sleep', food: 'food', feelings: 'feelings' } },
      { code: 'health-about-more', kind: 'text' }
    ] },
    // Private: asked only of those who picked it.
    { code: 'b17', topic: 'me', core: true, onlyIfChosen: true, questions: [
      { code: 'me-matters', kind: 'many', options: ['culture', 'faith', 'language', 'food', 'hair-skin', 'clothes'], other: true,
        pictures: { culture: 'celebrate', faith: 'faith', language: 'language', food: 'food', 'hair-skin': 'hair', clothes: 'clothes' } },
      { code: 'me-matters-more', kind: 'text' }
    ] },
    { code: 'b18', topic: 'me', more: true, onlyIfChosen: true, questions: [
      { code: 'me-respected', kind: 'one', options: ['yes', 'sometimes', 'no'] },
      { code: 'me-respected-more', kind: 'text' }
    ] },
    { code: 'b19', topic: 'plan', core: true, questions: [
      { code: 'plan-know', kind: 'one', options: ['yes', 'partly', 'no'] },
      { code: 'plan-know-more', kind: 'text' }
    ] },
    { code: 'b20', topic: 'plan', more: true, questions: [
      { code: 'why-here', kind: 'one', options: ['yes', 'partly', 'no'] },
      { code: 'why-here-more', kind: 'text' }
    ] },
    { code: 'b21', topic: 'plan', more: true, questions: [
      { code: 'worker-know', kind: 'one', options: ['well', 'a-bit', 'not-yet', 'none'] },
      { code: 'worker-know-more', kind: 'text' }
    ] },
    { code: 'b22', topic: 'plan', more: true, when: { code: 'worker-know', holds: ['well', 'a-bit'] }, questions: [{ code: 'worker-alone', kind: 'one', options: ['yes', 'sometimes', 'no'] }] },
    { code: 'b23', topic: 'plan', more: true, when: { code: 'worker-know', holds: ['well', 'a-bit'] }, questions: [
      { code: 'worker-promises', kind: 'one', options: ['yes', 'sometimes', 'no'] },
      { code: 'worker-promises-more', kind: 'text' }
    ] },
    { code: 'b24', topic: 'review', core: true, questions: [
      { code: 'taking-part', kind: 'one', options: ['come', 'part', 'next-room', 'video', 'speak-for-me', 'not-come', 'help-run'] },
      { code: 'taking-part-more', kind: 'text' }
    ] },
    { code: 'b25', topic: 'review', more: true, when: { code: 'taking-part', holds: ['speak-for-me'] }, questions: [{ code: 'speaker', kind: 'people' }] },
    { code: 'b26', topic: 'review', more: true, questions: [{ code: 'invite', kind: 'people' }] },
    { code: 'b27', topic: 'review', more: true, questions: [
      { code: 'not-invite', kind: 'people' },
      { code: 'not-invite-more', kind: 'text' }
    ] },
    { code: 'b28', topic: 'review', more: true, questions: [
      { code: 'where', kind: 'one', options: ['where-i-live', 'school', 'office', 'video', 'other-place'] },
      { code: 'where-more', kind: 'text' }
    ] },
    { code: 'b29', topic: 'review', more: true, questions: [
      { code: 'when-day', kind: 'date' },
      { code: 'when-day-more', kind: 'text' }
    ] },
    { code: 'b30', topic: 'review', more: true, questions: [
      { code: 'advocate', kind: 'one', options: ['yes', 'maybe', 'no'] },
      { code: 'advocate-more', kind: 'text' }
    ] },
    { code: 'b31', topic: 'change', core: true, questions: [{ code: 'change', kind: 'text' }] }
  ]
};
