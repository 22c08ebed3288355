import { describe, expect, it } from 'vitest';
import { ask } from '#forms/ask.ts';
import { askedOf, optionKeys, optionsOf } from '#lib/journeys/asked.ts';
import { everyKind, kindAt, kinds, mayReach, outcomesOf, type RequestKind } from '#lib/requests/kinds.ts';
import { readers } from '#lib/requests/readers.ts';
import { promisedBy } from '#lib/requests/promise.ts';
import { statusOf, type Status } from '#lib/requests/request.ts';
import { pageOf } from '#lib/requests/sending.server.ts';
import { mayNow, workflow } from '#lib/requests/workflow.ts';
import { rules } from '#lib/routing/rules.ts';
import { wordsFor } from '#locales/words.ts';
import { telling } from '#tests/setup/discretion.ts';

const words = wordsFor({ language: 'en', band: '8-11', values: { iro: 'Sam', review: 'review', iroRole: 'reviewing officer' } });

describe.each(everyKind)('a request of kind %s', (kind: RequestKind) => {
  const rule = kinds[kind];

  it('has a page of its own, at an address that tells nobody what it is', () => {
    expect(kindAt(rule.page)).toBe(kind);
    expect(ask.pages.filter(({ code }) => code === rule.page)).toHaveLength(1);
    expect(telling.test(rule.page)).toBe(false);
  });

  it('has words for every question and choice', () => {
    const page = pageOf(kind);
    for (const question of page.questions) {
      expect(askedOf(words, ask, page, question, '8-11').question).not.toMatch(/ask:|\{\{|^$/);
      for (const option of optionsOf(question))
        expect([option, optionKeys(ask, page, question, option).some(words.has)]).toEqual([option, true]);
    }
  });

  it('has words in the lists of its child and of whoever gets it', () => {
    const keys = [
      `ask:ways.${rule.page}`,
      ...(rule.way === null
        ? []
        : [`ask:hints.${rule.page}`, ...(rule.way.shelf === 'short' ? [] : [`ask:shelves.${rule.way.shelf}`])]),
      ...(rule.way === null ? [] : ['title', 'lead', 'more', 'send', 'who'].map((one) => `ask:pages.${rule.page}.${one}`)),
      ...['line', 'title', 'short'].map((list) => `staff:asked.${list}.${kind}`)
    ];
    expect(keys.filter((key) => !words.has(key))).toEqual([]);
  });

  it('asks in view for what it needs, and has everybody nudged at once where it cannot wait', () => {
    if (rule.needsWords) expect(rule.inView).toBe(true);
    for (const by of mayReach(kind)) {
      const nudges = new Set(readers[by].items.map((item) => rules[item].nudge));
      expect([by, nudges.has('urgent')]).toEqual([by, rule.urgent]);
    }
  });

  it('goes to somebody, can be answered, and is settled only by what it can be answered with', () => {
    for (const by of mayReach(kind)) {
      const { items } = readers[by];
      expect(items.length).toBeGreaterThan(0);
      for (const item of items) expect(rules[item]).toBeDefined();
      expect(outcomesOf(kind, by).length).toBeGreaterThan(0);
    }
    if (rule.otherwise) expect(readers[rule.otherwise].needs).toBeUndefined();
    const all = mayReach(kind).flatMap((by) => outcomesOf(kind, by));
    expect(rule.settledBy.filter((outcome) => !all.includes(outcome))).toEqual([]);
    const fields = [...new Set(all)].filter((outcome) => !words.has(`ask:one.outcome.${outcome}`));
    expect(fields).toEqual([]);
  });

  it('is chosen by, and asked beside, only questions of its own page', () => {
    const codes: readonly string[] = pageOf(kind).questions.map(({ code }) => code);
    if (rule.chosen) {
      const question = pageOf(kind).questions.find(({ code }) => code === rule.chosen?.question);
      expect(Object.keys(rule.chosen.to).toSorted()).toEqual([...(question?.options ?? [])].toSorted());
    }
    if (rule.besides) expect(codes).toContain(rule.besides);
  });
});

describe('“I am not safe”', () => {
  it('goes to whoever has the child, the duty desk and every manager, as something that cannot wait', () => {
    const reached = readers[kinds['not-safe'].readers].items.map((item) => [
      rules[item].first,
      rules[item].desk,
      rules[item].nudge
    ]);
    expect(reached).toEqual([
      ['holder', 'iro-team', 'urgent'],
      ['desk', 'duty', 'urgent'],
      ['managers', 'duty', 'urgent']
    ]);
  });

  it('is never settled by an answer alone, and stays when it is taken back', () => {
    expect(kinds['not-safe'].settledBy).toEqual([]);
    expect(kinds['not-safe'].staysWhenTakenBack).toBe(true);
  });
});

describe('the day an answer is promised for', () => {
  const sooner = (today: string, reviewOn: string | null) => promisedBy('early-review', today, reviewOn);

  it('is so many working days on, or none', () => {
    // Monday 7 December 2026; Christmas is no working day.
    expect(promisedBy('talk', '2026-12-07', null)).toBe('2026-12-09');
    expect(sooner('2026-12-07', null)).toBe('2026-12-14');
    expect(sooner('2026-12-22', null)).toBe('2026-12-31');
    expect(promisedBy('not-safe', '2026-12-07', '2026-12-08')).toBeNull();
  });

  it('for a sooner review is never on the review’s day or after it, but for today when that is all there is', () => {
    const on = ['2026-12-16', '2026-12-15', '2026-12-14', '2026-12-10', '2026-12-09', '2026-12-08', '2026-12-07'];
    expect(on.map((reviewOn) => sooner('2026-12-07', reviewOn))).toEqual([
      ...['2026-12-14', '2026-12-14', '2026-12-13', '2026-12-09', '2026-12-08', '2026-12-07', '2026-12-07']
    ]);
  });

  it('knows no bound by a review that has passed, nor for what helps after it too', () => {
    expect(sooner('2026-12-07', '2026-12-06')).toBe('2026-12-14');
    for (const kind of everyKind.filter((one) => !kinds[one].beforeReview))
      expect(promisedBy(kind, '2026-12-07', '2026-12-08')).toBe(promisedBy(kind, '2026-12-07', null));
  });
});

describe('where a request stands', () => {
  it('is read from what happened', () => {
    const at = (takenBackAt: string | null, openings: number, answers: number) => statusOf({ takenBackAt, openings, answers });
    expect([at(null, 0, 0), at(null, 1, 0), at(null, 1, 2), at('2026-12-07', 1, 2)]).toEqual([
      'sent',
      'opened',
      'answered',
      'taken-back'
    ]);
  });

  it('allows what the table says and nothing else', () => {
    const statuses: Status[] = ['sent', 'opened', 'answered', 'taken-back'];
    for (const { from, to } of workflow) expect([statuses.includes(from), statuses.includes(to)]).toEqual([true, true]);
    expect(statuses.filter((status) => mayNow(status, 'child', 'take-back'))).toEqual(['sent', 'opened']);
    expect(statuses.filter((status) => mayNow(status, 'reader', 'answer'))).toEqual(['opened', 'answered', 'taken-back']);
    expect(statuses.filter((status) => mayNow(status, 'reader', 'finish'))).toEqual(['answered', 'taken-back']);
    expect(statuses.filter((status) => mayNow(status, 'child', 'answer'))).toEqual([]);
  });
});
