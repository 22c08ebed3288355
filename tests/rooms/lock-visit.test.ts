import { beforeAll, expect, test } from 'vitest';
import { saveChild, saveContact } from '#lib/children/children.server.ts';
import { openDraft, savePage, seeDraft, seeDraftOf } from '#lib/consultations/drafts.server.ts';
import { within } from '#lib/context.ts';
import { invitationWays } from '#lib/invitations/invitation.ts';
import { invite } from '#lib/invitations/inviting.server.ts';
import { saveStaff } from '#lib/people/people.server.ts';
import { saveAllocation } from '#lib/routing/routing.server.ts';
import { formFor } from '#forms/forms.ts';
import { makeCard, useCard } from '#lib/sign-in/cards/cards.server.ts';
import { dropKept, keepLate, lockVisit, wordsKept, type Fields } from '#lib/sign-in/devices/lock-visit.server.ts';
import { checkSecret, chooseSecret } from '#lib/sign-in/secrets/secrets.server.ts';
import { mayShowOwnWords } from '#lib/sign-in/session.ts';
import {
  clearAway,
  lateWriter,
  readSession,
  startChildSession,
  startContributorSession,
  type Started
} from '#lib/sign-in/sign-in.server.ts';
import { command, job, staffActor, testApp, visitor } from '#tests/setup/app.ts';
import { asParent } from '#tests/setup/invited.ts';

const pin = { kind: 'pin', pin: '937 264' } as const;
const path = '/me/ask/tell';
const written: Fields = [
  ['id', 'born-with-the-page'],
  ['a01', 'The stairs are loud.']
];

async function town() {
  const heard = await testApp();
  const cmd = () => heard.as(command);
  const who = async (started: Started) =>
    heard.as((await readSession(heard.app.database.db, heard.clock.now(), started.token)) ?? visitor);
  const withCard = async (firstName: string) => {
    const childId = await saveChild(cmd(), { firstName, lastName: 'Test', bornOn: '2016-02-03' });
    const { code } = await makeCard(cmd(), childId);
    return { childId, code, enter: () => useCard(heard.as(visitor), code, {}) };
  };
  return { ...heard, who, withCard };
}

let t: Awaited<ReturnType<typeof town>>;
beforeAll(async () => void (t = await town()));

const textIn = async (kept: Promise<FormData | null>) => (await kept)?.get('a01') ?? null;

test('a visit that closes goes down to what the card alone may do, and the secret brings it back with every word', async () => {
  const robin = await t.withCard('Robin');
  const visit = await chooseSecret(await t.who(await robin.enter()), pin);
  const form = formFor('8-11');
  const about = { childId: robin.childId, reviewId: null, form, band: '8-11', language: 'en' } as const;
  const draft = await openDraft(await t.who(visit), about);
  await savePage(await t.who(visit), draft.id, form, { page: form.topicsPage, skipped: true });

  expect(await lockVisit(await t.who(visit), { path, written })).toEqual({ to: `/sign-in/secret?next=${path}`, goesOn: null });
  const locked = await t.who(visit);
  expect(locked.actor).toMatchObject({ kind: 'child', assurance: 'card', freshUntil: null });
  expect(mayShowOwnWords(locked.actor, locked.now)).toBe(false);
  expect(await seeDraft(locked, robin.childId, null)).toBeNull();
  expect(await wordsKept(locked, path)).toBeNull();

  const again = await checkSecret(await t.who(visit), pin);
  expect((await seeDraft(await t.who(again), robin.childId, null))?.id).toBe(draft.id);
  expect(await textIn(wordsKept(await t.who(again), path))).toBe('The stairs are loud.');
  expect(await wordsKept(await t.who(again), '/me/now')).toBeNull();
  await dropKept(await t.who(again), path);
  expect(await wordsKept(await t.who(again), path)).toBeNull();
});

test('what the card alone was writing is given back to that visit and to no other of the card', async () => {
  const wren = await t.withCard('Wren');
  const visit = await wren.enter();
  expect(await lockVisit(await t.who(visit), { path, written })).toEqual({ to: '/me', goesOn: null });
  expect(await textIn(wordsKept(await t.who(visit), path))).toBe('The stairs are loud.');
  expect(await wordsKept(await t.who(await wren.enter()), path)).toBeNull();
  const went = await chooseSecret(await t.who(visit), pin);
  expect(await textIn(wordsKept(await t.who(went), path))).toBe('The stairs are loud.');
});

test('nobody else is given them, they are sealed, and after a day they are gone', async () => {
  const ash = await t.withCard('Ash');
  const sky = await t.withCard('Sky');
  const visit = await chooseSecret(await t.who(await ash.enter()), pin);
  await lockVisit(await t.who(visit), { path, written });
  expect(await wordsKept(await t.who(await chooseSecret(await t.who(await sky.enter()), pin)), path)).toBeNull();
  const rows = await t.app.database.db.selectFrom('kept_words').selectAll().where('child_id', '=', ash.childId).execute();
  expect(rows).toHaveLength(1);
  expect(Buffer.from(rows[0]?.body_sealed ?? '').toString('latin1')).not.toContain('stairs');
  t.clock.forward(25 * 3600_000);
  await clearAway(t.as(job));
  expect(await t.app.database.db.selectFrom('kept_words').selectAll().execute()).toEqual([]);
});

test('a visit that ran out keeps what was written all the same, and stays able to save as it was', async () => {
  const jay = await t.withCard('Jay');
  const visit = await chooseSecret(await t.who(await jay.enter()), pin);
  t.clock.forward(2 * 3600_000);
  const late = async () => (await lateWriter(t.app.database.db, t.clock.now(), visit.token)) ?? visitor;
  await lockVisit(t.as(await late()), { path, written });
  expect(await late()).toMatchObject({ kind: 'child', assurance: 'secret' });
  const back = await checkSecret(await t.who(await jay.enter()), pin);
  expect(await textIn(wordsKept(await t.who(back), path))).toBe('The stairs are loud.');
});

test('what came late and was not taken is kept for whoever has the secret; by the card alone it is not, for nobody would find it', async () => {
  const martin = await t.withCard('Martin');
  const visit = await chooseSecret(await t.who(await martin.enter()), pin);
  const card = await martin.enter();
  t.clock.forward(2 * 3600_000);
  const late = async ({ token }: { token: string }) =>
    t.as((await lateWriter(t.app.database.db, t.clock.now(), token)) ?? visitor);
  expect(await keepLate(await late(card), { path, written })).toBe(false);
  expect(await keepLate(await late(visit), { path, written })).toBe(true);
  expect(await wordsKept(await t.who(await martin.enter()), path)).toBeNull();
  const back = await checkSecret(await t.who(await martin.enter()), pin);
  expect(await textIn(wordsKept(await t.who(back), path))).toBe('The stairs are loud.');
  await expect(keepLate(t.as(visitor), { path, written })).rejects.toMatchObject({ problem: 'not-found' });
});

test('what the card began before the PIN is found again after a lock, and after another', async () => {
  const kit = await t.withCard('Kit');
  const form = formFor('8-11');
  const about = { childId: kit.childId, reviewId: null, form, band: '8-11', language: 'en' } as const;
  const byCard = await kit.enter();
  const draft = await openDraft(await t.who(byCard), about);
  await savePage(await t.who(byCard), draft.id, form, { page: form.topicsPage, skipped: true });
  await lockVisit(await t.who(byCard), { path, written });
  const other = await openDraft(await t.who(await kit.enter()), about);
  let visit = await chooseSecret(await t.who(byCard), pin);
  for (let locks = 0; locks < 2; locks += 1) {
    await lockVisit(await t.who(visit), { path: null, written: null });
    visit = await checkSecret(await t.who(visit), pin);
  }
  const back = await t.who(visit);
  expect(await textIn(wordsKept(back, path))).toBe('The stairs are loud.');
  expect((await seeDraft(back, kit.childId, null))?.id).toBe(draft.id);
  // What somebody else began by the card, also in this browser, is still nobody's here.
  expect(await seeDraftOf(back, kit.childId, other.id)).toBeNull();
});

/** A child who has a secret comes in by the card, says "not now", writes, and puts the phone down. */
async function putDown(firstName: string) {
  const child = await t.withCard(firstName);
  await chooseSecret(await t.who(await child.enter()), pin);
  const visit = await child.enter();
  const form = formFor('8-11');
  const about = { childId: child.childId, reviewId: null, form, band: '8-11', language: 'en' } as const;
  const draft = await openDraft(await t.who(visit), about);
  await savePage(await t.who(visit), draft.id, form, { page: form.topicsPage, skipped: true });
  return {
    ...child,
    visit,
    draft,
    close: async (from: { token: string }) => lockVisit(t.as(await hereOrLate(from)), { path, written })
  };
}
const hereOrLate = async ({ token }: { token: string }) =>
  (await readSession(t.app.database.db, t.clock.now(), token)) ??
  (await lateWriter(t.app.database.db, t.clock.now(), token)) ??
  visitor;
const whoHolds = async (goesOn: { token: string } | null) => t.as(await hereOrLate({ token: goesOn?.token ?? '' }));

test('where there is a secret, whoever picks up a visit by the card alone that closed sees nothing of it; the secret brings it back', async () => {
  const finch = await putDown('Finch');
  const { to, goesOn } = await finch.close(finch.visit);
  expect(to).toBe(`/sign-in/secret?next=${path}`);
  const found = await whoHolds(goesOn);
  expect(found.actor).toMatchObject({ kind: 'child', id: finch.childId, assurance: 'card', earlierVisit: null });
  expect(await seeDraft(found, finch.childId, null)).toBeNull();
  expect(await seeDraftOf(found, finch.childId, finch.draft.id)).toBeNull();
  expect(await wordsKept(found, path)).toBeNull();
  // Another tab may be on its way to the page of the PIN; then nobody comes in by it any more.
  t.clock.forward(31_000);
  expect((await t.who(finch.visit)).actor.kind).toBe('visitor');

  // They write too, it closes again, and the child comes back after all.
  const theirs = await openDraft(found, {
    childId: finch.childId,
    reviewId: null,
    form: formFor('8-11'),
    band: '8-11',
    language: 'en'
  });
  const again = await lockVisit(found, { path: null, written: null });
  const back = await t.who(await checkSecret(await whoHolds(again.goesOn), pin));
  for (const { id } of [finch.draft, theirs]) expect((await seeDraftOf(back, finch.childId, id))?.id).toBe(id);
  expect(await textIn(wordsKept(back, path))).toBe('The stairs are loud.');
});

test('two tabs that close at once both go on, with the words of both', async () => {
  const lark = await putDown('Lark');
  const [one, other] = [await t.who(lark.visit), await t.who(lark.visit)];
  const there = '/me/ask/early';
  const locked = [await lockVisit(one, { path, written }), await lockVisit(other, { path: there, written })];
  t.clock.forward(10 * 60_000);
  for (const { goesOn } of locked) {
    const back = await t.who(await checkSecret(await whoHolds(goesOn), pin));
    for (const kept of [path, there]) expect(await textIn(wordsKept(back, kept))).toBe('The stairs are loud.');
  }
});

test('closing is nothing that anybody did: the visit that goes on ends when the first would have', async () => {
  const teal = await putDown('Teal');
  const ends = async () =>
    (await t.app.database.db.selectFrom('sessions').select('expires_at').orderBy('started_at', 'desc').execute()).map(
      (row) => row.expires_at
    );
  const [before] = await ends();
  t.clock.forward(10 * 60_000);
  const actor = await readSession(t.app.database.db, t.clock.now(), teal.visit.token, false);
  await lockVisit(t.as(actor ?? visitor), { path, written });
  expect((await ends()).slice(0, 2).sort().at(-1)).toBe(before);
});

test('on a worker’s device, handed over for one form, a visit that closes stays the one that is given back', async () => {
  const rook = await putDown('Rook');
  const handed = await within(t.as(visitor), (ctx) =>
    startChildSession(ctx, { childId: rook.childId, assurance: 'card', device: 'handed' })
  );
  expect(await rook.close(handed)).toMatchObject({ goesOn: null });
  expect((await t.who(handed)).actor).toMatchObject({ device: 'handed' });
});

test('a card opened again where it was open before goes on from nothing', async () => {
  const moss = await t.withCard('Moss');
  const form = formFor('8-11');
  const about = { childId: moss.childId, reviewId: null, form, band: '8-11', language: 'en' } as const;
  const before = await t.who(await moss.enter());
  const laidOut = await openDraft(before, about);
  const visit = await chooseSecret(await t.who(await useCard(before, moss.code, {})), pin);
  await lockVisit(await t.who(visit), { path, written });
  const back = await t.who(await checkSecret(await t.who(visit), pin));
  expect(await seeDraftOf(back, moss.childId, laidOut.id)).toBeNull();
});

test('a contributor’s visit runs out: what they wrote in another tab is kept too, for them alone', async () => {
  const childId = await saveChild(t.as(command), { firstName: 'Fern', lastName: 'Test', bornOn: '2016-02-03' });
  const contactId = await saveContact(t.as(command), {
    ...{ childId, name: 'Dana', relation: 'mother', inCircle: true, mayInvite: true }
  });
  const iro = await saveStaff(t.as(command), { name: 'Sam Okafor', roles: [{ role: 'iro', fromOn: '2020-01-01', toOn: null }] });
  await saveAllocation(t.as(command), { childId, staffId: iro, role: 'iro', fromOn: '2026-01-01', toOn: null });
  await invite(t.as(staffActor(iro)), contactId, asParent, { offered: invitationWays, sure: { venue: true, note: null } });
  const visit = await within(t.as(visitor), (ctx) => startContributorSession(ctx, { contactId, childId, assurance: 'letter' }));
  const there = '/views/ask/sooner';
  const closed = await lockVisit(await t.who(visit), { path: '/views/ask/other', written });
  expect(closed).toEqual({ to: '/views/in?away=1', goesOn: null });
  expect((await t.who(visit)).actor.kind).toBe('visitor');
  const late = (await lateWriter(t.app.database.db, t.clock.now(), visit.token)) ?? visitor;
  expect(late).toMatchObject({ kind: 'contributor', id: contactId });
  await lockVisit(t.as(late), { path: there, written });
  const again = await within(t.as(visitor), (ctx) => startContributorSession(ctx, { contactId, childId, assurance: 'letter' }));
  expect(await textIn(wordsKept(await t.who(again), there))).toBe('The stairs are loud.');
});

test('a stranger closes nothing', async () => {
  await expect(lockVisit(t.as(visitor), { path, written })).rejects.toMatchObject({ problem: 'not-found' });
});
