import type { Page } from '@playwright/test';
import type { RunningDemo } from './server.ts';
import { asPerson, press } from './way.ts';
import { atChild } from './writing-down.ts';

type Shown = Readonly<{ name: string; page: Page; path: string }>;

/** What the IRO reads of adults, and puts on paper for them: about the demo's first child, whose family and school were asked. */
export async function adultsRead(demo: RunningDemo, newPage: () => Promise<Page>): Promise<Shown[]> {
  const { page, childId, views } = await opened(demo, newPage);
  const letter = await letterFor(page, childId, demo.person('mother').name);
  const contact = new URL(page.url()).pathname.split('/').at(-1) ?? '';
  const paths = {
    'views-adult': views,
    'views-adult-print': `${views}/print`,
    compare: `/staff/children/${childId}/views`,
    'compare-print': `/staff/children/${childId}/views/print`,
    'compare-print-meeting': `/staff/children/${childId}/views/print?copy=meeting`,
    ask: `/staff/children/${childId}/ask`,
    enter: `/staff/children/${childId}/enter/${contact}`,
    'enter-professional': `/staff/children/${childId}/enter/${contact}?form=professional.school`,
    letter,
    'letter-form': `${letter}/form`
  };
  const shown = Object.entries(paths).map(([name, path]) => ({ name, page, path }));
  return [...(await untouched(demo, newPage)), ...shown];
}

/** Somebody who opened nothing: side by side, with everything still to be opened. */
async function untouched(demo: RunningDemo, newPage: () => Promise<Page>): Promise<Shown[]> {
  const page = await newPage();
  await asPerson(page, demo.person('cover-iro'));
  const childId = await atChild(page, 'Mina');
  return [{ name: 'compare-unopened', page, path: `/staff/children/${childId}/views` }];
}

async function opened(demo: RunningDemo, newPage: () => Promise<Page>) {
  const page = await newPage();
  await asPerson(page, demo.person('iro'));
  const childId = await atChild(page, 'Robin');
  await page.goto(`/staff/children/${childId}/views`);
  const open = page.getByRole('button', { name: /^Open (it|all)/ });
  if (await open.isVisible()) await open.click();
  const father = page.getByRole('listitem').filter({ hasText: demo.person('father').name });
  const views = (await father.getByRole('link').first().getAttribute('href')) ?? '';
  return { page, childId, views };
}

/** Stands on the person's page afterwards. */
async function letterFor(page: Page, childId: string, name: string): Promise<string> {
  await page.goto(`/staff/children/${childId}/people`);
  await page.getByRole('link', { name }).first().click();
  const link = page.getByRole('link', { name: 'Print the letter' });
  if (!(await link.isVisible())) await press(page, 'Make a new letter');
  return (await link.getAttribute('href')) ?? '';
}
