import { beforeAll, expect, test } from 'vitest';
import { seeViews } from '#lib/consultations/contributor-drafts.server.ts';
import { sendViews } from '#lib/consultations/contributor-sending.server.ts';
import { adultPageOf, askAbout, type AskedAbout } from '#lib/requests/asking-about.server.ts';
import { askedOf } from '#lib/journeys/asked.ts';
import { askAbout as form } from '#forms/ask-about.ts';
import { cast, englishWords, sayAndSend, type Cast } from '#tests/setup/cast.ts';
import { asksOf, contributor, writes } from '#tests/setup/invited.ts';

let t: Cast;
beforeAll(async () => {
  t = await cast();
  await asksOf(t, { id: t.dana, childId: t.robin, name: 'Dana', relation: 'mother' });
});

const dana = () => contributor(t, t.dana, t.robin);
const slowed = expect.objectContaining({ problem: 'slow-down', retryAfter: 180 });
const asking = (at: number): AskedAbout => {
  const page = adultPageOf('early-review');
  const asked = askedOf(englishWords, form, page, page.questions[0], 'adult', { child: 'Robin' });
  const id = `019af222-0000-7000-8000-${String(at).padStart(12, '0')}`;
  return { id, kind: 'early-review', language: 'en', said: [{ asked, answer: { value: `Once more, ${at}.`, unsure: false } }] };
};

test('an adult sends twenty things in an hour and then waits, with every word kept; the same again is not counted', async () => {
  for (let at = 0; at < 20; at += 1) await askAbout(dana(), t.robin, asking(at));
  await expect(askAbout(dana(), t.robin, asking(20))).rejects.toEqual(slowed);
  expect(await askAbout(dana(), t.robin, asking(19))).toMatchObject({ version: 1 });
  const draft = await writes(dana(), { overview: 'She likes the garden.' });
  await expect(sendViews(dana(), draft.id)).rejects.toEqual(slowed);
  const kept = (await seeViews(dana())).draft;
  expect(JSON.stringify(kept?.body)).toContain('She likes the garden.');
  expect(kept?.sentAt).toBeNull();
  t.clock.forward(180_000);
  expect(await sendViews(dana(), draft.id)).toMatchObject({ version: 1 });
  expect(await sendViews(dana(), draft.id)).toMatchObject({ version: 1 });
});

test('a child is never counted', async () => {
  for (let at = 0; at < 25; at += 1) {
    const receipt = await sayAndSend(t.byCard(t.kai, `visit-${at}`), t.kai, { 'general-more': `Again, ${at}.` });
    expect(receipt.version).toBe(1);
  }
});
