import { axeClean } from '#tests/setup/checks.ts';
import { expect, test } from '#tests/setup/story.ts';
import { asChild, asPerson, opensFromInbox, ownRows, sayOneThing, sendIt } from '#tests/setup/way.ts';

test('while an IRO is on leave, whoever stands in reads it, and the child knows who', async ({ demo, visit }) => {
  const child = await visit();
  await asChild(child, demo.person('child-cover'));
  await expect(child.getByText(/^Grace is away until .+\. Until then Amina reads what you send\.$/)).toBeVisible();
  await sayOneThing(child, 'I would like to learn the drums.');
  await sendIt(child);

  // The IRO of another child finds nothing of it.
  const other = await visit();
  await asPerson(other, demo.person('iro'));
  await expect(other.getByRole('link', { name: /Mina/ })).toHaveCount(0);

  const cover = await visit();
  await asPerson(cover, demo.person('cover-iro'));
  await expect(ownRows(cover, 'Mina').getByText('Cover for Grace')).toBeVisible();
  await opensFromInbox(cover, 'Mina');
  await expect(cover.getByText('I would like to learn the drums.')).toBeVisible();
  await axeClean(cover);

  // Grace, back at her desk, would find nothing waiting: it is with Amina.
  const away = await visit();
  await asPerson(away, demo.person('iro-away'));
  await expect(away.getByRole('listitem').getByRole('link', { name: /Mina/ })).toHaveCount(0);

  await child.goto('/me');
  await expect(child.getByText(/^Read by Amina today, .+ Amina is standing in\.$/).first()).toBeVisible();
});
