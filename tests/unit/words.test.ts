import { describe, expect, it } from 'vitest';
import { doors } from '#lib/sign-in/areas.ts';
import { english } from '#locales/english.ts';
import { languages } from '#locales/languages.ts';
import { wordsFor } from '#locales/words.ts';
import { askedIn, baseOf, namesGiven, sayings, wanted } from '#tests/architecture/sayings.ts';
import { sourcesIn } from '#tests/architecture/sources.ts';

const all = sayings(english);
const code = sourcesIn('src', ['.ts', '.svelte']);
const byBase = Map.groupBy(all, ({ key }) => baseOf(key));

/** In every sentence (src/lib/home/reader-words.ts puts them there), and `count`, which i18next itself asks for. */
const always = [
  'product',
  'council',
  'review',
  'reviews',
  'aReview',
  'iroRole',
  'iroRoles',
  'familyTime',
  'called',
  'child',
  'iro',
  'count'
];

describe('every sentence', () => {
  it('says something', () => {
    expect(all.length).toBeGreaterThan(300);
    expect(all.filter(({ text }) => text.trim() === '' || /\{\{\s*\}\}|undefined|TODO/.test(text))).toEqual([]);
  });

  it('gets the values it wants from somewhere', () => {
    const given = new Set([...always, ...code.flatMap(namesGiven)]);
    expect(
      all.flatMap(({ key, text }) =>
        wanted(text)
          .filter((name) => !given.has(name))
          .map((name) => `${key} wants {{${name}}}, which nobody gives`)
      )
    ).toEqual([]);
  });

  it('is there when it is asked for, and gets its values there', () => {
    // The mail's words have one speaker of their own, which is no page (src/jobs/send-outbox.ts).
    const faults = code
      .filter(({ path }) => !path.startsWith('src/jobs/'))
      .flatMap(askedIn)
      .flatMap(({ at, keys, given }) =>
        keys.flatMap((key) => {
          const found = byBase.get(key);
          if (!found) return [`${at} says ${key}, which is nowhere in src/locales/en`];
          const missing =
            given && found.flatMap(({ text }) => wanted(text)).filter((name) => ![...always, ...given].includes(name));
          return (missing ?? []).map((name) => `${at} says ${key} without {{${name}}}`);
        })
      );
    expect(code.flatMap(askedIn).length).toBeGreaterThan(30);
    expect(faults).toEqual([]);
  });

  it('that counts has a wording for one and for more', () => {
    const counting = all.filter(({ key }) => /_(one|other)$/.test(key)).map(({ key }) => key);
    const pairs = counting.map((key) => key.replace(/_one$/, '_other')).map((key) => [key, key.replace(/_other$/, '_one')]);
    expect(counting.length).toBeGreaterThan(4);
    expect(pairs.flat().filter((key) => !counting.includes(key))).toEqual([]);
  });

  it('with words for one age has words for every age', () => {
    const lonely = all
      .filter(({ key }) => /_(young|mid|teen)$/.test(key))
      .filter(({ key }) => !all.some((other) => other.key === key.replace(/_(young|mid|teen)$/, '')));
    expect(lonely).toEqual([]);
  });

  it('is used by somebody', () => {
    const text = sourcesIn('src', ['.ts', '.svelte'])
      .filter(({ path }) => !path.startsWith('src/locales/'))
      .map((source) => source.text)
      .join('\n');
    const named = new Set(text.match(/[\w-]+/g));
    // The forms' own words are held to the forms in forms.test.ts; errors are named by what went wrong.
    const others = [...byBase.keys()].filter(
      (key) => !/^(views-|parent:|carer:|professional:|answers:options|errors:)/.test(key)
    );
    expect(
      others.filter(
        (key) =>
          !key
            .split(/[:.]/)
            .slice(1)
            .every((part) => named.has(part) || named.has(part.replace(/\d+$/, '')))
      )
    ).toEqual([]);
  });
});

describe('a sentence that was said before', () => {
  const words = (language: string, band: string, iro: string) =>
    wordsFor({ language, band, values: { product: 'My Say', iro, name: iro } });

  it('is said anew: with the name of this reader, in this band, in this language, for this number', () => {
    const home = (language: string, band: string, iro: string, count: number) => {
      const { tell, meetPage } = words(language, band, iro).section('home', { count });
      return [tell, meetPage.what, meetPage.reply];
    };
    const readers = [
      home('en', '8-11', 'Sam', 2),
      home('en', '8-11', 'Amina', 1),
      home('en', '12-17', 'Sam', 2),
      home('cy', '8-11', 'Sam', 2),
      home('ar', '8-11', 'Sam', 3)
    ];
    expect(readers[1]).toEqual([
      'Tell Amina what you think',
      expect.stringContaining('Amina makes sure'),
      'Amina answers within 1 working day.'
    ]);
    expect(readers[0]?.[2]).toBe('Sam answers within 2 working days.');
    for (const at of [1, 2]) expect(new Set(readers.map((said) => said[at])).size).toBe(at === 1 ? 5 : 4);
    expect(home('en', '8-11', 'Sam', 2)).toEqual(readers[0]);
  });

  it('gives away nothing that a value looks like: a name is a name', () => {
    const name = '{{product}} $t(common:next) $& <b>';
    expect(words('en', '8-11', name).t('home:tell')).toBe(`Tell ${name} what you think`);
    expect(words('ar', '8-11', name).t('home:iroReply', { count: 2 })).toContain(name);
  });

  it('is there or is not, whatever was asked before', () => {
    const { has, t } = words('cy', '8-11', 'Sam');
    expect(['home:tell', 'home:nothing', 'home:meetPage', 'nowhere:tell'].map(has)).toEqual([true, false, false, false]);
    expect(t('home:nothing')).toBe('nothing');
  });
});

describe('another language', () => {
  const values = { product: 'My Say', review: 'review', iro: 'Sam', iroRole: 'reviewing officer', count: 2 };

  it('keeps every value and says which way it reads', () => {
    expect(languages.map(({ code, direction }) => [code, direction])).toEqual([
      ['en', 'ltr'],
      ['cy', 'ltr'],
      ['ar', 'rtl'],
      ['qps', 'rtl']
    ]);
    const [here, there] = ['en', 'qps'].map((language) => wordsFor({ language, band: '8-11', values }));
    expect(there?.t('home:tell')).toContain('Sam');
    expect(there?.t('home:tell')).not.toBe(here?.t('home:tell'));
    expect(there?.direction).toBe('rtl');
  });

  it('is English where a sentence is not known, never a bare key', () => {
    const words = wordsFor({ language: 'xx', band: '12-17', values });
    expect(words.language).toBe('en');
    expect(words.t('home:tell')).toBe('Tell Sam what you think');
  });

  it('is one the reader’s age was meant for', () => {
    const [mid, teen] = ['8-11', '12-17'].map((band) =>
      wordsFor({ language: 'en', band, values }).section('home', {
        name: 'Sam',
        day: '',
        days: '',
        number: '',
        hours: '',
        away: '',
        time: '',
        when: ''
      })
    );
    expect(mid?.meetPage.what).not.toBe(teen?.meetPage.what);
    expect(Object.keys(mid ?? {}).filter((key) => /_/.test(key))).toEqual([]);
  });
});

describe('over a child’s shoulder', () => {
  const told = /review|council|\biro\b|social|care|safeguard|worry|abuse|foster/i;

  it('titles say the product’s neutral name, or that a page is blank', () => {
    const titles = code
      .filter(({ path }) => path.startsWith('src/routes/') && !/^src\/routes\/(staff|gallery|\+error)/.test(path))
      .flatMap(({ path, text }) => [...text.matchAll(/<title>(.*?)<\/title>/g)].map((found) => [path, found[1]]));
    expect(titles.length).toBeGreaterThan(3);
    const [blank, ...others] = titles.filter(([, title]) => !/^\{(data\.)?chrome\.product\}$/.test(title ?? ''));
    expect([blank, others]).toEqual([['src/routes/blank/+page.svelte', '{data.title}'], []]);
    expect(
      all.filter(({ key, text }) => /^(errors|sign-in:blank)/.test(key) && key.endsWith('.title') && told.test(text))
    ).toEqual([]);
  });

  it('addresses say nothing of care', () => {
    expect(Object.entries(doors).filter(([route, { area }]) => area !== 'staff' && told.test(route))).toEqual([]);
  });
});
