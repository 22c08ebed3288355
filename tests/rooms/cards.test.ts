import { beforeAll, describe, expect, test } from 'vitest';
import { saveChild } from '#lib/children/children.server.ts';
import type { Context } from '#lib/context.ts';
import { asksForCard, cardsList, cardsSheet } from '#lib/inbox/cards.server.ts';
import { heardState, seeOwn } from '#lib/consultations/heard.server.ts';
import { setDesk } from '#lib/routing/routing.server.ts';
import { decideCard, makeAskedCard } from '#lib/sign-in/cards/card-asks.server.ts';
import { cardState, checkCard, endCard, renewSecret } from '#lib/sign-in/cards/card-keeping.server.ts';
import { makeCard, useCard } from '#lib/sign-in/cards/cards.server.ts';
import { rememberDevice, useDevice } from '#lib/sign-in/devices/devices.server.ts';
import { checkSecret, chooseSecret, secretState } from '#lib/sign-in/secrets/secrets.server.ts';
import { readSession, type Started } from '#lib/sign-in/sign-in.server.ts';
import { visitor } from '#tests/setup/app.ts';
import { cast, sayAndSend, type Cast } from '#tests/setup/cast.ts';
import { refused } from '#tests/setup/refused.ts';

const notThere = refused('not-found');
const pin = { kind: 'pin', pin: '937264' } as const;

let t: Cast;
beforeAll(async () => {
  t = await cast();
  await setDesk(t.cmd(), 'advocates', [t.tom]);
});

const by = async (started: Started): Promise<Context> =>
  t.as((await readSession(t.app.database.db, t.clock.now(), started.token)) ?? visitor);
const enter = async (code: string): Promise<Context> => by(await useCard(t.as(visitor), code));
const worker = (id: string) => t.asStaff(id, { roles: ['social_worker'] });
const lastAct = (verb: string) =>
  t.app.database.db
    .selectFrom('audit')
    .select(['actor', 'child_id', 'reason', 'outcome'])
    .where('verb', '=', verb)
    .orderBy('seq', 'desc')
    .executeTakeFirstOrThrow();

describe('a new card by a worker', () => {
  test('ends the old one, remembered phones and visits; the PIN and the past stay as they were', async () => {
    const first = await makeCard(t.cmd(), t.robin);
    const visit = await chooseSecret(await enter(first.code), pin);
    const { deviceToken, started } = await rememberDevice(await by(visit));
    const sent = await sayAndSend(await by(started), t.robin, { 'general-more': 'Before the new card.' });
    const second = await makeCard(t.asStaff(t.sam), t.robin, { reason: 'taken' });
    expect((await by(started)).actor.kind).toBe('visitor');
    await expect(useDevice(t.as(visitor), deviceToken ?? '')).rejects.toEqual(notThere);
    await expect(useCard(t.as(visitor), first.code)).rejects.toEqual(refused('invalid', { code: 'wrong-code' }));
    const byCard = await enter(second.code);
    await expect(seeOwn(byCard, t.robin, sent.contributionId)).rejects.toEqual(refused('secret-needed'));
    const opened = await by(await checkSecret(byCard, pin));
    expect((await seeOwn(opened, t.robin, sent.contributionId)).kept).toBe(false);
    expect(await lastAct('card.make')).toMatchObject({ actor: t.sam, child_id: t.robin, reason: 'taken' });
  });

  test('is told to the child until they have given their secret, whoever opens it before', async () => {
    const { code } = await makeCard(t.asStaff(t.sam), t.robin, { reason: 'lost' });
    for (let visits = 0; visits < 2; visits += 1)
      expect((await secretState(await enter(code))).newCard).toBe(t.clock.now().toISOString());
    await checkSecret(await enter(code), pin);
    expect((await secretState(await enter(code))).newCard).toBeNull();
  });

  test('is made by the IRO, whoever stands in and a manager, and by nobody else', async () => {
    await makeCard(t.asManager(), t.robin, { reason: 'worn' });
    for (const ctx of [t.asStaff(t.lee), worker(t.dee), t.asStaff(t.tom), t.asChild(t.robin), t.as(visitor)])
      await expect(makeCard(ctx, t.robin, { reason: 'lost' })).rejects.toEqual(notThere);
  });

  test('can be ended at once, also by the social worker; then it opens nothing', async () => {
    const { code } = await makeCard(t.asStaff(t.sam), t.robin, { reason: 'lost' });
    const visit = await useCard(t.as(visitor), code);
    await endCard(worker(t.dee), t.robin);
    expect((await by(visit)).actor.kind).toBe('visitor');
    await expect(useCard(t.as(visitor), code)).rejects.toEqual(refused('invalid', { code: 'wrong-code' }));
    expect((await cardState(t.asStaff(t.sam), t.robin)).card?.endedAt).toBe(t.clock.now().toISOString());
    expect(await lastAct('card.end')).toMatchObject({ actor: t.dee, child_id: t.robin });
    await expect(endCard(t.asStaff(t.lee), t.robin)).rejects.toEqual(notThere);
  });
});

describe('who opened a card first', () => {
  test('is known by day and by what, and ticked once when the child was asked in person', async () => {
    const { code, cardId } = await makeCard(t.asStaff(t.sam), t.kai, { reason: 'moved' });
    await expect(checkCard(t.asStaff(t.sam), t.kai, cardId)).rejects.toEqual(notThere);
    await useCard(t.as(visitor), code, { kind: 'computer' });
    await useCard(t.as(visitor), code, { kind: 'phone' });
    const opened = { at: t.clock.now().toISOString(), by: 'computer' };
    expect((await cardState(t.asStaff(t.sam), t.kai)).card).toMatchObject({ firstUsed: opened, checked: null });
    await checkCard(t.asStaff(t.sam), t.kai, cardId);
    t.clock.forward(60_000);
    await checkCard(t.asManager(), t.kai, cardId);
    const { card } = await cardState(t.asStaff(t.sam), t.kai);
    expect(card?.checked).toEqual({ at: opened.at, by: t.sam });
    expect(await lastAct('card.check')).toMatchObject({ actor: t.sam, child_id: t.kai });
    await expect(checkCard(t.asStaff(t.sam), t.robin, cardId)).rejects.toEqual(notThere);
  });
});

describe('a PIN begun anew in person', () => {
  test('is chosen anew with the card, and opens nothing of what was sent before', async () => {
    const { code } = await makeCard(t.asStaff(t.sam), t.kai, { reason: 'lost' });
    const visit = await by(await chooseSecret(await enter(code), pin));
    const sent = await sayAndSend(visit, t.kai, { 'general-more': 'Before it was begun anew.' });
    await renewSecret(t.asStaff(t.sam), t.kai);
    t.clock.forward(60_000);
    const anew = await by(await chooseSecret(await enter(code), { kind: 'pin', pin: '418206' }));
    expect(await seeOwn(anew, t.kai, sent.contributionId)).toMatchObject({ kept: true, answers: [] });
    // That it was sent is never hidden.
    expect((await heardState(anew, t.kai, null))?.contributionId).toBe(sent.contributionId);
    expect(await lastAct('secret.renew')).toMatchObject({ actor: t.sam, child_id: t.kai });
    for (const ctx of [worker(t.dee), t.asStaff(t.lee), t.asStaff(t.tom)])
      await expect(renewSecret(ctx, t.kai)).rejects.toEqual(notThere);
  });
});

describe('what ends while a PIN is being looked at', () => {
  // The look is slow, so whatever is begun at the same moment is done before it.
  const both = async (slow: Promise<unknown>, meanwhile: () => Promise<unknown>) => {
    const [outcome] = await Promise.allSettled([slow, meanwhile()]);
    return outcome;
  };
  const sessionsOf = (childId: string) =>
    t.app.database.db
      .selectFrom('sessions')
      .innerJoin('accounts', 'accounts.id', 'sessions.account_id')
      .select('sessions.id')
      .where('person_id', '=', childId)
      .execute();
  const needed = { status: 'rejected', reason: refused('sign-in-needed') };

  const somebody = () => saveChild(t.cmd(), { firstName: 'Ash', lastName: 'Test', bornOn: '2014-03-05' });

  /** A look that was over first, on a machine with much else to do, is tried again; in no case is anybody in afterwards. */
  const outrun = async (ash: string, ends: () => Promise<unknown>) => {
    for (let time = 1; ; time += 1) {
      t.clock.forward(2000);
      const { code } = await makeCard(t.cmd(), ash);
      const entered = await enter(code);
      if (!(await t.app.database.db.selectFrom('secrets').select('child_id').where('child_id', '=', ash).executeTakeFirst()))
        await chooseSecret(entered, pin);
      const outcome = await both(checkSecret(await enter(code), pin), ends);
      expect(await sessionsOf(ash)).toEqual([]);
      if (outcome?.status === 'rejected' || time === 5) return outcome;
    }
  };

  test('lets nobody in afterwards: a card that is over, a PIN begun anew', async () => {
    const ash = await somebody();
    expect(await outrun(ash, () => endCard(t.asManager(), ash))).toEqual(needed);
    expect(await outrun(ash, () => renewSecret(t.asManager(), ash))).toEqual(needed);
  });

  test('leaves no PIN behind that was chosen by a card that is over', async () => {
    const ash = await somebody();
    const { code } = await makeCard(t.cmd(), ash);
    expect(await both(chooseSecret(await enter(code), pin), () => endCard(t.asManager(), ash))).toEqual(needed);
    expect(await sessionsOf(ash)).toEqual([]);
    expect(await t.app.database.db.selectFrom('secrets').selectAll().where('child_id', '=', ash).execute()).toEqual([]);
  });
});

test('a first card is in nobody’s place: its child is told of no other, whatever was given as the reason', async () => {
  for (const reason of [null, 'lost'] as const) {
    const fresh = await saveChild(t.cmd(), { firstName: 'Wren', lastName: 'Hale', bornOn: '2014-03-05' });
    const { code } = await makeCard(t.cmd(), fresh, { reason });
    expect((await secretState(await enter(code))).newCard).toBeNull();
  }
});

describe('a card that somebody asks for to hand it over', () => {
  test('is made by them once somebody else has said yes, and once only', async () => {
    await asksForCard(worker(t.dee), t.robin, 'lost');
    await asksForCard(worker(t.dee), t.robin, 'lost');
    const notYet = refused('invalid', { card: 'not-allowed' });
    await expect(makeAskedCard(worker(t.dee), t.robin)).rejects.toEqual(notYet);
    const [ask] = (await cardsList(t.asStaff(t.sam))).asks;
    expect((await cardsList(t.asStaff(t.sam))).asks).toHaveLength(1);
    expect(ask).toMatchObject({ who: 'Dee Marsh', mine: false, approved: false, reason: 'lost' });
    await expect(decideCard(worker(t.dee), ask?.id ?? '', true)).rejects.toEqual(notThere);
    await expect(decideCard(t.asStaff(t.lee), ask?.id ?? '', true)).rejects.toEqual(notThere);
    await decideCard(t.asStaff(t.sam), ask?.id ?? '', true);
    const { code } = await makeAskedCard(worker(t.dee), t.robin);
    expect((await enter(code)).actor).toMatchObject({ kind: 'child', id: t.robin });
    await expect(makeAskedCard(worker(t.dee), t.robin)).rejects.toEqual(notYet);
    expect((await cardsList(t.asStaff(t.sam))).asks).toEqual([]);
    expect((await cardsSheet(t.asStaff(t.sam), t.robin)).names.get(t.dee)).toBe('Dee Marsh');
  });

  test('pressed twice, or read again, is one card, until somebody has used it', async () => {
    await asksForCard(worker(t.dee), t.robin, 'lost');
    const [ask] = (await cardsList(t.asStaff(t.sam))).asks;
    await decideCard(t.asStaff(t.sam), ask?.id ?? '', true);
    const [one, other] = await Promise.all(['here', 'here'].map((form) => makeAskedCard(worker(t.dee), t.robin, form)));
    expect(other).toEqual(one);
    expect(await makeAskedCard(worker(t.dee), t.robin, 'here')).toEqual(one);
    await expect(makeAskedCard(worker(t.dee), t.robin, 'elsewhere')).rejects.toEqual(refused('invalid', { card: 'not-allowed' }));
    expect((await enter(one?.code ?? '')).actor).toMatchObject({ kind: 'child', id: t.robin });
    await expect(makeAskedCard(worker(t.dee), t.robin, 'here')).rejects.toEqual(refused('invalid', { card: 'made-already' }));
  });

  test('the same form in other hands, and about another child, is another card', async () => {
    const codes = new Set<string>();
    for (const ctx of [t.asStaff(t.sam), t.asManager()])
      for (const child of [t.robin, t.kai]) codes.add((await makeCard(ctx, child, { reason: 'lost', form: 'here' })).code);
    expect(codes.size).toBe(4);
  });

  test('by an advocate waits for a manager where nobody has the child; a no is a no', async () => {
    const advocate = t.asStaff(t.tom, { roles: ['advocate'] });
    await asksForCard(advocate, t.aleks, 'taken');
    const [ask] = (await cardsList(t.asManager())).asks;
    expect(ask).toMatchObject({ who: 'Tom Price', reason: 'taken' });
    await decideCard(t.asManager(), ask?.id ?? '', false);
    await expect(makeAskedCard(advocate, t.aleks)).rejects.toEqual(refused('invalid', { card: 'not-allowed' }));
    expect(await lastAct('card.decide')).toMatchObject({ actor: t.grace, outcome: 'refused' });
  });

  test('is good for a fortnight', async () => {
    await asksForCard(worker(t.dee), t.robin, 'worn');
    const [ask] = (await cardsList(t.asStaff(t.sam))).asks;
    t.clock.forward(14 * 24 * 3600_000);
    expect((await cardsList(t.asStaff(t.sam))).asks).toEqual([]);
    await expect(decideCard(t.asStaff(t.sam), ask?.id ?? '', true)).rejects.toEqual(notThere);
  });

  test('is asked for by nobody who has nothing to do with the child', async () => {
    for (const ctx of [t.asStaff(t.lee), worker(t.dee)]) await expect(asksForCard(ctx, t.kai, 'lost')).rejects.toEqual(notThere);
    for (const ctx of [t.asStaff(t.lee), t.asChild(t.robin), t.as(visitor)])
      await expect(cardState(ctx, t.robin)).rejects.toEqual(notThere);
  });
});
