import { dayOf } from '#lib/context.ts';
import { plusDays } from '#lib/council/bank-holidays.ts';
import { writeHandOver } from '#lib/introductions/hand-over.server.ts';
import { askForIntroductions } from '#lib/introductions/hello.server.ts';
import { saveStaff } from '#lib/people/people.server.ts';
import { saveAllocation } from '#lib/routing/routing.server.ts';
import { dayInWords } from '#locales/dates.ts';
import { command, job, staffActor } from '#tests/setup/app.ts';
import { beside, cardBeside, childBeside, iroOf } from '#tests/setup/asked-beside.ts';
import { axeClean } from '#tests/setup/checks.ts';
import { expect, test, withoutScripts } from '#tests/setup/story.ts';
import { asPerson, choose, comesIn, follow, press, typesCard } from '#tests/setup/way.ts';

const PIN = '428176';

const modes = [
  { name: 'with scripts', called: 'Pintail', options: {}, looks: axeClean },
  { name: 'without scripts', called: 'Gadwall', options: withoutScripts, looks: async () => undefined }
] as const;

for (const { name, called, options, looks } of modes)
  test(`a child picks times, it is set, and they change their mind, ${name}`, async ({ demo, visit, expectErrors }) => {
    // The page that says what is missing.
    expectErrors(/status of 400/);
    const childId = await childBeside(demo, called);
    const code = await cardBeside(demo, childId);
    const child = await visit(options);
    await comesIn(child, { code, pin: PIN });
    await child.goto('/me/meet');
    await follow(child, 'Pick a time to talk');
    await expect(child.getByRole('heading', { level: 1, name: 'A talk with Sam' })).toBeVisible();
    await looks(child);

    // Nothing picked is said, and nothing typed is lost.
    await child.getByLabel(/Is there something Sam should know/).fill('Not when the bus is late.');
    await press(child, 'Send to Sam');
    await expect(child.getByText('Pick how you want to talk')).toBeVisible();
    await expect(child.getByLabel(/Is there something Sam should know/)).toHaveValue('Not when the bus is late.');
    await choose(child, 'On the phone');
    await child.getByRole('combobox', { name: 'Day 1', exact: true }).selectOption({ index: 1 });
    await child.getByRole('combobox', { name: 'Time of day 1', exact: true }).selectOption('After school');
    await child.getByRole('combobox', { name: 'Day 2', exact: true }).selectOption({ index: 2 });
    const picked = await child.getByRole('combobox', { name: 'Day 1', exact: true }).inputValue();
    const day = dayInWords('en', picked, new Date());
    await press(child, 'Send to Sam');
    await expect(child.getByText('Nobody has opened it yet.')).toBeVisible();
    await expect(child.getByText(`${day}, After school`)).toBeVisible();
    await looks(child);

    // The IRO finds it, and says which time it is.
    const iro = await visit({ ...options, viewport: { width: 1280, height: 800 } });
    await asPerson(iro, demo.person('iro'));
    await iro.goto('/staff');
    await iro
      .getByRole('listitem')
      .filter({ hasText: called })
      .filter({ hasText: 'Picked times for a talk.' })
      .getByRole('link')
      .click();
    await expect(iro.getByRole('heading', { level: 1, name: `A talk with ${called}` })).toBeVisible();
    await expect(iro.getByText('Not when the bus is late.')).toBeVisible();
    await looks(iro);
    await expect(iro.getByLabel('Day', { exact: true })).toHaveValue(picked);
    await iro.getByLabel('Time', { exact: true }).fill('16:00');
    await iro
      .getByLabel(/^A short word/)
      .first()
      .fill('I ring from the office.');
    await press(iro, 'Set this talk');
    await expect(iro.getByText(`Set for ${day} at 4:00 pm, on the phone.`)).toBeVisible();

    // Home shows it, and by the card alone no more than its day.
    await child.goto('/me');
    await expect(child.getByText(`Sam will call you on ${day} at 4:00 pm.`)).toBeVisible();
    await expect(child.getByText('I ring from the office.')).toBeVisible();
    await looks(child);
    const alone = await visit(options);
    await typesCard(alone, code);
    await press(alone, 'Not now');
    await alone.goto('/me');
    await expect(alone.getByText(`You and Sam talk on ${day}.`)).toBeVisible();
    await expect(alone.getByText(/4:00 pm|I ring from/)).toHaveCount(0);
    await alone.context().close();

    // "I changed my mind": no reason is asked, and the IRO hears of it.
    await follow(child, 'Change it or call it off');
    await child.locator('summary').filter({ hasText: 'I changed my mind' }).click();
    await press(child, 'Yes, call it off');
    await expect(child.getByText('You changed your mind. That is fine.')).toBeVisible();
    await looks(child);
    await iro.goto('/staff');
    await iro
      .getByRole('listitem')
      .filter({ hasText: called })
      .filter({ hasText: 'Called off the talk.' })
      .getByRole('link')
      .click();
    await expect(iro.getByText('No reason is asked for.')).toBeVisible();
    await press(iro, 'I have seen this');
    await iro.goto('/staff');
    await expect(iro.getByRole('listitem').filter({ hasText: called })).toHaveCount(0);
  });

for (const { name, called, options, looks } of [
  { name: 'with scripts', called: 'Smew', options: {}, looks: axeClean },
  { name: 'without scripts', called: 'Scoter', options: withoutScripts, looks: async () => undefined }
])
  test(`nobody answers, or takes, what their page does not show any more, ${name}`, async ({ demo, visit, expectErrors }) => {
    expectErrors(/status of 400/);
    const childId = await childBeside(demo, called);
    const code = await cardBeside(demo, childId);
    const child = await visit(options);
    await comesIn(child, { code, pin: PIN });
    const picks = async (index: number) => {
      await child.goto('/me/meet/talk');
      const again = child.locator('summary').filter({ hasText: 'Pick again' });
      if (await again.isVisible()) await again.click();
      await choose(child, 'On the phone');
      await child.getByRole('combobox', { name: 'Day 1', exact: true }).selectOption({ index });
      await press(child, 'Send to Sam');
      await expect(child.getByText('Nobody has opened it yet.')).toBeVisible();
    };
    await picks(1);

    // The IRO has the page open while the child picks another day.
    const iro = await visit({ ...options, viewport: { width: 1280, height: 800 } });
    await asPerson(iro, demo.person('iro'));
    await iro.goto('/staff');
    await iro
      .getByRole('listitem')
      .filter({ hasText: called })
      .filter({ hasText: 'Picked times for a talk.' })
      .getByRole('link')
      .click();
    await iro.getByLabel('Time', { exact: true }).fill('16:00');
    const word = iro.getByLabel(/^A short word/).first();
    await word.fill('I ring from the office.');
    await picks(3);
    await press(iro, 'Set this talk');
    await expect(iro.getByText(/changed this talk in the meantime/)).toBeVisible();
    await expect(word).toHaveValue('I ring from the office.');
    await looks(iro);
    await child.goto('/me/meet/talk');
    await expect(child.getByText(/will call you on/)).toHaveCount(0);

    // Other times are offered, and others again while the child looks at the first.
    const offers = async (day: string, time: string) => {
      const [form, at] = [iro.locator('form[action$="offer"]'), iro.getByText('Offer other times', { exact: true })];
      if (!(await form.isVisible())) await at.click();
      await iro.getByLabel('Day 1', { exact: true }).fill(day);
      await iro.getByLabel('Time 1', { exact: true }).fill(time);
      await press(iro, 'Offer these times');
      await expect(iro.getByText(`${called} can see this now`)).toBeVisible();
    };
    const day = plusDays(dayOf(new Date()), 5);
    await offers(day, '10:00');
    await child.goto('/me/meet/talk');
    await expect(child.getByRole('button', { name: /at 10:00 am$/ })).toBeVisible();
    await offers(day, '15:30');
    await child.getByRole('button', { name: /at 10:00 am$/ }).click();
    await expect(child.getByRole('heading', { name: /^Something changed in the meantime/ })).toBeVisible();
    await looks(child);
    await child.getByRole('button', { name: /at 3:30 pm$/ }).click();
    await expect(child.getByText(/^Sam will call you on .* at 3:30 pm/)).toBeVisible();

    // A card that somebody found says no "not now" to it, and is told how.
    const alone = await visit(options);
    await typesCard(alone, code);
    await press(alone, 'Not now');
    await alone.goto('/me/meet/talk');
    await alone.locator('summary').filter({ hasText: 'Pick again' }).click();
    await expect(alone.getByText('To say “not now”, use your PIN or pictures.')).toBeVisible();
    await expect(alone.getByRole('radio', { name: 'Not now' })).toHaveCount(0);
    await looks(alone);
  });

test('two who write one hand-over message lose neither’s words', async ({ demo, visit, expectErrors }) => {
  expectErrors(/status of 400/);
  const childId = await childBeside(demo, 'Dock');
  const [iro, manager] = [await visit(), await visit()];
  await asPerson(iro, demo.person('iro'));
  await asPerson(manager, demo.person('manager'));
  for (const page of [iro, manager]) await page.goto(`/staff/children/${childId}/hand-over`);
  await iro.getByLabel('Your words to Dock').fill('Goodbye, Dock. You taught me a lot about owls.');
  await press(iro, 'Keep these words');
  await expect(iro.getByRole('heading', { name: 'Kept' })).toBeVisible();
  await manager.getByLabel('Your words to Dock').fill('Sam is going to another town.');
  await press(manager, 'Keep these words');
  await expect(manager.getByRole('heading', { name: /^Sam has written to Dock in the meantime/ })).toBeVisible();
  await expect(manager.getByText('You taught me a lot about owls.')).toBeVisible();
  await expect(manager.getByLabel('Your words to Dock')).toHaveValue('Sam is going to another town.');
  await axeClean(manager);
  await manager.getByLabel('Your words to Dock').fill('Goodbye, Dock. Sam is going to another town.');
  await press(manager, 'Keep these words');
  await expect(manager.getByRole('heading', { name: 'Kept' })).toBeVisible();
});

test('a new IRO is introduced: the child hears who it is, who it was, and that they said hello', async ({ demo, visit }) => {
  const childId = await childBeside(demo, 'Wren');
  const code = await cardBeside(demo, childId);
  const before = iroOf(demo);
  const child = await visit();
  await comesIn(child, { code, pin: PIN });
  await child.goto('/me/meet');
  await child.getByLabel(/^Your name for Sam/).fill('Big Sam');
  await press(child, 'Keep this name');
  await expect(child.getByRole('heading', { level: 1, name: 'Meet Big Sam' })).toBeVisible();
  await axeClean(child);

  const priya = await beside(demo, async (app) => {
    const ctx = () => app.context(command);
    const words = { text: 'Goodbye, Wren. Priya likes owls too.', version: `${before} 0` };
    await writeHandOver(app.context(staffActor(before)), childId, words);
    const id = await saveStaff(ctx(), { name: 'Priya Nair', roles: [{ role: 'iro', fromOn: '2020-01-01', toOn: null }] });
    await saveAllocation(ctx(), { childId, staffId: id, role: 'iro', fromOn: dayOf(new Date()), toOn: null });
    await askForIntroductions(app.context(job));
    return id;
  });
  await child.goto('/me');
  const news = child.getByRole('heading', { name: /^Your new .+ is Priya$/ });
  await expect(news).toBeVisible();
  await expect(child.getByText('It was Sam before.')).toBeVisible();
  await expect(child.getByText('Goodbye, Wren. Priya likes owls too.')).toBeVisible();
  await axeClean(child);

  // She says hello, and the child sees it beside who it was before.
  await beside(demo, async (app) => {
    const { sayHello } = await import('#lib/introductions/hello.server.ts');
    await sayHello(app.context(staffActor(priya)), childId, { way: 'phone', on: dayOf(new Date()) });
  });
  await child.goto('/me/meet');
  await expect(child.getByText(/^Priya rang you to say hello on /)).toBeVisible();
  await expect(child.getByRole('heading', { name: 'Who it was before' })).toBeVisible();
  await expect(child.getByText(/^Sam, until /)).toBeVisible();
  await axeClean(child);
});
