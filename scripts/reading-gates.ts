/**
 * `npm run gates`: how hard the words are to read, for children of each age, parents and carers, screen by screen, with the hardest sentences of each.
 * Four measures with a cap each; over a cap it ends with 1. A smoke alarm: no promise that a child of some age can read it.
 */
import { formFor } from '#forms/forms.ts';
import { askedOf, fieldWords } from '#lib/journeys/asked.ts';
import type { Band } from '#lib/journeys/form.ts';
import { defaults } from '#lib/council/defaults.ts';
import { doors } from '#lib/sign-in/areas.ts';
import { terms } from '#locales/terms.ts';
import { wordsFor, type Values, type Words } from '#locales/words.ts';
import { readingOf } from '#tests/setup/reading.ts';
import { adults, isForAdults } from './reading-adults.ts';
import { leaves, told, type Caps } from './reading-measures.ts';

/** The band for 4 to 7 has no words of its own yet: it reads those of 8 to 11. */
const caps: Readonly<Partial<Record<Band, Caps>>> = {
  '8-11': { grade: 3, lix: 20, longest: 14, hard: 2 },
  '12-17': { grade: 5, lix: 28, longest: 18, hard: 4 }
};

const people: Values = {
  child: 'Robin',
  product: 'My Say',
  council: 'the council',
  called: 'Robin',
  iro: 'Sam',
  name: 'Sam',
  away: 'Amina',
  names: 'Mum and Dee',
  day: 'Monday 8 June',
  days: 'Monday and Tuesday',
  time: '9:05 am',
  when: 'today',
  number: '0800 1111',
  hours: 'nine to five',
  question: 'this',
  count: 2,
  at: 2,
  of: 8,
  code: 'k7'
};
const english: Values = {
  ...people,
  review: defaults['terms.review'],
  reviews: defaults['terms.reviews'],
  aReview: defaults['terms.aReview'],
  iroRole: defaults['terms.iro'],
  iroRoles: defaults['terms.iros'],
  familyTime: defaults['terms.familyTime']
};

/** What no child reads: parts for workers, for the adult who hands a card over, and letters that only show a look. */
const notForChildren = /^(staff|link|passkeys|adult|given|strip|link-over|passkey-refused|sample)/;
const toChildren = (part: unknown) => leaves(part, notForChildren);

/** What one reader meets, by the name of the screen: sentences as they stand there. A section's new words fall to its rest. */
function screensOf(words: Words, band: Band): Map<string, string[]> {
  const section = (name: Parameters<Words['section']>[0]) => Object(words.section(name, {}));
  const { meetPage, ...home } = section('home');
  const { start, who, check, sent, said, ...writing } = section('say');
  const { now, one, state, questions, ...asking } = section('ask');
  const { now: unsafe, ...asks } = questions;
  const { adult, ...rate } = section('rate');
  const form = formFor(band);
  const asked = form.pages.flatMap((page) => page.questions.map((question) => askedOf(words, form, page, question, band)));
  const parts: Record<string, unknown> = {
    'every page': section('common'),
    'coming in': section('sign-in'),
    ...{ welcome: section('welcome'), home, 'meet the IRO': meetPage, start, writing },
    questions: asked.flatMap(({ question, hint }) => [question, hint ?? '']),
    answers: [fieldWords(words), section('answers').more, section('answers').problems, asked.map(({ options }) => options)],
    ...{ sharing: who, check, receipt: [sent, said] },
    asking: [asking, asks],
    rating: rate,
    'what was asked': [one, state],
    'not safe': [now, unsafe],
    ...{ team: section('team'), help: section('help'), 'no signal': section('offline') },
    ...{ 'how it looks': section('look'), language: section('language'), errors: section('errors'), card: section('cards') }
  };
  return new Map(Object.entries(parts).map(([name, part]) => [name, toChildren(part).filter((text) => text !== '')]));
}

/** Which of those stand on each page that a child can open, beside the words of every page; or why a page has none for them. */
const readOn: Readonly<Record<string, readonly string[] | string>> = {
  '/(front)': ['coming in'],
  '/c': ['coming in'],
  '/blank': ['coming in'],
  '/sign-in/secret': ['coming in'],
  '/[...elsewhere]': ['errors'],
  '/help': ['help'],
  '/team': ['team'],
  '/offline': ['no signal'],
  '/me': ['home', 'asking', 'what was asked'],
  '/me/welcome': ['welcome'],
  '/me/meet': ['meet the IRO'],
  '/me/say': ['start'],
  '/me/say/[page]': ['writing', 'questions', 'answers', 'sharing', 'not safe'],
  '/me/who': ['sharing'],
  '/me/check': ['check'],
  '/me/sent': ['receipt'],
  '/me/said': ['receipt'],
  '/me/ask': ['asking'],
  '/me/ask/[way]': ['asking', 'answers'],
  '/me/asked/[id]': ['what was asked'],
  '/me/now': ['not safe'],
  '/me/rate': ['rating'],
  '/me/rate/[page]': ['rating', 'answers'],
  '/me/look': ['how it looks'],
  '/me/language': ['language'],
  '/sign-in/staff': 'for workers',
  '/sign-in/link/[token]': 'for workers',
  '/helpful': 'leads away at once',
  '/leave': 'leads away at once',
  '/lock': 'answers a script',
  '/manifest.webmanifest': 'the name only',
  '/readyz': 'for machines',
  '/team/photo/[id]': 'a picture',
  '/photo/[id]': 'a picture'
};

/** Pages for children whose words nobody measures, and words that stand on no page: empty is good. */
function unmeasured(screens: ReadonlyMap<string, unknown>): string[] {
  const forChildren = Object.entries(doors).filter(
    ([route, { area }]) => ['child', 'open', 'signed-in'].includes(area) && !isForAdults(route)
  );
  const named = Object.values(readOn).flatMap((names) => (typeof names === 'string' ? [] : names));
  return [
    ...forChildren
      .filter(([route]) => !(route in readOn))
      .map(([route]) => `${route} is not measured: say in readOn what stands there`),
    ...named.filter((name) => !screens.has(name)).map((name) => `readOn names "${name}", which is not measured`),
    ...Object.keys(readOn)
      .filter((route) => !(route in doors))
      .map((route) => `readOn names ${route}, which is not there`)
  ];
}

let faults = 0;
for (const [band, cap] of Object.entries(caps) as [Band, Caps][])
  faults += told(`${band}, English`, cap, screensOf(wordsFor({ language: 'en', band, values: english }), band));
for (const { readers, cap, screens } of adults(wordsFor({ language: 'en', values: english })))
  faults += told(`${readers}, English`, cap, screens);
// Grades and word lists are English. A draft is told apart by the length of its sentences, and Welsh by its LIX too.
for (const [language, forms] of Object.entries(terms))
  for (const band of Object.keys(caps) as Band[]) {
    process.stdout.write(
      `\n${band}, ${language} (a draft: told, not gated). Longest sentence in words${language === 'ar' ? '' : ', LIX'}\n`
    );
    for (const [name, texts] of screensOf(wordsFor({ language, band, values: { ...english, ...forms } }), band)) {
      const { longest, lix, sentence } = readingOf(texts);
      process.stdout.write(
        `${name.padEnd(14)} ${String(longest).padStart(4)}${language === 'ar' ? '' : ` ${lix.toFixed(1).padStart(6)}`}  ${sentence}\n`
      );
    }
  }
const pages = Object.entries(readOn);
const without = pages.flatMap(([route, names]) => (typeof names === 'string' ? [`${route} (${names})`] : []));
const missing = unmeasured(screensOf(wordsFor({ language: 'en', band: '8-11', values: english }), '8-11'));
process.stdout.write(
  `\nPages a child can open: ${pages.length - without.length} measured, ${missing.length} not.${missing.map((one) => `\n  ${one}`).join('')}\n` +
    `Nothing to measure: ${without.join(', ')}.\n`
);
faults += missing.length;
process.stdout.write(
  faults === 0 ? '\nAll of it is within its caps.\n' : `\n${faults} figures are over their caps, or not measured.\n`
);
process.exitCode = faults === 0 ? 0 : 1;
