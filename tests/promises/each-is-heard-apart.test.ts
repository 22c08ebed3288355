import type { Page } from '@playwright/test';
import { askedBeside, cardBeside } from '#tests/setup/asked-beside.ts';
import { axeClean, noSidewaysScroll } from '#tests/setup/checks.ts';
import { byLetter, codeIn, linkIn, postTo, typesCode } from '#tests/setup/post.ts';
import { expect, test, withoutScripts } from '#tests/setup/story.ts';
import { asPerson, comesIn, press, sayOneThing, sendIt } from '#tests/setup/way.ts';

const said = {
  child: 'I want to see my brother more.',
  father: 'She sounds happy when we talk.',
  mother: 'She needs her hair looked after.',
  carer: 'She made two friends this term.',
  teacher: 'Her reading has come on.'
} as const;

const box = (page: Page, question: RegExp) => page.getByRole('region', { name: question }).getByRole('textbox').first();

/** Writes one thing on the page of a topic, and sends it. */
async function writesAndSends(page: Page, part: string, question: RegExp, words: string): Promise<void> {
  await page.goto(`/views/part/${part}`);
  await box(page, question).fill(words);
  await press(page, 'Save and see all topics');
  await page.goto('/views/check');
  await expect(page.getByText(words)).toBeVisible();
  await page.getByRole('button', { name: /^Send to / }).click();
  await expect(page.getByRole('heading', { level: 1, name: /^Sent to / })).toBeVisible();
}

/** Nothing of what any other said, nor of who they are, on any page this person goes through. */
async function seesOnlyOwn(page: Page, who: keyof typeof said, others: readonly string[]): Promise<void> {
  const strangers = Object.entries(said).flatMap(([name, words]) => (name === who ? [] : [words]));
  for (const path of ['/views', '/views/about', '/views/sent', '/views/check', '/views/ask']) {
    await page.goto(path);
    const text = await page.locator('body').innerText();
    for (const words of [...strangers, ...others]) expect(text, `${who} at ${path}`).not.toContain(words);
  }
  await page.goto('/views/sent');
  await expect(page.getByText(said[who])).toBeVisible();
}

test('a father, a mother by letter, a carer and a teacher are each heard, apart; the IRO reads all four beside the child', async ({
  demo,
  visit
}) => {
  test.slow();
  const child = { child: 'Sorrel' } as const;
  const father = await askedBeside(demo, { ...child, name: 'Aled Quill', relation: 'father', email: 'aled@post.example' });
  const about = { ...child, childId: father.childId };
  const mother = await askedBeside(demo, { ...about, name: 'Dawn Quill', relation: 'mother', postal: '3 Example Row' });
  await askedBeside(demo, { ...about, name: 'June Okafor', relation: 'carer', form: 'carer', phone: '07700 900321' });
  await askedBeside(demo, {
    ...about,
    name: 'Mr Bassi',
    relation: 'teacher',
    form: 'professional',
    email: 'bassi@school.example'
  });

  const phone = await visit();
  await comesIn(phone, { code: await cardBeside(demo, father.childId), pin: '418206' });
  await sayOneThing(phone, said.child);
  await sendIt(phone);

  const post = await visit();
  const byMail = async (to: string): Promise<Page> => {
    const page = await visit();
    await page.goto(linkIn(await postTo(post, to, /would like to hear from you/)));
    await press(page, 'Send me a code');
    await typesCode(page, codeIn(await postTo(post, to, /[Yy]our code/)));
    await expect(page).toHaveURL(/\/views$/);
    return page;
  };
  const dad = await byMail('aled@post.example');
  await writesAndSends(dad, 'p01', /doing/, said.father);
  const mum = await visit(withoutScripts);
  await byLetter(mum, mother.code);
  await writesAndSends(mum, 'p10', /.*/, said.mother);
  const june = await byMail('+447700900321');
  await writesAndSends(june, 'k01', /gone well/, said.carer);
  const teacher = await byMail('bassi@school.example');
  await writesAndSends(teacher, 'h12', /.*/, said.teacher);

  const names = { father: 'Aled', mother: 'Dawn', carer: 'June', teacher: 'Bassi' } as const;
  for (const [who, page] of [
    ['father', dad],
    ['mother', mum],
    ['carer', june],
    ['teacher', teacher]
  ] as const)
    await seesOnlyOwn(
      page,
      who,
      Object.values(names).filter((name) => name !== names[who])
    );

  const iro = await visit({ viewport: { width: 1280, height: 900 } });
  await asPerson(iro, demo.person('iro'));
  await iro.goto(`/staff/children/${father.childId}/views`);
  await press(iro, /^Open/);
  for (const words of Object.values(said)) await expect(iro.getByText(words)).toBeVisible();
  await axeClean(iro);
  await noSidewaysScroll(iro, 'side by side');
  // Opened by the IRO: each is told so, on a page that says nothing of the others.
  for (const page of [dad, mum, june, teacher]) {
    await page.goto('/views');
    await expect(page.getByText(/^Read by Sam/)).toBeVisible();
  }
});
