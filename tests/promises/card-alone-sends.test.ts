import { cardOf } from '#tests/setup/cards.ts';
import { axeClean } from '#tests/setup/checks.ts';
import { expect, test } from '#tests/setup/story.ts';
import { asPerson, beginAgain, comesIn, opensFromInbox, press, sayOneThing, sendIt, typesCard } from '#tests/setup/way.ts';

test('who has lost the PIN can still send with the card alone, and sees nothing from before', async ({ demo, visit }) => {
  const { called, code, pin } = await cardOf(demo, 'card alone');
  const before = await visit();
  await comesIn(before, { code, pin });
  await sayOneThing(before, 'This I wrote with my number.');
  await sendIt(before);

  const child = await visit();
  await typesCard(child, code);
  await axeClean(child);
  await press(child, 'Not now');
  await expect(child.getByText(/^You came in with your card only\./)).toBeVisible();
  await axeClean(child);
  for (const place of ['/me', '/me/say', '/me/sent', '/me/check']) {
    await child.goto(place);
    await expect(child.getByText('This I wrote with my number.')).toHaveCount(0);
  }
  await child.goto('/me/said');
  await expect(child).toHaveURL(/\/sign-in\/secret/);
  await child.goto('/me');
  await sayOneThing(child, 'This I wrote with my card.', beginAgain);
  await expect(child.getByText('This I wrote with my number.')).toHaveCount(0);
  await sendIt(child);

  // The next visit with the card alone does not see this either.
  const later = await visit();
  await typesCard(later, code);
  await press(later, 'Not now');
  for (const place of ['/me', '/me/sent', '/me/check']) {
    await later.goto(place);
    await expect(later.getByText('This I wrote with my card.')).toHaveCount(0);
  }

  const iro = await visit();
  await asPerson(iro, demo.person('iro'));
  await expect(iro.getByRole('listitem').filter({ hasText: called }).filter({ hasText: 'Card only' })).toHaveCount(1);
  await iro
    .getByRole('listitem')
    .filter({ hasText: 'Card only' })
    .getByRole('link', { name: new RegExp(called) })
    .click();
  await expect(iro.getByText('Sent with the card alone')).toBeVisible();
  await expect(iro.getByText('This I wrote with my card.')).toBeVisible();
  await opensFromInbox(iro, called);
});
