import { axeClean } from '#tests/setup/checks.ts';
import { expect, test } from '#tests/setup/story.ts';
import {
  asChild,
  asPerson,
  begin,
  choose,
  isAsked,
  next,
  opensFromInbox,
  press,
  sendIt,
  skip,
  skipTheRest
} from '#tests/setup/way.ts';

test('a young person of fifteen says what they think, in plain words', async ({ demo, visit }) => {
  const child = await visit();
  await asChild(child, demo.person('child-12-17'));
  await axeClean(child);
  await begin(child);
  await choose(child, 'My plan and my social worker');
  await choose(child, 'My rights');
  await next(child);

  await isAsked(child, 'How are things in general?');
  await choose(child, 'Not great');
  await axeClean(child);
  await next(child);

  await isAsked(child, 'Are you worried about anything?');
  await skip(child);

  await isAsked(child, 'What do you think of the plan for you?');
  await choose(child, 'I agree with some of it');
  await child.getByText('Say more', { exact: true }).click();
  await child.getByRole('textbox', { name: 'Say what is wrong, right or missing' }).fill('Nobody asked me about college.');
  await press(child, 'More about this');

  // Answering opens a way of its own, and answering otherwise closes it again.
  await isAsked(child, 'Do you have a copy of your plan?');
  await choose(child, 'No, and I want one');
  await axeClean(child);
  await next(child);
  await isAsked(child, 'Do you know why you live where you live?');
  await skip(child);
  await isAsked(child, 'How well do you know your social worker?');
  await choose(child, 'I do not have one right now');
  await next(child);

  await isAsked(child, 'What would you like to know more about?');
  await choose(child, 'Seeing what is written about me');
  await axeClean(child);
  await next(child);
  await skipTheRest(child);
  await next(child);

  await expect(child.getByText('Nobody asked me about college.')).toBeVisible();
  await expect(child.getByText('No, and I want one')).toBeVisible();
  await axeClean(child);
  await sendIt(child);

  const iro = await visit();
  await asPerson(iro, demo.person('iro'));
  await opensFromInbox(iro, 'Kai');
  await expect(iro.getByText('Nobody asked me about college.')).toBeVisible();
  await expect(iro.getByText('Seeing what is written about me')).toBeVisible();
  await child.goto('/me');
  await expect(child.getByText(/^Read by Sam today, /).first()).toBeVisible();
});
