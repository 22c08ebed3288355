import { expect, it } from 'vitest';
import { ask } from '#forms/ask.ts';
import { askedOf, optionKeys, optionsOf } from '#lib/journeys/asked.ts';
import { readAnswer } from '#lib/journeys/fits.ts';
import type { Page } from '#lib/journeys/form.ts';
import { postedFrom } from '#lib/journeys/posted.ts';
import { linesOf } from '#lib/journeys/render.ts';
import type { KindRule } from '#lib/requests/kind.ts';
import { isKind, kinds } from '#lib/requests/kinds.ts';
import { dayWithin } from '#lib/requests/promise.ts';
import { readers } from '#lib/requests/readers.ts';
import { rules } from '#lib/routing/rules.ts';
import { english } from '#locales/english.ts';
import { telling } from '#tests/setup/discretion.ts';
import { wordsWith } from '#tests/setup/words.ts';

/** The one entry in src/lib/requests/kinds.ts … */
const passport: KindRule = {
  ...kinds.talk,
  page: 'trip',
  way: { picture: 'boat', icon: 'globe', shelf: 'mine' },
  answerIn: { working: 10 }
};

/** … its page in src/forms/ask.ts … */
const page: Page = {
  code: 'trip',
  topic: 'ask',
  questions: [
    { code: 'trip-where', kind: 'text' },
    { code: 'reply', kind: 'one', options: ['here', 'call', 'meet'] }
  ]
};

/** … and its words in src/locales/en: a child's in ask.json, a worker's in staff.json. */
const said = {
  ask: {
    ...english.ask,
    ways: { ...english.ask.ways, trip: 'A passport' },
    hints: { ...english.ask.hints, trip: 'For a trip, or to have one.' },
    pages: {
      ...english.ask.pages,
      trip: {
        title: 'A passport',
        lead: 'You may ask for one.',
        more: 'Say where to',
        send: 'Ask {{iro}}',
        who: 'Only {{iro}} reads this.'
      }
    },
    questions: { ...english.ask.questions, 'trip-where': { question: 'Where do you want to go?' } }
  },
  staff: {
    ...english.staff,
    asked: {
      ...english.staff.asked,
      line: { ...english.staff.asked.line, passport: 'Wants a passport.' },
      title: { ...english.staff.asked.title, passport: '{{name}} wants a passport' },
      short: { ...english.staff.asked.short, passport: 'A passport' }
    }
  }
};

const words = await wordsWith(said);

it('needs one entry, a page and its words: what tests/unit/requests.test.ts asks of every kind is so of it', () => {
  expect(isKind('passport')).toBe(false);
  expect(telling.test(passport.page)).toBe(false);
  expect(ask.pages.map(({ code }) => code)).not.toContain(passport.page);
  const keys = [
    ...['ways', 'hints'].map((list) => `ask:${list}.${passport.page}`),
    ...['title', 'lead', 'more', 'send', 'who'].map((one) => `ask:pages.${passport.page}.${one}`),
    ...['line', 'title', 'short'].map((list) => `staff:asked.${list}.passport`)
  ];
  expect(keys.filter((key) => !words.has(key))).toEqual([]);
  expect(words.t('staff:asked.title.passport', { name: 'Robin' })).toBe('Robin wants a passport');
  for (const question of page.questions)
    for (const option of optionsOf(question))
      expect([option, optionKeys(ask, page, question, option).some(words.has)]).toEqual([option, true]);
});

it('is then somebody’s, promised by a day, and answered as the table says', () => {
  const { items, read } = readers[passport.readers];
  expect([items.map((item) => rules[item].first), read]).toEqual([['holder'], 'request.read']);
  expect(passport.answerIn && dayWithin(passport.answerIn, '2026-12-07')).toBe('2026-12-21');
  expect(passport.settledBy.filter((outcome) => !passport.outcomes.includes(outcome))).toEqual([]);
});

it('is stored as it was asked, and read in the words it was asked with', () => {
  const data = new FormData();
  data.set('trip-where', 'To see my nan in Cork.');
  const [where] = page.questions;
  const { answer, problem } = readAnswer(where, postedFrom(data), {});
  expect(problem).toBeNull();
  const asked = askedOf(words, ask, page, where, '8-11');
  const kept: { asked: typeof asked; answer: typeof answer } = JSON.parse(JSON.stringify({ asked, answer }));
  expect([kept.asked.question, kept.answer && linesOf(kept.asked, kept.answer)]).toEqual([
    'Where do you want to go?',
    ['To see my nan in Cork.']
  ]);
});
