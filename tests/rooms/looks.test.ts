import { expect, test } from 'vitest';
import { usual, type Look } from '#lib/children/look.ts';
import { seenBy, setLook, setWelcomed } from '#lib/children/looks.server.ts';
import { childFor, saveChild } from '#lib/children/children.server.ts';
import { readerOf } from '#lib/home/home.server.ts';
import { childActor, command, staffActor, testApp, visitor } from '#tests/setup/app.ts';

const berry: Look = { theme: 'berry', avatar: 'octopus', font: 'clear', comforts: ['big', 'simple'] };

async function withRobin() {
  const heard = await testApp();
  const ctx = heard.as(command);
  const robin = await saveChild(ctx, { firstName: 'Robin', lastName: 'Ashby', bornOn: '2016-03-02' });
  return { ...heard, ctx, robin, asRobin: () => heard.as(childActor(robin, { assurance: 'card' })) };
}

test('a child comes with the usual look, chooses another by the card alone, and finds it again on any device', async () => {
  const { robin, asRobin } = await withRobin();
  expect(await readerOf(asRobin(), { language: 'en' })).toMatchObject({
    look: usual,
    welcomed: false,
    keeps: true,
    watched: false
  });
  await setLook(asRobin(), robin, berry);
  expect((await readerOf(asRobin(), { language: 'en' })).look).toEqual(berry);
  await setLook(asRobin(), robin, usual);
  expect((await readerOf(asRobin(), { language: 'en' })).look).toEqual(usual);
});

test('the first visit is over once, and choosing a look does not bring it back', async () => {
  const { robin, asRobin } = await withRobin();
  await setLook(asRobin(), robin, berry);
  expect((await seenBy(asRobin(), robin)).welcomed).toBe(false);
  await setWelcomed(asRobin(), robin);
  await setWelcomed(asRobin(), robin);
  expect(await seenBy(asRobin(), robin)).toMatchObject({ look: berry, welcomed: true });
  await setLook(asRobin(), robin, { ...berry, comforts: [], font: null });
  expect(await seenBy(asRobin(), robin)).toMatchObject({
    look: { ...berry, comforts: [], font: null },
    welcomed: true
  });
});

test('nobody else chooses for a child: not their worker, not another child, not the host', async () => {
  const { as, ctx, robin } = await withRobin();
  const other = await saveChild(ctx, { firstName: 'Kai', lastName: 'Ashby' });
  for (const actor of [visitor, command, staffActor('somebody'), childActor(other)]) {
    await expect(setLook(as(actor), robin, berry)).rejects.toMatchObject({ problem: 'not-found' });
    await expect(setWelcomed(as(actor), robin)).rejects.toMatchObject({ problem: 'not-found' });
  }
  expect(await seenBy(ctx, robin)).toMatchObject({ look: usual, welcomed: false });
});

test('an import that changes the record leaves the look alone, and the names still open', async () => {
  const { as, ctx, robin, asRobin } = await withRobin();
  await setLook(asRobin(), robin, berry);
  await saveChild(ctx, { id: robin, firstName: 'Robin', lastName: 'Ashby-Cole' });
  expect((await seenBy(ctx, robin)).look).toEqual(berry);
  expect(await childFor(as(childActor(robin)), robin)).toMatchObject({
    firstName: 'Robin',
    lastName: 'Ashby-Cole'
  });
});

test('a device keeps nothing where somebody may be watching it', async () => {
  const { ctx, robin } = await withRobin();
  await saveChild(ctx, { id: robin, firstName: 'Robin', lastName: 'Ashby', privacy: 'watched' });
  expect((await seenBy(ctx, robin)).keeps).toBe(false);
});

test('each choice is one line in the record of who did what, without what was chosen', async () => {
  const { ctx, robin, asRobin } = await withRobin();
  await setLook(asRobin(), robin, berry);
  const line = await ctx.db.selectFrom('audit').selectAll().where('verb', '=', 'look.choose').executeTakeFirstOrThrow();
  expect(line).toMatchObject({ actor: robin, child_id: robin, subject: 'child', reason: 'look' });
  expect(JSON.stringify(line)).not.toMatch(/berry|octopus|clear/);
});
