import { formFor } from '#forms/forms.ts';
import { askedOf } from '#lib/journeys/asked.ts';
import { readAnswer } from '#lib/journeys/fits.ts';
import type { Answer, Asked, Band, KindCode, Question } from '#lib/journeys/form.ts';
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
  }
};

/** The questions shown: one of each kind that both forms ask. */
const shown: Record<KindCode, [mid: string, teen: string]> = {
  faces: ['school-feel', 'school-feel'],
  one: ['last-agreed', 'last-agreed'],
  many: ['home-better', 'home-talk'],
  people: ['family-who', 'family-who'],
  amounts: ['family-amount', 'family-amount'],
  text: ['change', 'home-change'],
  date: ['when-day', 'when-day']
};

/** Every kind in every state of one band, kind by kind. */
export function samplesOf(band: '8-11' | '12-17', language: string): { kind: KindCode; samples: Sample[] }[] {
  const words = wordsFor({ language, band, values: say.values });
  return Object.values(kinds).map(({ code }) => {
    const question = shown[code][band === '8-11' ? 0 : 1];
    const states = Object.entries(posts[code]) as [Sample['state'], [string, string][]][]; // the keys of a literal
    return {
      kind: code,
      samples: states.map(([state, post]) => sampleOf(words, band, question, state, post))
    };
  });
}

function sampleOf(words: Words, band: Band, code: string, state: Sample['state'], post: [string, string][]): Sample {
  const form = formFor(band);
  const page = form.pages.find(({ questions }) => questions.some((question) => question.code === code));
  const question = page?.questions.find((one) => one.code === code);
  if (!page || !question) throw new Error(`The gallery shows the question ${code}, which ${form.code} does not ask.`);
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
