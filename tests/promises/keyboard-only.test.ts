import type { Page } from '@playwright/test';
import { askedBeside } from '#tests/setup/asked-beside.ts';
import { enter, noTrap, pick, tabTo, tick, write } from '#tests/setup/keyboard.ts';
import { cardOf } from '#tests/setup/cards.ts';
import { expect, test } from '#tests/setup/story.ts';
import { asPerson, isAsked } from '#tests/setup/way.ts';

const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: typeof name === 'string' });
const radio = (page: Page, name: string | RegExp) => page.getByRole('radio', { name, exact: typeof name === 'string' });

test('the whole way by keyboard alone: seen at every stop, caught nowhere', async ({ demo, visit }) => {
  test.slow();
  const { called, code, reader } = await cardOf(demo, 'keyboard');
  const child = await visit();
  await comesIn(child, code);

  await enter(child, child.getByRole('link', { name: /^Tell .+ what you think/ }));
  await isAsked(child, 'Before you start');
  await noTrap(child);
  await enter(child, button(child, 'Start'));
  await isAsked(child, 'What do you want to talk about?');
  await noTrap(child);
  await tick(child, child.getByRole('checkbox', { name: 'Where I live' }));
  await tick(child, child.getByRole('checkbox', { name: 'My family' }));
  await enter(child, button(child, 'Next'));
  await answers(child);
  await sends(child);

  const iro = await visit({ viewport: { width: 1280, height: 800 } });
  await asPerson(iro, reader);
  await noTrap(iro);
  await enter(iro, iro.getByRole('listitem').getByRole('link', { name: new RegExp(called) }));
  await expect(iro.getByRole('heading', { level: 1, name: `What ${called} says` })).toBeVisible();
  await noTrap(iro);
  await write(iro, iro.getByRole('textbox', { name: 'New note' }), 'Rang the school.');
  await enter(iro, button(iro, 'Save note'));
  await expect(iro.getByText('Rang the school.')).toBeVisible();
  await enter(iro, button(iro, 'Done'));
  await expect(iro.getByRole('heading', { level: 1, name: 'Inbox' })).toBeVisible();
});

test('a teacher by letter, by keyboard alone: comes in, answers, restricts, sends, and asks for something', async ({
  demo,
  visit
}) => {
  test.slow();
  const asked = { child: 'Sedge', name: 'Mr Bassi', relation: 'teacher', form: 'professional', postal: '' } as const;
  const { code } = await askedBeside(demo, asked);
  const teacher = await visit();
  const link = (name: string | RegExp) => teacher.getByRole('link', { name });
  await teacher.goto('/views/in');
  await noTrap(teacher);
  await write(teacher, teacher.getByLabel('The code in your letter'), code);
  await teacher.keyboard.press('Enter');
  await isAsked(teacher, 'What do you want to say for Sedge’s review?');
  await noTrap(teacher);
  await enter(teacher, link('Education'));
  await isAsked(teacher, 'Education');
  await noTrap(teacher);
  await write(teacher, teacher.getByRole('textbox', { name: /^Attendance/ }), '94');
  await pick(teacher, teacher.getByRole('group', { name: 'Maths', exact: true }).getByRole('radio', { name: 'As expected' }));
  await enter(teacher, button(teacher, 'Save and see all topics'));
  await enter(teacher, link('The plan and what comes next'));
  await isAsked(teacher, 'The plan and what comes next');
  await write(teacher, teacher.getByRole('textbox').first(), 'A visit to the next school in June.');
  await enter(teacher, teacher.locator('summary', { hasText: 'Restricted information' }));
  await tick(teacher, teacher.getByRole('checkbox', { name: 'Not to go to the parents' }));
  await enter(teacher, button(teacher, 'Save and see all topics'));
  await enter(teacher, link('Check and send'));
  await expect(teacher.getByText(/^Attendance: 94/)).toBeVisible();
  await noTrap(teacher);
  await enter(teacher, button(teacher, /^Send to /));
  await isAsked(teacher, /^Sent to /);
  await noTrap(teacher);
  await enter(teacher, link('Go to the start page'));
  await enter(teacher, link(/^Ask for something/));
  await isAsked(teacher, 'Ask for something');
  await enter(teacher, link(/^An earlier review/));
  await isAsked(teacher, 'An earlier review for Sedge');
  await noTrap(teacher);
  await write(teacher, teacher.getByRole('textbox').first(), 'The place at school may end.');
  await enter(teacher, button(teacher, 'Send'));
  await expect(teacher.getByText('Nobody has opened it yet')).toBeVisible();
  await noTrap(teacher);
});

async function comesIn(child: Page, code: string): Promise<void> {
  await child.goto('/');
  await noTrap(child);
  await write(child, child.getByLabel('Type the code on your card'), code);
  await child.keyboard.press('Enter');
  await expect(child.getByRole('heading', { level: 1, name: 'Make your own number' })).toBeVisible();
  await noTrap(child);
  await write(child, child.getByLabel('Six numbers'), '483920');
  await child.keyboard.press('Enter');
  await enter(child, button(child, 'Other people use it too'));
  await expect(child).toHaveURL(/\/me\/welcome$/);
  await noTrap(child);
  await enter(child, button(child, 'Skip'));
  await expect(child).toHaveURL(/\/me$/);
  await noTrap(child);
}

async function answers(child: Page): Promise<void> {
  await isAsked(child, 'How are things for you right now?');
  await noTrap(child);
  await pick(child, radio(child, 'Not great'));
  await enter(child, button(child, 'Next'));

  await isAsked(child, 'Do you have any worries?');
  await pick(child, radio(child, 'Small worries'));
  await enter(child, button(child, 'Next'));

  await isAsked(child, 'How do you feel about where you live?');
  await pick(child, radio(child, 'Really good'));
  await enter(child, child.locator('summary', { hasText: 'Say more' }));
  await write(child, child.getByRole('textbox'), 'The garden is big.');
  await enter(child, button(child, 'More about this'));
  await isAsked(child, 'What would you like to change where you live?');
  await tick(child, child.getByRole('checkbox', { name: 'Something else' }));
  await write(child, child.getByLabel('What is it?'), 'A swing');
  await enter(child, button(child, 'Next'));

  await isAsked(child, 'Who in your family do you want to talk about?');
  await write(child, child.getByLabel('Person 1'), 'Nan');
  await enter(child, button(child, 'Next'));
  await isAsked(child, 'How much do you want to see or talk to them?');
  await noTrap(child);
  await pick(child, child.getByRole('group', { name: 'Nan' }).getByRole('radio', { name: 'More' }));
  await enter(child, child.locator('summary', { hasText: 'Change' }));
  await pick(child, radio(child, /^At my /));
  await enter(child, button(child, 'Next'));

  await isAsked(child, /^How do you want to take part in your /);
  // Back with the keyboard, and forward again: what was picked is still there.
  await enter(child, button(child, 'Back'));
  await expect(child.getByText(/^To be said at my /)).toBeVisible();
  await expect(child.getByRole('radio', { name: 'More', exact: true })).toBeChecked();
  await enter(child, button(child, 'Next'));
  await enter(child, button(child, 'Skip'));
  await isAsked(child, 'What is the one thing you most want to change?');
  await write(child, child.getByRole('textbox'), 'A swing in the garden.');
  await enter(child, button(child, 'Next'));
}

async function sends(child: Page): Promise<void> {
  await expect(child.getByRole('heading', { level: 1, name: 'Who should hear it?' })).toBeVisible();
  await noTrap(child);
  await enter(child, button(child, 'Next'));
  await expect(child.getByRole('heading', { level: 1, name: 'Check what you say' })).toBeVisible();
  await noTrap(child);
  await tabTo(child, child.getByRole('link', { name: /^Change ?: What is the one thing you most want to change/ }));
  await enter(child, button(child, /^Send to /));
  await expect(child.getByText('Nobody has opened it yet')).toBeVisible();
  await noTrap(child);
}
