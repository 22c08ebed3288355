import { randomUUID } from 'node:crypto';
import type { APIResponse, Page } from '@playwright/test';
import { cardOf } from '#tests/setup/cards.ts';
import { expect, test } from '#tests/setup/story.ts';
import { asChild, asPerson, comesIn, opensFromInbox, sayOneThing, sendIt } from '#tests/setup/way.ts';

/** An id as ours look, of nothing. */
const invented = () => randomUUID().replace(/^(.{14})./, '$17');

/** What is left of an answer once what differs at every request is taken out: nonces, and the id that was asked for. */
async function essence(response: APIResponse, id: string) {
  const body = (await response.text())
    .replaceAll(id, 'ID')
    .replace(/nonce="[^"]*"/g, 'nonce')
    .replace(/__sveltekit_\w+/g, 'kit');
  const headers = Object.fromEntries(
    Object.entries(response.headers())
      .filter(([name]) => !['date', 'content-security-policy', 'x-request-id', 'etag'].includes(name))
      .map(([name, value]) => [name, value])
  );
  return { status: response.status(), headers, body };
}

async function answersAlike(page: Page, real: string, ask: (id: string) => Promise<APIResponse>): Promise<void> {
  const made = invented();
  const foreign = await essence(await ask(real), real);
  expect(foreign.status).toBe(404);
  expect(foreign).toEqual(await essence(await ask(made), made));
}

test("somebody else's child and views answer exactly like ones that do not exist", async ({ demo, visit }) => {
  const card = await cardOf(demo, 'strangers');
  const { called } = card;
  const child = await visit();
  await comesIn(child, card);
  await sayOneThing(child, 'Only Sam may read this.');
  await sendIt(child);
  const sam = await visit();
  await asPerson(sam, demo.person('iro'));
  await opensFromInbox(sam, called);
  const views = new URL(sam.url()).pathname.split('/').at(-1) ?? '';
  const childPage = await sam.getByRole('link', { name: `${called}’s page` }).getAttribute('href');
  const childId = childPage?.split('/').at(-1) ?? '';
  expect(views).toMatch(/^[0-9a-f-]{36}$/);
  expect(childId).toMatch(/^[0-9a-f-]{36}$/);

  for (const who of ['cover-iro', 'manager', 'child-8-11']) {
    const stranger = await visit();
    await asPerson(stranger, demo.person(who));
    const { request } = stranger.context();
    const asked = { maxRedirects: 0, headers: { origin: demo.url, 'sec-fetch-site': 'same-origin' } };
    if (who !== 'child-8-11') {
      for (const address of [(id: string) => `/staff/views/${id}`, (id: string) => `/staff/views/${id}/print`])
        await answersAlike(stranger, views, (id) => request.get(address(id), asked));
      if (who !== 'manager') await answersAlike(stranger, childId, (id) => request.get(`/staff/children/${id}`, asked));
      for (const action of ['note', 'done', 'told'])
        await answersAlike(stranger, views, (id) =>
          request.post(`/staff/views/${id}?/${action}`, { ...asked, form: { note: 'x', telling: id } })
        );
    } else {
      // A child at a worker's door: the same for what is there and what is not.
      for (const place of [`/staff/views/${views}`, `/staff/views/${invented()}`, `/staff/children/${childId}`]) {
        const response = await request.get(place, asked);
        expect([response.status(), response.headers().location]).toEqual([303, '/sign-in/staff']);
      }
    }
  }
});

test('a photo is for those who are signed in, and an invented one is like none', async ({ demo, visit }) => {
  const child = await visit();
  await asChild(child, demo.person('child-8-11'));
  const photo = await child.locator('img[src^="/photo/"]').first().getAttribute('src');
  const id = photo?.split('/').at(-1) ?? '';
  expect(id).toMatch(/^[0-9a-f-]{36}$/);
  expect((await child.context().request.get(`/photo/${id}`)).status()).toBe(200);
  const visitor = await visit();
  await visitor.goto('/');
  await answersAlike(visitor, id, (one) => visitor.context().request.get(`/photo/${one}`));
  await answersAlike(visitor, id, (one) => visitor.context().request.get(one === id ? `/photo/${one}` : `/nothing/${one}`));
});
