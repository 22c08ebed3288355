import type { Page } from '@playwright/test';
import { askedBeside } from '#tests/setup/asked-beside.ts';
import { axeClean, noSidewaysScroll } from '#tests/setup/checks.ts';
import { codeIn, hasHad, linkIn, postTo, typesCode } from '#tests/setup/post.ts';
import { expect, test, withoutScripts } from '#tests/setup/story.ts';
import { follow, hasLeft, press } from '#tests/setup/way.ts';

const linkTo = async (page: Page, to: string) => linkIn(await postTo(page, to, /would like to hear from you/));
const codeTo = async (page: Page, to: string) => codeIn(await postTo(page, to, /Your code is/));

const isIn = async (page: Page, child: string) => {
  await expect(page).toHaveURL(/\/views$/);
  await expect(page.getByRole('heading', { level: 1 })).toContainText(child);
};
const opensNothing = async (page: Page) => {
  await expect(page.getByRole('alert')).toHaveText(/opens nothing/);
  await page.goto('/views');
  await expect(page).toHaveURL(/\/views\/in$/);
};

test('by e-mail: the link opens a page with one button, a code comes, and it opens in that browser only', async ({
  demo,
  visit,
  expectErrors
}) => {
  expectErrors(/status of 400/);
  const to = 'dawn.one@post.example';
  await askedBeside(demo, { child: 'Briar', name: 'Dawn Quill', relation: 'mother', email: to });
  const post = await visit();
  const link = await linkTo(post, to);
  const [mother, stranger] = [await visit(), await visit()];
  await mother.goto(link);
  await axeClean(mother, '/views/in/LINK');
  await noSidewaysScroll(mother, '/views/in/LINK');
  await expect(mother.getByRole('banner').getByText('Marrowdale Council')).toBeVisible();
  await press(mother, 'Send me a code');
  await expect(mother).toHaveURL(/\/views\/in\/code$/);
  await axeClean(mother);
  await noSidewaysScroll(mother);
  const code = await codeTo(post, to);

  // Forwarded: in another browser the code is nothing, whether or not one was asked for there.
  await stranger.goto('/views/in/code');
  await typesCode(stranger, code);
  await opensNothing(stranger);
  await stranger.getByLabel('Your email address or mobile number').fill('nobody@post.example');
  await press(stranger, 'Send me a code');
  await typesCode(stranger, code);
  await opensNothing(stranger);

  await typesCode(mother, code);
  await isIn(mother, 'Briar');
  // Used once: whoever finds it there later has nothing.
  await press(mother, 'Leave now');
  await hasLeft(mother);
  await mother.goto('/views/in/code');
  await typesCode(mother, code);
  await opensNothing(mother);
});

test('a scanner that opens every link and presses every button gets nothing; she still gets in, and not once withdrawn', async ({
  demo,
  visit,
  expectErrors
}) => {
  expectErrors(/status of 400/);
  const to = 'dawn.two@post.example';
  const { withdraw } = await askedBeside(demo, { child: 'Bryony', name: 'Dawn Quill', relation: 'mother', email: to });
  const post = await visit();
  const link = await linkTo(post, to);
  const scanner = await visit();
  for (let times = 0; times < 3; times += 1) {
    const looked = await scanner.goto(link);
    expect(looked?.headers()['set-cookie']).toBeUndefined();
    await scanner.evaluate(() => document.querySelectorAll('form').forEach((form) => form.method === 'post' && form.submit()));
    await scanner.waitForLoadState('networkidle');
  }
  await scanner.goto('/views');
  await expect(scanner).toHaveURL(/\/views\/in$/);

  const mother = await visit();
  await mother.goto(link);
  await press(mother, 'Send me a code');
  await expect(mother).toHaveURL(/\/views\/in\/code$/);
  // Her own is the newest of those that came.
  await expect(async () => {
    await mother.goto('/views/in/code');
    await typesCode(mother, await codeTo(post, to));
    await isIn(mother, 'Bryony');
  }).toPass({ timeout: 60_000 });
  // Her page is there with its pictures before they are nobody's any more.
  await mother.waitForLoadState('networkidle');
  await withdraw();
  await mother.goto('/views');
  await expect(mother).toHaveURL(/\/views\/in\?away=1$/);
  // The page of the link is the same as ever; nothing comes of it.
  await mother.goto(link);
  await press(mother, 'Send me a code');
  await expect(mother).toHaveURL(/\/views\/in\/code$/);
});

test('by letter, without scripts, from the front page; the code works again, and a wrong one says nothing', async ({
  demo,
  visit,
  expectErrors
}) => {
  expectErrors(/status of 400/);
  const { code } = await askedBeside(demo, { child: 'Bram', name: 'Dawn Quill', relation: 'mother', postal: '3 Example Row' });
  const mother = await visit(withoutScripts);
  await mother.goto('/');
  await follow(mother, 'For grown-ups who got a letter or a message');
  await mother.getByLabel('The code in your letter').fill('ABCDE 12345');
  await mother.getByRole('button', { name: 'Come in' }).click();
  await opensNothing(mother);
  for (let times = 0; times < 2; times += 1) {
    await mother.goto('/views/in');
    await mother.getByLabel('The code in your letter').fill(code.toLowerCase());
    await mother.getByRole('button', { name: 'Come in' }).click();
    await isIn(mother, 'Bram');
    await press(mother, 'Leave now');
    await mother.goto('/views');
    await expect(mother).toHaveURL(/\/views\/in$/);
  }
});

test('a carer of two children types their number, picks one by first name, and goes on to the other', async ({ demo, visit }) => {
  const [phone, to] = ['07700 900456', '+447700900456'];
  const carer = { name: 'June', relation: 'carer', form: 'carer', phone } as const;
  await askedBeside(demo, { ...carer, child: 'Basil' });
  await askedBeside(demo, { ...carer, child: 'Blythe' });
  const [page, post] = [await visit(), await visit()];
  // Both invitations have gone, so that the code asked for next is the newest.
  await hasHad(post, to, 2);
  await page.goto('/views/in');
  await axeClean(page);
  await noSidewaysScroll(page);
  await page.getByLabel('Your email address or mobile number').fill(phone);
  await press(page, 'Send me a code');
  await typesCode(page, codeIn(await postTo(post, to, /Your code from/)));
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Who do you want to write about?');
  await axeClean(page);
  await noSidewaysScroll(page);
  await press(page, 'Basil');
  await isIn(page, 'Basil');
  await page.goto('/views/in/which');
  await press(page, 'Blythe');
  await isIn(page, 'Blythe');
});

test('whether somebody is known shows in nothing: links and addresses, real, withdrawn and invented, answer alike', async ({
  demo,
  visit
}) => {
  const to = 'dawn.three@post.example';
  await askedBeside(demo, { child: 'Birch', name: 'Dawn Quill', relation: 'mother', email: to });
  const page = await visit();
  const real = await linkTo(page, to);
  const essence = async (response: Awaited<ReturnType<Page['request']['get']>>) => ({
    status: response.status(),
    headers: Object.keys(response.headers()).sort(),
    location: response.headers().location ?? null,
    body: (await response.text()).replace(/nonce="[^"]*"/g, 'nonce').replace(/__sveltekit_\w+/g, 'kit')
  });
  const invented = `/views/in/${'x'.repeat(38)}`;
  const look = async (path: string) => essence(await page.request.get(path));
  expect(await look(real)).toEqual(await look(invented));
  const send = async (path: string, form: Record<string, string>) => {
    const context = (await visit()).request;
    return essence(await context.post(path, { form, maxRedirects: 0, headers: { origin: demo.url, accept: 'text/html' } }));
  };
  expect(await send(`${real}?/send`, {})).toEqual(await send(`${invented}?/send`, {}));
  const [known, nobody] = [
    await send('/views/in?/ask', { address: to }),
    await send('/views/in?/ask', { address: 'x@post.example' })
  ];
  expect(known).toEqual(nobody);
  expect(known).toMatchObject({ status: 303, location: '/views/in/code' });
});
