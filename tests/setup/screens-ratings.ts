import { expect, type Page } from '@playwright/test';
import { askedBeside } from './asked-beside.ts';
import { byLetter } from './post.ts';
import { heldBeside, reviewedBeside } from './rated-beside.ts';
import type { RunningDemo } from './server.ts';
import { asPerson, comesIn, press } from './way.ts';

type Shown = Readonly<{ name: string; page: Page; path: string }>;

const shownTo = (page: Page, paths: Readonly<Record<string, string>>): Shown[] =>
  Object.entries(paths).map(([name, path]) => ({ name, page, path }));

/** How a reviewer is rated: a child and a mother after a review, and those who read what comes of it. */
export async function ratingScreens(demo: RunningDemo, newPage: () => Promise<Page>): Promise<Shown[]> {
  const [rates, sent, mother, iro, manager] = [
    await newPage(),
    await newPage(),
    await newPage(),
    await newPage(),
    await newPage()
  ];
  await comesIn(rates, { code: (await reviewedBeside(demo, 'Wheatear')).code, pin: '418206' });
  await comesIn(sent, { code: (await reviewedBeside(demo, 'Whinchat')).code, pin: '418206' });
  await sent.goto('/me/rate/r90');
  await sent.getByRole('textbox').fill('He hits me.');
  await press(sent, 'Send without my name');
  await expect(sent.getByRole('heading', { level: 1, name: 'Thank you. It is sent' })).toBeVisible();
  const asked = await askedBeside(demo, { child: 'Redstart', name: 'Ivy Quill', relation: 'mother', postal: '1 Example Row' });
  await heldBeside(demo, asked.childId);
  await byLetter(mother, asked.code);
  await asPerson(iro, demo.person('iro'));
  await asPerson(manager, demo.person('manager'));
  return [
    ...shownTo(rates, { 'home-rate': '/me', rate: '/me/rate', 'rate-faces': '/me/rate/r03', 'rate-box': '/me/rate/r90' }),
    ...shownTo(sent, { 'rate-wrong': '/me/rate?sent&wrong' }),
    ...shownTo(mother, { 'start-rate': '/views', 'rate-adult': '/views/rate' }),
    ...shownTo(iro, { 'ratings-own': '/staff/ratings' }),
    ...shownTo(manager, {
      ratings: '/staff/ratings',
      'ratings-too-few': '/staff/ratings?by=adult',
      'ratings-words': '/staff/ratings/words',
      'ratings-changed': '/staff/ratings/changed',
      'ratings-pages': '/staff/ratings/pages'
    })
  ];
}
