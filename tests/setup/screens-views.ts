import { expect, type Page } from '@playwright/test';
import { askedBeside } from './asked-beside.ts';
import { byLetter, codeIn, hasHad, postTo, typesCode } from './post.ts';
import type { RunningDemo } from './server.ts';
import { choose, press } from './way.ts';

type Shown = Readonly<{ name: string; page: Page; path: string }>;
type NewPage = () => Promise<Page>;

const shownTo = (page: Page, paths: Readonly<Record<string, string>>): Shown[] =>
  Object.entries(paths).map(([name, path]) => ({ name, page, path }));

const mother = { child: 'Fern', name: 'Dawn Quill', relation: 'mother', postal: '3 Example Row' } as const;
const carer = { child: 'Fern', name: 'June Okafor', relation: 'carer', form: 'carer', postal: '' } as const;
const teacher = { child: 'Fern', name: 'Mr Bassi', relation: 'teacher', form: 'professional', postal: '' } as const;

async function whoIsIn(demo: RunningDemo, newPage: NewPage, person: Parameters<typeof askedBeside>[1]): Promise<Page> {
  const page = await newPage();
  await byLetter(page, (await askedBeside(demo, person)).code);
  return page;
}

/** Adults who were asked and are on their way: nothing said yet, and something of several topics. */
export async function adultsBegin(demo: RunningDemo, newPage: NewPage): Promise<Shown[]> {
  const still = await whoIsIn(demo, newPage, mother);
  const going = await whoIsIn(demo, newPage, mother);
  await going.goto('/views/part/p07');
  for (const row of ['They ask what I think', 'They do what they said'])
    await choose(going.getByRole('group', { name: row }), 'Sometimes');
  await going.getByRole('textbox').last().fill('It was agreed that we talk on Sundays. We talked twice.');
  await press(going, 'Save and see all topics');
  await going.goto('/views/part/p04');
  await going.getByRole('checkbox').nth(1).check();
  await press(going, 'Save and go on');
  return [
    ...shownTo(still, {
      'start-new': '/views',
      'check-empty': '/views/check',
      about: '/views/about',
      language: '/views/language',
      ask: '/views/ask',
      'ask-sooner': '/views/ask/sooner',
      'ask-beside': '/views/ask/beside',
      write: '/views/write'
    }),
    ...shownTo(going, {
      'start-going': '/views',
      'part-matrix': '/views/part/p07',
      'part-many': '/views/part/p04',
      'part-from-check': '/views/part/p01?from=check',
      check: '/views/check'
    })
  ];
}

/** A carer who has sent and asked for something, a teacher with what not everybody may hear, and whoever stands outside. */
export async function adultsSent(demo: RunningDemo, newPage: NewPage): Promise<Shown[]> {
  const sent = await whoIsIn(demo, newPage, carer);
  await sent.goto('/views/part/k08');
  await sent.getByRole('textbox').first().fill('1');
  await sent.getByLabel('Day', { exact: true }).first().fill('14');
  await sent.getByRole('combobox', { name: 'Month' }).first().selectOption('September');
  await sent.getByLabel('Year', { exact: true }).first().fill('2026');
  await press(sent, 'Save and see all topics');
  await sent.goto('/views/check');
  await press(sent, /^Send to /);
  await expect(sent).toHaveURL(/\/views\/sent/);
  await sent.goto('/views/ask/sooner');
  await sent.getByRole('textbox').first().fill('The school place ends at Christmas.');
  await press(sent, 'Send');
  await sent.waitForURL(/\/views\/asked\//);
  const marks = await whoIsIn(demo, newPage, teacher);
  await marks.goto('/views/part/h12');
  await marks.getByRole('textbox').first().fill('There may be another school in spring.');
  await marks.locator('summary').first().click();
  await choose(marks, 'Not to go to the parents');
  await press(marks, 'Save and see all topics');
  return [
    ...shownTo(sent, {
      'start-sent': '/views',
      'part-counts-dates': '/views/part/k08',
      sent: '/views/sent',
      'sent-now': '/views/sent?now',
      'ask-asked': '/views/ask',
      asked: new URL(sent.url()).pathname
    }),
    ...shownTo(marks, {
      'part-restricted': '/views/part/h12',
      'part-percent': '/views/part/h10',
      'check-restricted': '/views/check',
      'about-professional': '/views/about'
    }),
    ...(await onTheWayIn(demo, newPage))
  ];
}

async function onTheWayIn(demo: RunningDemo, newPage: NewPage): Promise<Shown[]> {
  const outside = await newPage();
  const both = await newPage();
  const email = 'both@post.example';
  for (const child of ['Fern', 'Frond']) await askedBeside(demo, { child, name: 'Bea Quill', relation: 'mother', email });
  await hasHad(outside, email, 2);
  await both.goto('/views/in');
  await both.getByLabel('Your email address or mobile number').fill(email);
  await press(both, 'Send me a code');
  await both.waitForURL(/\/views\/in\/code$/);
  const code = codeIn(await postTo(outside, email, /Your code is/));
  await typesCode(both, code);
  await both.waitForURL(/\/views\/in\/which$/);
  return [
    ...shownTo(both, { which: '/views/in/which', 'in-goes-on': '/views/in' }),
    ...shownTo(outside, {
      in: '/views/in',
      'in-away': '/views/in?away=1',
      'in-away-sent': '/views/in?away=sent',
      // The same page for every link, good or not.
      link: `/views/in/${'x'.repeat(38)}`,
      code: '/views/in/code'
    })
  ];
}
