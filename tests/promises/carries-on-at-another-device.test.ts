import { cardOf } from '#tests/setup/cards.ts';
import { heard } from '#tests/setup/heard.ts';
import { atThisPace } from '#tests/setup/pace.ts';
import { expect, test } from '#tests/setup/story.ts';
import { begin, choose, comesIn, isAsked, next, press, skip } from '#tests/setup/way.ts';

test('what is typed is saved within five seconds, and goes on at another device', async ({ demo, visit }) => {
  const card = await cardOf(demo, 'two devices');
  const phone = await visit();
  await comesIn(phone, card);
  const soon = await atThisPace(5_000, 10, () => begin(phone));
  await skip(phone);
  await choose(phone, 'Good');
  await phone.getByText('Say more', { exact: true }).click();
  await phone.getByRole('textbox').pressSequentially('We got a puppy');
  await expect(phone.getByText(/^Saved at .+ You can stop here\.$/)).toBeVisible({ timeout: soon });
  await phone.context().close();

  const tablet = await visit({ viewport: { width: 820, height: 1180 } });
  await comesIn(tablet, card);
  await expect(tablet.getByText('You answered 2 questions. The rest is waiting.')).toBeVisible();
  await press(tablet, /^Carry on telling /);
  await expect(tablet).toHaveURL(/\/me\/say\//);
  await tablet.goto('/me/say/b02');
  await expect(tablet.getByRole('textbox')).toHaveValue('We got a puppy');
  await expect(tablet.getByRole('radio', { name: 'Good', exact: true })).toBeChecked();
});

test('a visit that ran out while writing loses no word', async ({ demo, visit }) => {
  const card = await cardOf(demo, 'ran out');
  const child = await visit({ javaScriptEnabled: false });
  await comesIn(child, card);
  await begin(child);
  await skip(child);
  await isAsked(child, /^How are things/);
  await child.getByText('Say more', { exact: true }).click();
  await child.getByRole('textbox').fill('I thought about this for a long time.');
  try {
    await heard(demo, 'clock', '--forward', '30m');
    await next(child);
    await expect(child.getByText(/You were away for a while/)).toBeVisible();
    await comesIn(child, card);
    await child.goto('/me/say/c02');
    await expect(child.getByRole('textbox')).toHaveValue('I thought about this for a long time.');
  } finally {
    await heard(demo, 'clock', '--reset');
  }
});
