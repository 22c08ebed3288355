import { describe, expect, it } from 'vitest';
import { blocksOf } from '#lib/guides/blocks.ts';
import { gapsAreKnown } from '#lib/guides/gaps.ts';
import { audiences, guides, isOpenPage, open, paragraphOf, placeAt, placeName, type Audience } from '#lib/guides/guides.ts';
import { capsOf, meter } from '#lib/guides/meter.ts';
import { ways } from '#lib/guides/ways.ts';
import { kindAt } from '#lib/requests/kinds.ts';
import { helpfulPages } from '#lib/ratings/helpful.ts';
import { doors } from '#lib/sign-in/areas.ts';
import { english } from '#locales/english.ts';
import { baseOf, sayings } from '#tests/architecture/sayings.ts';
import { wordsFor } from '#locales/words.ts';
import { samples } from '#tests/setup/reading-screens.ts';
import { telling } from '#tests/setup/discretion.ts';

const children = audiences.filter((one) => one !== 'adults');
const said = new Map(sayings(english).map(({ key, text }) => [key, text]));
const wordsOf = (audience: Audience): string =>
  [...said]
    .filter(([key]) => key.startsWith(`guide-${audience}:`))
    .map(([, text]) => text)
    .join('\n');

describe('the guides', () => {
  it('have exactly the words that their paragraphs ask for', () => {
    const asked = audiences.flatMap((audience) =>
      guides[audience].flatMap(({ code, paragraphs }) => [
        `guide-${audience}:${code}.title`,
        `guide-${audience}:${code}.lead`,
        ...paragraphs.flatMap((one) => [
          ...(one.titled ? [`guide-${audience}:${code}.${one.code}.title`] : []),
          `guide-${audience}:${code}.${one.code}.text`
        ])
      ])
    );
    const there = [...said.keys()].filter((key) => /^guide-(4-7|8-11|12-17|adults):/.test(key)).map(baseOf);
    expect([...new Set(there)].sort()).toEqual(asked.sort());
  });

  it.each(children)(
    'tell a child of %s of an advocate, complaints, a visitor, the file, a court, who sees what and what is told',
    (audience) => {
      expect(guides[audience].map(({ code }) => code)).toEqual(['iro', 'review', 'rights', 'sees', 'secret']);
      const rights = guides[audience].find(({ code }) => code === 'rights')?.paragraphs.map(({ code }) => code);
      expect(rights).toEqual(expect.arrayContaining(['advocate', 'complain', 'visitor', 'file', 'court']));
    }
  );

  it.each(audiences)('keep for %s what keeps children safe: 999, Childline, secrecy, an advocate, a complaint', (audience) => {
    const staying = guides[audience].flatMap(({ code, paragraphs }) =>
      paragraphs.filter(({ stays }) => stays).map((one) => `${code}.${one.code}`)
    );
    const wanted =
      audience === 'adults'
        ? ['parents', 'carers', 'professionals'].flatMap((who) =>
            ['advocate', 'complain', 'secret', 'urgent'].map((one) => `${who}.${one}`)
          )
        : ['rights.advocate', 'rights.complain', 'secret.when', 'secret.first', 'secret.night', 'secret.urgent'];
    expect(staying).toEqual(expect.arrayContaining(wanted));
    for (const { paragraphs } of guides[audience])
      for (const one of paragraphs.filter(({ code }) => code === 'urgent')) expect(one.names).toEqual(['999', '{{number}}']);
  });

  it.each(audiences)(
    'name the limits of secrecy for %s: asked, life, hurt, touched, hurting, trusted grown-ups, law',
    (audience) => {
      const when =
        audience === 'adults' ? said.get('guide-adults:parents.secret.text') : said.get(`guide-${audience}:secret.when.text`);
      expect((when ?? '').split('\n').filter((line) => line.startsWith('- ')).length).toBeGreaterThanOrEqual(6);
    }
  );

  it('name what has to be named', () => {
    for (const audience of audiences)
      for (const { code, paragraphs } of guides[audience])
        for (const { code: paragraph, names = [] } of paragraphs)
          for (const name of names) expect(said.get(`guide-${audience}:${code}.${paragraph}.text`)).toContain(name);
  });

  it('have addresses that say nothing, and each its own', () => {
    for (const audience of children) {
      const pages = guides[audience].map(({ page }) => page);
      expect(new Set(pages).size).toBe(pages.length);
      expect(pages.filter((page) => telling.test(page) || page === 'all')).toEqual([]);
    }
    expect(Object.values(ways).filter((way) => telling.test(way))).toEqual([]);
  });

  it('lead only to pages there are, and to what a child may ask for', () => {
    for (const way of Object.values(ways)) {
      const [, asked] = /^\/me\/ask\/([\w-]+)$/.exec(way) ?? [];
      if (asked) expect(kindAt(asked)).not.toBeNull();
      else expect(doors).toHaveProperty([way]);
    }
  });

  it('shorten no verbs, shout at nobody and promise no secret', () => {
    for (const audience of audiences) {
      expect(wordsOf(audience)).not.toMatch(/\b(don't|can't|isn't|won't|don’t|can’t|isn’t|won’t)\b|!/);
      expect(wordsOf(audience)).not.toMatch(/never tell|always (stay|be) secret|confidential|anonymous/i);
    }
  });

  it('are each open to anybody on one page', () => {
    const there = Object.values(open).map(({ audience, guide }) => [audience, guide]);
    expect(new Set(there.map(([audience]) => audience))).toEqual(new Set(audiences));
    expect(guides.adults.map(({ code }) => code)).toEqual(
      there.filter(([audience]) => audience === 'adults').map(([, code]) => code)
    );
    expect([isOpenPage('mid'), isOpenPage('toString'), isOpenPage('')]).toEqual([true, false, false]);
  });
});

describe('a place', () => {
  it('has a name that leads back to it, and no other does', () => {
    const place = { audience: '8-11', guide: 'rights', paragraph: 'advocate', language: 'cy' } as const;
    expect(placeName(place)).toBe('8-11.rights.advocate.cy');
    expect(placeAt(placeName(place))).toEqual(place);
    for (const wrong of ['', '8-11', '8-11.rights.nothing.en', '9-10.rights.advocate.en', '8-11.rights.advocate.en.more'])
      expect(placeAt(wrong)).toBeNull();
    expect(paragraphOf({ audience: '4-7', guide: 'rights', paragraph: 'england' })).toBeNull();
  });
});

describe('words of a council', () => {
  it.each([
    ['{{iro}} reads it.', 'en', true],
    ['{{iro, begins}} reads it.', 'en', true],
    ['{{ review }} and {{number}}', 'en', true],
    ['{{yourReview}}', 'cy', true],
    ['{{yourReview}}', 'en', false],
    ['{{child}}', 'en', false],
    ['{{iro, shouts}}', 'en', false],
    ['{{iro', 'en', false],
    ['{iro}', 'en', false],
    ['$t(common:next)', 'en', false],
    ['No gap at all.', 'ar', true]
  ])('%s in %s may stand: %s', (text, language, may) => {
    expect(gapsAreKnown(text, language)).toBe(may);
  });

  it('are sentences and lists', () => {
    expect(blocksOf('One.\n\n- a\n- b\nTwo.\n– c')).toEqual([
      { kind: 'text', lines: ['One.'] },
      { kind: 'list', lines: ['a', 'b'] },
      { kind: 'text', lines: ['Two.'] },
      { kind: 'list', lines: ['c'] }
    ]);
    expect(blocksOf(' \n ')).toEqual([]);
    expect(blocksOf('Ring 0800 528 0731, or 20 at most.')[0]?.lines).toEqual(['Ring 0800\u00a0528\u00a00731, or 20 at most.']);
  });

  const place = { audience: '8-11', guide: 'rights', language: 'en' } as const;
  it.each(audiences)('start from ours, every part of which passes in its guide for %s', (audience) => {
    const words = wordsFor({ language: 'en', values: samples });
    const say = (key: string) => words.t(`guide-${audience}:${key}`, { iro: 'Sam', number: '0800 1111' });
    const faults = guides[audience].flatMap(({ code, paragraphs }) => {
      const texts = paragraphs.map((one) => say(`${code}.${one.code}.text`));
      const gatesOf = (text: string) => meter({ audience, guide: code, language: 'en' }, text, texts);
      return texts.flatMap((text) => gatesOf(text).flatMap(({ gate, passes }) => (passes ? [] : [`${gate}: ${text}`])));
    });
    expect(faults).toEqual([]);
  });
  it('are measured by the gates of their readers', () => {
    const hard = 'Representations concerning statutory entitlements necessitate consideration by the appropriate authority.';
    const guide = ['Your rights', 'You can ask for help. You can say no. We must tell you why.'];
    expect(meter(place, 'You can ask for help.', guide).every(({ passes }) => passes)).toBe(true);
    // A part may be a little above, its guide may not.
    const risky = 'Only the advocate reads it.';
    expect(meter(place, risky, [...guide, risky]).every(({ passes }) => passes)).toBe(true);
    expect(meter(place, 'You can ask.', [hard]).filter(({ passes }) => passes)).toMatchObject([{ gate: 'longest' }]);
    expect(
      meter(place, hard, [...guide, hard])
        .filter(({ passes }) => !passes)
        .map(({ gate }) => gate)
    ).toEqual(['grade', 'lix', 'hard']);
    expect(meter({ ...place, language: 'cy' }, hard, [hard]).map(({ gate }) => gate)).toEqual(['lix', 'longest']);
    expect(meter({ ...place, language: 'ar' }, hard, [hard]).map(({ gate }) => gate)).toEqual(['longest']);
    expect(meter(place, '', guide)).toEqual([]);
    expect(capsOf({ audience: 'adults', guide: 'professionals' }).grade).toBe(9);
    expect(capsOf({ audience: 'adults', guide: 'carers' }).grade).toBe(7);
    expect(capsOf({ audience: '4-7', guide: 'iro' }).longest).toBe(9);
  });
});

it('asks on each of its pages whether it was helpful', () => {
  const pages = [
    ...children.flatMap((audience) => guides[audience].map(({ page }) => [`know-${page}`, `/me/know/${page}`])),
    ...Object.keys(open).map((page) => [`guide-${page}`, `/guide/${page}`])
  ];
  expect(helpfulPages).toMatchObject(Object.fromEntries(pages));
});
