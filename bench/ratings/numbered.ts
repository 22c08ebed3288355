import type { Answer } from '#lib/journeys/form.ts';
import { childItems } from '#lib/ratings/items.ts';

const often = ['always', 'mostly', 'sometimes', 'hardly', 'never'] as const;
const digits = childItems.slice(0, 5);

/** A number, written in what somebody chose: five items of five choices. */
export const choices = (number: number): Record<string, Answer> =>
  Object.fromEntries(
    digits.map((item, at) => [item, { value: often[Math.floor(number / 5 ** at) % 5] ?? 'always', unsure: false }])
  );

/** The number again. */
export const numberIn = (answers: Readonly<Record<string, string>>): number =>
  digits.reduce((sum, item, at) => sum + often.findIndex((choice) => choice === answers[item]) * 5 ** at, 0);
