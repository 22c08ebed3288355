import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

/**
 * A browser cuts a paste at `maxlength` without a word, and whoever pasted does not see that the end of it is gone. So no box for
 * words of one's own has one: the service says what is too long, with everything still there.
 */
test('no box to write in cuts off what is typed or pasted', () => {
  const boxes = globSync('src/**/*.svelte').flatMap((path) =>
    (readFileSync(path, 'utf8').match(/<textarea[^]*?<\/textarea/g) ?? []).map((box) => ({ path, box }))
  );
  expect(boxes.length).toBeGreaterThan(10);
  expect(boxes.filter(({ box }) => /\bmaxlength\b/i.test(box)).map(({ path }) => path)).toEqual([]);
});
