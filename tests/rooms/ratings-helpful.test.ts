import { expect, test } from 'vitest';
import { pageVotes, vote } from '#lib/ratings/helpful.server.ts';
import { helpfulPages } from '#lib/ratings/helpful.ts';
import { childActor, staffActor, visitor } from '#tests/setup/app.ts';
import { cast } from '#tests/setup/cast.ts';

test('a page is pressed by anybody, as nobody; managers and administrators see a band when the quarter is over', async () => {
  const t = await cast();
  const press = (yes: number, no: number) =>
    Promise.all(
      [...Array.from({ length: yes }, () => 'yes' as const), ...Array.from({ length: no }, () => 'no' as const)].map(
        (which, at) => vote(t.as(at % 2 ? visitor : childActor(t.robin)), 'help', which)
      )
    );
  await press(7, 2);
  const before = await t.count('audit');
  const rows = () => t.cmd().db.selectFrom('page_votes').selectAll().execute();
  expect(await rows()).toEqual([{ id: 'help 2026Q4', page: 'help', quarter: '2026Q4', yes: 7, no: 2 }]);
  expect(await t.count('audit')).toBe(before);
  const seen = async () => (await pageVotes(t.asManager())).find(({ page }) => page === 'help')?.said;
  expect(await seen()).toBeNull();
  t.clock.forward(26 * 24 * 3600_000);
  expect(await seen()).toBe('most');
  const admin = t.as(staffActor(t.tom, { roles: ['admin'] }));
  expect(await pageVotes(admin)).toEqual(
    Object.keys(helpfulPages).map((page) => ({ page, said: page === 'help' ? 'most' : null }))
  );
  for (const actor of [visitor, childActor(t.robin), staffActor(t.sam)])
    await expect(pageVotes(t.as(actor))).rejects.toMatchObject({ problem: 'not-found' });
});

test('a flood is bounded, and whoever presses in it is thanked all the same', async () => {
  const t = await cast();
  const counted: boolean[] = [];
  for (let at = 0; at < 150; at += 1) counted.push(await vote(t.as(visitor), 'team', 'no'));
  expect(counted.filter(Boolean)).toHaveLength(120);
  t.clock.forward(60_000);
  expect(await vote(t.as(visitor), 'team', 'yes')).toBe(true);
});
