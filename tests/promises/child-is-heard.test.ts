import { saysItAll, written } from '#tests/setup/afternoon.ts';
import { axeClean } from '#tests/setup/checks.ts';
import { expect, test } from '#tests/setup/story.ts';
import { asPerson, opensFromInbox, typesCard, typesPin } from '#tests/setup/way.ts';

test('a child of ten comes in by card, says what they think, and sees that it was read', async ({ demo, visit }) => {
  const robin = demo.person('child-8-11');
  const child = await visit();
  await typesCard(child, robin.code ?? '');
  await axeClean(child);
  await typesPin(child, robin.pin ?? '');
  await axeClean(child);
  await saysItAll(child, axeClean);
  await expect(child.getByText('Nobody has opened it yet')).toBeVisible();

  const iro = await visit({ viewport: { width: 1280, height: 800 } });
  await asPerson(iro, demo.person('iro'));
  await axeClean(iro);
  await opensFromInbox(iro, 'Robin');
  await expect(iro.getByText(written.home)).toBeVisible();
  await expect(iro.getByText(written.change)).toBeVisible();
  await expect(iro.getByText('Robin skipped 1 question')).toBeVisible();
  await expect(iro.getByText(/^Robin wants this said at the /)).toHaveCount(1);
  await axeClean(iro);
  await iro.getByRole('textbox', { name: 'New note' }).fill('Ask about the lamp.');
  await iro.getByRole('button', { name: 'Save note' }).click();
  await expect(iro.getByText('Ask about the lamp.')).toBeVisible();

  await child.reload();
  await expect(child.getByText('Read by Sam')).toBeVisible();
  await expect(child.getByText('Nobody has opened it yet')).toHaveCount(0);
  await child.goto('/me');
  await expect(child.getByText(/^Read by Sam today, /).first()).toBeVisible();
});
