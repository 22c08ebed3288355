import * as v from 'valibot';
import { NOT_SURE, type Kind } from '#lib/journeys/kind.ts';

export const MOST_PEOPLE = 6;
/** Characters (UTF-16) of one name. */
export const LONGEST_NAME = 60;

const name = v.pipe(
  v.string(),
  v.minLength(1),
  v.maxLength(LONGEST_NAME),
  v.check((text) => text === tidy(text))
);
const schema = v.pipe(
  v.array(name),
  v.minLength(1),
  v.maxLength(MOST_PEOPLE),
  v.check((names) => noTwice(names))
);

/** Up to six people, by the names the child gives them: nobody is ever suggested. Posted as `code.0` to `code.5`. */
export const people: Kind<readonly string[]> = {
  code: 'people',
  schema: () => schema,
  read(question, posted) {
    const names: string[] = [];
    for (let place = 0; place < MOST_PEOPLE; place += 1) {
      const given = tidy(posted.one(`${question.code}.${place}`) ?? '');
      if (given !== '') names.push(apart(given, names));
    }
    const unsure = posted.one(question.code) === NOT_SURE;
    if (names.length === 0) return unsure ? { value: null, unsure } : null;
    return { value: names, unsure };
  },
  lines(asked, answer) {
    return [...namesIn(answer), ...(answer.unsure ? [asked.options[NOT_SURE] ?? NOT_SURE] : [])];
  }
};

/** The names of a people answer, for the questions that ask about each of them. */
export const namesIn = (answer: { value: unknown } | undefined): readonly string[] =>
  answer && v.is(schema, answer.value) ? answer.value : [];

function tidy(text: string): string {
  const plain = text.replaceAll(/\s+/g, ' ').trim();
  return plain.slice(0, LONGEST_NAME).toWellFormed().trim();
}

/** Two people may have one name: the second gets a number, so that what is asked about each stays with them. */
function apart(name: string, names: readonly string[]): string {
  let told = name;
  for (let number = 2; !noTwice([...names, told]); number += 1) told = `${tidy(name.slice(0, LONGEST_NAME - 4))} (${number})`;
  return told;
}

function noTwice(names: readonly string[]): boolean {
  return new Set(names.map((name) => name.toLowerCase())).size === names.length;
}
