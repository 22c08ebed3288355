/** What children read, screen by screen: on which page it stands, and which pages nobody measures yet. */
import { formFor } from '#forms/forms.ts';
import { askedOf, fieldWords } from '#lib/journeys/asked.ts';
import type { Band } from '#lib/journeys/form.ts';
import { defaults } from '#lib/council/defaults.ts';
import { leaves } from '#lib/readability/measures.ts';
import { doors } from '#lib/sign-in/areas.ts';
import { wordsFor, type Values, type Words } from '#locales/words.ts';
import { isForAdults } from './reading-adults.ts';
import { guideScreens } from './reading-guides.ts';

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
  who: 'Sam',
  number: '0800 1111',
  hours: 'nine to five',
  question: 'this',
  count: 2,
  at: 2,
  of: 8,
  code: 'k7'
};
/** Who stands in the sample sentences, and this council's words. */
export const samples: Values = {
  ...people,
  review: defaults['terms.review'],
  reviews: defaults['terms.reviews'],
  aReview: defaults['terms.aReview'],
  iroRole: defaults['terms.iro'],
  iroRoles: defaults['terms.iros'],
  familyTime: defaults['terms.familyTime']
};

/** What no child reads: parts for workers, for the adult who hands a card over, and letters that only show a look. */
const notForChildren =
  /^(staff|passkeys|first|recovery|passphrase|council|adult|given|strip|link-over|passkey-refused|sample|worker|open)$|^(link|staff|adult)[A-Z.]/;
const toChildren = (part: unknown) => leaves(part, notForChildren);

/** What one reader meets, by the name of the screen: sentences as they stand there. A section's new words fall to its rest. */
export function screensOf(words: Words, band: Band): Map<string, string[]> {
  const section = (name: Parameters<Words['section']>[0]) => Object(words.section(name, {}));
  const { meetPage, ...home } = section('home');
  const { start, who, check, sent, said, ...writing } = section('say');
  const { now, one, state, questions, ...asking } = section('ask');
  const { talk, line, ...meet } = section('meet');
  const { adult: _adults, ...rate } = section('rate');
  const { now: unsafe, ...asks } = questions;
  const form = formFor(band);
  const asked = form.pages.flatMap((page) => page.questions.map((question) => askedOf(words, form, page, question, band)));
  const parts: Record<string, unknown> = {
    'every page': section('common'),
    'coming in': section('sign-in'),
    ...{ welcome: section('welcome'), home, 'meet the IRO': [meetPage, meet], 'a talk': [talk, line], start, writing },
    questions: asked.flatMap(({ question, hint }) => [question, hint ?? '']),
    answers: [fieldWords(words), section('answers').more, section('answers').problems, asked.map(({ options }) => options)],
    ...{ sharing: who, check, receipt: [sent, said] },
    asking: [asking, asks],
    'what was asked': [one, state],
    rating: rate,
    'writing to the IRO': section('write'),
    'what it is about': section('write-about'),
    'not safe': [now, unsafe],
    ...{ team: section('team'), help: section('help'), 'no signal': section('offline') },
    ...{ 'how it looks': section('look'), language: section('language'), errors: section('errors'), card: section('cards') },
    ...{ 'good to know': section('guides'), 'who looked': section('looked'), 'somebody looks': section('watched') },
    ...{ 'handed over': section('handed'), waiting: section('waiting') }
  };
  const screens = Object.entries(parts).map(([name, part]) => [name, toChildren(part).filter((text) => text !== '')] as const);
  return new Map([...screens, ...guideScreens(words, band, 'Sam')]);
}

/** Which of those stand on each page that a child can open, beside the words of every page; or why a page has none for them. */
export const readOn: Readonly<Record<string, readonly string[] | string>> = {
  '/(front)': ['coming in'],
  '/c': ['coming in'],
  '/blank': ['coming in'],
  '/sign-in/secret': ['coming in', 'waiting'],
  '/[...elsewhere]': ['errors'],
  '/help': ['help'],
  '/team': ['team'],
  '/offline': ['no signal'],
  '/me': ['home', 'asking', 'what was asked', 'a talk'],
  '/me/welcome': ['welcome'],
  '/me/meet': ['meet the IRO', 'a talk'],
  '/me/meet/talk': ['a talk'],
  '/me/write': ['writing to the IRO', 'what it is about', 'not safe'],
  '/me/rate': ['rating'],
  '/me/rate/[page]': ['rating', 'answers'],
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
  '/me/look': ['how it looks'],
  '/me/language': ['language'],
  '/me/know': ['good to know'],
  '/me/know/[guide]': ['good to know', 'guide: iro', 'guide: review', 'guide: rights', 'guide: sees', 'guide: secret'],
  '/me/know/all': ['good to know', 'guide: iro', 'guide: review', 'guide: rights', 'guide: sees', 'guide: secret'],
  '/me/looked': ['who looked'],
  '/me/phone': ['somebody looks'],
  '/me/back': ['handed over'],
  '/given/[id]': ['handed over'],
  '/changed': ['errors'],
  '/guide': ['good to know'],
  '/guide/[who]': ['guide: iro', 'guide: review', 'guide: rights', 'guide: sees', 'guide: secret'],
  '/sign-in/back': 'leads on at once',
  '/sign-in/first/[token]': 'for workers',
  '/sign-in/staff/passphrase': 'for workers',
  '/sign-in/staff/recovery': 'for workers',
  '/sign-in/staff': 'for workers',
  '/sign-in/link/[token]': 'for workers',
  '/leave': 'leads away at once',
  '/helpful': 'leads away at once',
  '/lock': 'answers a script',
  '/manifest.webmanifest': 'the name only',
  '/readyz': 'for machines',
  '/team/photo/[id]': 'a picture',
  '/photo/[id]': 'a picture'
};

/** Pages for children whose words nobody measures, and words that stand on no page: empty is good. */
export function unmeasured(): string[] {
  const screens = screensOf(wordsFor({ language: 'en', band: '8-11', values: samples }), '8-11');
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
