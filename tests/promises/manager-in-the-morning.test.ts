import { cardBeside, childBeside } from '#tests/setup/asked-beside.ts';
import { axeClean } from '#tests/setup/checks.ts';
import { startDemo } from '#tests/setup/server.ts';
import { expect, test } from '#tests/setup/story.ts';
import { asPerson, comesInByNumber, follow, opensAsked, press } from '#tests/setup/way.ts';

test('a manager enters in the morning that an IRO is away: what is unread moves, and the page says so', async ({
  visit,
  watch,
  expectErrors
}) => {
  expectErrors(/status of (400|409)/);
  const demo = await startDemo();
  watch.home(demo.url);
  try {
    const child = await visit({ baseURL: demo.url });
    const childId = await childBeside(demo, 'Wren');
    await comesInByNumber(child, { code: await cardBeside(demo, childId), pin: '482915' });
    await child.goto('/me/ask/talk');
    await press(child, 'Ask Sam to talk');
    await expect(child.getByText('Nobody has opened this yet')).toBeVisible();

    const manager = await visit({ baseURL: demo.url });
    await asPerson(manager, demo.person('manager'));
    await manager.goto('/staff');
    await follow(manager, 'Morning');
    await expect(manager.getByText(/None is without a reader\.$/)).toBeVisible();
    const sam = manager.getByRole('row').filter({ has: manager.getByRole('rowheader', { name: 'Sam Okoro' }) });
    await expect(sam.getByText('Here')).toBeVisible();
    await expect(manager.getByText('Wren')).toHaveCount(0);
    await axeClean(manager);

    await follow(manager, 'Enter who is away');
    await manager.getByLabel('Who is away').selectOption('Sam Okoro');
    await manager.getByLabel('Who stands in').selectOption('Sam Okoro');
    await manager.getByLabel('Last day away').fill(inDays(2));
    await press(manager, 'Save');
    await expect(manager.getByText('Nobody stands in for themself.')).toBeVisible();
    await axeClean(manager);
    await manager.getByLabel('Who stands in').selectOption('Tom Bell');
    await press(manager, 'Save');
    // A review is in these days: said first, and saved only once somebody has looked, with nothing typed anew.
    await expect(manager.getByText(/has a review .+ Sam Okoro is away then\.$/).first()).toBeVisible();
    await axeClean(manager);
    await press(manager, 'Save it as it is');
    const now = manager.getByRole('listitem').filter({ hasText: 'Sam Okoro is away. Tom Bell stands in.' }).first();
    await expect(now.getByRole('button', { name: 'They are back' })).toBeVisible();

    await follow(manager, 'Morning');
    await expect(sam.getByText(/^Away until .+\. Tom Bell stands in\.$/)).toBeVisible();
    await expect(manager.getByText('Tom Bell stands in for Sam Okoro')).toBeVisible();
    await expect(manager.getByText(/None is without a reader\.$/)).toBeVisible();

    // It is with Tom now, and with Sam no more.
    const away = await visit({ baseURL: demo.url });
    await asPerson(away, demo.person('iro'));
    await away.goto('/staff');
    await expect(away.getByRole('listitem').filter({ hasText: 'Wren' })).toHaveCount(0);
    const tom = await visit({ baseURL: demo.url });
    await asPerson(tom, demo.person('iro-4'));
    await opensAsked(tom, 'Wren', 'Wants to talk.');
    await child.reload();
    await expect(child.getByText('Tom opened it. Tom is standing in.')).toBeVisible();

    // Children go to somebody else only where they are ticked, or all of them are; and it is said that Sam is away.
    await manager.goto('/staff/cover/move');
    const aminas = await manager
      .getByLabel('Who has them now')
      .getByRole('option', { name: /^Amina Yusuf: / })
      .getAttribute('value');
    await manager.getByLabel('Who has them now').selectOption(aminas);
    await press(manager, 'Show the children');
    await expect(manager.getByRole('checkbox', { checked: true })).toHaveCount(0);
    await manager.getByLabel('Who has them next').selectOption('Sam Okoro');
    await press(manager, 'Look at what happens');
    await expect(manager.getByText('Choose at least one child.')).toBeVisible();
    await manager.getByRole('checkbox', { name: /^All \d+ of them$/ }).check();
    await press(manager, 'Look at what happens');
    await expect(manager.getByText(/^\d+ children go from Amina Yusuf to Sam Okoro$/)).toBeVisible();
    await expect(manager.getByText(/^Sam Okoro is away until the end of /)).toBeVisible();
    await expect(manager.getByRole('button', { name: 'Give them all the same' })).toBeVisible();
    await axeClean(manager);
  } finally {
    await demo.stop();
  }
});

const inDays = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
