import { within } from '#lib/context.ts';
import { saveStaff } from '#lib/people/people.server.ts';
import { startStaffSession } from '#lib/sign-in/sign-in.server.ts';
import { command, visitor } from '#tests/setup/app.ts';
import { beside, cardBeside, childBeside } from '#tests/setup/asked-beside.ts';
import { axeClean } from '#tests/setup/checks.ts';
import { expect, test } from '#tests/setup/story.ts';
import { asPerson, choose, comesInByNumber, press, sayOneThing, sendIt } from '#tests/setup/way.ts';

const why = 'Sam cannot be reached and it cannot wait until tomorrow.';

test('two people open one child for an hour: told to the child’s IRO, seen by the child, and shut again', async ({
  demo,
  visit,
  expectErrors
}) => {
  // Too short a reason is refused first.
  expectErrors(/status of 400/);
  const called = 'Merle';
  const code = await cardBeside(demo, await childBeside(demo, called));
  const child = await visit();
  await comesInByNumber(child, { code, pin: '418206' });
  await sayOneThing(child, 'Only Sam may know this.');
  await sendIt(child);

  const asker = await visit();
  await asker.context().addCookies([{ name: 's', value: await secondManager(demo), url: demo.url }]);
  await asker.goto('/staff/break-glass');
  await axeClean(asker);
  await asker.getByLabel('What the child is called').fill(called);
  await press(asker, 'Find');
  await asker
    .getByRole('radio', { name: new RegExp(`^${called}`) })
    .first()
    .check();
  await asker.getByLabel('Why you must read this now').fill('Too short');
  await choose(asker, '60 minutes');
  await press(asker, 'Ask a manager');
  await expect(asker.getByText('Say why, in 20 characters at least.')).toBeVisible();
  await asker.getByLabel('Why you must read this now').fill(why);
  await press(asker, 'Ask a manager');
  await expect(asker.getByText(/^It is asked\./)).toBeVisible();

  const approver = await visit();
  await asPerson(approver, demo.person('manager'));
  await approver.goto('/staff/break-glass');
  await approver.getByRole('link', { name: 'Decide' }).first().click();
  await expect(approver.getByText(why)).toBeVisible();
  await axeClean(approver);
  await press(approver, 'Yes, open it');
  await expect(approver.getByText(/^Open to Moira Quinn until/)).toBeVisible();

  await asker.goto('/staff/break-glass');
  await asker.getByRole('link', { name: 'See it' }).first().click();
  await asker.getByRole('link', { name: new RegExp(`^Open ${called}`) }).click();
  await expect(asker.getByText(/^You read this because two people opened it/)).toBeVisible();
  await axeClean(asker);
  await asker.locator('a[href^="/staff/views/"]').first().click();
  await expect(asker.getByText('Only Sam may know this.')).toBeVisible();
  await expect(asker.getByRole('button', { name: 'Done' })).toHaveCount(0);

  const iro = await visit();
  await asPerson(iro, demo.person('iro'));
  await iro.goto('/staff');
  await iro.locator('a[href^="/staff/break-glass/"]').first().click();
  await expect(iro.getByText(why)).toBeVisible();
  await press(iro, 'I have seen this');
  await child.goto('/me/looked');
  await expect(child.getByText(/^Somebody who had to ask another person first read what you sent/)).toBeVisible();

  await approver.goto('/staff/break-glass');
  await approver.getByRole('link', { name: 'See it' }).first().click();
  await press(approver, 'End it now');
  expect((await asker.request.get(asker.url())).status()).toBe(404);
});

/** Somebody who manages beside the demo's own manager; gives what their browser's cookie holds. */
const secondManager = (demo: Parameters<typeof beside>[0]): Promise<string> =>
  beside(demo, async (app) => {
    const roles = [{ role: 'manager', fromOn: '2020-01-01', toOn: null }] as const;
    const staffId = await saveStaff(app.context(command), { name: 'Moira Quinn', roles, email: 'moira.quinn@council.example' });
    const { token } = await within(app.context(visitor), (ctx) => startStaffSession(ctx, { staffId, assurance: 'passkey' }));
    return token;
  });
