import { expect, test } from '#tests/setup/story.ts';
import { readPdf } from '#tests/setup/pdf.ts';
import { asPerson, press } from '#tests/setup/way.ts';
import { cardOf } from '#tests/setup/cards.ts';
import { atChild } from '#tests/setup/writing-down.ts';

test('a letter is printed with its code and the questions, as a page and as PDF; once it opens nothing it cannot be posted by mistake', async ({
  demo,
  visit,
  expectErrors
}) => {
  expectErrors(/status of 404/);
  const { called, reader } = await cardOf(demo, 'side by side');
  const iro = await visit();
  await asPerson(iro, reader);
  const childId = await atChild(iro, called);
  await iro.goto(`/staff/children/${childId}/people`);
  await iro.getByRole('link', { name: 'Kelly Rees' }).first().click();
  await iro.getByRole('radio', { name: /^Letter/ }).check();
  await press(iro, 'Ask Kelly Rees now');
  const person = new URL(iro.url()).pathname;
  await iro.getByRole('link', { name: 'Print the letter' }).click();
  await expect(iro.getByRole('heading', { level: 1, name: `What do you want to say for ${called}’s review?` })).toBeVisible();
  const code = (await iro.getByText(/^[0-9A-Z]{5} [0-9A-Z]{5}$/).textContent()) ?? '';
  await expect(iro.getByText('Amina Yusuf').first()).toBeVisible();
  const letter = new URL(iro.url()).pathname;

  const pdf = await iro.request.get(`${letter}/pdf`);
  expect(pdf.headers()['content-type']).toBe('application/pdf');
  const read = await readPdf(await pdf.body());
  expect(read.text).toContain(code);
  expect([read.language, read.marked]).toEqual(['en', true]);

  await iro.getByRole('link', { name: 'The questions on paper' }).click();
  await expect(iro.getByRole('heading', { name: `How do you think ${called} is doing?` })).toBeVisible();
  await expect(iro.getByText(code)).toHaveCount(0);

  await iro.goto(person);
  await press(iro, 'Take the invitation back');
  await iro.goto(letter);
  await expect(iro.getByText('The code on this letter no longer opens anything.')).toBeVisible();
  await expect(iro.getByText(code)).toHaveCount(0);
  expect((await iro.request.get(`${letter}/pdf`)).headers()['content-type']).toContain('text/html');

  const other = await visit();
  await asPerson(other, demo.person('iro'));
  const foreign = await other.goto(letter);
  const invented = await other.goto(letter.replace(/.$/, (last) => (last === '0' ? '1' : '0')));
  expect([foreign?.status(), invented?.status()]).toEqual([404, 404]);
});
