import { askedBeside, cardBeside, childBeside } from '#tests/setup/asked-beside.ts';
import { axeClean } from '#tests/setup/checks.ts';
import { byLetter } from '#tests/setup/post.ts';
import { expect, test, withoutScripts } from '#tests/setup/story.ts';
import { comesIn, press } from '#tests/setup/way.ts';

const notSaved = 'This is not saved';

for (const scripts of [true, false])
  test(`what a mother wrote in an open page is never kept as the father’s, who came in after her on that browser${scripts ? '' : ', without scripts'}`, async ({
    demo,
    visit,
    expectErrors
  }) => {
    expectErrors(/status of 409/);
    const child = scripts ? 'Clover' : 'Campion';
    const mother = await askedBeside(demo, { child, name: 'Dawn', relation: 'mother', postal: '3 Example Row' });
    const about = { child, childId: mother.childId };
    const father = await askedBeside(demo, { ...about, name: 'Aled', relation: 'father', postal: '9 Example Row' });
    const hers = await visit(scripts ? {} : withoutScripts);
    await byLetter(hers, mother.code);
    await hers.goto('/views/part/p01');
    const his = await hers.context().newPage();
    await byLetter(his, father.code);
    await hers.getByRole('textbox').first().fill('He must not read this.');
    await press(hers, 'Save and go on');
    await expect(hers.getByRole('heading', { level: 1, name: notSaved })).toBeVisible();
    await expect(hers.getByText('He must not read this.')).toBeVisible();
    if (scripts) await axeClean(hers, '/changed');
    await his.goto('/views/part/p01');
    await expect(his.getByRole('textbox').first()).toHaveValue('');
    await his.goto('/views/check');
    await expect(his.getByText('He must not read this.')).toBeHidden();
  });

for (const { path, first, second } of [
  { path: '/me/ask/tell', first: 'Yarrow', second: 'Tansy' },
  { path: '/me/meet/talk', first: 'Teasel', second: 'Thrift' }
])
  test(`what one child asks in an open page is never sent as another child’s, who came in after them: ${path}`, async ({
    demo,
    visit,
    expectErrors
  }) => {
    expectErrors(/status of 409/);
    const comes = async (called: string) => ({ code: await cardBeside(demo, await childBeside(demo, called)), pin: '418206' });
    const one = await visit();
    await comesIn(one, await comes(first));
    await one.goto(path);
    const other = await one.context().newPage();
    await comesIn(other, await comes(second));
    await one.getByRole('textbox').first().fill('I am the first of us.');
    await one.getByRole('button', { name: /^Send/ }).click();
    await expect(one.getByRole('heading', { level: 1, name: notSaved })).toBeVisible();
    await expect(one.getByText('I am the first of us.')).toBeVisible();
    await other.goto('/me');
    await expect(other.getByText('Nobody has opened this yet')).toBeHidden();
    await other.goto(path);
    await expect(other.getByText('I am the first of us.')).toBeHidden();
  });
