import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { APIResponse, Page } from '@playwright/test';
import { wordsFor } from '#locales/words.ts';
import { axeClean, noSidewaysScroll, targetsBigEnough } from '#tests/setup/checks.ts';
import { heard } from '#tests/setup/heard.ts';
import { startDemo } from '#tests/setup/server.ts';
import { expect, test, withoutScripts } from '#tests/setup/story.ts';
import { asPerson, choose, follow, press } from '#tests/setup/way.ts';

/** The inbox; for a manager with nothing left in it, the team's day. */
const backAtWork = /\/staff(\/team)?([?#]|$)/;

const dawn = {
  'Your name': 'Dawn Fairley',
  'How are you related to the child?': 'his gran',
  'The child’s name': 'Robin Ashby',
  'The number to ring': '01632 960471',
  'When is a good time?': 'Mornings. Please leave no message.',
  'What is it about?': 'Nobody told me about the meeting.'
} as const;

async function fill(page: Page, words: Readonly<Record<string, string>>): Promise<void> {
  for (const [label, text] of Object.entries(words)) await page.getByLabel(label, { exact: true }).fill(text);
}

/** The one thing in the inbox that is from this person. */
const rowOf = (page: Page, name: string) => page.getByRole('listitem').filter({ hasText: name });

async function opens(page: Page, name: string): Promise<void> {
  await page.goto('/staff');
  await rowOf(page, name).getByRole('link').click();
  await expect(page.getByRole('heading', { level: 1, name: `${name} asks to be rung` })).toBeVisible();
}

/** Rings everybody that is left, so that a story finds the inbox as if nobody had asked before. */
async function ringsTheRest(page: Page): Promise<void> {
  for (;;) {
    await page.goto('/staff');
    const left = page.locator('a[href^="/staff/call-backs/"]').first();
    if (!(await left.isVisible())) return;
    await left.click();
    await choose(page, /^I spoke to them/);
    await press(page, 'Write it down');
    await expect(page).toHaveURL(backAtWork);
  }
}

test('a gran nobody wrote to asks to be rung with scripts off; two of the team ring her, and it is over', async ({
  demo,
  visit,
  expectErrors
}) => {
  expectErrors(/status of 400/);
  const priya = await visit();
  await asPerson(priya, demo.person('manager'));
  await ringsTheRest(priya);
  const gran = await visit(withoutScripts);
  await gran.goto('/team');
  await follow(gran, 'Ask us to ring you');
  await expect(gran).toHaveURL(/\/family$/);
  await expect(gran.getByText('We never give out where a child lives.')).toBeVisible();
  for (const number of ['01632960100', '01632960199', '999'])
    await expect(gran.locator(`main a[href="tel:${number}"]`)).toBeVisible();
  await noSidewaysScroll(gran, 'the family page');
  await targetsBigEnough(gran, 'the family page');

  await fill(gran, { ...dawn, 'The number to ring': 'the one you have', 'The child’s name': '' });
  await press(gran, 'Ask us to ring me');
  const faults = gran.getByRole('alert');
  await expect(faults.getByRole('heading', { name: 'It is not sent yet' })).toBeVisible();
  await follow(gran, 'Write the child’s name, as you know it.');
  await expect(gran.getByLabel('The child’s name', { exact: true })).toBeFocused();
  await expect(gran.getByLabel('Your name', { exact: true })).toHaveValue(dawn['Your name']);
  await expect(gran.getByLabel('What is it about?', { exact: true })).toHaveValue(dawn['What is it about?']);

  await fill(gran, dawn);
  await press(gran, 'Ask us to ring me');
  await expect(gran.getByRole('heading', { level: 1, name: /^A person rings you by \S+ \d+ \w+/ })).toBeVisible();
  await expect(gran.getByText('Until they know, they do not say whether we know a child.')).toBeVisible();
  // Pressed twice, or read again: it is one.
  await gran.reload();
  await expect(gran.getByRole('heading', { level: 1, name: /^A person rings you by/ })).toBeVisible();

  const tom = await visit(withoutScripts);
  await asPerson(tom, demo.person('iro-4'));
  await tom.goto('/staff');
  await expect(tom.getByRole('heading', { name: /^Family to ring back/ })).toBeVisible();
  await expect(rowOf(tom, 'Dawn Fairley')).toHaveCount(1);
  await opens(tom, 'Dawn Fairley');
  for (const said of Object.values(dawn)) await expect(tom.getByText(said, { exact: true })).toBeVisible();
  await expect(tom.getByText(/^Until you are sure who it is, do not say whether you know the child/)).toBeVisible();
  await expect(tom.getByText('Ring through your switchboard, not from your own telephone.')).toBeVisible();
  await press(tom, 'Write it down');
  await expect(tom.getByText('Say what came of it.')).toBeVisible();
  await choose(tom, /^Nobody answered/);
  await tom.getByLabel(/^A note for the team/).fill('Rang out.');
  await press(tom, 'Write it down');
  await expect(tom.getByRole('heading', { name: 'Written down' })).toBeVisible();
  await noSidewaysScroll(tom, 'a call-back');

  await priya.goto('/staff/team');
  await expect(priya.getByText('1 person waits to be rung')).toBeVisible();
  await axeClean(priya, 'today with family that waits');
  await priya.goto('/staff');
  await expect(rowOf(priya, 'Dawn Fairley')).toContainText('Rung 1 time, nobody answered.');
  await expect(rowOf(priya, 'Dawn Fairley')).toContainText('Tom Bell opened it');
  await axeClean(priya, 'the inbox with family to ring back');
  await opens(priya, 'Dawn Fairley');
  await expect(priya.getByText(/^Tom Bell opened this first/)).toBeVisible();
  await expect(priya.getByText('Rang out.')).toBeVisible();
  await axeClean(priya, 'a call-back');
  const address = priya.url();
  await choose(priya, /^I spoke to them/);
  await press(priya, 'Write it down');
  await expect(priya).toHaveURL(backAtWork);
  await priya.goto(address);
  await expect(priya.getByText(/^Priya Nair finished it/)).toBeVisible();
  await axeClean(priya, 'a call-back that is over');
  await tom.goto('/staff');
  await expect(rowOf(tom, 'Dawn Fairley')).toHaveCount(0);
});

for (const { code, direction } of [
  { code: 'en', direction: 'ltr' },
  { code: 'cy', direction: 'ltr' },
  { code: 'ar', direction: 'rtl' }
] as const)
  test(`with scripts on, by keyboard alone, in ${code}: asked, acknowledged, and told apart at the desk`, async ({
    demo,
    visit
  }) => {
    const words = wordsFor({ language: code, values: {} });
    const name = `Col ${code.toUpperCase()}`;
    const page = await visit();
    await page.goto(`/family?lang=${code}`);
    await expect(page.locator('html')).toHaveAttribute('dir', direction);
    await axeClean(page, `the family page in ${code}`);
    await noSidewaysScroll(page, `the family page in ${code}`);
    await page.getByLabel(words.t('family:fields.name.label'), { exact: true }).focus();
    for (const text of [name, '', 'Kai', '01632 960472', '', '']) {
      await page.keyboard.type(text);
      await page.keyboard.press('Tab');
    }
    await expect(page.getByRole('button', { name: words.t('family:send') })).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(page.getByText(words.t('family:sent.number'))).toBeVisible();
    await expect(page.locator('html')).toHaveAttribute('dir', direction);
    await axeClean(page, `what was sent, in ${code}`);
    await noSidewaysScroll(page, `what was sent, in ${code}`);

    const priya = await visit();
    await asPerson(priya, demo.person('manager'));
    await priya.goto('/staff');
    await expect(rowOf(priya, name).getByText('Needs an interpreter')).toHaveCount(code === 'en' ? 0 : 1);
    await ringsTheRest(priya);
  });

/** All that tells one answer from another, without what is drawn anew for each: the page's id and nonce, and what follows from them. */
async function essence(response: APIResponse) {
  const anew = ['date', 'x-request-id', 'etag', 'content-security-policy'];
  const headers = Object.entries(response.headers()).filter(([name]) => !anew.includes(name));
  const body = (await response.text()).replaceAll(/nonce="[^"]*"/g, 'nonce').replaceAll(/name="id" value="[^"]*"/g, 'id');
  return { status: response.status(), headers, body };
}

test('a stranger learns nothing: a child we know, one we do not, and no child at all are answered in the same bytes', async ({
  demo,
  visit
}) => {
  const stranger = await visit();
  const { request } = stranger.context();
  const asked = { headers: { origin: demo.url, 'sec-fetch-site': 'same-origin', accept: 'text/html' } };
  const form = { name: 'Somebody', related: '', phone: '01632 960473', when: '', about: '' };
  let pages = 0;
  const send = async (child: string) => {
    const id = `019afd1c-0000-7000-8000-${String((pages += 1)).padStart(12, '0')}`;
    return essence(await request.post('/family?/send', { ...asked, form: { ...form, id, child } }));
  };
  const { name } = demo.person('child-8-11');
  const known = await send(`${name} Ashby`);
  expect(known.status).toBe(200);
  expect(known.body).toContain('A person rings you by');
  expect(known.body).not.toMatch(/Ashby|Robin|960473|Somebody/);
  for (const other of ['Nobody Atall', 'x', demo.person('child-12-17').name]) expect(await send(other)).toEqual(known);
  expect(await send('')).toEqual(await send(''));
  const page = await essence(await request.get('/family'));
  // Nor does the page say later that somebody was asked for.
  expect(await essence(await request.get('/family'))).toEqual(page);

  const priya = await visit();
  await asPerson(priya, demo.person('manager'));
  await priya.goto('/staff');
  const there = (await priya.locator('a[href^="/staff/call-backs/"]').first().getAttribute('href')) ?? '';
  expect(there).toMatch(/^\/staff\/call-backs\/[0-9a-f-]{36}$/);
  const invented = '/staff/call-backs/019afd1c-0000-7000-8000-000000000000';
  for (const who of ['duty', 'advocate', 'social-worker']) {
    const worker = await visit();
    await asPerson(worker, demo.person(who));
    const of = worker.context().request;
    const bare = async (path: string) => {
      const { status, body } = await essence(await of.get(path));
      return [status, body.replaceAll(path, 'PATH')];
    };
    const [real, made] = [await bare(there), await bare(invented)];
    expect(real[0]).toBe(404);
    expect(real).toEqual(made);
    expect((await of.post(`${there}?/note`, { ...asked, form: { outcome: 'spoke', note: '' } })).status()).toBe(404);
  }
  const nobody = await visit();
  await nobody.goto(there);
  await expect(nobody).toHaveURL(/\/sign-in\/staff/);
  await ringsTheRest(priya);
});

test('too many ask at once: the words stay and the number is there; nobody to read it: numbers, and no form', async ({
  visit,
  watch,
  expectErrors
}) => {
  expectErrors(/status of 429/);
  const demo = await startDemo();
  const folder = await mkdtemp(join(tmpdir(), 'heard-desk-'));
  try {
    watch.home(demo.url);
    const page = await visit({ baseURL: demo.url });
    const { request } = page.context();
    const headers = { origin: demo.url, 'sec-fetch-site': 'same-origin' };
    const form = { name: 'Many', related: '', child: 'One', phone: '01632 960474', when: '', about: '' };
    for (let at = 100; at < 160; at += 1) {
      const id = `019afd1c-0000-7000-8000-000000000${at}`;
      expect((await request.post('/family?/send', { headers, form: { ...form, id } })).status()).toBe(200);
    }
    await page.goto('/family');
    await fill(page, dawn);
    await press(page, 'Ask us to ring me');
    await expect(page.getByRole('alert')).toContainText('What you wrote is still here. Ring us, or try again in 1 minute.');
    for (const [label, text] of Object.entries(dawn)) await expect(page.getByLabel(label, { exact: true })).toHaveValue(text);
    await axeClean(page, 'the family page when too many ask');
    await heard(demo, 'clock', '--forward', '2m');
    await press(page, 'Ask us to ring me');
    await expect(page.getByRole('heading', { level: 1, name: /^A person rings you by/ })).toBeVisible();

    const people = ['IRO01,Sam Okoro,iro', 'IRO02,Amina Yusuf,iro', 'IRO03,Grace Hughes,iro', 'IRO04,Tom Bell,iro'];
    const rows = [...people.map((one) => `${one},yes,`), 'MGR01,Priya Nair,iro_manager,no,'];
    await writeFile(join(folder, 'staff.csv'), `staff_id,name,role,active,desk\n${rows.join('\n')}\n`);
    await heard(demo, 'import', folder, '--apply');
    await page.goto('/family');
    await expect(page.getByText('Nobody can ring you from this page now. Ring us instead.')).toBeVisible();
    await expect(page.getByRole('button', { name: 'Ask us to ring me' })).toHaveCount(0);
    await expect(page.locator('main a[href="tel:01632960100"]')).toBeVisible();
    await axeClean(page, 'the family page without anybody to read it');
  } finally {
    await demo.stop();
    await rm(folder, { recursive: true, force: true });
  }
});
