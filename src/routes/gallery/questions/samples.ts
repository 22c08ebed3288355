import { adultForms, formFor } from '#forms/forms.ts';
import { askedOf } from '#lib/journeys/asked.ts';
import { readAnswer } from '#lib/journeys/fits.ts';
import type { Answer, Asked, KindCode, Question } from '#lib/journeys/form.ts';
import { postedFrom } from '#lib/journeys/posted.ts';
import { kinds } from '#lib/journeys/questions/kinds.ts';
import { faceOf, linesOf } from '#lib/journeys/render.ts';
import { wordsFor, type Words } from '#locales/words.ts';
import say from './words.json' with { type: 'json' };

export type Sample = {
  state: keyof typeof say.states;
  /** Ids and names of the fields: each sample needs its own. */
  asked: Asked;
  question: Question;
  answer: Answer | null;
  problem: string | null;
  lines: string[];
  face: ReturnType<typeof faceOf>;
};

/** What is posted to get each state; `@` stands for the question's code. What a kind cannot get wrong has no problem. */
const posts: Record<KindCode, Partial<Record<Sample['state'], [string, string][]>>> = {
  faces: { empty: [], answered: [['@', 'not-great']], unsure: [['@', 'not-sure']] },
  one: { empty: [], answered: [['@', 'partly']], unsure: [['@', 'not-sure']] },
  many: {
    empty: [],
    answered: [
      ['@', 'food'],
      ['@', 'privacy'],
      ['@', 'other'],
      ['@.other', say.other]
    ],
    unsure: [['@', 'not-sure']],
    problem: [
      ['@', 'other'],
      ['@.other', say.other.repeat(30)]
    ]
  },
  people: {
    empty: [],
    answered: say.people.map((name, place) => [`@.${place}`, name]),
    unsure: [['@', 'not-sure']]
  },
  amounts: {
    empty: [],
    answered: [
      ['@.0', 'more'],
      ['@.1', 'same'],
      ['@.2', 'not-sure']
    ],
    unsure: say.people.map((_, place) => [`@.${place}`, 'not-sure'])
  },
  text: {
    empty: [],
    answered: [['@', say.text]],
    unsure: [['@.unsure', 'not-sure']],
    problem: [['@', say.text.repeat(90)]]
  },
  date: {
    empty: [],
    answered: [
      ['@.day', say.day.slice(8)],
      ['@.month', say.day.slice(5, 7)],
      ['@.year', say.day.slice(0, 4)]
    ],
    unsure: [['@', 'not-sure']],
    problem: [
      ['@.day', '31'],
      ['@.month', '2'],
      ['@.year', '2026']
    ]
  },
  matrix: {
    empty: [],
    answered: [
      ['@.body', 'fine'],
      ['@.teeth', 'watching'],
      ['@.sleep', 'help'],
      ['@.mood', 'not-sure']
    ]
  },
  counts: {
    empty: [],
    answered: [
      ['@.attended', '94.3'],
      ['@.late', '2'],
      ['@.excluded', '0']
    ],
    unsure: [['@', 'not-sure']],
    problem: [
      ['@.attended', '101'],
      ['@.late', '2']
    ]
  },
  dates: {
    empty: [],
    answered: [...dayOf(0, say.day), ['@.0.note', say.note], ...dayOf(1, say.day)],
    unsure: [['@', 'not-sure']],
    problem: [...dayOf(0, say.day), ['@.1.day', '31'], ['@.1.month', '2'], ['@.1.note', say.note]]
  }
};

function dayOf(place: number, day: string): [string, string][] {
  const [year = '', month = '', date = ''] = day.split('-');
  return [
    [`@.${place}.day`, date],
    [`@.${place}.month`, month],
    [`@.${place}.year`, year]
  ];
}

type Shown = '8-11' | '12-17' | 'adult';

/** The questions shown: one of each kind that is asked of these readers. */
const shown: Record<KindCode, Partial<Record<Shown, string>>> = {
  faces: { '8-11': 'school-feel', '12-17': 'school-feel' },
  one: { '8-11': 'last-agreed', '12-17': 'last-agreed', adult: 'agreed-done' },
  many: { '8-11': 'home-better', '12-17': 'home-talk' },
  people: { '8-11': 'family-who', '12-17': 'family-who' },
  amounts: { '8-11': 'family-amount', '12-17': 'family-amount' },
  text: { '8-11': 'change', '12-17': 'home-change', adult: 'child-voice' },
  date: { '8-11': 'when-day', '12-17': 'when-day' },
  matrix: { adult: 'health-areas' },
  counts: { adult: 'attendance' },
  dates: { adult: 'health-days' }
};

/** Every kind in every state of one band, kind by kind. */
export function samplesOf(band: Shown, language: string): { kind: KindCode; samples: Sample[] }[] {
  const words = wordsFor({ language, band, values: say.values });
  return Object.values(kinds).flatMap(({ code }) => {
    const question = shown[code][band];
    if (question === undefined) return [];
    const states = Object.entries(posts[code]) as [Sample['state'], [string, string][]][]; // the keys of a literal
    const samples = states.map(([state, post]) => sampleOf(words, band, question, state, post));
    return [{ kind: code, samples }];
  });
}

/** Where a question is asked of these readers. */
function askedIn(band: Shown, code: string) {
  for (const form of band === 'adult' ? adultForms : [formFor(band)])
    for (const page of form.pages) {
      const question = page.questions.find((one) => one.code === code);
      if (question) return { form, page, question };
    }
  throw new Error(`The gallery shows the question ${code}, which nobody asks of ${band}.`);
}

function sampleOf(words: Words, band: Shown, code: string, state: Sample['state'], post: [string, string][]): Sample {
  const { form, page, question } = askedIn(band, code);
  const data = new FormData();
  for (const [name, value] of post) data.append(name.replace('@', code), value);
  const named = { [question.of ?? '']: { value: say.people, unsure: false } };
  const { answer, problem } = readAnswer(question, postedFrom(data), named);
  const asked = askedOf(words, form, page, question, band);
  return {
    state,
    asked: { ...asked, code: `${code}-${band}-${state}` },
    question,
    answer,
    problem: problem && words.section('answers').problems[problem],
    lines: answer && !problem ? linesOf(asked, answer) : [],
    face: answer && faceOf(asked, answer)
  };
}
