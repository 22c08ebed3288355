import { expect, type Page } from '@playwright/test';
import { formFor } from '#forms/forms.ts';
import { cardOf, type Card } from './cards.ts';
import type { RunningDemo } from './server.ts';
import { heard } from './heard.ts';
import { waysAndWorkers } from './screens-ways.ts';
import { adultsRead } from './screens-adults.ts';
import { ratingScreens } from './screens-ratings.ts';
import { adultsBegin, adultsSent } from './screens-views.ts';
import { arrives, asPerson, choose, comesIn, opensFromInbox, press, sayOneThing, sendIt, typesCard } from './way.ts';

/** One screen as somebody sees it: whose browser, and where. */
export type Screen = Readonly<{ name: string; page: Page; path: string }>;

export type Group = Readonly<{
  name: string;
  /** Brings the people of this group to where every screen of theirs has something to show. */
  ready: (demo: RunningDemo, newPage: () => Promise<Page>) => Promise<Screen[]>;
}>;

/** Every screen there is, by who sees it. */
export const groups: readonly Group[] = [
  { name: 'open', ready: openScreens },
  { name: 'mid', ready: (demo, newPage) => childScreens('8-11', demo, newPage) },
  { name: 'teen', ready: (demo, newPage) => childScreens('12-17', demo, newPage) },
  { name: 'adults', ready: adultsBegin },
  { name: 'adults-sent', ready: adultsSent },
  { name: 'staff', ready: staffScreens },
  { name: 'staff-adults', ready: adultsRead },
  { name: 'staff-ways', ready: waysAndWorkers },
  { name: 'ratings', ready: ratingScreens },
  { name: 'gallery', ready: galleryScreens }
];

/** Shows a screen, in the pseudo-language when `mirrored`. */
export async function show({ page, path }: Screen, mirrored = false): Promise<void> {
  const address = mirrored ? `${path}${path.includes('?') ? '&' : '?'}lang=qps` : path;
  await page.goto(address);
  await expect(page.locator('html')).toHaveAttribute('dir', mirrored ? 'rtl' : 'ltr');
}

const screensOf = (page: Page, paths: Readonly<Record<string, string>>): Screen[] =>
  Object.entries(paths).map(([name, path]) => ({ name, page, path }));

async function openScreens(demo: RunningDemo, newPage: () => Promise<Page>): Promise<Screen[]> {
  const printed = await heard(demo, 'staff-link', 'IRO04');
  const link = /\/sign-in\/link\/\S+/.exec(printed)?.[0] ?? '';
  return screensOf(await newPage(), {
    ...{
      front: '/',
      away: '/?away=1',
      'away-sent': '/?away=sent',
      'away-unsent': '/?away=unsent',
      scan: '/c',
      help: '/help',
      team: '/team',
      family: '/family',
      offline: '/offline',
      blank: '/blank',
      guide: '/guide',
      'guide-young': '/guide/young',
      'guide-parents': '/guide/parents'
    },
    ...{ 'staff-sign-in': '/sign-in/staff', 'staff-link': link, 'not-here': '/not-a-page' }
  });
}

async function galleryScreens(_: RunningDemo, newPage: () => Promise<Page>): Promise<Screen[]> {
  return screensOf(await newPage(), {
    parts: '/gallery',
    questions: '/gallery/questions',
    'staff-parts': '/gallery/staff'
  });
}

async function childScreens(band: '8-11' | '12-17', demo: RunningDemo, newPage: () => Promise<Page>): Promise<Screen[]> {
  const writing = await newPage();
  const [one, two] = [await cardOf(demo, `${band} writes`), await cardOf(demo, `${band} has sent`)];
  await comesIn(writing, one);
  const asked = await walk(writing, band);
  const sent = await newPage();
  await comesIn(sent, two);
  await sayOneThing(sent, 'I like my room. The stairs are loud at night.');
  await sendIt(sent);
  await asks(sent, '/me/ask/talk');
  await picksTimes(sent);
  await writesTo(sent);
  const notSafe = await asks(sent, '/me/now');
  return [
    ...screensOf(writing, {
      'home-going': '/me',
      ask: '/me/ask',
      'ask-tell': '/me/ask/tell',
      'ask-beside': '/me/ask/beside',
      'ask-put-right': '/me/ask/put-right',
      'ask-waiting': '/me/ask/waiting',
      now: '/me/now',
      write: '/me/write',
      look: '/me/look',
      'look-saved': '/me/look?saved=1',
      phone: '/me/phone',
      language: '/me/language',
      'welcome-1': '/me/welcome',
      'welcome-2': '/me/welcome?card=2',
      'welcome-3': '/me/welcome?card=3',
      meet: '/me/meet',
      know: '/me/know',
      'know-rights': '/me/know/mine',
      'know-all': '/me/know/all',
      'meet-talk': '/me/meet/talk',
      start: '/me/say',
      ...asked,
      sharing: '/me/who',
      check: '/me/check'
    }),
    ...screensOf(sent, {
      asked: notSafe,
      'ask-asked': '/me/ask',
      written: '/me/write',
      'home-sent': '/me',
      receipt: '/me/sent',
      'read-back': '/me/said',
      'who-looked': '/me/looked',
      'meet-picked': '/me/meet',
      'talk-picked': '/me/meet/talk'
    }),
    ...(await cardScreens(band, two, demo, newPage))
  ];
}

/** Coming in: the first time, another time, and with the card alone. */
async function cardScreens(
  band: '8-11' | '12-17',
  known: Card,
  demo: RunningDemo,
  newPage: () => Promise<Page>
): Promise<Screen[]> {
  const first = await newPage();
  await typesCard(first, (await cardOf(demo, `${band} comes in`)).code);
  await first.goto('/me');
  await arrives(first);
  const again = await newPage();
  await typesCard(again, known.code);
  const alone = await newPage();
  await typesCard(alone, known.code);
  await press(alone, 'Not now');
  return [
    ...screensOf(first, {
      'make-pin': '/sign-in/secret?with=pin',
      'make-pictures': '/sign-in/secret?with=pictures',
      'home-new': '/me'
    }),
    ...screensOf(again, { 'give-pin': '/sign-in/secret' }),
    ...screensOf(alone, { 'home-card-only': '/me', 'start-card-only': '/me/say' })
  ];
}

/** Picks two topics and opens every "More about this" on the way; gives one page for each kind of question met. */
async function walk(page: Page, band: '8-11' | '12-17'): Promise<Record<string, string>> {
  const form = formFor(band);
  await page.goto('/me/say');
  await press(page, 'Start');
  const met: Record<string, string> = { topics: new URL(page.url()).pathname };
  await choose(page, 'Where I live');
  await choose(page, 'My family');
  for (let pages = 0; pages < 60; pages += 1) {
    await goOn(page);
    const { pathname } = new URL(page.url());
    if (pathname === '/me/who') return met;
    const asked = form.pages.find(({ code }) => pathname.endsWith(`/${code}`));
    if (asked) met[`question-${asked.questions[0].kind}`] ??= pathname;
    await answerWhatever(page);
  }
  throw new Error('The questions do not come to an end.');
}

async function goOn(page: Page): Promise<void> {
  const { pathname } = new URL(page.url());
  const more = page.getByRole('button', { name: 'More about this' });
  if (await more.isVisible()) await more.click();
  else await press(page, 'Next');
  await page.waitForURL((url) => url.pathname !== pathname);
}

/** Something, whatever kind of question it is. A day is left open. */
async function answerWhatever(page: Page): Promise<void> {
  if (await page.getByLabel('Person 1').isVisible()) await page.getByLabel('Person 1').fill('Auntie Bisi');
  else if (await page.getByRole('radio').first().isVisible()) await page.getByRole('radio').nth(1).check();
  else if (await page.locator('textarea').first().isVisible()) await page.locator('textarea').first().fill('Some of it is fine.');
  else if (!(await page.getByLabel('Day', { exact: true }).isVisible())) await page.getByRole('checkbox').nth(1).check();
}

async function staffScreens(demo: RunningDemo, newPage: () => Promise<Page>): Promise<Screen[]> {
  const child = await newPage();
  const card = await cardOf(demo, 'staff screens');
  const { called, reader } = card;
  await comesIn(child, card);
  await sayOneThing(child, 'I want to see my brother more. He lives with Auntie.');
  await sendIt(child);
  const iro = await newPage();
  await asPerson(iro, reader);
  await opensFromInbox(iro, called);
  const views = new URL(iro.url()).pathname;
  const page = (await iro.getByRole('link', { name: `${called}’s page` }).getAttribute('href')) ?? '';
  const asked = await asksForAll(child);
  await picksTimes(child);
  await iro.goto(page);
  const talk = (await iro.getByRole('link', { name: 'Open the talk' }).getAttribute('href')) ?? '';
  await writesTo(child);
  await iro.goto(`${page}/people`);
  const person = (await iro.getByRole('heading', { level: 3 }).getByRole('link').first().getAttribute('href')) ?? '';
  await iro.goto('/staff');
  const written = iro.getByRole('listitem').filter({ hasText: called }).locator('a[href^="/staff/messages/"]').first();
  const thread = (await written.getAttribute('href')) ?? '';
  const manager = await newPage();
  await asPerson(manager, demo.person('manager'));
  const callBack = await asksToBeRung(await newPage(), manager);
  const advocate = await newPage();
  await asPerson(advocate, demo.person('advocate'));
  return [
    ...screensOf(iro, {
      inbox: '/staff',
      'request-asked': asked.sooner,
      message: thread,
      'request-not-safe': asked.now,
      'request-taken-back': asked.takenBack,
      talk,
      'hand-over': `${page}/hand-over`,
      'own-page': '/staff/me',
      views,
      print: `${views}/print`,
      children: '/staff/children',
      child: page,
      'who-looked-staff': `${page}/looked`,
      card: `${page}/card`,
      cards: '/staff/cards',
      people: `${page}/people`,
      'people-everybody': `${page}/people?everybody`,
      person,
      passkeys: '/staff/passkeys'
    }),
    ...screensOf(manager, {
      desk: '/staff/desk',
      morning: '/staff/morning',
      cover: '/staff/cover',
      rota: '/staff/cover/rota',
      move: '/staff/cover/move',
      today: '/staff/team',
      unusual: '/staff/team/unusual',
      'break-glass': '/staff/break-glass',
      guides: '/staff/guides',
      'guide-words': '/staff/guides/8-11.rights.advocate.en',
      'inbox-manager': '/staff',
      'not-told': '/staff/not-told',
      'call-back': callBack
    }),
    ...screensOf(advocate, { 'inbox-advocate': '/staff', 'request-advocate': asked.beside })
  ];
}

/** Somebody who says they are family asks to be rung; gives where a worker finds it. */
async function asksToBeRung(family: Page, worker: Page): Promise<string> {
  await family.goto('/family');
  for (const [label, text] of [
    ['Your name', 'Dawn Fairley'],
    ['The child’s name', 'Robin'],
    ['The number to ring', '01632 960471']
  ] as const)
    await family.getByLabel(label, { exact: true }).fill(text);
  await press(family, 'Ask us to ring me');
  await expect(family.getByRole('heading', { level: 1, name: /^A person rings you by/ })).toBeVisible();
  await worker.goto('/staff');
  return (await worker.locator('a[href^="/staff/call-backs/"]').first().getAttribute('href')) ?? '';
}

/** Asks for what the page at this path asks, without a word more. Gives the page where the child sees what becomes of it. */
async function asks(child: Page, path: string): Promise<string> {
  await child.goto(path);
  await child.locator('form:has([name=id]) button.primary').first().click();
  await child.waitForURL(/\/me\/asked\//);
  return new URL(child.url()).pathname;
}

/** Picks a way and a time for a talk. */
async function picksTimes(child: Page): Promise<void> {
  await child.goto('/me/meet/talk');
  await choose(child, 'On a walk');
  await child.getByRole('combobox', { name: 'Day 1', exact: true }).selectOption({ index: 1 });
  await press(child, /^Send to /);
  await expect(child.getByRole('heading', { name: 'What you picked' })).toBeVisible();
}

/** Writes to whoever reads now; stands on the page that says so. */
async function writesTo(child: Page): Promise<void> {
  await child.goto('/me/write');
  await child.getByRole('textbox').first().fill('Can I ring my brother on Sunday?');
  await press(child, /^Send to /);
  await child.waitForURL(/\/me\/write\?sent=/);
}

/** Asks for one of each that looks different to a worker; gives where a worker finds them. One "not safe" stays unopened. */
async function asksForAll(child: Page) {
  const ask = async (path: string) => (await asks(child, path)).replace('/me/asked/', '/staff/requests/');
  const takenBack = await ask('/me/now');
  await child.locator('summary').filter({ hasText: 'Take it back' }).click();
  await press(child, 'Yes, take it back');
  const now = await ask('/me/now');
  await ask('/me/now');
  return { takenBack, now, sooner: await ask('/me/ask/sooner'), beside: await ask('/me/ask/beside') };
}
