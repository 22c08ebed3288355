import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { english } from '#locales/english.ts';
import { languages } from '#locales/languages.ts';
import { terms } from '#locales/terms.ts';
import { forWorkers, toTranslate, translations } from '#locales/translations.ts';
import { baseOf, sayings, wanted, type Saying } from '#tests/architecture/sayings.ts';
import { root } from '#tests/architecture/sources.ts';

/** What only workers read stays English: whole sections, and these parts of the sign-in's words. */
const workers = new RegExp(
  `^(${forWorkers.join('|')}):|^sign-in:(staff|link|passkeys)\\.|^sign-in:problems\\.(link-over|passkey-refused)$`
);
/** What a language is held to: a section that waits for its translators counts as soon as this language has it. */
const readIn = (sections: object): Saying[] =>
  sayings(english).filter(({ key }) => {
    const section = toTranslate.find((name) => key.startsWith(`${name}:`));
    return !workers.test(key) && (!section || section in sections);
  });
const plural = /_(zero|one|two|few|many|other)$/;
/** A sentence without its grammatical number: `home:reply`. Words for an age stay apart. */
const stem = (key: string) => key.replace(plural, '');

/** Names for the same thing in different grammatical forms: a language uses the one its sentence needs. */
const family: Readonly<Record<string, string>> = {
  reviews: 'review',
  aReview: 'review',
  yourReview: 'review',
  myReview: 'review',
  iroRoles: 'iroRole',
  yourIroRole: 'iroRole'
};
const values = (text: string) => new Set(wanted(text).map((name) => family[name] ?? name));

/** Names and what is the same everywhere. */
const sameEverywhere = /^(common:(product|childline)|say:title|home:emergency|look:sample)$/;
const loanWords: Readonly<Record<string, readonly string[]>> = { cy: ['Help', 'Person', 'lamp', 'Camera', 'help'], ar: [] };

const codes = Object.keys(translations);
const sentencesOf = (code: string): Saying[] => sayings(translations[code as keyof typeof translations] ?? {});

describe('languages', () => {
  it('are loaded as data: each has a folder, a line in the list and its words', () => {
    const folders = readdirSync(join(root, 'src/locales'), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name);
    expect(folders.sort()).toEqual(['en', ...codes].sort());
    for (const code of codes) {
      expect(languages.map((language) => String(language.code))).toContain(code);
      expect(Object.keys(terms)).toContain(code);
      const files = readdirSync(join(root, 'src/locales', code)).map((name) => name.replace('.json', ''));
      expect(files.sort()).toEqual([...Object.keys(translations[code as keyof typeof translations] ?? {}), 'terms'].sort());
    }
  });

  it('offer Welsh beside English, first', () => {
    expect(languages.slice(0, 2).map(({ code }) => code)).toEqual(['en', 'cy']);
  });
});

describe.each(codes)('%s', (code) => {
  const read = readIn(translations[code as keyof typeof translations] ?? {});
  const stems = [...new Set(read.map(({ key }) => stem(key)))];
  const said = sentencesOf(code);
  const byKey = new Map(said.map(({ key, text }) => [key, text]));
  const ofStem = Map.groupBy(said, ({ key }) => stem(key));

  it('has every sentence a child reads, so that English never stands in for one in silence', () => {
    expect(stems.filter((key) => !ofStem.has(key))).toEqual([]);
  });

  it('has no sentence that English has not, and none for workers', () => {
    // A language may speak to adults in its own way where English says the same to everybody.
    expect([...ofStem.keys()].filter((key) => !stems.includes(key.replace(/_adult$/, '')))).toEqual([]);
  });

  it('says something everywhere', () => {
    expect(said.filter(({ text }) => text.trim() === '' || /\{\{\s*\}\}|TODO|undefined/.test(text))).toEqual([]);
  });

  it('counts in every number its grammar knows', () => {
    const forms = new Intl.PluralRules(code).resolvedOptions().pluralCategories.map(String).sort();
    const counting = [...new Set(read.filter(({ key }) => plural.test(key)).map(({ key }) => stem(key)))];
    expect(counting.length).toBeGreaterThan(3);
    expect(counting.map((key) => [key, (ofStem.get(key) ?? []).map((one) => plural.exec(one.key)?.[1] ?? '').sort()])).toEqual(
      counting.map((key) => [key, forms])
    );
  });

  it('keeps the values of every sentence', () => {
    const faults = stems.flatMap((key) => {
      const there = values(
        read.find((one) => stem(one.key) === key && (!plural.test(one.key) || one.key.endsWith('_other')))?.text ?? ''
      );
      return (ofStem.get(key) ?? []).flatMap((one) => {
        const here = values(one.text);
        // "خلال يومين" and "heddiw" say their number in a word.
        const missing = [...there].filter((name) => !here.has(name) && !(name === 'count' && /_(zero|one|two)$/.test(one.key)));
        return [
          ...missing.map((name) => `${one.key} lost {{${name}}}`),
          ...[...here].filter((name) => !there.has(name)).map((name) => `${one.key} made up {{${name}}}`)
        ];
      });
    });
    expect(faults).toEqual([]);
  });

  it('uses only terms it has a form of', () => {
    const forms = said.flatMap(({ key, text }) =>
      wanted(text)
        .filter((name) => name in family && !(terms[code] ?? {})[name])
        .map((name) => `${key} {{${name}}}`)
    );
    expect(forms).toEqual([]);
  });

  it('has no English left in it', () => {
    const same = read.filter(
      ({ key, text }) =>
        byKey.get(key) === text && !sameEverywhere.test(key) && /\p{L}/u.test(text.replaceAll(/\{\{[^}]*\}\}/g, ''))
    );
    expect(
      same
        .filter(({ text }) => !loanWords[code]?.some((word) => text.replace(/ \d$/, '') === word))
        .map(({ key, text }) => `${key}: ${text}`)
    ).toEqual([]);
  });

  it('names buttons by the words that stand on them', () => {
    const leave = byKey.get('common:leave') ?? '';
    const skip = byKey.get('common:skip') ?? '';
    for (const key of ['say:start.leave', 'cards:sharedText', 'welcome:leave.one'])
      expect([key, byKey.get(key)?.includes(leave)]).toEqual([key, true]);
    const skipping = said.filter(({ key }) => /problems\.(date|invalid)$/.test(key) && key.startsWith('answers'));
    expect(skipping.filter(({ text }) => !text.includes(skip))).toEqual([]);
  });
});

it('every variant is a variant of something', () => {
  expect(readIn(english).filter(({ key }) => baseOf(key) === '')).toEqual([]);
});
