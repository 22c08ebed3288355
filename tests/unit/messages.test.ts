import { describe, expect, test } from 'vitest';
import { metered } from '#lib/messages/meter.ts';
import { asksToBeRung, soonToChoose, type Said } from '#lib/messages/message.ts';
import { isPast, promisedBy } from '#lib/messages/promise.ts';
import { quickReplies } from '#lib/messages/quick.ts';
import { write } from '#forms/write.ts';
import messages from '#locales/en/messages.json' with { type: 'json' };

describe('how hard a text is to read', () => {
  test('short sentences of short words are easy, whatever they end with', () => {
    for (const text of [
      'I read what you wrote. Thank you!',
      'We can talk on Friday. Is four o’clock good?\nI will ring you',
      'I asked Tom Featherstonehaugh about it. He said yes.',
      'It is on 14.12.2026 at 3.30. I will be there.'
    ])
      expect(metered(text)).toMatchObject({ easy: true, long: [], hard: [] });
  });

  test('a long sentence is named as it stands, and the others are not', () => {
    const long = 'I will ask your social worker about the room and then I will write to you about what she said to me.';
    expect(metered(`Hello. ${long} Bye.`)).toMatchObject({ easy: false, long: [long] });
    const fifteen = 'one two three four five six seven eight nine ten so far it is all';
    expect(metered(`${fifteen}.`).easy).toBe(true);
    expect(metered(`${fifteen} right.`).easy).toBe(false);
  });

  test('a line is a sentence, so a list needs no stops', () => {
    expect(metered('I asked about these things\nyour room and your bike\nthe bus on Monday\nyour phone').easy).toBe(true);
  });

  test('too many long words are named, each once; one among many is not', () => {
    expect(metered('The recommendations of the professionals were implemented. Recommendations help.')).toMatchObject({
      easy: false,
      hard: ['recommendations', 'professionals', 'implemented']
    });
    expect(metered('Your headteacher said that you can come back on Monday. I am glad.').easy).toBe(true);
  });

  test('nothing is neither easy nor hard', () => {
    for (const text of ['', '  \n ', '...']) expect(metered(text)).toMatchObject({ empty: true, easy: false });
  });

  test('every short answer can be read by a ten-year-old', () => {
    for (const code of quickReplies) expect([code, metered(messages.quick[code]).easy]).toEqual([code, true]);
  });
});

describe('by when an answer is promised', () => {
  const at = (day: string, closed = false) => ({ day, closed });
  test.each([
    // Monday 7 December 2026.
    ['today', at('2026-12-07'), null, '2026-12-07'],
    ['today', at('2026-12-07', true), null, '2026-12-08'],
    // A Friday evening, a Saturday, Christmas Day (a Friday; Monday 28 is the bank holiday for Boxing Day).
    ['today', at('2026-12-11', true), null, '2026-12-14'],
    ['today', at('2026-12-12'), null, '2026-12-14'],
    ['today', at('2026-12-25'), null, '2026-12-29'],
    ['week', at('2026-12-07'), null, '2026-12-10'],
    ['week', at('2026-12-11'), null, '2026-12-16'],
    ['week', at('2026-12-07'), '2026-12-08', '2026-12-10'],
    ['review', at('2026-12-07'), null, '2026-12-14'],
    ['review', at('2026-12-07'), '2027-03-01', '2026-12-14'],
    ['review', at('2026-12-07'), '2026-12-14', '2026-12-13'],
    ['review', at('2026-12-07'), '2026-12-09', '2026-12-08'],
    // On the day of the review itself, and of one that has gone by.
    ['review', at('2026-12-07'), '2026-12-07', '2026-12-07'],
    ['review', at('2026-12-07'), '2026-12-01', '2026-12-14']
  ] as const)('%s, written %o with a review on %s: %s', (soon, moment, reviewOn, by) => {
    expect(promisedBy(soon, moment, reviewOn, 5)).toBe(by);
  });

  test.each([
    // Who says nothing is answered within the days that stand beside the face of whoever reads it.
    ['unsaid', 2, '2026-12-09'],
    ['unsaid', 4, '2026-12-11'],
    // And nobody who asks for a day is promised a later one than that.
    ['week', 2, '2026-12-09'],
    ['week', 4, '2026-12-10'],
    ['review', 2, '2026-12-09'],
    ['today', 2, '2026-12-07']
  ] as const)('%s, written to somebody who answers within %i working days: %s', (soon, replyDays, by) => {
    expect(promisedBy(soon, at('2026-12-07'), null, replyDays)).toBe(by);
  });

  test('it is late from the day after, and what was promised no day never is', () => {
    expect([isPast('2026-12-07', '2026-12-07'), isPast('2026-12-07', '2026-12-08'), isPast(null, '2030-01-01')]).toEqual([
      false,
      true,
      false
    ]);
  });
});

test('the form asks how soon in exactly the ways that are promised', () => {
  const [page] = write.pages;
  expect(page.questions.find(({ code }) => code === 'write-soon')?.options).toEqual(soonToChoose);
});

test('whoever asks to be rung is known by what they chose, not by what they wrote', () => {
  const said = (code: string, value: unknown): Said => ({
    asked: {
      code,
      kind: 'many',
      topic: 'ask',
      question: '',
      hint: null,
      options: {},
      language: 'en',
      band: '8-11',
      formVersion: 1
    },
    answer: { value, unsure: false }
  });
  expect(asksToBeRung([said('write-back', { chosen: ['here', 'call'], other: '' })])).toBe(true);
  expect(asksToBeRung([said('about-write-back', 'call')])).toBe(true);
  expect(asksToBeRung([said('write-back', { chosen: ['school'], other: '' })])).toBe(false);
  expect(asksToBeRung([said('write-words', 'call')])).toBe(false);
  expect(asksToBeRung(null)).toBe(false);
});
