import { expect, test } from 'vitest';
import { marksIn, newMark } from './marks.ts';

test('a mark is found wherever and however it stands, and nothing else is', () => {
  const mark = newMark();
  expect(marksIn(`<p>${mark}’s page</p>`)).toEqual([mark]);
  expect(marksIn(mark.toUpperCase())).toEqual([mark]);
  for (const before of ['', 'a', 'ab', 'abc', 'abcd'])
    expect(marksIn(`x=${Buffer.from(`${before}${mark}, and more`).toString('base64')}`)).toEqual([mark]);
  expect(marksIn(Buffer.from(`name ${mark}`).toString('hex'))).toEqual([mark]);
  const other = newMark();
  expect(marksIn(`${mark} and ${other} and ${mark}`).sort()).toEqual([mark, other].sort());
  expect(marksIn('qzx is no mark, nor is a page of words: quick brown foxes jump over lazy dogs.')).toEqual([]);
});
