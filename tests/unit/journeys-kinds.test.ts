import fc from 'fast-check';
import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { answerFits, readAnswer, shortened } from '#lib/journeys/fits.ts';
import { optionsOf } from '#lib/journeys/asked.ts';
import type { Answer, Asked, KindCode, Question } from '#lib/journeys/form.ts';
import { postedFrom } from '#lib/journeys/posted.ts';
import { countOf, countsIn } from '#lib/journeys/questions/counts/kind.ts';
import { daysIn, isNoDay } from '#lib/journeys/questions/dates/kind.ts';
import { kinds } from '#lib/journeys/questions/kinds.ts';
import { faceOf, linesOf } from '#lib/journeys/render.ts';

const people = ['Mum', 'Nan'];
const named = { who: { value: people, unsure: false } };
const questions: Record<KindCode, Question> = {
  faces: { code: 'q', kind: 'faces' },
  one: { code: 'q', kind: 'one', options: ['yes', 'no'] },
  many: { code: 'q', kind: 'many', options: ['food', 'rules', 'pets'], other: true },
  people: { code: 'q', kind: 'people' },
  amounts: { code: 'q', kind: 'amounts', of: 'who' },
  text: { code: 'q', kind: 'text' },
  date: { code: 'q', kind: 'date' },
  matrix: { code: 'q', kind: 'matrix', rows: ['0', 'teeth'], options: ['yes', 'partly', 'no'] },
  counts: { code: 'q', kind: 'counts', rows: ['0', 'attended'], percent: ['attended'] },
  dates: { code: 'q', kind: 'dates' }
};
const all = Object.values(questions).map((question) => [question.kind, question] as const);

function post(fields: Record<string, string | string[]>) {
  const data = new FormData();
  for (const [name, values] of Object.entries(fields)) for (const value of [values].flat()) data.append(name, value);
  return postedFrom(data);
}

const read = (kind: KindCode, fields: Record<string, string | string[]>) => readAnswer(questions[kind], post(fields), named);
const asked = (kind: KindCode, language = 'en'): Asked => ({
  code: 'q',
  kind,
  topic: 't',
  question: 'Q?',
  hint: null,
  language,
  band: '8-11',
  formVersion: 1,
  options: Object.fromEntries(optionsOf(questions[kind]).map((code) => [code, `<${code}>`])),
  rows: Object.fromEntries((questions[kind].rows ?? []).map((row) => [row, `[${row}]`])),
  percent: questions[kind].percent ?? []
});
const lines = (kind: KindCode, value: unknown, unsure = false) => linesOf(asked(kind), { value, unsure });
const given = (value: unknown, unsure = false) => ({ answer: { value, unsure }, problem: null });

it('has one folder a kind, with its rules and its face, and nothing else in the list', () => {
  const folder = 'src/lib/journeys/questions';
  const folders = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);
  expect(folders.sort()).toEqual(Object.keys(kinds).sort());
  for (const name of folders)
    expect(readdirSync(`${folder}/${name}`)).toEqual(expect.arrayContaining(['kind.ts', 'Field.svelte']));
  for (const [code, kind] of Object.entries(kinds)) expect(kind.code).toBe(code);
});

describe.each(all)('every kind, here %s', (kind, question) => {
  it('reads an empty post as no answer', () => {
    expect(read(kind, {})).toEqual({ answer: null, problem: null });
    expect(
      read(kind, { q: '', 'q.0': '   ', 'q.other': ' ', 'q.day': '', 'q.month': '', 'q.year': '', 'q.1.note': ' ' })
    ).toEqual({
      answer: null,
      problem: null
    });
  });

  it('takes "I am not sure", and says so in its words', () => {
    const { answer, problem } = read(kind, {
      q: 'not-sure',
      'q.unsure': 'not-sure',
      'q.0': kind === 'amounts' || kind === 'matrix' ? 'not-sure' : ''
    });
    expect(problem).toBeNull();
    expect(answer?.unsure).toBe(true);
    expect(answer && answerFits(question, answer, named)).toBe(true);
    expect(answer && linesOf(asked(kind), answer).join()).toContain('<not-sure>');
  });

  it('never throws, and never gives what its own rules refuse without saying so, whatever is posted', () => {
    const names = [
      'q',
      'q.0',
      'q.1',
      'q.5',
      'q.6',
      'q.0.person',
      'q.other',
      'q.unsure',
      'q.day',
      'q.month',
      'q.year',
      'q.0.day',
      'q.0.month',
      'q.0.year',
      'q.0.note',
      'q.7.note',
      'q.teeth',
      'q.attended',
      '__proto__'
    ];
    const values = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 40 }),
      fc.constantFrom(
        'not-sure',
        'other',
        'food',
        'more',
        'yes',
        '31',
        '2',
        '2026',
        '94.3 %',
        '-1',
        'Mum',
        '__proto__',
        'constructor',
        '\0',
        '\ud800',
        'x'.repeat(5000)
      )
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constantFrom(...names), values), { maxLength: 14 }), (entries) => {
        const data = new FormData();
        for (const [name, value] of entries) data.append(name, value);
        const { answer, problem } = readAnswer(question, postedFrom(data), named);
        if (answer && problem === null) {
          expect(answerFits(question, answer, named)).toBe(true);
          expect(linesOf(asked(kind), answer).length).toBeGreaterThan(0);
        }
        if (answer) expect(JSON.parse(JSON.stringify(answer))).toEqual(answer);
      }),
      { numRuns: 300 }
    );
  });

  it('says nothing of a stored value that is none of its own, and does not throw', () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        const texts = linesOf(asked(kind), { value, unsure: false });
        expect(texts.every((text) => typeof text === 'string')).toBe(true);
      })
    );
    const odd: Answer = { value: { evil: true }, unsure: false };
    expect(answerFits(question, odd, named)).toBe(false);
    expect(linesOf(asked(kind), odd)).toEqual([]);
    expect(answerFits(question, { value: null, unsure: false }, named)).toBe(false);
  });
});

describe('faces', () => {
  it('reads one of five feelings and nothing else', () => {
    expect(read('faces', { q: 'not-great' })).toEqual(given('not-great'));
    expect(read('faces', { q: 'furious' }).answer).toBeNull();
    expect(lines('faces', 'not-great')).toEqual(['<not-great>']);
  });

  it('has a face to draw, and only faces have', () => {
    expect(faceOf(asked('faces'), { value: 'ok', unsure: false })).toBe('ok');
    expect(faceOf(asked('faces'), { value: null, unsure: true })).toBe('not-sure');
    expect(faceOf(asked('one'), { value: 'ok', unsure: false })).toBeNull();
  });
});

it('one reads only its own options', () => {
  expect(read('one', { q: 'no' })).toEqual(given('no'));
  expect(read('one', { q: 'toString' }).answer).toBeNull();
  expect(lines('one', 'no')).toEqual(['<no>']);
});

describe('many', () => {
  it('keeps the options in the order asked, without doubles or strangers', () => {
    expect(read('many', { q: ['pets', 'food', 'pets', 'moon'] })).toEqual(given({ chosen: ['food', 'pets'], other: '' }));
  });

  it('counts what is written beside "something else", ticked or not', () => {
    expect(read('many', { 'q.other': ' A shed ' })).toEqual(given({ chosen: ['other'], other: 'A shed' }));
    expect(lines('many', { chosen: ['food', 'other'], other: 'A shed' })).toEqual(['<food>', '<other>: A shed']);
    expect(lines('many', { chosen: ['other'], other: '' })).toEqual(['<other>']);
  });

  it('keeps choices together with "I am not sure"', () => {
    expect(read('many', { q: ['food', 'not-sure'] })).toEqual(given({ chosen: ['food'], other: '' }, true));
    expect(lines('many', { chosen: ['food'], other: '' }, true)).toEqual(['<food>', '<not-sure>']);
  });

  it('says when something else is too long, and keeps it to be shown again', () => {
    const { answer, problem } = read('many', { 'q.other': 'x'.repeat(501) });
    expect(problem).toBe('long');
    expect(answer?.value).toEqual({ chosen: ['other'], other: 'x'.repeat(501) });
  });

  it('takes nothing else where none is offered', () => {
    const { other: _, ...plain } = questions.many;
    expect(readAnswer(plain, post({ q: 'other', 'q.other': 'A shed' }), {}).answer).toBeNull();
  });
});

describe('people', () => {
  it('reads up to six names, tidied', () => {
    expect(read('people', { 'q.0': '  Aunty   Jo ', 'q.2': 'Nan', 'q.6': 'Seventh' })).toEqual(given(['Aunty Jo', 'Nan']));
    expect(lines('people', ['Aunty Jo', 'Nan'])).toEqual(['Aunty Jo', 'Nan']);
  });

  it('keeps two people of one name, and tells them apart; the same again changes nothing', () => {
    const twice = given(['Jo', 'Nan', 'jo (2)', 'Jo (3)']);
    expect(read('people', { 'q.0': 'Jo', 'q.1': 'Nan', 'q.2': 'jo', 'q.3': 'Jo' })).toEqual(twice);
    expect(read('people', { 'q.0': 'Jo', 'q.1': 'Nan', 'q.2': 'jo (2)', 'q.3': 'Jo (3)' })).toEqual(twice);
    const { answer } = read('people', { 'q.0': 'x'.repeat(60), 'q.1': 'x'.repeat(60) });
    expect(answer && answerFits(questions.people, answer, {})).toBe(true);
  });

  it('cuts a name that no form of ours could have sent, between letters', () => {
    const { answer, problem } = read('people', { 'q.0': `${'x'.repeat(59)}😀` });
    expect(problem).toBeNull();
    expect(answer && answerFits(questions.people, answer, {})).toBe(true);
  });
});

describe('amounts', () => {
  it('reads an amount for each named person', () => {
    const value = [
      { person: 'Mum', amount: 'more' },
      { person: 'Nan', amount: 'not-now' }
    ];
    expect(read('amounts', { 'q.0': 'more', 'q.0.person': 'Mum', 'q.1': 'not-now', 'q.1.person': 'Nan' })).toEqual(given(value));
    expect(lines('amounts', value)).toEqual(['Mum: <more>', 'Nan: <not-now>']);
  });

  it('stays with its person when the list was changed in another tab', () => {
    expect(read('amounts', { 'q.0': 'less', 'q.0.person': 'Nan' })).toEqual(given([{ person: 'Nan', amount: 'less' }]));
    expect(read('amounts', { 'q.0': 'less', 'q.0.person': 'Somebody' }).answer).toBeNull();
  });
});

describe('text', () => {
  it('keeps what was written as it was written, with plain line ends', () => {
    expect(read('text', { q: ' I want\r\n\r\nmy <b>key</b> \0' })).toEqual(given('I want\n\nmy <b>key</b>'));
  });

  it('keeps words and "I am not sure" together', () => {
    expect(read('text', { q: 'maybe', 'q.unsure': 'not-sure' })).toEqual(given('maybe', true));
    expect(lines('text', 'maybe', true)).toEqual(['maybe', '<not-sure>']);
  });

  it('says when it is too long, and keeps every word to be shown again', () => {
    expect(read('text', { q: 'x'.repeat(4000) }).problem).toBeNull();
    const { answer, problem } = read('text', { q: 'x'.repeat(4001) });
    expect([problem, answer?.value]).toEqual(['long', 'x'.repeat(4001)]);
  });
});

describe('date', () => {
  const on = (day: string, month: string, year: string) => read('date', { 'q.day': day, 'q.month': month, 'q.year': year });

  it('reads a real day, and "you choose"', () => {
    expect(on('12', '3', '2026')).toEqual(given('2026-03-12'));
    expect(on('1', '03', '26')).toEqual(given('2026-03-01'));
    expect(read('date', { q: 'you-choose', 'q.day': '4' })).toEqual(given('you-choose'));
    expect(linesOf(asked('date'), { value: '2026-03-12', unsure: false })).toEqual(['Thursday 12 March 2026']);
    expect(lines('date', 'you-choose')).toEqual(['<you-choose>']);
  });

  it.each([
    ['31', '2', '2026'],
    ['29', '2', '2025'],
    ['12', '', ''],
    ['twelve', '3', '2026'],
    ['0', '1', '2026'],
    ['1', '13', '2026'],
    ['1', '1', '226']
  ])('says that %s/%s/%s is no day, and keeps what was typed', (day, month, year) => {
    expect(on(day, month, year)).toEqual({
      answer: { value: { day, month, year }, unsure: false },
      problem: 'date'
    });
  });

  it('names no day in an answer that is none', () => {
    expect(lines('date', '2026-02-30')).toEqual([]);
  });
});

describe('matrix', () => {
  it('reads a choice for each row, in the order asked, and only its own', () => {
    const value = [
      { row: '0', choice: 'partly' },
      { row: 'teeth', choice: 'not-sure' }
    ];
    expect(read('matrix', { 'q.teeth': 'not-sure', 'q.0': 'partly', 'q.moon': 'yes' })).toEqual(given(value));
    expect(lines('matrix', value)).toEqual(['[0]: <partly>', '[teeth]: <not-sure>']);
    expect(read('matrix', { 'q.0': 'often', 'q.teeth': 'constructor' }).answer).toBeNull();
  });

  it('may leave a row out, but has none twice', () => {
    expect(read('matrix', { 'q.teeth': 'yes' })).toEqual(given([{ row: 'teeth', choice: 'yes' }]));
    const twice = [
      { row: 'teeth', choice: 'yes' },
      { row: 'teeth', choice: 'no' }
    ];
    expect(answerFits(questions.matrix, { value: twice, unsure: false }, {})).toBe(false);
  });
});

describe('counts', () => {
  it('tells none from nothing said', () => {
    expect(read('counts', { 'q.0': ' 0 ' })).toEqual(given([{ what: '0', count: 0 }]));
    expect(lines('counts', [{ what: '0', count: 0 }])).toEqual(['[0]: 0']);
    expect(read('counts', { 'q.0': '', 'q.attended': ' ' }).answer).toBeNull();
  });

  it('reads a share as people write it, and says it with its sign', () => {
    for (const text of ['94.3', '94,3', '94.3 %', '94.3%'])
      expect(read('counts', { 'q.attended': text })).toEqual(given([{ what: 'attended', count: 94.3 }]));
    expect(lines('counts', [{ what: 'attended', count: 94.3 }])).toEqual(['[attended]: 94.3%']);
    expect(linesOf(asked('counts', 'cy'), { value: [{ what: 'attended', count: 100 }], unsure: false })).toEqual([
      '[attended]: 100%'
    ]);
  });

  it('keeps numbers and "I am not sure" together', () => {
    expect(read('counts', { 'q.0': '3', q: 'not-sure' })).toEqual(given([{ what: '0', count: 3 }], true));
    expect(lines('counts', [{ what: '0', count: 3 }], true)).toEqual(['[0]: 3', '<not-sure>']);
  });

  it.each([
    ['0', 'three', 'three'],
    ['0', '-1', '-1'],
    ['0', '2.5', 2.5],
    ['0', '1000', 1000],
    ['0', '4 %', '4 %'],
    ['attended', '101', 101],
    ['attended', '94.35', 94.35]
  ])('says that %s cannot be %s, and keeps what was typed', (row, text, kept) => {
    const { answer, problem } = read('counts', { [`q.${row}`]: text });
    expect(problem).toBe('number');
    expect(answer?.value).toEqual([{ what: row, count: kept }]);
    expect(countsIn(answer)).toEqual(new Map([[row, text]]));
    expect(countOf(questions.counts, row, text)).toBeNull();
    expect(lines('counts', answer?.value).join()).not.toContain('three');
  });
});

describe('dates', () => {
  const june = { 'q.0.day': '12', 'q.0.month': '6', 'q.0.year': '2026' };

  it('reads days with and without a note, and a note without a day', () => {
    const value = [
      { day: '2026-06-12', note: 'Dentist' },
      { day: '2026-07-01', note: '' },
      { day: '', note: 'Some time in May' }
    ];
    const post = { ...june, 'q.0.note': ' Dentist ', 'q.2.day': '1', 'q.2.month': '07', 'q.2.year': '26' };
    expect(read('dates', { ...post, 'q.5.note': 'Some time in May' })).toEqual(given(value));
    expect(lines('dates', value)).toEqual(['Friday 12 June 2026: Dentist', 'Wednesday 1 July 2026', 'Some time in May']);
  });

  it('says that a day is none, and keeps every box and every other day as they were', () => {
    const { answer, problem } = read('dates', { ...june, 'q.1.day': '31', 'q.1.month': '2', 'q.1.note': 'Eye test' });
    expect(problem).toBe('days');
    expect(daysIn(answer)).toEqual([
      { day: '12', month: '6', year: '2026', note: '' },
      { day: '31', month: '2', year: '', note: 'Eye test' }
    ]);
    expect(daysIn(answer).map(isNoDay)).toEqual([false, true]);
    expect(lines('dates', answer?.value)).toEqual([]);
  });

  it('says when a note is too long, and keeps it to be shown again', () => {
    const { answer, problem } = read('dates', { ...june, 'q.0.note': 'x'.repeat(201) });
    expect([problem, daysIn(answer)[0]?.note.length]).toEqual(['long', 201]);
  });

  it('has room for eight, or for as many as the question says', () => {
    const many = Object.fromEntries(Array.from({ length: 12 }, (_, place) => [`q.${place}.note`, `Visit ${place}`]));
    expect(daysIn(read('dates', many).answer)).toHaveLength(8);
    const { answer, problem } = readAnswer({ ...questions.dates, most: 1 }, post({ ...june, 'q.1.note': 'more' }), {});
    expect([answer?.value, problem]).toEqual([[{ day: '2026-06-12', note: '' }], null]);
    expect(answerFits({ ...questions.dates, most: 1 }, { value: daysIn(answer).concat(daysIn(answer)), unsure: false }, {})).toBe(
      false
    );
  });
});

describe('what is too long while it is still written', () => {
  const long = (length: number) => 'a'.repeat(length);

  it.each([
    ['text', { q: long(6000) }, 4000],
    ['many', { q: 'other', 'q.other': long(700) }, 500],
    ['dates', { 'q.0.day': '2', 'q.0.month': '6', 'q.0.year': '2026', 'q.0.note': long(300) }, 200]
  ] as const)('keeps as much of it as there is room for: %s', (kind, fields, room) => {
    const { answer, problem } = read(kind, fields);
    expect(problem).toBe('long');
    const kept = answer && shortened(questions[kind], answer, named);
    expect(kept && answerFits(questions[kind], kept, named)).toBe(true);
    expect(JSON.stringify(kept).match(/a{10,}/)?.[0].length).toBe(room);
  });

  it('never cuts a letter in two, and makes nothing fit that is wrong otherwise', () => {
    const { answer } = read('text', { q: `${long(3999)}😀` });
    const kept = answer && shortened(questions.text, answer, named);
    expect(JSON.stringify(kept)).not.toContain('\\ud83d');
    expect(shortened(questions.date, { value: '2026-02-31', unsure: false }, named)).toBeNull();
  });
});
