import { within } from '#lib/context.ts';
import { noteNotTold } from '#lib/not-told/noting.server.ts';
import { enqueue } from '#lib/notify/outbox.server.ts';
import { job } from '#tests/setup/app.ts';
import { askedBeside, beside } from '#tests/setup/asked-beside.ts';
import { cardOf } from '#tests/setup/cards.ts';
import { axeClean } from '#tests/setup/checks.ts';
import { expect, test } from '#tests/setup/story.ts';
import {
  asPerson,
  choose,
  comesIn,
  follow,
  isAsked,
  next,
  opensFromInbox,
  press,
  sayOneThing,
  sendIt
} from '#tests/setup/way.ts';

test('a young person chooses who is told, sees that it is done, and adds something later', async ({ demo, visit }) => {
  const card = await cardOf(demo, 'is told');
  const child = await visit();
  await comesIn(child, card);
  await sayOneThing(child, 'I want to do my driving test.');

  // Back on the sharing screen, this one answer is opened for one person.
  await child.goto('/me/who');
  await child.getByText(/^Change ?: How are things/).click();
  await choose(child, /tells…$/);
  const name = 'Anneka Bright';
  await choose(child, name);
  await axeClean(child);
  await next(child);
  await expect(child.getByText(`To be told by ${card.reader.name.split(' ')[0]}: ${name}.`)).toBeVisible();
  await sendIt(child);
  await expect(child.getByText(`${name} will be told by Amina`)).toBeVisible();

  const iro = await visit({ viewport: { width: 1280, height: 800 } });
  await asPerson(iro, card.reader);
  await opensFromInbox(iro, card.called);
  await expect(iro.getByText(`${card.called} asks you to tell ${name}`)).toBeVisible();
  await iro.getByRole('button', { name: `I told ${name}` }).click();
  await expect(iro.getByText(new RegExp(`^You told ${name} today at `))).toBeVisible();
  await child.reload();
  await expect(child.getByText(`${name} was told`)).toBeVisible();

  await child.goto('/me');
  await press(child, /^Add something or change it/);
  await follow(child, /^Change ?: How are things/);
  await isAsked(child, /^How are things/);
  await expect(child.getByRole('textbox')).toHaveValue('I want to do my driving test.');
  await child.getByRole('textbox').fill('I want to do my driving test in spring.');
  await next(child);
  await expect(child.getByText(/^You sent this before\./)).toBeVisible();
  await sendIt(child);
  await expect(child.getByText(/now has what you added\.$/)).toBeVisible();

  await iro.reload();
  await expect(iro.getByText(`${card.called} sent a newer version`)).toBeVisible();
  await iro.getByRole('link', { name: 'Read version 2' }).click();
  await expect(iro.getByText('I want to do my driving test in spring.')).toBeVisible();
  await axeClean(iro);
});

test('somebody whom post does not reach is rung instead; that post stands still is said in the product', async ({
  demo,
  visit
}) => {
  const name = 'Dilys Penn';
  const { childId, contactId } = await askedBeside(demo, {
    child: 'Wren',
    name,
    relation: 'relative',
    email: 'gone@post.example'
  });
  const stuck = 'a message that stands still';
  await beside(demo, async (app) => {
    const ctx = app.context(job);
    // Its invitation arrives in the demo: only what comes back later is not ended by that.
    const away = { way: 'email', reason: 'came-back', personIndex: null } as const;
    await noteNotTold(ctx, { person: 'contact', personId: contactId, childId }, away);
    await within(ctx, async (ctx) => {
      const { id } = await ctx.db.selectFrom('staff').select('id').where('active', '=', 1).executeTakeFirstOrThrow();
      await enqueue(ctx, { kind: 'something-new', staffId: id, dedupeKey: stuck });
      const since = { due_at: new Date(ctx.now.getTime() - 20 * 60_000).toISOString(), not_before: '2099-01-01T00:00:00.000Z' };
      await ctx.db.updateTable('outbox').set(since).where('dedupe_key', '=', stuck).execute();
    });
  });

  const iro = await visit({ viewport: { width: 1280, height: 800 } });
  await asPerson(iro, demo.person('iro'));
  await iro.goto('/staff');
  // Who looks after children is not alarmed: it is not theirs to see to.
  await expect(iro.getByText('Messages are standing still')).toBeHidden();
  await iro.getByRole('link', { name: new RegExp(name) }).click();
  await expect(iro.getByRole('heading', { level: 1, name: 'People who could not be told' })).toBeVisible();
  const one = iro.getByRole('listitem').filter({ hasText: name });
  await expect(one).toContainText('The e-mail was taken, and came back later.');
  await axeClean(iro);
  await one.getByRole('link', { name: /^Their page/ }).click();
  await expect(iro.getByText('Messages do not reach this person')).toBeVisible();

  const manager = await visit();
  await asPerson(manager, demo.person('manager'));
  await manager.goto('/staff/team');
  await expect(manager.getByRole('alert').getByText('Messages are standing still')).toBeVisible();
  await axeClean(manager);
  await follow(manager, 'What to do');
  await expect(manager.getByText(/They type npm run heard -- doctor/)).toBeVisible();
  await beside(demo, (app) => app.context(job).db.deleteFrom('outbox').where('dedupe_key', '=', stuck).execute());
  await manager.reload();
  await expect(manager.getByText('Messages are going out.')).toBeVisible();

  await iro.goto('/staff/not-told');
  await one.getByRole('button', { name: /^I rang them instead/ }).click();
  await expect(iro.getByText('It has left the inbox.')).toBeVisible();
  await expect(iro.getByText(name)).toBeHidden();
});
