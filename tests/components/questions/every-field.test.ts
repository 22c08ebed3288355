import { cleanup } from '@testing-library/svelte';
import { afterEach, describe, expect, it } from 'vitest';
import type { Answer, Asked, KindCode } from '#lib/journeys/form.ts';
import { kinds } from '#lib/journeys/questions/kinds.ts';
import { find, show } from './field.ts';

afterEach(() => {
  cleanup();
  document.body.replaceChildren();
});

const people = ['Mum', 'Nan'];
const cases: [KindCode, Asked['band'], string, Answer][] = [
  ['faces', '8-11', 'school-feel', { value: 'not-great', unsure: false }],
  ['faces', '12-17', 'school-feel', { value: null, unsure: true }],
  ['one', '8-11', 'taking-part', { value: 'next-room', unsure: false }],
  ['one', '12-17', 'plan-agree', { value: null, unsure: true }],
  ['many', '8-11', 'home-better', { value: { chosen: ['food', 'pets', 'other'], other: 'A shed' }, unsure: true }],
  ['many', '12-17', 'topics', { value: { chosen: ['home', 'rights'], other: '' }, unsure: false }],
  ['people', '8-11', 'family-who', { value: ['Mum', 'Nan', 'Tariq', 'Jo'], unsure: false }],
  ['people', '12-17', 'rely-on', { value: null, unsure: true }],
  [
    'amounts',
    '8-11',
    'family-amount',
    {
      value: [
        { person: 'Mum', amount: 'more' },
        { person: 'Nan', amount: 'not-sure' }
      ],
      unsure: false
    }
  ],
  ['text', '8-11', 'change', { value: 'I want to see my sister.\nMore than once a month.', unsure: true }],
  ['text', '12-17', 'home-change', { value: '</textarea><b>hi</b>', unsure: false }],
  ['date', '8-11', 'when-day', { value: '2026-03-12', unsure: false }],
  ['date', '12-17', 'when-day', { value: 'you-choose', unsure: true }],
  ['one', 'adult', 'care-view', { value: 'mixed', unsure: false }],
  [
    'matrix',
    'adult',
    'health-areas',
    {
      value: [
        { row: 'teeth', choice: 'watching' },
        { row: 'mood', choice: 'not-sure' }
      ],
      unsure: false
    }
  ],
  [
    'counts',
    'adult',
    'attendance',
    {
      value: [
        { what: 'attended', count: 94.3 },
        { what: 'excluded', count: 0 }
      ],
      unsure: true
    }
  ],
  [
    'dates',
    'adult',
    'health-days',
    {
      value: [
        { day: '2026-03-12', note: '"Dentist" <b>' },
        { day: '', note: 'Some time in June' }
      ],
      unsure: false
    }
  ],
  ['dates', 'adult', 'pep-met', { value: [{ day: '2026-03-12', note: '' }], unsure: false }]
];

/** Where a kind is answered in parts, each part may be left open by itself. */
const partsOf = (kind: KindCode, code: string): number | null =>
  kind === 'amounts' ? people.length : kind === 'matrix' ? (find('adult', kind, code).question.rows?.length ?? 0) : null;

it('looks at every kind there is', () => {
  expect([...new Set(cases.map(([kind]) => kind))].sort()).toEqual(Object.keys(kinds).sort());
});

describe.each(cases)('the field of %s for %s (%s)', (kind, band, code, answer) => {
  it('begins with nothing chosen and nothing written', () => {
    const { inputs, read } = show(kind, code, null, { band, people });
    expect(inputs().length).toBeGreaterThan(0);
    expect(read(people)).toEqual({ answer: null, problem: null });
  });

  it('shows a given answer again, exactly', () => {
    const { read } = show(kind, code, answer, { band, people });
    expect(read(people)).toEqual({ answer, problem: null });
  });

  it('demands nothing', () => {
    const { inputs } = show(kind, code, null, { band, people });
    for (const input of inputs()) expect(input.required).toBe(false);
  });

  it('names every control by words on the page, and the whole by its question', () => {
    const { inputs, form } = show(kind, code, null, { band, people });
    for (const input of inputs()) {
      const named = input.getAttribute('aria-labelledby') ?? input.closest('label')?.textContent.trim();
      expect([input.name, named]).not.toEqual([input.name, undefined]);
      expect([input.name, named]).not.toEqual([input.name, '']);
    }
    expect(form.querySelector('[aria-labelledby="question"]')?.getAttribute('aria-describedby')).toContain('hint');
  });

  it('gives every control a name to be posted under, and no id twice', () => {
    const { inputs, form } = show(kind, code, answer, { band, people });
    for (const input of inputs()) expect(input.name === code || input.name.startsWith(`${code}.`)).toBe(true);
    const ids = [...form.querySelectorAll('[id]')].map(({ id }) => id);
    expect(ids).toEqual([...new Set(ids)]);
  });

  it('has "I am not sure", and takes it', () => {
    const { form, read } = show(kind, code, null, { band, people });
    const ways = [...form.querySelectorAll<HTMLInputElement>('input[value="not-sure"]')];
    expect(ways.length).toBe(partsOf(kind, code) ?? 1);
    for (const way of ways) {
      expect(way.closest('label')?.textContent).toContain('I am not sure');
      way.click();
    }
    expect(read(people).answer?.unsure).toBe(true);
  });

  it('asks the browser to keep nothing and to mark no spelling', () => {
    const { inputs } = show(kind, code, answer, { band, people });
    for (const input of inputs().filter(({ type }) => type === 'text' || type === 'textarea')) {
      expect(input.getAttribute('autocomplete')).toBe('off');
      if (input.inputMode !== 'numeric') expect(input.getAttribute('spellcheck')).toBe('false');
    }
  });
});
