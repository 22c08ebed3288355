import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { forms } from '#forms/forms.ts';
import { answerFits } from '#lib/journeys/fits.ts';
import type { Answer, Form, Page, Question } from '#lib/journeys/form.ts';
import { optionsOf } from '#lib/journeys/asked.ts';
import { wayTo } from '#lib/journeys/valid.ts';
import {
  answered,
  answerNow,
  carryOn,
  moreOf,
  next,
  path,
  previous,
  reachable,
  stateOf,
  stepOf,
  type Progress
} from '#lib/journeys/walk.ts';

const nobody: Progress = { answers: {}, skipped: [], opened: [] };
const saying = (value: unknown): Answer => ({ value, unsure: false });
const picking = (...chosen: string[]) => saying({ chosen, other: '' });
const codes = (pages: readonly Page[]) => pages.map(({ code }) => code);

const form: Form = {
  code: 'views-8-11',
  version: 1,
  bands: ['8-11'],
  topicsPage: 'p1',
  always: ['end'],
  pages: [
    { code: 'p1', topic: 'menu', questions: [{ code: 'menu', kind: 'many', options: ['home', 'me'] }] },
    {
      code: 'p2',
      topic: 'home',
      core: true,
      questions: [
        { code: 'settled', kind: 'one', options: ['yes', 'no'] },
        { code: 'settled-more', kind: 'text' }
      ]
    },
    {
      code: 'p3',
      topic: 'home',
      more: true,
      when: { code: 'settled', holds: ['no'] },
      questions: [{ code: 'why', kind: 'text' }]
    },
    { code: 'p4', topic: 'home', more: true, questions: [{ code: 'who', kind: 'people' }] },
    { code: 'p5', topic: 'home', more: true, questions: [{ code: 'much', kind: 'amounts', of: 'who' }] },
    { code: 'p6', topic: 'me', core: true, onlyIfChosen: true, questions: [{ code: 'me', kind: 'text' }] },
    { code: 'p7', topic: 'end', core: true, questions: [{ code: 'change', kind: 'text' }] }
  ]
};

describe('the way through a form', () => {
  it('is the core of everything but private matters when nothing is picked', () => {
    expect(codes(path(form, nobody))).toEqual(['p1', 'p2', 'p7']);
  });

  it('is the core of what was picked, private matters with it', () => {
    expect(codes(path(form, { ...nobody, answers: { menu: picking('me') } }))).toEqual(['p1', 'p6', 'p7']);
  });

  it('falls back to a bit of everything when the topics were picked and then skipped', () => {
    expect(codes(path(form, { ...nobody, answers: { menu: picking('me') }, skipped: ['p1'] }))).toEqual(['p1', 'p2', 'p7']);
  });

  it('goes deeper behind "more about this", where its conditions hold', () => {
    const yes: Progress = { answers: { settled: saying('yes') }, skipped: [], opened: ['home'] };
    expect(codes(path(form, yes))).toEqual(['p1', 'p2', 'p4', 'p7']);
    expect(codes(path(form, { ...yes, answers: { settled: saying('no') } }))).toEqual(['p1', 'p2', 'p3', 'p4', 'p7']);
  });

  it('asks about each person once somebody is named', () => {
    const named: Progress = { answers: { who: saying(['Nan']) }, skipped: [], opened: ['home'] };
    expect(reachable(form, named, 'p5')).toBe(true);
    expect(reachable(form, { ...named, opened: [] }, 'p5')).toBe(false);
    expect(reachable(form, { ...named, skipped: ['p4'] }, 'p5')).toBe(false);
  });

  it('offers more only where there is more', () => {
    const [, home, , , , , end] = form.pages;
    expect(home && moreOf(form, nobody, home)).toBe(true);
    expect(home && moreOf(form, { ...nobody, opened: ['home'] }, home)).toBe(false);
    expect(end && moreOf(form, nobody, end)).toBe(false);
  });

  it('goes on from a page that has left the way, and starts from one nobody knows', () => {
    expect(next(form, nobody, 'p3')?.code).toBe('p7');
    expect(previous(form, nobody, 'p3')?.code).toBe('p2');
    expect(next(form, nobody, 'nonsense')?.code).toBe('p1');
    expect(previous(form, nobody, 'nonsense')).toBeNull();
    expect(next(form, nobody, 'p7')).toBeNull();
    expect(previous(form, nobody, 'p1')).toBeNull();
  });

  it('says where one stands, and where to carry on', () => {
    expect(stepOf(form, nobody, 'p2')).toEqual({ at: 2, of: 3 });
    expect(stepOf(form, nobody, 'p6')).toEqual({ at: 3, of: 3 });
    expect(carryOn(form, nobody)?.code).toBe('p1');
    const far: Progress = { answers: { settled: saying('yes') }, skipped: ['p1'], opened: [] };
    expect(carryOn(form, far)?.code).toBe('p7');
    expect(carryOn(form, { ...far, skipped: ['p1', 'p7'] })).toBeNull();
  });
});

describe('answers that become unreachable', () => {
  const told = (progress: Progress) => answered(form, progress).map(({ question }) => question.code);
  const open: Progress = {
    answers: {
      settled: saying('no'),
      why: saying('It is loud'),
      who: saying(['Nan', 'Mum']),
      much: saying([
        { person: 'Nan', amount: 'more' },
        { person: 'Mum', amount: 'less' }
      ])
    },
    skipped: [],
    opened: ['home']
  };

  it('are set aside, and come back when the way reopens', () => {
    expect(told(open)).toEqual(['settled', 'why', 'who', 'much']);
    const closed = { ...open, answers: { ...open.answers, settled: saying('yes') } };
    expect(told(closed)).toEqual(['settled', 'who', 'much']);
    expect(told({ ...closed, answers: { ...closed.answers, settled: saying('no') } })).toEqual(['settled', 'why', 'who', 'much']);
  });

  it('are set aside by Skip, and come back with Next', () => {
    expect(told({ ...open, skipped: ['p4'] })).toEqual(['settled', 'why']);
    expect(told({ ...open, skipped: [] })).toEqual(['settled', 'why', 'who', 'much']);
  });

  it('leave out a person who is no longer named, and only them', () => {
    const much = form.pages[4]?.questions[0];
    const without = { ...open.answers, who: saying(['Mum']) };
    expect(much && answerNow(much, without)?.value).toEqual([{ person: 'Mum', amount: 'less' }]);
    expect(much && answerNow(much, { ...open.answers, who: saying(['Ali']) })).toBeNull();
    expect(much && answerNow(much, open.answers)?.value).toHaveLength(2);
  });
});

/** Any answer a question can have, and none. */
function anAnswer(question: Question): fc.Arbitrary<Answer | null> {
  const unsure = fc.constant<Answer>({ value: null, unsure: true });
  const options = optionsOf(question).filter((code) => code !== 'not-sure');
  const words = fc.string({ minLength: 1, maxLength: 12 });
  const values: Record<Question['kind'], fc.Arbitrary<unknown>> = {
    faces: fc.constantFrom('really-good', 'ok', 'really-bad'),
    one: fc.constantFrom(...(options.length > 0 ? options : ['-'])),
    many: fc.subarray([...options], { minLength: options.length > 0 ? 1 : 0 }).map((chosen) => ({ chosen, other: '' })),
    people: fc.constantFrom(['Mum'], ['Nan', 'Tariq']),
    amounts: fc.constantFrom([{ person: 'Mum', amount: 'more' }], [{ person: 'Nan', amount: 'not-sure' }]),
    text: words,
    date: fc.constantFrom('you-choose', '2026-02-28'),
    matrix: fc.constantFrom(...(question.rows ?? ['-'])).map((row) => [{ row, choice: options[0] ?? '-' }]),
    counts: fc.constantFrom(...(question.rows ?? ['-'])).map((what) => [{ what, count: 0 }]),
    dates: fc.constantFrom([{ day: '2026-02-28', note: '' }], [{ day: '', note: 'In May' }])
  };
  return fc.oneof(fc.constant(null), unsure, values[question.kind].map(saying));
}

type Move = { how: 'next' | 'skip' | 'back' | 'more'; seed: number };
const moves = fc.array(
  fc.record<Move>({ how: fc.constantFrom('next', 'next', 'next', 'skip', 'back', 'more'), seed: fc.nat() }),
  { maxLength: 60 }
);

/** One press of a button, as a page does it. Returns where it leads: null is the sharing screen. */
function press(form: Form, progress: Progress, page: Page, { how, seed }: Move): { progress: Progress; page: Page | null } {
  const answers = { ...progress.answers };
  if (how !== 'skip')
    for (const question of page.questions) {
      const [answer] = fc.sample(anAnswer(question), { numRuns: 1, seed });
      if (answer) answers[question.code] = answer;
    }
  const others = progress.skipped.filter((code) => code !== page.code);
  const after: Progress = {
    answers,
    skipped: how === 'skip' ? [...others, page.code] : others,
    opened: how === 'more' && moreOf(form, progress, page) ? [...progress.opened, page.topic] : progress.opened
  };
  return {
    progress: after,
    page: how === 'back' ? (previous(form, after, page.code) ?? page) : next(form, after, page.code)
  };
}

describe.each(forms.map((form) => [form.code, form] as const))('any walk through %s', (_, form) => {
  it('never stands off the way, counts right, and reaches the end by Skip alone from anywhere', () => {
    fc.assert(
      fc.property(moves, (moves) => {
        let progress = nobody;
        let page: Page | null = form.pages[0] ?? null;
        for (const move of moves) {
          if (!page) break;
          ({ progress, page } = press(form, progress, page, move));
          if (!page) break;
          expect(reachable(form, progress, page.code)).toBe(true);
          const { at, of } = stepOf(form, progress, page.code);
          expect(at).toBeGreaterThanOrEqual(1);
          expect(at).toBeLessThanOrEqual(of);
          expect(of).toBe(path(form, progress).length);
          expect(path(form, progress)[at - 1]?.code).toBe(page.code);
        }
        let presses = 0;
        while (page && presses <= form.pages.length) {
          ({ progress, page } = press(form, progress, page, { how: 'skip', seed: 0 }));
          presses += 1;
        }
        expect(page).toBeNull();
      }),
      { numRuns: 150 }
    );
  });

  it('tells only what is on the way, in the order asked, and sets nothing aside for good', () => {
    fc.assert(
      fc.property(moves, (moves) => {
        let progress = nobody;
        let page: Page | null = form.pages[0] ?? null;
        for (const move of moves) if (page) ({ progress, page } = press(form, progress, page, move));
        const way = codes(path(form, progress));
        const told = answered(form, progress);
        const places = told.map((one) => way.indexOf(one.page.code));
        expect(places).toEqual([...places].sort((a, b) => a - b));
        expect(places).not.toContain(-1);
        expect(told.every((one) => stateOf(progress, one.page) === 'answered')).toBe(true);
        // Back on the way, every answer that was set aside is told again as it was.
        for (const aside of form.pages.filter(({ code }) => !way.includes(code) || progress.skipped.includes(code))) {
          const reopened = wayTo(form, aside);
          const again = answered(form, {
            ...reopened,
            answers: { ...progress.answers, ...reopened.answers }
          });
          for (const question of aside.questions) {
            const answer = { ...progress.answers, ...reopened.answers }[question.code];
            if (!answer || question.of !== undefined || !answerFits(question, answer, {})) continue;
            expect(again.find((one) => one.question.code === question.code)?.answer).toEqual(answer);
          }
        }
      }),
      { numRuns: 80 }
    );
  });

  it('is the same way whatever was said on pages it does not reach', () => {
    fc.assert(
      fc.property(moves, (moves) => {
        let progress = nobody;
        let page: Page | null = form.pages[0] ?? null;
        for (const move of moves) if (page) ({ progress, page } = press(form, progress, page, move));
        const onWay = new Set(path(form, progress).flatMap(({ questions }) => questions.map(({ code }) => code)));
        const kept = Object.fromEntries(Object.entries(progress.answers).filter(([code]) => onWay.has(code)));
        expect(codes(path(form, { ...progress, answers: kept }))).toEqual(codes(path(form, progress)));
      }),
      { numRuns: 80 }
    );
  });
});
