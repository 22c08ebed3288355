import { cardBeside, childBeside } from '#tests/setup/asked-beside.ts';
import { axeClean } from '#tests/setup/checks.ts';
import { expect, test, withoutScripts } from '#tests/setup/story.ts';
import { asPerson, comesIn, follow, opensFromInbox, sayOneThing, sendIt } from '#tests/setup/way.ts';

for (const scripts of [true, false])
  test(`a child sees who looked at what they sent, ${scripts ? 'in plain words' : 'without scripts too'}`, async ({
    demo,
    visit
  }) => {
    const called = scripts ? 'Lark' : 'Wren';
    const code = await cardBeside(demo, await childBeside(demo, called));
    const child = await visit(scripts ? {} : withoutScripts);
    await comesIn(child, { code, pin: '418206' });
    await sayOneThing(child, 'I would like a lamp by my bed.');
    await sendIt(child);
    const worker = await visit();
    await asPerson(worker, demo.person('iro'));
    await opensFromInbox(worker, called);
    await expect(worker.getByText('I would like a lamp by my bed.')).toBeVisible();

    await child.goto('/me/said');
    await follow(child, 'Who looked at this?');
    await expect(child.getByRole('heading', { level: 1, name: 'Who looked' })).toBeVisible();
    await expect(child.getByText(/^Sam read what you sent, today, \d+:\d\d (am|pm)\.$/)).toBeVisible();
    // Axe is a script itself.
    if (scripts) await axeClean(child);
    // The worker's own page of the child has the list too, and it is nobody else's.
    await worker.getByRole('link', { name: `${called}’s page` }).click();
    await worker.getByRole('link', { name: 'Who looked' }).click();
    await expect(worker.getByText(/^Sam read what you sent/)).toBeVisible();
    await axeClean(worker);
    const path = new URL(worker.url()).pathname;
    const other = await visit();
    await asPerson(other, demo.person('cover-iro'));
    expect((await other.request.get(path)).status()).toBe(404);
  });
