import { bankHolidays, plusDays, usualHolidays } from '#lib/council/bank-holidays.ts';
import { cardOf } from '#tests/setup/cards.ts';
import { axeClean } from '#tests/setup/checks.ts';
import { heard } from '#tests/setup/heard.ts';
import { atThisPace } from '#tests/setup/pace.ts';
import { startDemo } from '#tests/setup/server.ts';
import { expect, test } from '#tests/setup/story.ts';
import {
  arrives,
  asPerson,
  begin,
  choose,
  comesInByNumber,
  follow,
  isAsked,
  keepsNumbers,
  next,
  opensAsked,
  press
} from '#tests/setup/way.ts';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** How long it may take from pressing until it stands with everybody it goes to, in ms. */
const AT_ONCE = 2_000;

test('“I am not safe” is met with help first, stands with three in one step, and with nobody else', async ({ demo, visit }) => {
  const card = await cardOf(demo, 'not safe');
  const child = await visit();
  await comesInByNumber(child, card);
  const atOnce = await atThisPace(AT_ONCE, 3, () => child.goto('/me/look'));
  await follow(child, 'Help now');
  await expect(child.getByRole('heading', { level: 1, name: 'Not safe right now?' })).toBeVisible();
  await axeClean(child);
  for (const number of ['999', '08001111', '01632960199'])
    await expect(child.locator(`a[href="tel:${number}"]`).first()).toBeVisible();
  await expect(child.getByText('This is not an emergency service. Nobody reads it day and night.')).toBeVisible();
  await child.getByRole('textbox').fill('I am scared to go home.');
  const pressed = Date.now();
  await press(child, 'Send this now');
  await expect(child.getByRole('heading', { level: 1, name: 'Sent to Tom and the duty team' })).toBeVisible();
  // It is acknowledged only once it stands with all three.
  expect(Date.now() - pressed).toBeLessThan(atOnce);
  await expect(child.getByText('Nobody has opened this yet')).toBeVisible();
  await axeClean(child);

  for (const who of ['iro-4', 'duty', 'manager'] as const) {
    const worker = await visit();
    await asPerson(worker, demo.person(who));
    await worker.goto('/staff');
    await expect(
      worker.getByRole('listitem').filter({ hasText: card.called }).filter({ hasText: 'Says they are not safe.' })
    ).toHaveCount(1);
    await expect(worker.getByText('I am scared to go home.')).toHaveCount(0);
  }
  for (const who of ['iro', 'advocate', 'social-worker'] as const) {
    const worker = await visit();
    await asPerson(worker, demo.person(who));
    await worker.goto('/staff');
    await expect(worker.getByText(card.called)).toHaveCount(0);
  }

  const duty = await visit();
  await asPerson(duty, demo.person('duty'));
  await opensAsked(duty, card.called, 'Says they are not safe.');
  await expect(duty.getByText('I am scared to go home.')).toBeVisible();
  await axeClean(duty);
  await child.reload();
  await expect(child.getByText('Nadia opened it')).toBeVisible();
  await expect(child.getByText('Nobody has opened this yet')).toHaveCount(0);
  await duty.getByLabel('Your words').fill('I rang you. I am on my way.');
  await press(duty, 'Send the answer');
  await press(duty, 'Done');
  await expect(duty).toHaveURL(/\/staff\?done=1$/);
  await child.reload();
  await expect(child.getByText('I rang you. I am on my way.')).toBeVisible();
});

test('on the night of a bank holiday, with the IRO on leave, until somebody has opened it', async ({ visit, watch }) => {
  const night = `${nextBankHoliday()}T23:30:00`;
  const demo = await startDemo();
  watch.home(demo.url);
  const folder = await mkdtemp(join(tmpdir(), 'heard-leave-'));
  try {
    await heard(demo, 'clock', '--set', night);
    const day = night.slice(0, 10);
    await writeFile(
      join(folder, 'absences.csv'),
      `staff_id,from,to,covered_by\nIRO01,${plusDays(day, -3)},${plusDays(day, 4)},IRO04\n`
    );
    await heard(demo, 'import', folder, '--apply');

    const child = await visit({ baseURL: demo.url });
    await asPerson(child, demo.person('child-8-11'));
    await arrives(child);
    await expect(child.getByText(/^Sam is away until /)).toBeVisible();
    await follow(child, 'Get help');
    await press(child, 'Send this now');
    await expect(child.getByText('Nobody has opened this yet')).toBeVisible();
    await expect(child.locator('a[href="tel:01632960199"]').first()).toBeVisible();

    // The night goes by: it is still said, with the numbers, and everybody was told again.
    await heard(demo, 'clock', '--forward', '9h');
    await asPerson(child, demo.person('child-8-11'));
    await expect(child.getByText('Nobody has opened this yet')).toBeVisible();

    const duty = await visit({ baseURL: demo.url });
    await asPerson(duty, demo.person('duty'));
    await opensAsked(duty, 'Robin', 'Says they are not safe.');
    await child.reload();
    await expect(child.getByText('Opened by Nadia')).toBeVisible();
    await expect(child.getByText('Nobody has opened this yet')).toHaveCount(0);

    // Sam, on leave, has nothing of it; Tom stands in.
    const sam = await visit({ baseURL: demo.url });
    await asPerson(sam, demo.person('iro'));
    await sam.goto('/staff');
    await expect(sam.getByRole('listitem').filter({ hasText: 'Says they are not safe.' })).toHaveCount(0);
    const tom = await visit({ baseURL: demo.url });
    await asPerson(tom, demo.person('iro-4'));
    await tom.goto('/staff');
    await expect(
      tom.getByRole('listitem').filter({ hasText: 'Robin' }).filter({ hasText: 'Says they are not safe.' })
    ).toHaveCount(1);
  } finally {
    await demo.stop();
    await rm(folder, { recursive: true, force: true });
  }
});

function nextBankHoliday(): string {
  const today = new Date().toISOString().slice(0, 10);
  const year = Number(today.slice(0, 4));
  const days = [year, year + 1].flatMap((one) => bankHolidays[one] ?? usualHolidays(one)).sort();
  return days.find((day) => day > plusDays(today, 7)) ?? plusDays(today, 30);
}

test('with no signal it says “not sent yet” with numbers to call, keeps the words, and goes by itself afterwards', async ({
  demo,
  visit,
  expectErrors
}) => {
  expectErrors(/ERR_INTERNET_DISCONNECTED|status of 502/);
  const card = await cardOf(demo, 'no signal');
  const child = await visit();
  await comesInByNumber(child, card);
  await keepsNumbers(child);
  await follow(child, 'Get help');
  await child.getByRole('textbox').fill('Please come.');
  await child.context().setOffline(true);
  await press(child, 'Send this now');
  await expect(child.getByRole('heading', { name: 'Not sent yet' })).toBeVisible();
  await expect(child.locator('a[href="tel:999"]').first()).toBeVisible();
  await expect(child.getByRole('textbox')).toHaveValue('Please come.');
  await axeClean(child);
  await child.context().setOffline(false);
  await expect(child).toHaveURL(/\/me\/asked\//);
  await expect(child.getByText('Please come.')).toBeVisible();
  await child.goto('/me/ask');
  // A list is seen over a shoulder: what it was stands on its own page only.
  await expect(child.getByText('I am not safe')).toHaveCount(0);
  await child
    .getByRole('link', { name: /^Something you sent/ })
    .first()
    .click();
  await expect(child.getByRole('heading', { level: 1, name: 'I am not safe' })).toBeVisible();

  // The service is away: a page of whatever stands before it is not the end of the words, and whoever writes on is left alone.
  await child.goto('/me/now');
  let tries = 0;
  await child.route('**/me/now?/send', (route) => {
    tries += 1;
    return route.fulfill({ status: 502, contentType: 'text/html', body: '<h1>Bad gateway</h1>' });
  });
  const box = child.getByRole('textbox');
  await box.fill('Please come');
  await press(child, 'Send this now');
  await expect(child.getByRole('heading', { name: 'Not sent yet' })).toBeVisible();
  await box.press('End');
  await box.pressSequentially(' soon.');
  await expect.poll(() => tries, { timeout: 30_000 }).toBeGreaterThan(1);
  await expect(box).toBeFocused();
  await child.unroute('**/me/now?/send');
  await expect(child).toHaveURL(/\/me\/asked\//);
  await expect(child.getByText('Please come soon.')).toBeVisible();

  // Without a page to press on: the phone's own store has the numbers.
  await child.context().setOffline(true);
  await child.goto('/me/now');
  await expect(child.locator('a[href="tel:08001111"]').first()).toBeVisible();
  await child.context().setOffline(false);
});

test('what is taken back leaves a mark without its words, and the child is told that they call', async ({ demo, visit }) => {
  const card = await cardOf(demo, 'takes back');
  const child = await visit();
  await comesInByNumber(child, card);
  await follow(child, 'Get help');
  await child.getByRole('textbox').fill('It was nothing really.');
  await press(child, 'Send this now');
  await child.getByText('Take it back', { exact: true }).click();
  await expect(child.getByText(/they will call you/)).toBeVisible();
  await press(child, 'Yes, take it back');
  await expect(child.getByText('You took it back')).toBeVisible();
  await expect(child.getByText(/^Your words are gone\. .+ They will call you\.$/)).toBeVisible();
  await axeClean(child);
  await expect(child.getByText('It was nothing really.')).toHaveCount(0);

  for (const who of ['iro-4', 'manager'] as const) {
    const worker = await visit();
    await asPerson(worker, demo.person(who));
    await opensAsked(worker, card.called, 'then took it back');
    await expect(worker.getByText(/^The words are gone\./)).toBeVisible();
    await expect(worker.getByText('It was nothing really.')).toHaveCount(0);
  }
});

test('an answer that tells of danger brings help first, and can be told at once, apart from the form', async ({
  demo,
  visit
}) => {
  const card = await cardOf(demo, 'has a worry');
  const child = await visit();
  await comesInByNumber(child, card);
  await begin(child);
  await next(child);
  await isAsked(child, /^How are things/);
  await next(child);
  await isAsked(child, 'Do you have any worries?');
  await choose(child, 'I want to talk to someone today');
  await next(child);
  await expect(child.getByRole('heading', { level: 1, name: 'Not safe right now?' })).toBeVisible();
  await expect(child.getByText('I want to talk to someone today')).toBeVisible();
  await axeClean(child);
  await press(child, 'Send this now');
  await expect(child.getByText('I want to talk to someone today')).toBeVisible();

  const cover = await visit();
  await asPerson(cover, demo.person('cover-iro'));
  await opensAsked(cover, card.called, 'Says they are not safe.');
  await expect(cover.getByText('I want to talk to someone today')).toBeVisible();

  // The form waits where it was left; nothing of it was sent.
  await child.goto('/me');
  await press(child, /^Carry on telling /);
  await expect(child.getByRole('heading', { level: 1 })).not.toHaveText('Do you have any worries?');
});
