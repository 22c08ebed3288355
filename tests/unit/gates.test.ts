import { describe, expect, it } from 'vitest';
import { caps } from '#lib/readability/caps.ts';
import { measured, over } from '#lib/readability/measures.ts';
import { everybody } from '#tests/setup/reading-everybody.ts';
import { unmeasured } from '#tests/setup/reading-screens.ts';

describe('the four reading gates', () => {
  it('are those of the plan', () => {
    expect(caps).toMatchObject({
      '4-7': { grade: 1, lix: 12, longest: 9, hard: 0 },
      '8-11': { grade: 3, lix: 20, longest: 14, hard: 2 },
      '12-17': { grade: 5, lix: 28, longest: 18, hard: 4 },
      family: { grade: 7, lix: 36, longest: 22 },
      professionals: { grade: 9, lix: 42, longest: 25 }
    });
  });

  it.each(everybody().map((one) => [one.readers, one] as const))(
    'are passed by every screen and guide: %s',
    (_, { cap, screens }) => {
      expect(screens.size).toBeGreaterThan(0);
      const faults = [...screens].flatMap(([name, texts]) => {
        const found = measured(texts);
        return over(found, cap).map((gate) => `${name}: ${gate} ${found[gate].toFixed(1)} (${String(cap[gate])} at most)`);
      });
      expect(faults).toEqual([]);
    }
  );

  it('measure what stands on every page that a child can open', () => {
    expect(unmeasured()).toEqual([]);
  });

  it('do not let hard words by', () => {
    const hard = measured(['The authority ascertains representations concerning statutory entitlements before any placement.']);
    expect(over(hard, caps['12-17'])).toEqual(expect.arrayContaining(['grade', 'lix', 'hard']));
    const easy = ['Yes.', 'No.', 'We can.', 'Ask me.', 'I will go.'];
    const long = 'I can sit by you for the rest of the day if you say you want me to.';
    expect(over(measured([...easy, long]), caps['8-11'])).toEqual(['longest']);
  });
});
