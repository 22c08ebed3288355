import { expect, test } from 'vitest';
import { falseWords, tellHistories } from '#tests/readers/check.ts';
import { testDatabase } from '#tests/setup/database.ts';

/** These histories are told on a SQLite of their own whichever database the rooms run on: most of them once. */
const HISTORIES = testDatabase === 'sqlite' ? 60 : 2;

test('in random histories nothing is ever unread without a reader, and no child is told what did not happen', async () => {
  const found = await tellHistories(HISTORIES, 70_000);
  expect(found.faults).toEqual([]);
  expect([found.histories, found.without, falseWords(found), found.wrongDoors]).toEqual([HISTORIES, 0, 0, 0]);
  // They are histories in which things happen.
  expect(found.items).toBeGreaterThan(10 * HISTORIES);
  if (HISTORIES >= 60) expect(Math.min(found.opened, found.taken, found.climbed)).toBeGreaterThan(3);
}, 600_000);
