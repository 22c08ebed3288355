import { describe, expect, test } from 'vitest';
import { sendOutbox } from '#jobs/send-outbox.ts';
import { setCouncil } from '#lib/council/council.server.ts';
import type { Context } from '#lib/context.ts';
import { askingOf } from '#lib/home/asking.server.ts';
import { readerOf } from '#lib/home/home.server.ts';
import { childSheet } from '#lib/inbox/caseload.server.ts';
import { inboxOf } from '#lib/inbox/inbox.server.ts';
import type { RequestRow } from '#lib/inbox/row.ts';
import { answerRequest } from '#lib/requests/answering.server.ts';
import { everyKind, isUrgent, kinds } from '#lib/requests/kinds.ts';
import { ownRequest, ownRequests } from '#lib/requests/own.server.ts';
import { readRequest } from '#lib/requests/reading.server.ts';
import { closedDoors, doorsFor } from '#lib/requests/ready.server.ts';
import { setDesk } from '#lib/routing/routing.server.ts';
import { remindToRing } from '#lib/requests/reminding.server.ts';
import { childActor, job } from '#tests/setup/app.ts';
import { asks, pickedOf } from '#tests/setup/asks.ts';
import { cast, englishWords, type Cast } from '#tests/setup/cast.ts';
import { refused } from '#tests/setup/refused.ts';

const notFound = refused('not-found');
const rowsOf = async (ctx: Context): Promise<RequestRow[]> =>
  (await inboxOf(ctx)).flatMap(({ rows }) => rows).flatMap((row) => (row.subject === 'request' ? [row] : []));
const answer = (outcome: string, text = 'Because.', byOn: string | null = null) => ({ outcome, text, byOn });

/** Somebody at every desk. */
async function town() {
  const t = await cast();
  await setDesk(t.cmd(), 'advocates', [t.lee]);
  await setDesk(t.cmd(), 'complaints', [t.tom]);
  return t;
}

describe('each kind', () => {
  test.each(everyKind)('%s is sent once, opened, answered and seen by the child with name and day', async (kind) => {
    const t = await town();
    const id = t.cmd().ids();
    const sent = await asks(t.asChild(t.robin), kind, { text: 'CANARY some words', id });
    expect(await asks(t.asChild(t.robin), kind, { text: 'CANARY some words', id })).toEqual(sent);
    const readers = [t.asStaff(t.sam), t.asStaff(t.lee), t.asStaff(t.tom), t.asManager()];
    const having = [];
    for (const ctx of readers) if ((await rowsOf(ctx)).some(({ requestId }) => requestId === sent.requestId)) having.push(ctx);
    const [who] = having;
    if (!who) throw new Error(`nobody has ${kind}`);
    const read = await readRequest(who, sent.requestId);
    const [outcome = ''] = read.outcomes;
    await answerRequest(who, sent.requestId, answer(outcome, 'Here it is.', '2026-12-20'));
    await answerRequest(who, sent.requestId, answer(outcome, 'Here it is.', '2026-12-20'));
    const own = await ownRequest(t.asChild(t.robin), t.robin, sent.requestId);
    expect(own).toMatchObject({ status: 'answered', answered: { outcome } });
    expect(own.answers).toHaveLength(1);
    const settled = kinds[kind].settledBy.some((one) => one === outcome);
    expect((await readRequest(who, sent.requestId)).waiting).toBe(!settled);
    // On a phone that others use: that it was heard, by whom, and not what it was.
    const shared = t.as(childActor(t.robin, { device: 'shared', freshUntil: null }));
    const [line] = await ownRequests(shared, t.robin);
    expect(line).toMatchObject({ kind: null, readers: null, answerBy: null, answered: { outcome: null, byOn: null } });
    expect(await ownRequests(t.as(childActor(t.robin, { device: 'watched' })), t.robin)).toEqual([]);
    await expect(ownRequest(t.asChild(t.kai), t.kai, sent.requestId)).rejects.toEqual(notFound);
  });

  test.each(everyKind.filter((kind) => kinds[kind].way !== null))(
    '%s has a page with a day, for a child by card alone too',
    async (kind) => {
      const t = await town();
      const ctx = t.byCard(t.robin, 'a-visit');
      const asking = await askingOf(ctx, kind, englishWords, await readerOf(ctx, { language: 'en' }));
      expect(asking.closed).toBe(false);
      expect(asking.answerBy === null).toBe(kinds[kind].answerIn === null);
      expect(await asks(ctx, kind, { text: 'Some words.' })).toMatchObject({ version: 1 });
    }
  );
});

describe('a complaint', () => {
  const complain = (t: Cast, beside?: 'yes' | 'no') =>
    asks(t.asChild(t.robin), 'complaint', { text: 'Not fair.', picked: beside ? { 'put-right-beside': beside } : {} });

  test('is due in ten working days, and shows the twentieth too, also over Christmas', async () => {
    const t = await town();
    t.clock.set('2026-12-18T09:00:00.000Z');
    const { requestId } = await complain(t);
    expect(await readRequest(t.asStaff(t.tom), requestId)).toMatchObject({
      answerBy: '2027-01-06',
      complaint: { answerBy: '2027-01-06', latestBy: '2027-01-20' }
    });
    expect(await ownRequest(t.asChild(t.robin), t.robin, requestId)).toMatchObject({ answerBy: '2027-01-06' });
  });

  test('takes more time once, with a reason the child reads, to the twentieth day and no day of anybody’s choosing', async () => {
    const t = await town();
    const { requestId } = await complain(t);
    const tom = () => t.asStaff(t.tom);
    await expect(answerRequest(tom(), requestId, answer('more-time', ' '))).rejects.toEqual(
      refused('invalid', { text: 'empty' })
    );
    await answerRequest(tom(), requestId, answer('more-time', 'I have to ask the home.', '2030-01-01'));
    const own = await ownRequest(t.asChild(t.robin), t.robin, requestId);
    expect(own.answers).toMatchObject([{ outcome: 'more-time', text: 'I have to ask the home.', byOn: '2027-01-07' }]);
    expect(own.answered).toMatchObject({ outcome: 'more-time', byOn: '2027-01-07' });
    expect((await rowsOf(tom()))[0]).toMatchObject({ requestId, answerBy: '2027-01-07', interim: 'more-time' });
    expect((await readRequest(tom(), requestId)).outcomes).not.toContain('more-time');
    const again = answer('more-time', 'And the school.');
    await expect(answerRequest(tom(), requestId, again)).rejects.toEqual(refused('invalid', { outcome: 'only-once' }));
    await answerRequest(tom(), requestId, answer('upheld', 'You were right. We say sorry.'));
    expect(await rowsOf(tom())).toEqual([]);
  });

  test('takes none after the twentieth day', async () => {
    const t = await town();
    const { requestId } = await complain(t);
    t.clock.set('2027-01-08T09:00:00.000Z');
    await expect(answerRequest(t.asStaff(t.tom), requestId, answer('more-time'))).rejects.toEqual(
      refused('invalid', { outcome: 'too-late' })
    );
    await answerRequest(t.asStaff(t.tom), requestId, answer('not-upheld'));
  });

  test('asks for an advocate in the same moment when the child wants one, once, and without a word of it', async () => {
    const t = await town();
    await complain(t, 'no');
    expect(await rowsOf(t.asStaff(t.lee))).toEqual([]);
    const { requestId } = await complain(t, 'yes');
    await complain(t, 'yes');
    const rows = await rowsOf(t.asStaff(t.lee));
    expect(rows).toMatchObject([{ kind: 'advocate' }]);
    expect(await readRequest(t.asStaff(t.lee), rows[0]?.requestId ?? '')).toMatchObject({ said: [], follows: 'complaint' });
    await expect(readRequest(t.asStaff(t.lee), requestId)).rejects.toEqual(notFound);
    // Sam, whom it may be about, finds neither: also when the advocates hand it back.
    await answerRequest(t.asStaff(t.lee), rows[0]?.requestId ?? '', answer('handed-back'));
    expect(await rowsOf(t.asStaff(t.sam))).toEqual([]);
    expect((await childSheet(t.asStaff(t.sam), t.robin)).asked).toEqual([]);
    expect(await rowsOf(t.asManager())).toMatchObject([{ kind: 'advocate' }]);
  });

  test('asks the managers for one where no advocate is there: never whoever has the child', async () => {
    const t = await cast();
    await complain(t, 'yes');
    expect((await rowsOf(t.asManager())).map(({ kind }) => kind).toSorted()).toEqual(['advocate', 'complaint']);
    expect(await rowsOf(t.asStaff(t.sam))).toEqual([]);
    await setCouncil(t.cmd(), 'advocacySignsIn', 'no');
    await asks(t.asChild(t.kai), 'complaint', { text: 'No.', picked: { 'put-right-beside': 'yes' } });
    expect(await rowsOf(t.asManager())).toHaveLength(4);
    expect(await rowsOf(t.asStaff(t.tom))).toEqual([]);
  });

  test.each(['holder', 'ringing'])(
    'asks past whoever has the child also where one was asked for before, of the %s',
    async (by) => {
      const t = await cast();
      await setCouncil(t.cmd(), 'advocacySignsIn', by === 'ringing' ? 'no' : 'yes');
      const { requestId } = await asks(t.asChild(t.robin), 'advocate');
      const first = await t.app.database.db
        .selectFrom('requests')
        .select('readers')
        .where('id', '=', requestId)
        .executeTakeFirst();
      expect(first?.readers).toBe(by);
      await complain(t, 'yes');
      await complain(t, 'yes');
      const past = (await rowsOf(t.asManager())).filter((row) => row.kind === 'advocate' && row.requestId !== requestId);
      expect(past).toHaveLength(1);
      expect(await readRequest(t.asManager(), past[0]?.requestId ?? '')).toMatchObject({ readers: 'managers' });
    }
  );

  test('is not asked for twice where the advocates have it already', async () => {
    const t = await town();
    await asks(t.asChild(t.robin), 'advocate');
    await complain(t, 'yes');
    expect((await rowsOf(t.asStaff(t.lee))).map(({ kind }) => kind)).toEqual(['advocate']);
  });

  test('about information is acknowledged within thirty days, by a day given, and then answered', async () => {
    const t = await town();
    const { requestId } = await asks(t.asChild(t.robin), 'data-complaint', { text: 'They told my class.' });
    const tom = () => t.asStaff(t.tom);
    // Thirty days after 7 December 2026 is Wednesday 6 January.
    expect(await readRequest(tom(), requestId)).toMatchObject({ answerBy: '2027-01-06', complaint: null });
    await expect(answerRequest(tom(), requestId, answer('acknowledged'))).rejects.toEqual(
      refused('invalid', { byOn: 'missing' })
    );
    await answerRequest(tom(), requestId, answer('acknowledged', 'I have it.', '2027-01-20'));
    expect((await rowsOf(tom()))[0]).toMatchObject({ answerBy: '2027-01-20' });
    await answerRequest(tom(), requestId, answer('partly-upheld'));
    expect(await rowsOf(tom())).toEqual([]);
  });

  test('to see the file is for one month', async () => {
    const t = await town();
    const { requestId } = await asks(t.asChild(t.robin), 'file');
    expect(await readRequest(t.asStaff(t.tom), requestId)).toMatchObject({ answerBy: '2027-01-07' });
  });
});

describe('the advocates', () => {
  test('accept: it leaves their inbox, and the child reads who', async () => {
    const t = await town();
    const { requestId } = await asks(t.asChild(t.robin), 'advocate', { text: 'I want help.' });
    await readRequest(t.asStaff(t.lee), requestId);
    for (const outcome of ['yes', 'rang'])
      await expect(answerRequest(t.asStaff(t.lee), requestId, answer(outcome))).rejects.toEqual(
        refused('invalid', { outcome: 'missing' })
      );
    await answerRequest(t.asStaff(t.lee), requestId, answer('accepted', 'I ring you on Friday.'));
    expect(await rowsOf(t.asStaff(t.lee))).toEqual([]);
    expect((await ownRequest(t.asChild(t.robin), t.robin, requestId)).answered).toMatchObject({
      name: 'Lee',
      outcome: 'accepted'
    });
    expect(await rowsOf(t.asStaff(t.sam))).toEqual([]);
  });

  test('hand back: the child reads why, the IRO that another is wanted, and not a word of either', async () => {
    const t = await town();
    const { requestId } = await asks(t.asChild(t.robin), 'advocate', { text: 'CANARY about Sam' });
    t.clock.forward(60_000);
    const back = answer('handed-back', 'CANARY we know your sister’s case.');
    await answerRequest(t.asStaff(t.lee), requestId, back);
    await answerRequest(t.asStaff(t.lee), requestId, back);
    const rows = await rowsOf(t.asStaff(t.sam));
    expect(rows).toMatchObject([{ kind: 'advocate', answerBy: '2026-12-09' }]);
    const passed = await readRequest(t.asStaff(t.sam), rows[0]?.requestId ?? '');
    expect(passed).toMatchObject({ said: [], follows: 'handed-back', answers: [] });
    expect(JSON.stringify([rows, passed])).not.toContain('CANARY');
    await expect(readRequest(t.asStaff(t.sam), requestId)).rejects.toEqual(notFound);
    await answerRequest(t.asStaff(t.sam), passed.id, answer('yes', 'Ruth of Voices rings you.'));
    const own = await ownRequests(t.asChild(t.robin), t.robin);
    expect(own.map(({ kind, answered }) => [kind, answered?.name, answered?.outcome])).toEqual([
      ['advocate', 'Sam', 'yes'],
      ['advocate', 'Lee', 'handed-back']
    ]);
  });

  test('never sign in: the team rings them, nobody asks why, and the child is told who rang and when', async () => {
    const t = await town();
    await setCouncil(t.cmd(), 'advocacySignsIn', 'no');
    await expect(asks(t.asChild(t.robin), 'advocate', { text: 'why' })).rejects.toEqual(
      refused('invalid', { send: 'other-readers' })
    );
    const { requestId } = await asks(t.asChild(t.robin), 'advocate');
    expect(await rowsOf(t.asStaff(t.lee))).toEqual([]);
    expect(await rowsOf(t.asStaff(t.tom))).toMatchObject([{ requestId, answerBy: '2026-12-09' }]);
    await answerRequest(t.asStaff(t.tom), requestId, answer('rang', 'They ring you tomorrow.'));
    expect((await ownRequest(t.asChild(t.robin), t.robin, requestId)).answered).toMatchObject({
      ...{ name: 'Tom', outcome: 'rang', at: '2026-12-07T09:00:00.000Z' }
    });
    for (const id of [t.tom, t.grace]) expect(await rowsOf(t.asStaff(id))).toEqual([]);
  });

  test('that never sign in are written to as well, where the council has set an address: once, and of nobody', async () => {
    const t = await town();
    await setCouncil(t.cmd(), 'advocacySignsIn', 'no');
    await setCouncil(t.cmd(), 'advocateMail', 'desk@voices.example');
    await setCouncil(t.cmd(), 'officePhone', '01632 960001');
    const id = t.cmd().ids();
    await asks(t.asChild(t.robin), 'advocate', { id });
    await asks(t.asChild(t.robin), 'advocate', { id });
    const sent: { to: string; subject: string; text: string }[] = [];
    const mail = { send: async (one: (typeof sent)[number]) => void sent.push(one), close: () => undefined };
    while ((await sendOutbox(t.as(job), mail, 'https://say.example')) > 0);
    const written = sent.filter(({ to }) => to === 'desk@voices.example');
    expect(written.map(({ subject }) => subject)).toEqual(['Somebody asks to hear from you']);
    expect(written[0]?.text).toContain('Please ring 01632 960001.');
    expect(written[0]?.text).not.toMatch(/robin|advocate|child/i);
    // With or without it, somebody of the team rings.
    expect(await rowsOf(t.asStaff(t.tom))).toMatchObject([{ kind: 'advocate', answerBy: '2026-12-09' }]);
    // An address that was taken away again is written to no more.
    await setCouncil(t.cmd(), 'advocateMail', '');
    await asks(t.asChild(t.kai), 'advocate');
    while ((await sendOutbox(t.as(job), mail, 'https://say.example')) > 0);
    expect(sent.filter(({ to }) => to === 'desk@voices.example')).toHaveLength(1);
  });

  test('are to be rung within two working days: then the team is told again, once each working day until somebody did', async () => {
    const t = await town();
    await setCouncil(t.cmd(), 'advocacySignsIn', 'no');
    // On Thursday: two working days end on Monday.
    t.clock.set('2026-12-10T09:00:00.000Z');
    const { requestId } = await asks(t.asChild(t.robin), 'advocate');
    const remind = async (at: string) => {
      t.clock.set(at);
      return remindToRing(t.as(job));
    };
    expect(await remind('2026-12-14T09:00:00.000Z')).toBe(0);
    expect(await remind('2026-12-15T09:00:00.000Z')).toBe(1);
    expect(await remind('2026-12-15T17:00:00.000Z')).toBe(0);
    expect(await remind('2026-12-16T09:00:00.000Z')).toBe(1);
    await answerRequest(t.asStaff(t.tom), requestId, answer('rang'));
    expect(await remind('2026-12-17T09:00:00.000Z')).toBe(0);
    await expect(remindToRing(t.asStaff(t.tom))).rejects.toEqual(notFound);
  });
});

describe('“nobody has answered me”', () => {
  test('goes to the one the child picks, and to the managers when they pick nobody', async () => {
    const t = await town();
    const toAdvocate = await asks(t.asChild(t.robin), 'no-answer', { picked: pickedOf('no-answer', 'advocates-past') });
    const toBoss = await asks(t.asChild(t.robin), 'no-answer', { picked: { 'waiting-who': 'boss' } });
    const toNobody = await asks(t.asChild(t.robin), 'no-answer');
    const ids = async (ctx: Context) => new Set((await rowsOf(ctx)).map(({ requestId }) => requestId));
    expect(await ids(t.asStaff(t.lee))).toEqual(new Set([toAdvocate.requestId]));
    expect(await ids(t.asManager())).toEqual(new Set([toBoss.requestId, toNobody.requestId]));
    expect(await ids(t.asStaff(t.sam))).toEqual(new Set());
    await expect(readRequest(t.asManager(), toAdvocate.requestId)).rejects.toEqual(notFound);
  });

  test('has no advocate to pick where none is there, and what was meant for one is nobody else’s', async () => {
    const t = await town();
    const reader = await readerOf(t.asChild(t.robin), { language: 'en' });
    const codes = async () =>
      (await askingOf(t.asChild(t.robin), 'no-answer', englishWords, reader)).questions.map(({ question }) => question.code);
    expect(await codes()).toEqual(['waiting-who']);
    await setDesk(t.cmd(), 'advocates', []);
    expect(await codes()).toEqual([]);
    const meant = { text: 'CANARY', picked: pickedOf('no-answer', 'advocates-past') };
    await expect(asks(t.asChild(t.robin), 'no-answer', meant)).rejects.toEqual(refused('invalid', { send: 'nobody' }));
  });
});

const noManagers = ({ app }: Pick<Awaited<ReturnType<typeof cast>>, 'app'>) =>
  app.database.db.updateTable('staff_roles').set({ to_on: '2026-12-01' }).where('role', '=', 'manager').execute();

describe('a door with nobody behind it', () => {
  test('is not shown, is refused, and is named to whoever runs the service', async () => {
    const t = await cast();
    const open = async () => [...(await doorsFor(t.asChild(t.robin), t.robin)).kinds];
    expect(await open()).toEqual(everyKind);
    await noManagers(t);
    const shut = ['no-answer', 'different-iro', 'complaint', 'data-complaint', 'file'];
    expect(everyKind.filter((kind) => kinds[kind].readers !== 'holder' && shut.includes(kind))).toEqual(shut);
    expect(await open()).toEqual(everyKind.filter((kind) => !shut.includes(kind)));
    await expect(asks(t.asChild(t.robin), 'complaint', { text: 'x' })).rejects.toEqual(refused('invalid', { send: 'nobody' }));
    expect((await closedDoors(t.cmd())).map(({ kind, wants }) => [kind, wants.join()])).toEqual([
      ...[
        ['no-answer', 'managers'],
        ['different-iro', 'managers'],
        ['complaint', 'complaints'],
        ['data-complaint', 'complaints']
      ],
      ...[
        ['file', 'complaints'],
        ['not-safe', 'outOfHoursPhone']
      ]
    ]);
    await setDesk(t.cmd(), 'complaints', [t.lee]);
    expect(await open()).toEqual(everyKind.filter((kind) => !['no-answer', 'different-iro'].includes(kind)));
  });

  test('of a child whom nobody has is open while somebody sits at the desk', async () => {
    const t = await cast();
    expect((await doorsFor(t.asChild(t.aleks), t.aleks)).kinds.has('talk')).toBe(true);
    await setDesk(t.cmd(), 'iro-team', []);
    // What falls to an empty desk is the managers'.
    expect((await doorsFor(t.asChild(t.aleks), t.aleks)).kinds.has('talk')).toBe(true);
    await noManagers(t);
    expect((await doorsFor(t.asChild(t.aleks), t.aleks)).kinds.has('talk')).toBe(false);
    await expect(asks(t.asChild(t.aleks), 'talk')).rejects.toEqual(refused('invalid', { send: 'nobody' }));
    // "I am not safe" is kept whoever is there.
    expect(await asks(t.asChild(t.aleks), 'not-safe', { text: 'x' })).toMatchObject({ version: 1 });
    await expect(closedDoors(t.asStaff(t.sam))).rejects.toEqual(notFound);
  });
});

test('words that may need somebody today mark the row for those who may read it, first of what is asked, and open nothing', async () => {
  const t = await town();
  const calm = await asks(t.asChild(t.robin), 'tell-now', { text: 'My bike is broken.' });
  t.clock.forward(1000);
  const worried = await asks(t.asChild(t.robin), 'tell-now', { text: 'He hits me. CANARY' });
  const rows = await rowsOf(t.asStaff(t.sam));
  expect(rows.map(({ requestId, attention }) => [requestId, attention])).toEqual([
    [worried.requestId, true],
    [calm.requestId, false]
  ]);
  expect(JSON.stringify(rows)).not.toContain('CANARY');
  expect((await ownRequest(t.asChild(t.robin), t.robin, worried.requestId)).openings).toEqual([]);
  await answerRequest(t.asStaff(t.sam), worried.requestId, answer('reply', 'I come today.'));
  expect((await rowsOf(t.asStaff(t.sam))).some(({ attention }) => attention)).toBe(false);
  expect(everyKind.filter(isUrgent)).toEqual(['not-safe']);
});
