import { axeClean } from '#tests/setup/checks.ts';
import { expect, test } from '#tests/setup/story.ts';
import { asChild, asPerson, opensFromInbox, sayOneThing, sendIt } from '#tests/setup/way.ts';

test('what a child without an IRO sends lands on the desk; someone takes it, and only then reads it', async ({ demo, visit }) => {
  const person = demo.person('child-desk');
  const called = person.name.split(' ')[0] ?? '';
  const child = await visit();
  await asChild(child, person);
  await expect(
    child.getByText(/^You do not have a .+ just now\. The team reads what you send\. You will see who\.$/)
  ).toBeVisible();
  await sayOneThing(child, 'I want to know who my new person is.');
  await sendIt(child);
  await expect(child.getByText('Someone from the team will take it. You will see who.')).toBeVisible();

  const manager = await visit();
  await asPerson(manager, demo.person('manager'));
  await manager.goto('/staff/desk');
  const waiting = manager.getByRole('listitem').filter({ hasText: called });
  await expect(waiting).toHaveCount(1);
  await expect(manager.getByText('I want to know who my new person is.')).toHaveCount(0);
  await axeClean(manager);
  await waiting.getByRole('button', { name: 'I take this' }).click();
  await expect(manager.getByText('You have it now')).toBeVisible();
  await opensFromInbox(manager, called);
  await expect(manager.getByText('I want to know who my new person is.')).toBeVisible();

  const reader = demo.person('manager').name.split(' ')[0] ?? '';
  await child.goto('/me/sent');
  await expect(child.getByText(`Read by ${reader}`)).toBeVisible();
});
