import { describe, expect, it } from 'vitest';
import { usual } from '#lib/children/look.ts';
import type { Council } from '#lib/council/council.ts';
import { blanks } from '#lib/home/blanks.ts';
import type { Reader } from '#lib/home/home.ts';
import { wordsOf } from '#lib/home/reader-words.ts';
import { beside, besideEach } from '#locales/beside.ts';
import { dayInWords, listInWords, timeInWords, weekdaysInWords } from '#locales/dates.ts';
import { begun, directionOf, isolated, softened } from '#locales/grammar.ts';
import { languageInWords, offeredLanguage } from '#locales/languages.ts';
import { terms } from '#locales/terms.ts';

const now = new Date('2026-06-01T12:00:00Z');
const council: Council = {
  name: 'Marrowdale Council',
  product: 'My Say',
  terms: {
    review: 'big chat',
    reviews: 'big chats',
    aReview: 'a big chat',
    iro: 'reviewing officer',
    iros: 'reviewing officers',
    familyTime: 'family time'
  },
  termsIn: terms,
  childline: '0800 1111',
  officePhone: '',
  officeHours: '',
  outOfHoursPhone: null,
  advocatePhone: null,
  advocateMail: null,
  advocacySignsIn: 'yes',
  leaveTo: '/blank',
  staffPassphrase: 'off',
  ratingsFrom: '8',
  ratingsWordsFrom: '10',
  ratingsMonth: '10'
};
const sam = { id: 's', name: 'Sam Okoro', called: 'Sam', phone: null, photo: null, replyDays: 2, workingDays: '12345' };
const reader = (language: string, readsNow: Reader['readsNow'] = sam): Reader => ({
  band: '8-11',
  language,
  called: 'Robin',
  child: null,
  iro: readsNow,
  readsNow,
  look: usual,
  welcomed: true,
  keeps: false,
  watched: false
});
const words = (language: string, readsNow?: Reader['readsNow']) => wordsOf(reader(language, readsNow), council);

describe('English', () => {
  it('begins no sentence to an adult with a small letter, also where nobody has the child', () => {
    const adult = wordsOf({ ...reader('en', null), band: 'adult', child: 'Robin' }, council);
    const said = Object.entries({
      ...adult.section('views', { day: '', name: '', venue: '', hours: '', number: '', time: '', when: '' })
    });
    const sentences = JSON.stringify(said).match(/"[^"]*"/g) ?? [];
    expect(sentences.length).toBeGreaterThan(100);
    expect(sentences.filter((text) => /(^"|[.?] )the team/.test(text))).toEqual([]);
    expect(adult.t('views:start.reads')).toBe('The team reads what you write before the big chat.');
    expect(adult.t('views:check.send')).toBe('Send to the team');
    expect(begun('\u2068sam\u2069 reads it')).toBe('\u2068Sam\u2069 reads it');
  });
});

describe('a child whom nobody has', () => {
  it('meets no sentence that begins with a small letter', () => {
    for (const language of ['en', 'cy']) {
      const own = words(language, null);
      const values = { ...blanks, before: '', part: '', from: '', to: '' };
      const said = JSON.stringify(
        Object.entries({
          ...{ home: own.section('home', values), write: own.section('write', values), meet: own.section('meet', values) },
          ...{ say: own.section('say', { ...values, time: '' }), ask: own.section('ask', values) }
        })
      );
      const sentences = said.match(/"[^"]*"/g) ?? [];
      expect(sentences.length).toBeGreaterThan(300);
      expect(sentences.filter((text) => /(^"|[.?] )\u2068?(the team|y tîm)/.test(text))).toEqual([]);
    }
  });
});

describe('a text somebody typed', () => {
  it('reads the way its first letter does', () => {
    expect(['Hello.', '12 أهلا Sam', 'Sam: أهلا', '01632 960101', ''].map(directionOf)).toEqual([
      'ltr',
      'rtl',
      'ltr',
      'ltr',
      'ltr'
    ]);
  });
});

describe('Welsh', () => {
  it('softens what stands after "ar", and leaves it after "cyn"', () => {
    const day = dayInWords('cy', '2026-06-11', now);
    expect(words('cy').t('home:reviewOn', { day })).toBe('Mae dy adolygiad ar ddydd Iau 11 Mehefin.');
    expect(words('cy').t('home:reviewBy', { day })).toMatch(/^Bydd dy adolygiad cyn dydd Iau 11 Mehefin\./);
    expect(['llun', 'rhif', 'gwaith', 'mis', 'theatr', 'cath', 'afal', ''].map(softened)).toEqual([
      ...['lun', 'rif', 'waith', 'fis', 'theatr', 'gath', 'afal', '']
    ]);
  });

  it('counts with the noun that the number wants', () => {
    expect([0, 1, 2, 3, 4, 6].map((count) => words('cy').t('home:carryOnHint', { count }).split('.')[0])).toEqual([
      'Rwyt ti heb ateb cwestiwn eto',
      'Rwyt ti wedi ateb 1 cwestiwn',
      'Rwyt ti wedi ateb 2 gwestiwn',
      'Rwyt ti wedi ateb 3 chwestiwn',
      'Rwyt ti wedi ateb 4 cwestiwn',
      'Rwyt ti wedi ateb 6 chwestiwn'
    ]);
  });

  it('says "ti" to a child and "chi" to an adult; English says "you" to both', () => {
    const [child, adult] = (['8-11', 'adult'] as const).map((band) => wordsOf({ ...reader('cy'), band }, council));
    expect([child?.t('help:dangerText'), adult?.t('help:dangerText')]).toEqual([
      'Ffonia 999. Fe gei di ffonio o unrhyw ffôn. Mae am ddim.',
      'Ffoniwch 999. Cewch ffonio o unrhyw ffôn. Mae am ddim.'
    ]);
    expect(adult?.inEnglish('help:dangerText')).toBe(child?.inEnglish('help:dangerText'));
    const { 'sign-in-needed': away } = adult?.section('errors', { code: '' }) ?? {};
    expect(away?.title).toBe('Dewch i mewn eto');
  });

  it('keeps a number to call on one line', () => {
    expect(words('cy').t('help:childline', { number: '0800 1111' })).toBe('Ffonio Childline ar 0800\u00a01111');
    expect(isolated({ number: '+44 1632 960100', year: '2026', names: '2 of us' }, 'ltr')).toEqual({
      number: '+44\u00a01632\u00a0960100',
      year: '2026',
      names: '2 of us'
    });
  });

  it('says lists and times its own way', () => {
    expect(listInWords('cy', ['Sam', 'Dee', 'Amina'])).toBe('Sam, Dee ac Amina');
    expect([listInWords('cy', ['Dee']), listInWords('cy', ['Amina', 'Dee'])]).toEqual(['Dee', 'Amina a Dee']);
    expect(timeInWords('cy', now)).toMatch(/^1:00\s?yh$/);
    expect(weekdaysInWords('cy', '15')).toBe('Dydd Llun a Dydd Gwener');
  });
});

describe('Arabic', () => {
  it('counts in six ways and keeps Western digits', () => {
    const said = [0, 1, 2, 3, 11, 100].map((count) => words('ar').t('home:carryOnHint', { count }).split('.')[0]);
    expect(new Set(said).size).toBe(6);
    expect(dayInWords('ar', '2026-06-11', now)).toBe('الخميس 11 يونيو');
    expect(said.join()).not.toMatch(/[٠-٩]/);
  });

  it('keeps numbers and names from the left in their own order', () => {
    expect(words('ar').t('help:childline', { number: '0800 1111' })).toContain('\u20680800\u00a01111\u2069');
    expect(words('ar').t('home:tell')).toContain('\u2068Sam\u2069');
    expect(isolated({ name: 'سام', empty: '', count: 3 }, 'rtl')).toEqual({ name: 'سام', empty: '', count: 3 });
    expect(words('cy').t('home:tell')).not.toMatch(/[\u2066-\u2069]/);
  });
});

describe('a name from the right', () => {
  const told = (language: string, names: string) =>
    wordsOf(reader(language, { ...sam, called: 'سام' }), council).t('say:who.told', { names });

  it('keeps to its place in a sentence from the left: who tells whom is not turned round', () => {
    expect(told('en', 'ماما')).toBe('To be told by \u2068سام\u2069: \u2068ماما\u2069.');
    expect(told('cy', 'Dee')).toBe('\u2068سام\u2069 fydd yn dweud wrth: Dee.');
    expect(wordsOf(reader('ar', { ...sam, called: 'سام' }), council).inEnglish('home:tell')).toBe(
      'Tell \u2068سام\u2069 what you think'
    );
  });

  it('goes with the sentence where it stands among others, and alone in one of its own', () => {
    expect(told('en', 'Dee and ماما')).toBe('To be told by \u2068سام\u2069: Dee and ماما.');
    expect(told('ar', 'ماما')).not.toMatch(/[\u2066-\u2069]/);
  });
});

describe('a draft', () => {
  it('has the English beside it, in the council’s own English terms', () => {
    const { safe, nobody } = besideEach(words('ar'), 'say:start', ['safe', 'nobody']);
    expect(safe.english).toMatch(/^If you may not be safe, Sam may have to tell/);
    expect([safe.text === safe.english, nobody.english]).toEqual([false, 'Nobody sees it until you send it.']);
    expect(words('cy').inEnglish('home:reviewUnknown')).toContain('your big chat');
    expect(words('cy', null).t('home:tell')).toContain('y tîm');
    expect(words('cy', null).inEnglish('home:tell')).toContain('the team');
  });

  it('is not what English is', () => {
    expect(beside(words('en'), 'say:start.safe').english).toBe(null);
  });
});

it('a language is asked for by its code, and only if it is offered', () => {
  expect(['cy', 'ar', 'en', 'qps', 'xx', '', null].map((code) => offeredLanguage(code)?.name ?? null)).toEqual([
    ...['Cymraeg', 'العربية', 'English', null, null, null, null]
  ]);
  expect(['cy', 'ar', 'pl'].map((code) => languageInWords('en', code))).toEqual(['Welsh', 'Arabic', 'Polish']);
});
