import type { BrowserContextOptions, Page } from '@playwright/test';
import { childActor } from '#tests/setup/app.ts';
import { askedBeside, beside, cardBeside, childBeside } from '#tests/setup/asked-beside.ts';
import { axeClean, noSidewaysScroll } from '#tests/setup/checks.ts';
import { codeIn, hasHad, postTo, typesCode } from '#tests/setup/post.ts';
import type { RunningDemo } from '#tests/setup/server.ts';
import { expect, test, withoutScripts, type Visit } from '#tests/setup/story.ts';
import { writes } from '#tests/setup/written.ts';
import { arrives, asPerson, choose, comesInByNumber, follow, press, typesCard } from '#tests/setup/way.ts';

const wide = { viewport: { width: 1280, height: 800 } } as const;
const box = (page: Page) => page.getByRole('textbox').first();

/** On a phone and on a desk: read by axe, and nothing goes out sideways. */
async function looksRight(page: Page, name: string): Promise<void> {
  await axeClean(page, name);
  await noSidewaysScroll(page, name);
}
const unseen = async () => undefined;

const modes = [
  { name: 'with scripts', child: 'Sorrel', options: {}, looks: looksRight },
  { name: 'without scripts', child: 'Fennel', options: withoutScripts, looks: unseen }
] as const;

/** A worker finds what this child wrote in the inbox and opens it. */
async function opensWritten(page: Page, child: string, what: string): Promise<void> {
  await page.goto('/staff');
  const row = page.getByRole('listitem').filter({ hasText: child }).filter({ hasText: what });
  await row.getByRole('link').first().click();
  await expect(page).toHaveURL(/\/staff\/messages\//);
}

for (const { name, child: called, options, looks } of modes)
  test(`a child whose IRO is on leave writes, the cover opens and answers, and the child sees who, ${name}`, async ({
    demo,
    visit
  }) => {
    const childId = await childBeside(demo, called, 'iro-away');
    const [code, pin] = [await cardBeside(demo, childId), '418206'];
    const child = await visit(options);
    await comesInByNumber(child, { code, pin });
    await follow(child, /^Write to Amina/);
    await looks(child, 'write');
    await box(child).fill('Can I go to the fair with my friend on Sunday?');
    await choose(child, 'This week');
    await child.getByText('How to tell me back, and what it is about').click();
    await choose(child, 'Ring me');
    await choose(child, 'Not through my carer');
    await press(child, 'Send to Amina');
    await expect(child).toHaveURL(/\/me\/write\?sent=/);
    await expect(child.getByRole('heading', { name: 'Sent to Amina' })).toBeVisible();
    await expect(child.getByText('Nobody has opened this yet.')).toBeVisible();
    await looks(child, 'written');

    const away = await visit({ ...options, ...wide });
    await asPerson(away, demo.person('iro-away'));
    await expect(away.getByRole('listitem').filter({ hasText: called })).toHaveCount(0);
    await answersAsCover(demo, visit, options, { called, looks });

    // By the card alone, on another phone: that it was heard, by whom, and not a word.
    const other = await visit(options);
    await typesCard(other, code);
    await press(other, 'Not now');
    await arrives(other);
    await expect(other.getByText('1 new answer')).toBeVisible();
    await follow(other, /^Write to Amina/);
    await expect(other.getByText(/^Amina opened this today, .+\. Amina is standing in\.$/)).toBeVisible();
    await expect(other.getByText('Your words and the answers are hidden here.')).toBeVisible();
    await expect(other.getByText(/the fair|it is fine/)).toHaveCount(0);
    await looks(other, 'written, hidden');
    await follow(other, 'Show them with my PIN or pictures');
    await other.getByLabel('Your six numbers').fill(pin);
    await press(other, 'Go in');
    await expect(other).toHaveURL(/\/me\/write$/);
    await expect(other.getByText('Yes, I asked and it is fine.')).toBeVisible();
    await expect(other.getByText('New answer')).toBeVisible();
    await expect(other.getByText('Can I go to the fair with my friend on Sunday?')).toBeVisible();
    await looks(other, 'answered');
    await other.goto('/me');
    await expect(other.getByText('1 new answer')).toHaveCount(0);
  });

type Looking = Readonly<{ called: string; looks: (page: Page, name: string) => Promise<void> }>;

/** The cover reads what was written, is told how it may be answered, checks their own words, and answers. */
async function answersAsCover(
  demo: RunningDemo,
  visit: Visit,
  options: BrowserContextOptions,
  { called, looks }: Looking
): Promise<void> {
  const cover = await visit({ ...options, ...wide });
  await asPerson(cover, demo.person('cover-iro'));
  await opensWritten(cover, called, 'wants an answer this week');
  await expect(cover.getByText('Can I go to the fair with my friend on Sunday?')).toBeVisible();
  await expect(cover.getByText('Asks to be rung')).toBeVisible();
  await expect(cover.getByText(/Not through my carer/)).toBeVisible();
  await looks(cover, 'thread');
  const answer = cover.getByLabel('Your answer');
  await answer.fill(
    'Following consultation with the relevant professionals I am pleased to be able to inform you that it has been agreed.'
  );
  await press(cover, 'Check how it reads');
  await expect(cover.getByText('This may be hard to read for a ten-year-old.')).toBeVisible();
  await looks(cover, 'thread, checked');
  await answer.fill('Yes, I asked and it is fine.');
  await press(cover, 'Check how it reads');
  await expect(cover.getByText('A ten-year-old can read this.')).toBeVisible();
  await expect(answer).toHaveValue('Yes, I asked and it is fine.');
  await cover.setViewportSize({ width: 360, height: 740 });
  await looks(cover, 'thread on a phone');
  await press(cover, 'Send the answer');
  await expect(cover.getByText('Everything here is answered.')).toBeVisible();
  await cover.context().close();
}

test('who wants an answer today is shown help first, and one press more sends it; a short answer is put in at once', async ({
  demo,
  visit
}) => {
  const childId = await childBeside(demo, 'Tansy');
  const child = await visit(withoutScripts);
  await comesInByNumber(child, { code: await cardBeside(demo, childId), pin: '418206' });
  await child.goto('/me/write');
  await box(child).fill('Someone took my phone.');
  await choose(child, 'Today');
  await press(child, 'Send to Sam');
  await expect(child.getByRole('heading', { level: 1, name: 'Can you wait for Sam?' })).toBeVisible();
  for (const number of ['999', '0800 1111'])
    await expect(child.getByRole('link', { name: new RegExp(number) }).first()).toBeVisible();
  await expect(child.getByRole('link', { name: 'I am not safe' })).toBeVisible();
  await expect(child.getByText('Your words are not sent yet. Press the button to send them.')).toBeVisible();
  await expect(child.getByRole('paragraph').filter({ hasText: 'Someone took my phone.' })).toBeVisible();
  await child.getByText('See or change what you wrote').click();
  await expect(box(child)).toHaveValue('Someone took my phone.');
  await expect(child.getByRole('radio', { name: 'Today' })).toBeChecked();
  const scripts = await visit();
  await asPerson(scripts, demo.person('iro'));
  await expect(scripts.getByRole('listitem').filter({ hasText: 'Tansy' })).toHaveCount(0);
  await press(child, 'I can wait. Send to Sam now');
  await expect(child.getByRole('heading', { name: 'Sent to Sam' })).toBeVisible();

  await opensWritten(scripts, 'Tansy', 'wants an answer today');
  await scripts.getByText('Put in a short answer').click();
  await scripts.getByRole('button', { name: /^Thank you for telling me\. I will ring you\./ }).click();
  await expect(scripts.getByLabel('Your answer')).toHaveValue(/I will ring you/);
  await expect(scripts.getByText('A ten-year-old can read this.')).toBeVisible();
  await looksRight(scripts, 'short answer');
  await press(scripts, 'Send the answer');
  await expect(scripts.getByText('Everything here is answered.')).toBeVisible();
  await child.reload();
  await expect(child.getByText(/I will ring you/)).toBeVisible();
});

test('help first looks right', async ({ demo, visit }) => {
  const child = await visit();
  await comesInByNumber(child, { code: await cardBeside(demo, await childBeside(demo, 'Borage')), pin: '418206' });
  await child.goto('/me/write');
  await box(child).fill('Someone took my phone.');
  await choose(child, 'Today');
  await press(child, 'Send to Sam');
  await expect(child.getByRole('heading', { level: 1, name: 'Can you wait for Sam?' })).toBeVisible();
  await looksRight(child, 'help first');
});

test('a copy goes to an advocate, who reads that one message, and the child sees it', async ({ demo, visit }) => {
  const child = await visit();
  await comesInByNumber(child, { code: await cardBeside(demo, await childBeside(demo, 'Yarrow')), pin: '418206' });
  await child.goto('/me/write');
  await box(child).fill('I asked about my room before.');
  await child.getByRole('checkbox', { name: 'Send a copy to an advocate too' }).check();
  await press(child, 'Send to Sam');
  await expect(child.getByText('You sent a copy to an advocate. Nobody there has opened it yet.')).toBeVisible();
  const advocate = await visit(wide);
  await asPerson(advocate, demo.person('advocate'));
  await opensWritten(advocate, 'Yarrow', 'Sent the advocates a copy');
  await expect(advocate.getByText('I asked about my room before.')).toBeVisible();
  await looksRight(advocate, 'copy');
  await child.reload();
  await expect(child.getByText(/^You sent a copy to an advocate\. .+ opened it today/)).toBeVisible();
  await press(advocate, 'Done with it');
  await expect(advocate.getByRole('listitem').filter({ hasText: 'Yarrow' })).toHaveCount(0);
});

test('what nobody has answered is late: the child tells the manager, who sees that it waits and not a word', async ({
  demo,
  visit
}) => {
  const childId = await childBeside(demo, 'Mallow');
  const child = await visit();
  await comesInByNumber(child, { code: await cardBeside(demo, childId), pin: '418206' });
  // Written ten days ago, with a secret as old.
  await beside(demo, async (app) => {
    const ctx = app.context(childActor(childId));
    const then = new Date(ctx.now.getTime() - 10 * 86_400_000);
    await ctx.db.updateTable('secrets').set({ set_at: then.toISOString() }).where('child_id', '=', childId).execute();
    await writes({ ...ctx, now: then }, 'Where is my bike now?', { soon: 'week' });
  });
  await child.goto('/me/write');
  await expect(child.getByText(/^This is late\. You were told you get an answer by /)).toBeVisible();
  await looksRight(child, 'late');
  await press(child, 'Tell the manager');
  await expect(child.getByText(/^You told the manager today, .+ Nobody there has opened it yet\.$/)).toBeVisible();
  await expect(child.getByRole('button', { name: 'Tell the manager' })).toHaveCount(0);
  const manager = await visit(wide);
  await asPerson(manager, demo.person('manager'));
  await opensWritten(manager, 'Mallow', 'Says that the IRO has not answered.');
  await expect(manager.getByRole('heading', { level: 1, name: 'Mallow says: my IRO has not answered' })).toBeVisible();
  await expect(manager.getByText('Sam', { exact: false }).first()).toBeVisible();
  await expect(manager.getByText('Where is my bike now?')).toHaveCount(0);
  await looksRight(manager, 'late, for the manager');
  await child.reload();
  await expect(child.getByText(/^You told the manager today, .+ has seen it\.$/)).toBeVisible();
  await press(manager, 'I have dealt with it');
  await manager.goto('/staff');
  await expect(manager.getByText('Says that the IRO has not answered.')).toHaveCount(0);
});

test('a mother with only a phone writes and is answered, and no address gets out', async ({ demo, visit, expectErrors }) => {
  expectErrors(/status of 409/);
  const [phone, to] = ['07700 900461', '+447700900461'];
  await askedBeside(demo, { child: 'Clover', name: 'Dawn Quill', relation: 'mother', phone });
  const [postman, mother] = [await visit(), await visit(withoutScripts)];
  await hasHad(postman, to, 1);
  await mother.goto('/views/in');
  await mother.getByLabel('Your email address or mobile number').fill(phone);
  await press(mother, 'Send me a code');
  await mother.waitForURL(/\/views\/in\/code$/);
  await typesCode(mother, codeIn(await postTo(postman, to, /Your code from/)));
  await mother.waitForURL(/\/views$/);
  await follow(mother, /^Write to Sam/);
  await box(mother).fill('Can I bring her winter coat?');
  await press(mother, 'Send');
  await expect(mother.getByRole('heading', { name: 'Sent' })).toBeVisible();
  await expect(mother.getByText('Nobody has opened this yet.')).toBeVisible();

  const iro = await visit(wide);
  await asPerson(iro, demo.person('iro'));
  await opensWritten(iro, 'Clover', 'Dawn Quill, mum, wrote to you.');
  await expect(iro.getByText('Can I bring her winter coat?')).toBeVisible();
  const answer = iro.getByLabel('Your answer');
  await answer.fill('Yes. Bring it to 14 Tansy Road, LS9 7RD.');
  await press(iro, 'Send the answer');
  await expect(iro.getByText(/^This goes to family, who may not know where Clover lives\./)).toBeVisible();
  await expect(iro.locator('mark').first()).toBeVisible();
  await looksRight(iro, 'second look');
  await mother.reload();
  await expect(mother.getByText(/^Sam read this today/)).toBeVisible();
  await expect(mother.getByText(/Tansy Road|LS9/)).toHaveCount(0);
  await answer.fill('Yes. Bring it to our office on Friday.');
  await press(iro, 'Send the answer');
  await expect(iro.getByText('Everything here is answered.')).toBeVisible();
  await mother.goto('/views');
  await expect(mother.getByText('1 new answer')).toBeVisible();
  await follow(mother, /^Write to Sam/);
  await expect(mother.getByText('Yes. Bring it to our office on Friday.')).toBeVisible();
  const scripts = await visit();
  await scripts.context().addCookies(await mother.context().cookies());
  await scripts.goto('/views/write');
  await looksRight(scripts, 'adult writes');
});
