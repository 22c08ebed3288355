import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { secondLook } from '#lib/invitations/second-look.ts';
import { watchedForm, watchedIn } from '#lib/invitations/watched-words.ts';
import { examples, floors, isKind, outcomes, shares } from '#tests/setup/second-look.ts';

const seen = (text: string, looking = {}) => secondLook(text, looking).map(({ kind, found }) => `${kind}: ${found}`);

describe('the written examples', () => {
  it('are 200, all different; at least 110 hold something, 90 hold nothing, and 60 were kept apart', () => {
    expect(new Set(examples.map(({ text }) => text)).size).toBe(200);
    expect(examples.filter(({ holds }) => holds.length > 0).length).toBeGreaterThanOrEqual(110);
    expect(examples.filter(({ holds }) => holds.length === 0).length).toBeGreaterThanOrEqual(90);
    expect(examples.filter(({ set }) => set === 'held-out').length).toBe(60);
  });

  it('say what they hold by kinds there are and words that stand there', () => {
    for (const { text, holds } of examples)
      for (const { kind, words } of holds) expect([text, isKind(kind), text.includes(words)]).toEqual([text, true, true]);
  });

  it.each(['tuned', 'held-out'] as const)('%s: what holds something is asked about, what holds nothing is left alone', (set) => {
    const { asked, missed, quiet, forNothing } = shares(outcomes(set));
    expect(asked / (asked + missed)).toBeGreaterThanOrEqual(floors[set].asked);
    expect(quiet / (quiet + forNothing)).toBeGreaterThanOrEqual(floors[set].quiet);
  });

  it('are found as what they are', () => {
    const found = outcomes('tuned').flatMap((outcome) => outcome.found);
    const right = found.filter(({ kind, as }) => kind === as).length;
    expect(right / found.length).toBeGreaterThanOrEqual(0.95);
  });
});

describe('a second look', () => {
  it('says where each thing stands, in order, once', () => {
    const text = 'They moved to 14 Elm Grove, LS9 8QT. Ring 07700 900123 or ask at Oakfield Primary.';
    const findings = secondLook(text);
    expect(findings.map(({ kind, found }) => [kind, found])).toEqual([
      ['street', '14 Elm Grove'],
      ['postcode', 'LS9 8QT'],
      ['phone', '07700 900123'],
      ['place', 'Oakfield Primary']
    ]);
    for (const { at, found } of findings) expect(text.slice(...at)).toBe(found);
  });

  it('finds nothing in nothing', () => {
    expect(secondLook('')).toEqual([]);
    expect(secondLook(' \n\n . , - ')).toEqual([]);
  });

  it('finds two numbers side by side, and one behind a stray digit', () => {
    expect(seen('07700 900345 / 07700 900346')).toEqual(['phone: 07700 900345', 'phone: 07700 900346']);
    expect(seen('ring 2: 07700 900345')).toEqual(['phone: 07700 900345']);
  });

  it('lets the numbers through that a parent may have, however they are written', () => {
    const allowed = ['+44 113 496 0700', ''];
    for (const number of ['0113 496 0700', '(0113) 496-0700', '01134960700', '+44 (0)113 496 0700', '0044 113 496 0700'])
      expect([number, seen(`Ring ${number} any day.`, { allowed })]).toEqual([number, []]);
    expect(seen('Ring 0113 496 0701 any day.', { allowed })).toEqual(['phone: 0113 496 0701']);
    expect(seen('Ring 0113 496 0700 or 07700 900123.', { allowed })).toEqual(['phone: 07700 900123']);
  });

  it('finds a postcode in whichever small way it is written', () => {
    for (const one of ['W4 5NB', 'w4 5nb', 'w45nb', 'W4-5NB', 'W4  5NB', 'W 4 5 N B', 'SW1A 4WW', 'BT1 5BD', 'M1 IAA', 'CR0 2YR'])
      expect([one, seen(`it is ${one} now`).length]).toEqual([one, 1]);
  });

  it('asks about a road whoever wrote it, and in what case', () => {
    for (const one of ['on Church Hill', 'at 3 New Road', 'to 12 HIGH STREET', 'in Deansgate', '3/4 Elm Grove', 'yn 7 Bryn Awel'])
      expect([one, seen(`She lives ${one} now.`).length]).toEqual([one, 1]);
  });

  it('does not take long over anything', () => {
    const long = ['1 '.repeat(10_000), 'A1 '.repeat(7_000), 'one two '.repeat(2_500), 'Elm '.repeat(5_000), '0'.repeat(20_000)];
    const started = performance.now();
    for (const text of long) secondLook(text, { watch: (form) => form === 'x' });
    expect(performance.now() - started).toBeLessThan(5_000);
  });

  it('says nothing that is not there, whatever it is given', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (text) => {
        let last = 0;
        for (const { at, found } of secondLook(text)) {
          expect(at[0]).toBeGreaterThanOrEqual(last);
          expect(found).toBe(text.slice(...at));
          expect(found.length).toBeGreaterThan(0);
          last = at[1];
        }
      })
    );
  });

  it('finds a mobile number in any spacing', () => {
    const gaps = fc.array(fc.constantFrom('', '', ' ', '-', '.', ' - '), { minLength: 10, maxLength: 10 });
    fc.assert(
      fc.property(gaps, fc.integer({ min: 100, max: 999 }), (between, end) => {
        const written = [...`07700900${end}`].map((digit, nth) => digit + (between[nth] ?? '')).join('');
        expect(seen(`Ring ${written} tonight`)).toEqual([`phone: ${written}`]);
      })
    );
  });
});

describe('watched words', () => {
  const watching = (...names: string[]) => {
    const forms = new Set(names.map((name) => watchedForm(name)?.form));
    return (text: string) => watchedIn(text, (form) => forms.has(form)).map((at) => text.slice(...at));
  };

  it('are found in any case, accent, number, and with letters apart', () => {
    const found = watching('Jones', 'Zoë', "O'Rourke", 'Penny Brook');
    expect(found('JONES and the Joneses’ dog')).toEqual(['JONES', 'Joneses’']);
    expect(found('zoe, z.o.e, Z O Ë')).toEqual(['zoe', 'z.o.e', 'Z O Ë']);
    expect(found("Mr O’Rourke's hat, ORourke, o rourke")).toEqual(["O’Rourke's", 'ORourke', 'o rourke']);
    expect(found('pennybrook, Penny-Brook, PENNY\nBROOK')).toEqual(['pennybrook', 'Penny-Brook', 'PENNY\nBROOK']);
  });

  it('are found whole, not inside another word, and not half', () => {
    expect(watching('Ann')('Annual plans for Anna and an n')).toEqual(['an n']);
    expect(watching('Penny Brook')('Penny saw the brook')).toEqual([]);
  });

  it('are of one to four words; anything else is no name', () => {
    expect(watchedForm('Red Barn Farm Shop')).toEqual({ form: 'redbarnfarmshop', words: 4 });
    expect(watchedForm('the Red Barn Farm Shop')).toBeNull();
    expect(watchedForm(' .,- ')).toBeNull();
    expect(watchedForm('')).toBeNull();
  });

  it('counts a longer match once', () => {
    expect(watching('Bee', 'Nanny Bee')('Nanny Bee came').length).toBe(2);
    const forms = new Set(['bee', 'nannybee']);
    expect(seen('Nanny Bee came', { watch: (form: string) => forms.has(form) })).toEqual(['watch-word: Nanny Bee']);
  });
});
