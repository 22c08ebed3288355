import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, test } from 'vitest';
import type { Context } from '#lib/context.ts';
import { inboxOf, countsOf, deskOf } from '#lib/inbox/inbox.server.ts';
import { rowInWords } from '#lib/inbox/inbox-words.ts';
import { soonInWords } from '#lib/inbox/message-words.ts';
import type { MessageRow } from '#lib/inbox/row.ts';
import { setAddressHidden } from '#lib/invitations/hiding.server.ts';
import { answerThread } from '#lib/messages/answering.server.ts';
import { finishCopy, readCopy } from '#lib/messages/copies.server.ts';
import { finishLate, readLate, sayLate } from '#lib/messages/late.server.ts';
import type { OwnLine, OwnWritten } from '#lib/messages/message.ts';
import { advocatesHere, lateWays } from '#lib/messages/offering.server.ts';
import { writtenWaiting } from '#lib/messages/waiting.server.ts';
import { adultAnswersWaiting, answersWaiting, ownAsAdult, ownMessages } from '#lib/messages/own.server.ts';
import { needsAttention } from '#lib/messages/lines.server.ts';
import { readThread } from '#lib/messages/reading.server.ts';
import { saveStaff } from '#lib/people/people.server.ts';
import { proveReaders } from '#lib/routing/proof.server.ts';
import { makeCover, setDesk } from '#lib/routing/routing.server.ts';
import { makeCard, useCard } from '#lib/sign-in/cards/cards.server.ts';
import { chooseSecret } from '#lib/sign-in/secrets/secrets.server.ts';
import { verifyChain } from '#lib/audit/audit.server.ts';
import { visitor } from '#tests/setup/app.ts';
import { cast, englishWords } from '#tests/setup/cast.ts';
import { asksOf, contributor } from '#tests/setup/invited.ts';
import { refused } from '#tests/setup/refused.ts';
import { wordsIn, writes, writesAsAdult } from '#tests/setup/written.ts';

const CANARY = 'CANARY I miss my old room';
const ANSWER = 'CANARY I will ask about the room';
const INVENTED = '019af000-0000-7000-8000-000000000000';
const DAY = 24 * 3600_000;
const notFound = refused('not-found');
const iroSince2020 = { role: 'iro', fromOn: '2020-01-01', toOn: null } as const;

async function town() {
  const c = await cast();
  const ffion = await saveStaff(c.cmd(), {
    name: 'Ffion Ellery',
    roles: [{ role: 'advocate', fromOn: '2020-01-01', toOn: null }],
    email: 'ffion@council.example'
  });
  const asAdvocate = () => c.asStaff(ffion, { roles: ['advocate'] });
  return { ...c, ffion, asAdvocate, withAdvocates: () => setDesk(c.cmd(), 'advocates', [ffion]) };
}
type Town = Awaited<ReturnType<typeof town>>;

let t: Town;
beforeEach(async () => void (t = await town()));

const child = () => t.asChild(t.robin);
const sam = () => t.asStaff(t.sam);
const threadOf = async (childId = t.robin, kind = 'child') => {
  const found = t.cmd().db.selectFrom('message_threads').select('id').where('child_id', '=', childId).where('kind', '=', kind);
  return (await found.executeTakeFirstOrThrow()).id;
};
const rowsOf = async (ctx: Context): Promise<MessageRow[]> =>
  (await inboxOf(ctx)).flatMap(({ rows }) => rows).filter((row): row is MessageRow => row.subject === 'message');
const answers = async (ctx: Context, text = ANSWER, more: object = {}) =>
  answerThread(ctx, await threadOf(), { id: randomUUID(), text, upTo: null, ...more });
const mine = (lines: readonly OwnLine[]): OwnWritten[] => lines.filter((line): line is OwnWritten => line.by === 'me');
const newestOf = async (childId: string): Promise<string> => {
  const found = t.cmd().db.selectFrom('messages').select('id').where('child_id', '=', childId).orderBy('sent_at', 'desc');
  return (await found.executeTakeFirstOrThrow()).id;
};
const passDays = (days: number) => t.clock.set(new Date(Date.parse('2026-12-07T09:00:00.000Z') + days * DAY));
const samIsAway = () =>
  makeCover(t.cmd(), {
    absentId: t.sam,
    coverId: t.amina,
    fromAt: t.cmd().now.toISOString(),
    toAt: new Date(t.cmd().now.getTime() + 20 * DAY).toISOString(),
    reason: 'leave'
  });

describe('a child writes to their IRO', () => {
  test('and it is with whoever has the child the moment it is acknowledged, with the promised day and how soon', async () => {
    await writes(child(), CANARY, { soon: 'week' });
    const [row] = await rowsOf(sam());
    expect(row).toMatchObject({ kind: 'message', soon: 'week', answerBy: '2026-12-10', unread: true, by: null });
    expect(row?.href).toBe(`/staff/messages/${await threadOf()}`);
    for (const other of [t.asStaff(t.lee), t.asStaff(t.amina), t.asManager(), t.asStaff(t.dee, { roles: ['social_worker'] })])
      expect(await rowsOf(other)).toEqual([]);
    expect(await t.count('outbox')).toBe(1);
  });

  test('and who did not say how soon is not said to want it by a day; it is answered within the days the IRO says', async () => {
    await saveStaff(t.cmd(), { id: t.sam, name: 'Sam Okafor', roles: [iroSince2020], replyDays: 2 });
    await writes(child(), CANARY);
    const [row] = await rowsOf(sam());
    // Written on Monday 7 December: the day on the page and the days beside the face are one promise.
    expect(row).toMatchObject({ soon: 'unsaid', answerBy: '2026-12-09' });
    if (!row) throw new Error('no row');
    expect(rowInWords(englishWords, row, t.cmd().now).line).toMatch(/^Wrote to you\. Came in today\./);
    const { waitsFrom } = await readThread(sam(), await threadOf());
    expect(waitsFrom).toMatchObject({ soon: 'unsaid', answerBy: '2026-12-09' });
    expect(soonInWords(englishWords, 'unsaid')).toBeNull();
    await writes(child(), 'And this.', { soon: 'week' });
    expect(mine(await ownMessages(child(), t.robin)).map(({ answerBy }) => answerBy)).toEqual(['2026-12-09', '2026-12-09']);
    expect(soonInWords(englishWords, 'week')).toBe('Wants an answer this week');
  });

  test('twice with the same words is one message; other words under the same id are another', async () => {
    const id = randomUUID();
    const [one, again] = await Promise.all([writes(child(), CANARY, { id }), writes(child(), CANARY, { id })]);
    expect(one).toEqual(again);
    const other = await writes(child(), 'And my bike.', { id });
    expect(other).toMatchObject({ version: 2 });
    expect(await writes(child(), CANARY, { id })).toEqual(one);
    expect(mine(await ownMessages(child(), t.robin)).map(({ said }) => wordsIn(said))).toEqual(['And my bike.', CANARY]);
  });

  test('without words, with an odd id or with what was never asked, it is refused', async () => {
    await expect(writes(child(), '', { soon: 'today' })).rejects.toEqual(refused('invalid', { send: 'nothing-said' }));
    await expect(writes(child(), CANARY, { id: 'x' })).rejects.toEqual(refused('invalid', { send: 'odd-id' }));
    await expect(writes(child(), CANARY, { back: ['on-the-moon'] })).rejects.toEqual(
      refused('invalid', { 'write-back': 'invalid' })
    );
    for (const ctx of [sam(), t.cmd(), t.as(visitor)]) await expect(writes(ctx, CANARY)).rejects.toEqual(notFound);
    expect(await t.count('items')).toBe(0);
  });

  test('it is sealed, and in no log, mail or audit row', async () => {
    await writes(child(), CANARY);
    await readThread(sam(), await threadOf());
    await answers(sam());
    const { db } = t.cmd();
    const tables = ['messages', 'message_threads', 'audit', 'outbox', 'items'] as const;
    for (const table of tables) {
      const rows = await db.selectFrom(table).selectAll().execute();
      expect(rows.length).toBeGreaterThan(0);
      expect(
        rows
          .map((row) =>
            Object.values(row)
              .map((value) => (value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : value))
              .join()
          )
          .join()
      ).not.toContain('CANARY');
    }
    expect(await verifyChain(t.cmd())).toMatchObject({ broken: null });
  });

  test('with nobody allocated it falls to the desk, which sees that it is there and not what it says', async () => {
    await writes(t.asChild(t.aleks), CANARY, { soon: 'today' });
    expect(await deskOf(t.asStaff(t.tom))).toMatchObject([{ kind: 'message', called: 'Aleks', answerBy: '2026-12-07' }]);
    await expect(readThread(t.asStaff(t.tom), await threadOf(t.aleks))).rejects.toEqual(notFound);
    expect(await proveReaders(t.cmd())).toMatchObject({ items: 1, withoutReader: 0 });
  });
});

describe('opening and answering', () => {
  test('the child sees who opened it and when, and the answer; who may not learns nothing', async () => {
    await writes(child(), CANARY);
    expect(mine(await ownMessages(child(), t.robin))).toMatchObject([{ opened: null, answered: null, late: false }]);
    const id = await threadOf();
    for (const ctx of [t.asStaff(t.lee), t.asManager(), t.asStaff(t.dee, { roles: ['social_worker'] }), t.asAdvocate(), child()])
      await expect(readThread(ctx, id)).rejects.toEqual(notFound);
    await expect(readThread(sam(), INVENTED)).rejects.toEqual(notFound);
    expect(mine(await ownMessages(child(), t.robin))[0]?.opened).toBeNull();
    expect((await readThread(sam(), id)).messages.map(({ said }) => wordsIn(said))).toEqual([CANARY]);
    expect(mine(await ownMessages(child(), t.robin))).toMatchObject([{ opened: { name: 'Sam', standingIn: false } }]);
    await answers(sam());
    expect(await rowsOf(sam())).toEqual([]);
    expect(await answersWaiting(child(), t.robin)).toBe(1);
    const [answer, written] = await ownMessages(child(), t.robin);
    expect(answer).toMatchObject({ by: 'staff', text: ANSWER, name: 'Sam', unseen: true });
    expect(written).toMatchObject({ by: 'me', answered: { name: 'Sam' } });
    expect(await answersWaiting(child(), t.robin)).toBe(0);
  });

  test('that a child has read an answer is told to nobody who works here', async () => {
    await writes(child(), CANARY);
    await readThread(sam(), await threadOf());
    await answers(sam());
    const before = JSON.stringify(await readThread(sam(), await threadOf()));
    await ownMessages(child(), t.robin);
    expect(JSON.stringify(await readThread(sam(), await threadOf()))).toBe(before);
  });

  test('while the IRO is on leave the cover opens and answers it, and the child is told who stands in', async () => {
    await writes(child(), CANARY);
    await samIsAway();
    expect(await rowsOf(sam())).toEqual([]);
    expect(await rowsOf(t.asStaff(t.amina))).toMatchObject([{ coverFor: 'Sam Okafor', unread: true }]);
    await readThread(t.asStaff(t.amina), await threadOf());
    await answers(t.asStaff(t.amina));
    const [answer, written] = await ownMessages(child(), t.robin);
    expect(written).toMatchObject({ opened: { name: 'Amina', standingIn: true } });
    expect(answer).toMatchObject({ name: 'Amina', text: ANSWER });
    // Whoever came back reads both.
    expect((await readThread(sam(), await threadOf())).messages).toHaveLength(2);
  });

  test('pressed twice it is one answer; without words, and without having been opened, nothing is answered', async () => {
    await writes(child(), CANARY);
    const id = randomUUID();
    await expect(answers(sam(), '  ')).rejects.toEqual(refused('invalid', { text: 'empty' }));
    await expect(answers(sam(), 'x'.repeat(4001))).rejects.toEqual(refused('invalid', { text: 'too-long' }));
    await expect(answers(sam(), ANSWER, { id: 'odd' })).rejects.toEqual(notFound);
    await readThread(sam(), await threadOf());
    await Promise.all([answers(sam(), ANSWER, { id }), answers(sam(), ANSWER, { id })]);
    expect((await ownMessages(child(), t.robin)).filter(({ by }) => by === 'staff')).toHaveLength(1);
    for (const ctx of [t.asStaff(t.lee), t.asManager(), child()]) await expect(answers(ctx)).rejects.toEqual(notFound);
  });

  test('what was corrected and sent again from the same page is an answer too', async () => {
    await writes(child(), CANARY);
    await readThread(sam(), await threadOf());
    const id = randomUUID();
    const corrected = `${ANSWER} I come on Friday.`;
    for (const text of [ANSWER, corrected, corrected, ANSWER]) await answers(sam(), text, { id });
    const given = (await ownMessages(child(), t.robin)).flatMap((line) => (line.by === 'staff' ? [line.text] : []));
    expect(given).toEqual([corrected, ANSWER]);
    expect(mine(await ownMessages(child(), t.robin))).toMatchObject([{ answered: { name: 'Sam' } }]);
    expect(await rowsOf(sam())).toEqual([]);
  });

  test('what came while the answer was being written is not answered by it, and waits', async () => {
    const first = await writes(child(), CANARY);
    await readThread(sam(), await threadOf());
    const second = await writes(child(), 'One thing more.');
    await answers(sam(), ANSWER, { upTo: first.messageId });
    expect(mine(await ownMessages(child(), t.robin))).toMatchObject([
      { id: second.messageId, opened: null, answered: null },
      { id: first.messageId, answered: { name: 'Sam' } }
    ]);
    expect(await rowsOf(sam())).toMatchObject([{ unread: true }]);
    // Also when it had been opened meanwhile, by somebody else.
    await readThread(sam(), await threadOf());
    const third = await writes(child(), 'And another.');
    await readThread(sam(), await threadOf());
    await answers(sam(), ANSWER, { upTo: second.messageId });
    expect(mine(await ownMessages(child(), t.robin)).find(({ id }) => id === third.messageId)).toMatchObject({ answered: null });
  });

  test('a new message is new, also beside one that was opened and not answered, and is not new to whoever opens it', async () => {
    await writes(child(), CANARY, { soon: 'today' });
    await readThread(sam(), await threadOf());
    expect(await rowsOf(sam())).toMatchObject([{ unread: false, openedBy: null }]);
    t.clock.forward(2 * 3600_000);
    await writes(child(), 'One thing more.', { soon: 'review' });
    expect(await rowsOf(sam())).toMatchObject([{ unread: true, soon: 'today', cameAt: '2026-12-07T11:00:00.000Z' }]);
    await readThread(sam(), await threadOf());
    expect(await rowsOf(sam())).toMatchObject([{ unread: false, cameAt: '2026-12-07T09:00:00.000Z' }]);
  });

  test('what whoever stands in opened first is not new for ever to the IRO who is back; it says who opened it', async () => {
    await samIsAway();
    await writes(child(), CANARY);
    await readThread(t.asStaff(t.amina), await threadOf());
    passDays(21);
    expect(await rowsOf(sam())).toMatchObject([{ unread: false, openedBy: 'Amina Yusuf' }]);
  });

  test('words that may not wait mark the row and the page, for whoever may read them, until they are answered', async () => {
    await writes(t.asChild(t.kai), 'My bike is broken.', { soon: 'today' });
    await writes(child(), 'He hits me.', { soon: 'week' });
    await writes(child(), 'And my bike is broken.', { soon: 'week' });
    // Before what is promised sooner and says nothing of the kind.
    expect(await rowsOf(sam())).toMatchObject([
      { called: 'Robin', attention: true },
      { called: 'Kai', attention: false }
    ]);
    const item = { kind: 'message', subjectId: await newestOf(t.robin), childId: t.robin } as const;
    expect(await needsAttention(sam(), [item])).toEqual(new Set([item.subjectId]));
    for (const ctx of [t.asStaff(t.lee), t.asManager(), t.asAdvocate()])
      expect(await needsAttention(ctx, [item])).toEqual(new Set());
    expect(await readThread(sam(), await threadOf())).toMatchObject({ attention: true });
    expect(await rowsOf(sam())).toMatchObject([{ attention: true, unread: false }, {}]);
    await answers(sam());
    await writes(child(), 'Thank you.');
    expect(await rowsOf(sam())).toMatchObject([{ called: 'Kai' }, { called: 'Robin', attention: false }]);
    expect(await readThread(sam(), await threadOf())).toMatchObject({ attention: false });
  });

  test('a copy to the advocates is marked for its own words alone', async () => {
    await t.withAdvocates();
    await writes(child(), 'He hits me.');
    await writes(child(), 'I want an advocate.', { copy: true });
    expect(await rowsOf(t.asAdvocate())).toMatchObject([{ kind: 'message-copy', attention: false }]);
    await writes(child(), 'He hits me again.', { copy: true });
    expect((await rowsOf(t.asAdvocate())).map(({ attention }) => attention)).toEqual([true, false]);
  });

  test('a new message after an answer is in the inbox again, and several of one child are one row', async () => {
    await writes(child(), CANARY);
    await readThread(sam(), await threadOf());
    await answers(sam());
    expect(await rowsOf(sam())).toEqual([]);
    await writes(child(), 'Thank you.', { soon: 'week' });
    await writes(child(), 'Please ring me.', { soon: 'today' });
    expect(await rowsOf(sam())).toMatchObject([{ soon: 'today', unread: true }]);
    expect((await countsOf(sam())).inbox).toBe(1);
    await readThread(sam(), await threadOf());
    await answers(sam());
    expect(await rowsOf(sam())).toEqual([]);
  });
});

describe('what was sent and waits for an answer', () => {
  test('is there until it is answered, says who opened it, and nothing counts as seen by it', async () => {
    await writes(child(), CANARY);
    expect(await writtenWaiting(child(), t.robin)).toMatchObject([{ at: t.cmd().now.toISOString(), opened: null }]);
    await readThread(sam(), await threadOf());
    expect(await writtenWaiting(child(), t.robin)).toMatchObject([{ opened: { name: 'Sam', standingIn: false } }]);
    await answers(sam());
    expect(await writtenWaiting(child(), t.robin)).toEqual([]);
    expect(await answersWaiting(child(), t.robin)).toBe(1);
    await writes(child(), 'One more.');
    expect(await writtenWaiting(child(), t.robin)).toHaveLength(1);
  });

  test('is said on any phone and by the card alone, without a word of it; where somebody looks nothing is', async () => {
    await writes(child(), CANARY, { soon: 'today' });
    const byCard = t.byCard(t.robin, 'another-visit');
    const seen = await writtenWaiting(byCard, t.robin);
    expect(seen).toHaveLength(1);
    expect(JSON.stringify(seen)).not.toMatch(/CANARY|today|2026-12-08/);
    expect(await writtenWaiting(t.asChild(t.robin, { device: 'watched' }), t.robin)).toEqual([]);
    await expect(writtenWaiting(child(), INVENTED)).rejects.toEqual(notFound);
  });
});

describe('the three levels', () => {
  beforeEach(async () => {
    await writes(child(), CANARY);
    await readThread(sam(), await threadOf());
    await answers(sam());
  });

  test('by the card alone, and on a shared phone a while after the PIN, it was heard and not one word stands there', async () => {
    const stale = t.asChild(t.robin, { device: 'shared', freshUntil: '2026-12-07T08:00:00.000Z' });
    for (const ctx of [t.byCard(t.robin, 'another-visit'), stale]) {
      const lines = await ownMessages(ctx, t.robin);
      expect(lines).toMatchObject([
        { by: 'staff', name: 'Sam', text: null, shown: 'hidden' },
        { by: 'me', said: null, shown: 'hidden', opened: { name: 'Sam' }, answered: { name: 'Sam' } }
      ]);
      expect(JSON.stringify(lines)).not.toContain('CANARY');
      expect(lines).toMatchObject([{}, { answerBy: null, copy: null, told: [] }]);
      // Not seen by anybody: it stays new until it was shown.
      expect(await answersWaiting(ctx, t.robin)).toBe(1);
    }
    expect(await writes(t.byCard(t.robin, 'another-visit'), 'Again by the card.')).toMatchObject({ version: 1 });
    const fresh = t.asChild(t.robin, { device: 'shared', freshUntil: '2026-12-07T10:00:00.000Z' });
    expect(JSON.stringify(await ownMessages(fresh, t.robin))).toContain(ANSWER);
  });

  test('where somebody looks, nothing is shown back, and it can be sent all the same', async () => {
    for (const device of ['watched', 'handed'] as const) {
      const ctx = t.asChild(t.robin, { device, freshUntil: '2026-12-07T10:00:00.000Z' });
      expect(await ownMessages(ctx, t.robin)).toEqual([]);
      expect(await answersWaiting(ctx, t.robin)).toBe(0);
      await writes(ctx, `Sent from a ${device} one.`);
    }
    expect(mine(await ownMessages(child(), t.robin))).toHaveLength(3);
  });

  test('what was sent before a secret was chosen stays hidden from whoever chose it', async () => {
    passDays(1);
    const { code } = await makeCard(t.cmd(), t.robin);
    const { actor } = await useCard(t.as(visitor), code);
    await chooseSecret(t.as(actor), { kind: 'pin', pin: '739518' });
    const lines = await ownMessages(child(), t.robin);
    expect(lines.map(({ shown }) => shown)).toEqual(['kept', 'kept']);
    expect(JSON.stringify(lines)).not.toContain('CANARY');
    expect(lines).toMatchObject([{ name: 'Sam', unseen: false }, { opened: { name: 'Sam' } }]);
    // Words they can never open are no news; what comes from now on is.
    for (const ctx of [child(), t.byCard(t.robin, 'another-visit')]) {
      expect(await answersWaiting(ctx, t.robin)).toBe(0);
      expect((await ownMessages(ctx, t.robin)).some((line) => line.by === 'staff' && line.unseen)).toBe(false);
    }
    await answers(sam(), 'I am still asking.');
    expect(await answersWaiting(child(), t.robin)).toBe(1);
  });

  test('whom the child turned to and what was promised are hidden with the words; that it is late is not', async () => {
    await t.withAdvocates();
    const { messageId } = await writes(child(), CANARY, { soon: 'week', copy: true });
    await readCopy(t.asAdvocate(), messageId);
    passDays(4);
    await sayLate(child(), messageId, 'manager');
    const around = async (ctx: Context) => mine(await ownMessages(ctx, t.robin)).find(({ id }) => id === messageId);
    const hidden = { late: true, answerBy: null, copy: null, told: [] };
    expect(await around(child())).toMatchObject({
      ...{ late: true, answerBy: '2026-12-10', copy: { opened: { name: 'Ffion' } }, told: [{ to: 'manager' }] }
    });
    const byCard = t.byCard(t.robin, 'another-visit');
    expect(await around(byCard)).toMatchObject({ shown: 'hidden', ...hidden });
    expect(await around(t.asChild(t.robin, { device: 'shared', freshUntil: null }))).toMatchObject({
      shown: 'hidden',
      ...hidden
    });
    // It can still be said, without a word of whom it was said to before.
    await sayLate(byCard, messageId, 'advocates');
    passDays(5);
    const { code } = await makeCard(t.cmd(), t.robin);
    await chooseSecret(t.as((await useCard(t.as(visitor), code)).actor), { kind: 'pin', pin: '739518' });
    expect(await around(child())).toMatchObject({ shown: 'kept', ...hidden });
  });

  test('another child finds none of it', async () => {
    expect(await ownMessages(t.asChild(t.kai), t.kai)).toEqual([]);
    await expect(ownMessages(t.asChild(t.kai), t.robin)).rejects.toEqual(notFound);
  });
});

describe('a copy to the advocates', () => {
  test('is offered only where one works here, and refused rather than left out when there is none any more', async () => {
    expect(await advocatesHere(child(), t.robin)).toBe(false);
    await expect(writes(child(), CANARY, { copy: true })).rejects.toEqual(refused('invalid', { send: 'no-advocate' }));
    // The IRO at that desk is no advocate against themself.
    await setDesk(t.cmd(), 'advocates', [t.sam]);
    expect(await advocatesHere(child(), t.robin)).toBe(false);
    await t.withAdvocates();
    expect(await advocatesHere(child(), t.robin)).toBe(true);
  });

  test('is that one message: the advocate reads it and not the rest, and the child sees who', async () => {
    await t.withAdvocates();
    const other = await writes(child(), 'Not for everybody.');
    const { messageId } = await writes(child(), CANARY, { copy: true });
    expect(await rowsOf(t.asAdvocate())).toMatchObject([{ kind: 'message-copy', href: `/staff/messages/copy/${messageId}` }]);
    expect(wordsIn((await readCopy(t.asAdvocate(), messageId)).said)).toBe(CANARY);
    await expect(readCopy(t.asAdvocate(), other.messageId)).rejects.toEqual(notFound);
    await expect(readThread(t.asAdvocate(), await threadOf())).rejects.toEqual(notFound);
    for (const ctx of [sam(), t.asManager(), child()]) await expect(readCopy(ctx, messageId)).rejects.toEqual(notFound);
    const [line] = mine(await ownMessages(child(), t.robin));
    expect(line).toMatchObject({ copy: { opened: { name: 'Ffion' } }, opened: null });
    await finishCopy(t.asAdvocate(), messageId);
    expect(await rowsOf(t.asAdvocate())).toEqual([]);
    expect(await rowsOf(sam())).toHaveLength(1);
  });
});

describe('when nobody has answered', () => {
  test('it is late the day after the promised one; the child says it to whom they choose, once, without a word of it', async () => {
    await t.withAdvocates();
    const { messageId } = await writes(child(), CANARY, { soon: 'week' });
    passDays(3);
    expect(mine(await ownMessages(child(), t.robin))[0]?.late).toBe(false);
    await expect(sayLate(child(), messageId, 'manager')).rejects.toEqual(refused('invalid', { late: 'not-late' }));
    passDays(4);
    expect(mine(await ownMessages(child(), t.robin))[0]?.late).toBe(true);
    expect(await lateWays(child(), t.robin)).toEqual(['advocates', 'manager']);
    await Promise.all([sayLate(child(), messageId, 'manager'), sayLate(child(), messageId, 'manager')]);
    const [row] = await rowsOf(t.asManager());
    expect(await rowsOf(t.asManager())).toMatchObject([{ kind: 'message-late', soon: null }]);
    const id = row?.href.split('/').at(-1) ?? '';
    const late = await readLate(t.asManager(), id);
    expect(late).toMatchObject({ to: 'manager', soon: 'week', answerBy: '2026-12-10', opened: null });
    expect(JSON.stringify([row, late])).not.toContain('CANARY');
    for (const ctx of [sam(), t.asAdvocate(), t.asStaff(t.lee), child()])
      await expect(readLate(ctx, id)).rejects.toEqual(notFound);
    expect(mine(await ownMessages(child(), t.robin))[0]?.told).toMatchObject([{ to: 'manager', opened: { name: 'Grace' } }]);
    await sayLate(child(), messageId, 'advocates');
    expect(await rowsOf(t.asAdvocate())).toMatchObject([{ kind: 'message-late-advocate' }]);
    await finishLate(t.asManager(), id);
    expect(await rowsOf(t.asManager())).toEqual([]);
    // The message itself still waits for its answer.
    expect(await rowsOf(sam())).toHaveLength(1);
  });

  test('answered it is not late, and who did not write it cannot say so', async () => {
    const { messageId } = await writes(child(), CANARY, { soon: 'week' });
    await readThread(sam(), await threadOf());
    await answers(sam());
    passDays(30);
    expect(mine(await ownMessages(child(), t.robin))[0]?.late).toBe(false);
    await expect(sayLate(child(), messageId, 'manager')).rejects.toEqual(refused('invalid', { late: 'not-late' }));
    await expect(sayLate(t.asChild(t.kai), messageId, 'manager')).rejects.toEqual(notFound);
    await expect(sayLate(child(), INVENTED, 'manager')).rejects.toEqual(notFound);
    await expect(sayLate(sam(), messageId, 'manager')).rejects.toEqual(notFound);
  });

  test('only those are named who are there, and never the IRO complained of', async () => {
    expect(await lateWays(child(), t.robin)).toEqual(['manager']);
    await saveStaff(t.cmd(), { id: t.grace, name: 'Grace Bell', roles: [{ role: 'iro', fromOn: '2020-01-01', toOn: null }] });
    await saveStaff(t.cmd(), { id: t.sam, name: 'Sam Okafor', roles: [{ role: 'manager', fromOn: '2020-01-01', toOn: null }] });
    expect(await lateWays(child(), t.robin)).toEqual([]);
    const { messageId } = await writes(child(), CANARY, { soon: 'today' });
    passDays(1);
    await expect(sayLate(child(), messageId, 'manager')).rejects.toEqual(refused('invalid', { late: 'nobody' }));
  });
});

describe('an adult who was asked writes to the IRO', () => {
  const dana = () => contributor(t, t.dana, t.robin);
  let carer = '';
  const june = () => contributor(t, carer, t.robin);
  beforeEach(async () => {
    await asksOf(t, { id: t.dana, childId: t.robin, name: 'Dana', relation: 'mother' });
    carer = await asksOf(t, { childId: t.robin, name: 'June', relation: 'carer', asking: { form: 'carer' } });
  });

  test('in a thread of their own: neither the child nor another adult ever finds it', async () => {
    await writesAsAdult(dana(), CANARY);
    await writes(child(), 'Mine alone.');
    expect(mine(await ownAsAdult(dana())).map(({ said }) => wordsIn(said))).toEqual([CANARY]);
    expect(await ownAsAdult(june())).toEqual([]);
    expect(mine(await ownMessages(child(), t.robin)).map(({ said }) => wordsIn(said))).toEqual(['Mine alone.']);
    expect(await rowsOf(sam())).toEqual(
      expect.arrayContaining([expect.objectContaining({ by: { name: 'Dana', relation: 'mother' }, soon: 'unsaid' })])
    );
    expect(await rowsOf(sam())).toHaveLength(2);
    for (const ctx of [child(), sam(), contributor(t, t.col, t.robin)])
      await expect(writesAsAdult(ctx, CANARY)).rejects.toEqual(notFound);
    await expect(writesAsAdult(dana(), '')).rejects.toEqual(refused('invalid', { send: 'nothing-said' }));
  });

  test('an answer to family is looked at twice and sent only about the very words; they see who read it, and the answer', async () => {
    await setAddressHidden(sam(), t.robin, true);
    await writesAsAdult(dana(), 'Where shall we meet?');
    const id = await threadOf(t.robin, 'adult');
    expect(await readThread(sam(), id)).toMatchObject({ toFamily: true, by: { name: 'Dana' } });
    const text = 'We meet at 14 Elm Grove.';
    const answer = (more: object = {}) => answerThread(sam(), id, { id: randomUUID(), text, upTo: null, ...more });
    expect(await answer()).toMatchObject([{ found: expect.stringContaining('Elm Grove') }]);
    expect(await answer({ sure: 'Other words.' })).toHaveLength(1);
    expect(await ownAsAdult(dana())).toHaveLength(1);
    expect(await answer({ sure: text })).toEqual([]);
    expect(await adultAnswersWaiting(dana())).toBe(1);
    expect(await ownAsAdult(dana())).toMatchObject([{ by: 'staff', text, name: 'Sam' }, { opened: { name: 'Sam' } }]);
    expect(await adultAnswersWaiting(dana())).toBe(0);
    expect(await ownMessages(child(), t.robin)).toEqual([]);
  });

  test('a carer, who knows where the child lives, is answered without a second look', async () => {
    await setAddressHidden(sam(), t.robin, true);
    await writesAsAdult(june(), 'When do you come?');
    const id = await threadOf(t.robin, 'adult');
    await readThread(sam(), id);
    expect(await answerThread(sam(), id, { id: randomUUID(), text: 'On Friday, to 14 Elm Grove.', upTo: null })).toEqual([]);
  });

  test('their own words are shown for a day, and kept after it; the answer stays; late is said', async () => {
    await writesAsAdult(dana(), CANARY);
    passDays(6);
    expect(mine(await ownAsAdult(dana()))).toMatchObject([{ said: null, shown: 'kept', late: true, answerBy: '2026-12-10' }]);
  });

  test('after twenty in an hour they wait a while, and the same one again is no other', async () => {
    const id = randomUUID();
    const first = await writesAsAdult(dana(), 'One', id);
    for (let more = 1; more < 20; more += 1) await writesAsAdult(dana(), `${more} more`);
    await expect(writesAsAdult(dana(), 'Too many')).rejects.toMatchObject({ problem: 'slow-down' });
    expect(await writesAsAdult(dana(), 'One', id)).toEqual(first);
  });
});
