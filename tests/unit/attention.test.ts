import { expect, it } from 'vitest';
import { attentionWords, mayNeedSomebody } from '#lib/journeys/attention.ts';

it.each([
  'He hit me again',
  'I want to DIE',
  'I don’t feel safe at home.',
  'I dont feel safe',
  'he has been touching me at night',
  'there was blood',
  'I am going to run away tonight',
  'Mae ofn arna i',
  'هو يضربني'
])('finds “%s”', (text) => {
  expect(mayNeedSomebody([text])).toBe(true);
});

it.each(['My bike is broken', 'I diet sometimes', 'The white cat', 'Skating was great', 'I want my own room', ''])(
  'finds nothing in “%s”',
  (text) => {
    expect(mayNeedSomebody([text])).toBe(false);
  }
);

it('says each word once, in small letters', () => {
  for (const words of Object.values(attentionWords)) {
    expect(new Set(words).size).toBe(words.length);
    expect(words.filter((word) => word !== word.toLowerCase() || word.trim() === '')).toEqual([]);
  }
});
