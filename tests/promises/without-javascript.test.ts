import { saysItAll, written } from '#tests/setup/afternoon.ts';
import { cardOf } from '#tests/setup/cards.ts';
import { expect, test, withoutScripts } from '#tests/setup/story.ts';
import { asPerson, comesIn, opensFromInbox } from '#tests/setup/way.ts';

test('the whole way with scripts switched off', async ({ demo, visit }) => {
  const card = await cardOf(demo, 'without scripts');
  const { called } = card;
  const child = await visit(withoutScripts);
  await comesIn(child, card);
  // What is on each page is the same with scripts, where axe looks at it; axe itself is a script.
  await saysItAll(child);
  await expect(child.getByText('Nobody has opened it yet')).toBeVisible();

  const iro = await visit(withoutScripts);
  await asPerson(iro, demo.person('iro'));
  await opensFromInbox(iro, called);
  await expect(iro.getByText(written.home)).toBeVisible();

  await child.reload();
  await expect(child.getByText('Read by Sam')).toBeVisible();
  await child.getByRole('link', { name: 'See what I sent' }).click();
  await expect(child.getByText(written.change)).toBeVisible();
});
