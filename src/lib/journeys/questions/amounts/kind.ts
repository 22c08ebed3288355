import * as v from 'valibot';
import { NOT_SURE, type Kind } from '#lib/journeys/kind.ts';

/** How much of somebody: the same four for everybody, and "I am not sure". */
export const amountCodes = ['more', 'same', 'less', 'not-now', NOT_SURE] as const;
export type Amount = Readonly<{ person: string; amount: (typeof amountCodes)[number] }>;

const code = v.picklist(amountCodes);
const shape = v.array(v.strictObject({ person: v.string(), amount: code }));

/**
 * More, the same or less of each person an earlier question named. Posted as `code.0` with `code.0.person` (the name,
 * so that an answer stays with its person when the list has changed meanwhile in another tab).
 */
export const amounts: Kind<readonly Amount[]> = {
  code: 'amounts',
  schema(_question, people) {
    const entry = v.strictObject({ person: v.picklist(people), amount: code });
    return v.pipe(
      v.array(entry),
      v.minLength(1),
      v.check((given) => new Set(given.map(({ person }) => person)).size === given.length)
    );
  },
  read(question, posted, people) {
    const byPerson = new Map<string, Amount['amount']>();
    for (let place = 0; place < people.length; place += 1) {
      const person = posted.one(`${question.code}.${place}.person`) ?? people[place] ?? '';
      const amount = posted.one(`${question.code}.${place}`);
      if (people.includes(person) && v.is(code, amount)) byPerson.set(person, amount);
    }
    if (byPerson.size === 0) return null;
    const value = people.flatMap((person) => {
      const amount = byPerson.get(person);
      return amount ? [{ person, amount }] : [];
    });
    return { value, unsure: value.every(({ amount }) => amount === NOT_SURE) };
  },
  lines(asked, answer) {
    return amountsIn(answer).map(({ person, amount }) => `${person}: ${asked.options[amount] ?? amount}`);
  }
};

/** The entries of an amounts answer; none when it is not one. */
export const amountsIn = (answer: { value: unknown }): readonly Amount[] => (v.is(shape, answer.value) ? answer.value : []);
