import { expect, test } from 'vitest';
import { falseWords, tellHistories } from '#tests/readers/check.ts';

test('in sixty random histories nothing is ever unread without a reader, and no child is told what did not happen', async () => {
  const found = await tellHistories(60, 70_000);
  expect(found.faults).toEqual([]);
  expect({
    histories: found.histories,
    without: found.without,
    falseWords: falseWords(found),
    wrongDoors: found.wrongDoors
  }).toEqual({
    ...{ histories: 60, without: 0, falseWords: 0, wrongDoors: 0 }
  });
  // They are histories in which things happen.
  expect(found.items).toBeGreaterThan(500);
  expect(Math.min(found.opened, found.taken, found.climbed)).toBeGreaterThan(10);
});
