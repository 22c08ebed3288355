import { cardOf } from '#tests/setup/cards.ts';
import { axeClean } from '#tests/setup/checks.ts';
import { expect, test } from '#tests/setup/story.ts';
import {
  asPerson,
  choose,
  comesIn,
  follow,
  isAsked,
  next,
  opensFromInbox,
  press,
  sayOneThing,
  sendIt
} from '#tests/setup/way.ts';

test('a young person chooses who is told, sees that it is done, and adds something later', async ({ demo, visit }) => {
  const card = await cardOf(demo, 'is told');
  const child = await visit();
  await comesIn(child, card);
  await sayOneThing(child, 'I want to do my driving test.');

  // Back on the sharing screen, this one answer is opened for one person.
  await child.goto('/me/who');
  await child.getByText(/^Change ?: How are things/).click();
  await choose(child, /tells…$/);
  const name = 'Anneka Bright';
  await choose(child, name);
  await axeClean(child);
  await next(child);
  await expect(child.getByText(`To be told by ${card.reader.name.split(' ')[0]}: ${name}.`)).toBeVisible();
  await sendIt(child);
  await expect(child.getByText(`${name} will be told by Amina`)).toBeVisible();

  const iro = await visit({ viewport: { width: 1280, height: 800 } });
  await asPerson(iro, card.reader);
  await opensFromInbox(iro, card.called);
  await expect(iro.getByText(`${card.called} asks you to tell ${name}`)).toBeVisible();
  await iro.getByRole('button', { name: `I told ${name}` }).click();
  await expect(iro.getByText(new RegExp(`^You told ${name} today at `))).toBeVisible();
  await child.reload();
  await expect(child.getByText(`${name} was told`)).toBeVisible();

  await child.goto('/me');
  await press(child, /^Add something or change it/);
  await follow(child, /^Change ?: How are things/);
  await isAsked(child, /^How are things/);
  await expect(child.getByRole('textbox')).toHaveValue('I want to do my driving test.');
  await child.getByRole('textbox').fill('I want to do my driving test in spring.');
  await next(child);
  await expect(child.getByText(/^You sent this before\./)).toBeVisible();
  await sendIt(child);
  await expect(child.getByText(/now has what you added\.$/)).toBeVisible();

  await iro.reload();
  await expect(iro.getByText(`${card.called} sent a newer version`)).toBeVisible();
  await iro.getByRole('link', { name: 'Read version 2' }).click();
  await expect(iro.getByText('I want to do my driving test in spring.')).toBeVisible();
  await axeClean(iro);
});
