import fc from 'fast-check';
import { expect, test } from 'vitest';
import { codeAsWords, newCode, readCode, selectorOf, showCode } from '#lib/sign-in/cards/card.ts';
import { nextPath } from '#lib/sign-in/next.ts';
import { pictureNames, waitAfter, weaknessOfPictures, weaknessOfPin } from '#lib/sign-in/secrets/secret.ts';
import { cardWords } from '#lib/sign-in/cards/words-1024.ts';

const bytes = (seed: number) => {
  let state = seed >>> 0;
  return (n: number) => Uint8Array.from({ length: n }, () => (state = (state * 1664525 + 1013904223) >>> 0) >>> 24);
};
const anyCode = fc.nat().map((seed) => newCode(bytes(seed)));

test('a code is read back however it was written down', () => {
  fc.assert(
    fc.property(anyCode, (code) => {
      expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{10}$/);
      const ways = [
        code,
        showCode(code),
        code.toLowerCase(),
        ` ${code.replace(/(..)/g, '$1-')} `,
        `https://say.example/c#${code}`
      ];
      const alike = code.replaceAll('0', 'o').replaceAll('1', 'l').replaceAll('V', 'u');
      const words = codeAsWords(code);
      const said = [words.join(' '), words.join('-').toUpperCase(), ` ${words.join(', ')}.`];
      for (const way of [...ways, alike, code.replaceAll('1', 'I'), ...said]) expect(readCode(way)).toBe(code);
    })
  );
});

test('one slip in a word is forgiven, and what is no code is none', () => {
  expect(readCode('rivr lamp seven tiger boot')).toBeNull();
  const code = readCode('robin lantern seven tiger boot');
  expect(code).not.toBeNull();
  for (const slip of ['robbin lantern seven tiger boot', 'robin lantrn seven tiger boot', 'robin lantern sevne tiger boot'])
    expect(readCode(slip)).toBe(code);
  for (const odd of ['', '12345', '7KQ4M X2R9', '7KQ4M X2R9H1', '7KQ4MéX2R9H', 'robin lantern seven tiger', 'ö'.repeat(400)])
    expect(readCode(odd)).toBeNull();
  expect(selectorOf('7KQ4MX2R9H')).toBe('7KQ4');
});

test('the words are 1,024, plain and far enough apart to be misheard by no one', () => {
  expect(new Set(cardWords).size).toBe(1024);
  expect(cardWords.every((word) => /^[a-z]{3,9}$/.test(word))).toBe(true);
  const careful = [
    'home',
    'family',
    'mother',
    'father',
    'court',
    'police',
    'social',
    'care',
    'review',
    'council',
    'gun',
    'knife'
  ];
  expect(cardWords.filter((word) => careful.includes(word))).toEqual([]);
});

test('numbers that are easy to guess are refused, each with its own reason', () => {
  const reasons = ['12345', '111111', '121212', '123123', '112211', '123456', '987654', '140212', '021412', '120214'].map(
    weaknessOfPin
  );
  expect(reasons).toEqual([
    'pin-length',
    'pin-same',
    'pin-same',
    'pin-same',
    'pin-same',
    'pin-run',
    'pin-run',
    'pin-date',
    'pin-date',
    'pin-date'
  ]);
  expect(weaknessOfPin('937264')).toBeNull();
  expect(weaknessOfPin('48a917')).toBe('pin-length');
});

test('four pictures in order, not one picture four times', () => {
  expect(pictureNames).toHaveLength(16);
  expect(weaknessOfPictures(['dog', 'bus', 'kite', 'dog'])).toBeNull();
  expect(weaknessOfPictures(['dog', 'dog', 'dog', 'dog'])).toBe('pictures-same');
  expect(weaknessOfPictures(['dog', 'bus', 'kite'])).toBe('pictures-four');
  expect(weaknessOfPictures(['dog', 'bus', 'kite', 'dragon'])).toBe('pictures-four');
});

test('waiting grows to a minute and no further', () => {
  expect([1, 2, 3, 4, 5, 6, 7, 8, 500].map((wrong) => waitAfter(wrong))).toEqual([1, 2, 4, 8, 16, 32, 60, 60, 60]);
});

test('after signing in nobody is sent off the site', () => {
  for (const bad of [
    null,
    '',
    'https://elsewhere.example',
    '//elsewhere.example',
    '/\\elsewhere',
    '/me/../x',
    '/me?x=1',
    '/demo/be/iro',
    '/leave'
  ])
    expect(nextPath(bad, '/me')).toBe('/me');
  expect(nextPath('/me/sent-0193', '/me')).toBe('/me/sent-0193');
});
