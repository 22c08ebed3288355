import { cardBeside, childBeside } from '#tests/setup/asked-beside.ts';
import { axeClean } from '#tests/setup/checks.ts';
import { expect, test, withoutScripts } from '#tests/setup/story.ts';
import { asPerson, choose, comesInByNumber, follow, opensAsked, press } from '#tests/setup/way.ts';

const wrong = 'Sam told my foster mum what I said.';

test('a child complains of their IRO, who never sees anything of it; the manager answers, and both days are shown', async ({
  demo,
  visit
}) => {
  const called = 'Dunnock';
  const childId = await childBeside(demo, called);
  const child = await visit();
  await comesInByNumber(child, { code: await cardBeside(demo, childId), pin: '418206' });
  await child.goto('/me/ask');
  await axeClean(child);
  await child.getByText('More you can ask').click();
  await axeClean(child);
  await follow(child, /^Complain/);
  await expect(
    child.getByText(/^You get an answer by .+\. If they need longer, they tell you why\. It is never later than .+\.$/)
  ).toBeVisible();
  await expect(child.getByText('A computer does not decide. A person reads it.', { exact: false })).toBeVisible();
  await axeClean(child);
  await child.getByRole('textbox').first().fill(wrong);
  await choose(child.getByRole('group', { name: 'Do you want an advocate to help you?' }), 'Yes');
  await press(child, 'Send it');
  await expect(child.getByRole('heading', { level: 1, name: 'Sent to the people who look into it' })).toBeVisible();
  await expect(child.getByText('Sam does not see this.')).toBeVisible();
  await expect(child.getByText(/It is never later than/)).toBeVisible();
  await axeClean(child);
  const address = new URL(child.url()).pathname.replace('/me/asked/', '/staff/requests/');

  // Sam's own lists, the child's page there, who looked: nothing. The address looks like one that was made up.
  const sam = await visit();
  await asPerson(sam, demo.person('iro'));
  const nothing = async () => {
    for (const path of ['/staff', `/staff/children/${childId}`, `/staff/children/${childId}/looked`]) {
      await sam.goto(path);
      await expect(sam.getByRole('heading', { level: 1 })).toBeVisible();
      await expect(sam.getByText(/complain|advocate wanted|^An advocate\. Sent/i)).toHaveCount(0);
    }
    expect((await sam.request.get(address)).status()).toBe(404);
  };
  await nothing();

  const advocate = await visit();
  await asPerson(advocate, demo.person('advocate'));
  await opensAsked(advocate, called, 'Wants an advocate.');
  await expect(advocate.getByText(`${called} complains, and wants an advocate for it.`)).toBeVisible();
  await expect(advocate.getByText(wrong)).toHaveCount(0);

  const manager = await visit();
  await asPerson(manager, demo.person('manager'));
  await opensAsked(manager, called, 'Complains.');
  await expect(manager.getByText(wrong)).toBeVisible();
  await expect(manager.getByText(/^Answer by .+: 10 working days\.$/)).toBeVisible();
  await expect(manager.getByText(/^At the latest .+: 20 working days, with a reason told to Dunnock\.$/)).toBeVisible();
  await expect(manager.getByText('An advocate was offered with it. Dunnock wants one.', { exact: false })).toBeVisible();
  await axeClean(manager);
  await choose(manager, /^I need more time/);
  await manager.getByLabel('The reason').fill('I have to speak to three people.');
  await press(manager, 'Send the answer');
  await child.reload();
  await expect(child.getByText('Priya needs more time')).toBeVisible();
  await expect(child.getByText('I have to speak to three people.')).toBeVisible();
  await axeClean(child);

  await choose(manager, /^You were right/);
  await manager.getByLabel('The reason').fill('Sam should not have said that. I spoke to Sam. We say sorry.');
  await press(manager, 'Send the answer');
  await expect(manager.getByText('This is done.', { exact: false })).toBeVisible();
  await child.reload();
  await expect(child.getByText('Priya answered')).toBeVisible();
  await expect(child.getByText('You were right', { exact: true })).toBeVisible();
  await expect(child.getByText('You can ask for someone from outside to look into it.', { exact: false })).toBeVisible();
  await nothing();
});

test('“I am not safe, and it is about my IRO” goes past them, without scripts too', async ({ demo, visit }) => {
  const called = 'Whinchat';
  const childId = await childBeside(demo, called);
  const child = await visit(withoutScripts);
  await comesInByNumber(child, { code: await cardBeside(demo, childId), pin: '418206' });
  await follow(child, 'Help now');
  await child.getByRole('textbox').fill('He shouts at me.');
  await child.getByLabel('This is about my reviewing officer').check();
  await press(child, 'Send this now');
  await expect(child.getByRole('heading', { level: 1, name: 'Sent to the duty team and the people in charge' })).toBeVisible();
  await expect(child.getByText('Sam does not see this.')).toBeVisible();
  for (const who of ['duty', 'manager'] as const) {
    const worker = await visit();
    await asPerson(worker, demo.person(who));
    await worker.goto('/staff');
    await expect(
      worker.getByRole('listitem').filter({ hasText: called }).filter({ hasText: 'Says they are not safe.' })
    ).toHaveCount(1);
  }
  const sam = await visit();
  await asPerson(sam, demo.person('iro'));
  await sam.goto('/staff');
  await expect(sam.getByRole('listitem').filter({ hasText: called })).toHaveCount(0);
  const duty = await visit();
  await asPerson(duty, demo.person('duty'));
  await opensAsked(duty, called, 'Says they are not safe.');
  await expect(duty.getByText(/It is kept from .*Sam Okoro.*They do not know of it\. Do not tell them\./)).toBeVisible();
  await duty.getByLabel('Your words').fill('I rang you. I am coming.');
  await press(duty, 'Send the answer');
  await expect(duty.getByRole('heading', { name: `${called} can see your answer now` })).toBeVisible();
  await child.reload();
  await expect(child.getByText('I rang you. I am coming.')).toBeVisible();
});
