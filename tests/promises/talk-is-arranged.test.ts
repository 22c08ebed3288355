import { dayOf } from '#lib/context.ts';
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
  { name: 'with scripts', called: 'Fern', options: {}, looks: axeClean },
  { name: 'without scripts', called: 'Moss', options: withoutScripts, looks: async () => undefined }
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
