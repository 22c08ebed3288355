import type { Page } from '@playwright/test';
import { axeClean, noSidewaysScroll } from '#tests/setup/checks.ts';
import { cardOf } from '#tests/setup/cards.ts';
import { enter, noTrap, tick, write } from '#tests/setup/keyboard.ts';
import { expect, test, withoutScripts } from '#tests/setup/story.ts';
import { asPerson, choose, follow, press } from '#tests/setup/way.ts';
import { atChild } from '#tests/setup/writing-down.ts';

/** One person's row of the list. */
const row = (page: Page, name: string) =>
  page.getByRole('listitem').filter({ has: page.getByRole('link', { name, exact: true }) });
const said = (page: Page, text: string) => expect(page.getByRole('heading', { level: 2, name: text })).toBeVisible();
const opens = async (page: Page, name: string) => {
  await row(page, name).getByRole('link', { name, exact: true }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText(name);
};
const looksRight = async (page: Page) => {
  await axeClean(page);
  await noSidewaysScroll(page);
};

test('everybody is asked in one press, then each by their own way, on a phone without scripts', async ({
  demo,
  visit,
  expectErrors
}) => {
  test.slow();
  expectErrors(/status of 400/);
  const { called, reader } = await cardOf(demo, 'who is asked');
  const iro = await visit(withoutScripts);
  await asPerson(iro, reader);
  await atChild(iro, called);
  await follow(iro, 'Nobody has been asked yet.');
  await noSidewaysScroll(iro);

  // What will happen stands there before it does.
  await follow(iro, 'Ask everybody who may be asked');
  for (const line of ['Mai Storey, mum: by e-mail', 'Michael Storey, dad: by text message', 'Mr Doyle, teacher: by e-mail'])
    await expect(iro.getByRole('listitem').filter({ hasText: line })).toBeVisible();
  await noSidewaysScroll(iro);
  await press(iro, 'Ask them now');
  await said(iro, '4 people were asked');
  await expect(iro.getByText('Not opened', { exact: true })).toHaveCount(4);
  await row(iro, 'Michael Storey').getByRole('button', { name: 'Send the text again' }).click();
  await said(iro, 'Sent again to Michael Storey');

  // Another way: a letter, and it waits to be printed.
  await opens(iro, 'Mai Storey');
  await noSidewaysScroll(iro);
  await choose(iro, 'Letter by post');
  await press(iro, 'Save');
  await said(iro, 'The letter for Mai Storey is ready to print');
  await expect(iro.getByRole('link', { name: 'Print the letter' })).toBeVisible();
  await expect(iro.getByText('By e-mail, today at')).toBeVisible();
  await press(iro, 'Make a new letter');
  await said(iro, 'The letter for Mai Storey is ready to print');

  // Left out: never without a reason and another way to be heard.
  await follow(iro, 'Who is asked');
  await opens(iro, 'Michael Storey');
  await choose(iro, /^Not asked here/);
  await press(iro, 'Save');
  await expect(iro.getByRole('alert')).toContainText('It is not saved');
  await expect(iro.getByText('Write how else they are heard.')).toBeVisible();
  await noSidewaysScroll(iro);
  await iro.getByRole('textbox', { name: /^The reason, for/ }).fill('A court order.');
  await iro.getByRole('textbox', { name: /^Another way to be heard/ }).fill('We talk by phone on Fridays.');
  await press(iro, 'Save');
  await said(iro, 'Saved');
  await expect(iro.getByText('They are heard another way: We talk by phone on Fridays.')).toBeVisible();

  // Taken back, and asked again in person.
  await follow(iro, 'Who is asked');
  await opens(iro, 'Mr Doyle');
  await press(iro, 'Take the invitation back');
  await said(iro, 'The invitation is taken back');
  await choose(iro, 'Nothing is sent: somebody asks them');
  await press(iro, 'Ask Mr Doyle now');
  await expect(iro.getByText('Asked in person')).toBeVisible();

  await atChild(iro, called);
  await expect(iro.getByRole('link', { name: '3 asked, 0 sent, 2 not opened' })).toBeVisible();
});

test('somebody is added, not by an address that opens the door of another', async ({ demo, visit, expectErrors }) => {
  expectErrors(/status of 400/);
  const { called, reader } = await cardOf(demo, 'is asked about');
  const iro = await visit();
  await asPerson(iro, reader);
  const childId = await atChild(iro, called);
  const people = `/staff/children/${childId}/people`;
  await iro.goto(`${people}?everybody`);
  await looksRight(iro);
  await press(iro, 'Ask them now');
  await iro.getByText('Add a person', { exact: true }).click();
  await iro.getByLabel('Name', { exact: true }).fill('Nurse Obi');
  await iro.getByLabel(/^What they are to/).selectOption({ label: 'health worker' });
  await iro.getByLabel('E-mail address').fill('CARER16@post.example');
  await press(iro, 'Add this person');
  await expect(iro.getByText(`Somebody else around ${called} is asked by this address. Ask for another.`)).toBeVisible();
  await looksRight(iro);
  await iro.getByLabel('E-mail address').fill('obi@health.example');
  await press(iro, 'Add this person');
  await expect(row(iro, 'Nurse Obi')).toContainText('Not asked');
  await opens(iro, 'Nurse Obi');
  await expect(iro.getByRole('radio', { name: 'E-mail to obi@health.example' })).toBeChecked();
  await expect(iro.getByLabel('Which questions do they get?')).toHaveValue('professional');

  // An address put right is written to at once.
  await press(iro, 'Ask Nurse Obi now');
  await said(iro, 'Saved');
  await iro.getByText('Nurse Obi’s details').click();
  await iro.getByLabel('E-mail address').fill('n.obi@health.example');
  await press(iro, 'Save the details');
  await said(iro, 'Saved, and sent to the new address');
});

test('what may tell family where the child lives is asked a second time', async ({ demo, visit, expectErrors }) => {
  expectErrors(/status of 400/);
  const { called, reader } = await cardOf(demo, 'is hidden');
  const iro = await visit();
  await asPerson(iro, reader);
  const childId = await atChild(iro, called);
  await iro.goto(`/staff/children/${childId}/people`);
  await press(iro, 'Mark it as hidden');
  await expect(iro.getByText('It is hidden. Family is told no day and no place unless you choose it.')).toBeVisible();
  await iro.getByLabel('New names, one a line').fill('one two three four five');
  await press(iro, 'Watch for these');
  await expect(iro.getByText('A name may have four words at most.')).toBeVisible();
  await iro.getByLabel('New names, one a line').fill('Elm Grove\nTansy');
  await press(iro, 'Watch for these');
  await expect(iro.getByText('2 names are watched for.')).toBeVisible();
  await expect(iro.getByText('Tansy')).toHaveCount(0);
  await iro.getByLabel('Place').fill('Otherton Library');
  await press(iro, 'Save the place');

  await iro.goto(`/staff/children/${childId}/people?everybody`);
  await expect(iro.getByText(/^Asked one by one, because where .* lives is hidden: /)).toContainText('Leanne Osman');
  await opens(iro, 'Leanne Osman');
  await expect(iro.getByRole('radio', { name: /^Views only/ })).toBeChecked();
  await expect(iro.getByRole('checkbox', { name: 'The day of the review' })).not.toBeChecked();
  await choose(iro, /^Views, and to come/);
  await choose(iro, /^Where the review is/);
  await iro.getByLabel('A sentence for Leanne Osman').fill('We meet near Elm Grove.');
  await press(iro, 'Ask Leanne Osman now');
  await expect(iro.getByRole('heading', { name: 'Leanne Osman will learn where the review is' })).toBeVisible();
  await expect(iro.locator('mark')).toHaveText('Elm Grove');
  await looksRight(iro);
  await choose(iro, 'Yes, Leanne Osman may know where it is');
  await press(iro, 'Save it all the same');
  await expect(iro.getByText('Not opened', { exact: true })).toBeVisible();
});

test('by keyboard alone', async ({ demo, visit }) => {
  const { called, reader } = await cardOf(demo, 'asked by keyboard');
  const iro = await visit({ viewport: { width: 1280, height: 800 } });
  await asPerson(iro, reader);
  await atChild(iro, called);
  await enter(iro, iro.getByRole('link', { name: 'Nobody has been asked yet.' }));
  await expect(iro.getByRole('heading', { level: 1, name: `Who is asked about ${called}` })).toBeVisible();
  await noTrap(iro);
  await enter(iro, iro.getByRole('link', { name: 'Ask everybody who may be asked' }));
  await enter(iro, iro.getByRole('button', { name: 'Ask them now' }));
  await expect(iro.getByRole('heading', { level: 2, name: /people were asked/ })).toBeVisible();
  await enter(iro, iro.getByRole('heading', { level: 3 }).getByRole('link').first());
  await expect(iro.getByRole('heading', { level: 2, name: /^How .* is asked$/ })).toBeVisible();
  await noTrap(iro);
  await tick(iro, iro.getByRole('checkbox', { name: /^Where the review is/ }));
  await write(iro, iro.getByLabel(/^A sentence for/), 'I look forward to hearing from you.');
  await enter(iro, iro.getByRole('button', { name: 'Save', exact: true }));
  await said(iro, 'Saved');
  await enter(iro, iro.getByRole('button', { name: 'Take the invitation back' }));
  await said(iro, 'The invitation is taken back');
});
