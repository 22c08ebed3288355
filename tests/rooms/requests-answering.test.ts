import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, test } from 'vitest';
import type { Context } from '#lib/context.ts';
import { dayOf, within } from '#lib/context.ts';
import { childSheet } from '#lib/inbox/caseload.server.ts';
import { frameOf } from '#lib/inbox/frame.server.ts';
import { countsOf, deskOf, inboxOf } from '#lib/inbox/inbox.server.ts';
import { requestSheet } from '#lib/inbox/request-sheet.server.ts';
import { whatChildSeesOf } from '#lib/inbox/request-words.ts';
import type { RequestRow } from '#lib/inbox/row.ts';
import { rowInWords } from '#lib/inbox/inbox-words.ts';
import { needsInWords } from '#lib/inbox/needs-words.ts';
import { teamToday } from '#lib/inbox/team.server.ts';
import { saveStaff } from '#lib/people/people.server.ts';
import { answerRequest, finishRequest } from '#lib/requests/answering.server.ts';
import { haveRequest } from '#lib/requests/having.server.ts';
import { ownRequest, ownRequests } from '#lib/requests/own.server.ts';
import { remindOfUnopened, reminderDue } from '#lib/requests/reminding.server.ts';
import type { RequestKind } from '#lib/requests/kinds.ts';
import { deliveryOf } from '#lib/requests/delivery.server.ts';
import { pageOf, sendRequest } from '#lib/requests/sending.server.ts';
import { takeBackRequest } from '#lib/requests/taking-back.server.ts';
import { makeCover, saveAllocation, setDesk, takeFromDesk } from '#lib/routing/routing.server.ts';
import { MailRefused, type Mail } from '#lib/server/mail.ts';
import { sendOutbox } from '#jobs/send-outbox.ts';
import { ask } from '#forms/ask.ts';
import { asAsked, cast, englishWords, sayAndSend } from '#tests/setup/cast.ts';
import { job } from '#tests/setup/app.ts';

const CANARY = 'CANARY he shouts at night';
const INVENTED = '019af000-0000-7000-8000-000000000000';
const DAY = 24 * 3600_000;
const notFound = expect.objectContaining({ problem: 'not-found' });
const invalid = (fields: Record<string, string>) => expect.objectContaining({ problem: 'invalid', fields });

/** The cast, and with them Nadia at the duty desk and Ffion at the advocates'. */
async function town() {
  const c = await cast();
  const worker = (name: string, role: 'social_worker' | 'advocate') =>
    saveStaff(c.cmd(), {
      name,
      roles: [{ role, fromOn: '2020-01-01', toOn: null }],
      email: `${name.split(' ')[0]}@council.example`
    });
  const nadia = await worker('Nadia Rahman', 'social_worker');
  const ffion = await worker('Ffion Ellery', 'advocate');
  await setDesk(c.cmd(), 'duty', [nadia]);
  await setDesk(c.cmd(), 'advocates', [ffion]);
  const people = {
    sam: c.asStaff(c.sam),
    amina: c.asStaff(c.amina),
    lee: c.asStaff(c.lee),
    tom: c.asStaff(c.tom),
    grace: c.asManager(),
    dee: c.asStaff(c.dee, { roles: ['social_worker'] }),
    nadia: c.asStaff(nadia, { roles: ['social_worker'] }),
    ffion: c.asStaff(ffion, { roles: ['advocate'] })
  };
  /** Each of them anew: the time of a context stands still. */
  const now = (who: Who): Context => ({ ...people[who], now: c.cmd().now });
  return { ...c, nadia, ffion, as: now };
}
type Who = 'sam' | 'amina' | 'lee' | 'tom' | 'grace' | 'dee' | 'nadia' | 'ffion';
const everybody: readonly Who[] = ['sam', 'amina', 'lee', 'tom', 'grace', 'dee', 'nadia', 'ffion'];
type Town = Awaited<ReturnType<typeof town>>;

/** What a page of this kind would send: its first question answered, if it has one to write in. */
function saidTo(kind: RequestKind, text: string) {
  const page = pageOf(kind);
  return page.questions
    .filter((question) => question.kind === 'text')
    .slice(0, 1)
    .map((question) => ({ asked: asAsked(page, question, ask), answer: { value: text, unsure: false } }));
}

const asks = async (child: Context, kind: RequestKind, text = CANARY, id: string = randomUUID()) =>
  (await sendRequest(child, { id, kind, said: saidTo(kind, text), reviewOn: null, language: 'en', band: '8-11' })).requestId;

const wordless = () => ({ id: randomUUID(), said: [], reviewOn: null, language: 'en', band: '8-11' as const });

const groupsOf = (ctx: Context) => inboxOf(ctx);
const rowsOf = async (ctx: Context): Promise<RequestRow[]> =>
  (await groupsOf(ctx)).flatMap(({ rows }) => rows).filter((row): row is RequestRow => row.subject === 'request');

/** Who has this in the inbox, and who can open it. Opening is an act, so it is asked last. */
async function whoCan(t: Town, id: string): Promise<{ listed: Who[]; opens: Who[] }> {
  const listed: Who[] = [];
  for (const who of everybody) if ((await rowsOf(t.as(who))).some(({ requestId }) => requestId === id)) listed.push(who);
  const opens: Who[] = [];
  for (const who of everybody)
    await requestSheet(t.as(who), id).then(
      () => opens.push(who),
      (error: unknown) => expect(error).toEqual(notFound)
    );
  return { listed, opens };
}

const away = (t: Town, absentId: string, coverId: string) => {
  const { now } = t.cmd();
  return makeCover(t.cmd(), {
    absentId,
    coverId,
    fromAt: now.toISOString(),
    toAt: new Date(now.getTime() + 20 * DAY).toISOString(),
    reason: 'leave'
  });
};

describe('who gets what', () => {
  let t: Town;
  beforeEach(async () => void (t = await town()));

  test.each(['tell-now', 'early-review', 'talk'] as const)('%s goes to the IRO alone', async (kind) => {
    const id = await asks(t.asChild(t.robin), kind);
    expect(await whoCan(t, id)).toEqual({ listed: ['sam'], opens: ['sam'] });
  });

  test('while the IRO is away it is with the cover, and either may open it', async () => {
    await away(t, t.sam, t.amina);
    const id = await asks(t.asChild(t.robin), 'talk');
    expect(await whoCan(t, id)).toEqual({ listed: ['amina'], opens: ['sam', 'amina'] });
    expect(await rowsOf(t.as('amina'))).toMatchObject([
      { coverFor: 'Sam Okafor', caseWith: null, openedBy: null, unread: false }
    ]);
  });

  test('what a child says to an advocate is for the advocates alone: the IRO sees that it was asked, and no more', async () => {
    await away(t, t.sam, t.amina);
    const id = await asks(t.asChild(t.robin), 'advocate');
    expect(await whoCan(t, id)).toEqual({ listed: ['ffion'], opens: ['ffion'] });
    const sheet = await childSheet(t.as('sam'), t.robin);
    expect(sheet.asked).toMatchObject([{ id, kind: 'advocate', readers: 'advocates', mayOpen: false }]);
    for (const who of ['sam', 'amina', 'grace', 'nadia'] as const) {
      await expect(answerRequest(t.as(who), id, { outcome: 'yes', text: 'Yes', byOn: null })).rejects.toEqual(notFound);
      await expect(finishRequest(t.as(who), id)).rejects.toEqual(notFound);
    }
    expect(JSON.stringify([sheet, await teamToday(t.as('grace'))])).not.toContain('CANARY');
  });

  test('an advocate who is the child’s IRO may not open it, and is not shown it', async () => {
    await setDesk(t.cmd(), 'advocates', [t.ffion, t.sam]);
    const id = await asks(t.asChild(t.robin), 'advocate');
    expect(await whoCan(t, id)).toEqual({ listed: ['ffion'], opens: ['ffion'] });
    expect((await countsOf(t.as('sam'))).inbox).toBe(0);
  });

  test('without anybody at the advocates’ desk the IRO is told that an advocate is wanted', async () => {
    await setDesk(t.cmd(), 'advocates', []);
    const { requestId } = await sendRequest(t.asChild(t.robin), { ...wordless(), kind: 'advocate' });
    expect(await whoCan(t, requestId)).toEqual({ listed: ['sam'], opens: ['sam'] });
  });

  test('what was written for an advocate who has gone by then is given to nobody else', async () => {
    await setDesk(t.cmd(), 'advocates', []);
    await expect(asks(t.asChild(t.robin), 'advocate')).rejects.toEqual(
      expect.objectContaining({ problem: 'invalid', fields: { send: 'other-readers' } })
    );
    expect(await rowsOf(t.as('sam'))).toEqual([]);
  });

  test('a desk at which only the child’s own IRO, cover or social worker sits is no advocates’ desk', async () => {
    await setDesk(t.cmd(), 'advocates', [t.sam, t.dee, t.amina]);
    expect((await deliveryOf(t.asChild(t.robin), 'advocate', t.robin)).readers).toBe('advocates');
    await away(t, t.sam, t.amina);
    expect((await deliveryOf(t.asChild(t.robin), 'advocate', t.robin)).readers).toBe('holder');
  });

  test('"I am not safe" goes to the IRO or cover, the duty desk and the manager, and to nobody else', async () => {
    const id = await asks(t.asChild(t.robin), 'not-safe');
    expect(await whoCan(t, id)).toEqual({ listed: ['sam', 'grace', 'nadia'], opens: ['sam', 'grace', 'nadia'] });
    await away(t, t.sam, t.amina);
    const second = await asks(t.asChild(t.robin), 'not-safe', 'again');
    expect((await whoCan(t, second)).listed).toEqual(['amina', 'grace', 'nadia']);
  });

  test('a social worker at the duty desk is not told that their own child is not safe', async () => {
    await setDesk(t.cmd(), 'duty', [t.nadia, t.dee]);
    const id = await asks(t.asChild(t.robin), 'not-safe');
    expect((await whoCan(t, id)).listed).not.toContain('dee');
  });

  test('each reader has it once, first of all, with who has the child; the rows say no word of it', async () => {
    await sayAndSend(t.asChild(t.robin), t.robin, { 'home-feel': 'good' });
    await asks(t.asChild(t.robin), 'talk');
    const id = await asks(t.asChild(t.robin), 'not-safe');
    await setDesk(t.cmd(), 'duty', [t.nadia, t.grace]);
    expect((await groupsOf(t.as('sam'))).map(({ group, rows }) => [group, rows.length])).toEqual([
      ['unsafe', 1],
      ['asked', 1],
      ['soon', 1]
    ]);
    expect(await rowsOf(t.as('grace'))).toMatchObject([
      { requestId: id, kind: 'not-safe', caseWith: 'Sam Okafor', taken: false }
    ]);
    expect(await rowsOf(t.as('nadia'))).toMatchObject([{ requestId: id, unopened: true, coverFor: null }]);
    for (const who of everybody) expect(JSON.stringify(await groupsOf(t.as(who)))).not.toContain('CANARY');
  });

  test('a manager without children has an inbox when something is there for them', async () => {
    const ways = async (who: Who) => (await frameOf(t.as(who), englishWords, '/staff')).ways.map(({ href }) => href);
    const managers = [
      '/staff/desk',
      '/staff/cover',
      '/staff/cards',
      '/staff/ratings',
      '/staff/not-told',
      '/staff/break-glass',
      '/staff/guides'
    ];
    expect(await ways('grace')).toEqual(['/staff/morning', '/staff/team', ...managers]);
    await asks(t.asChild(t.robin), 'not-safe');
    expect(await ways('grace')).toEqual(['/staff/morning', '/staff/team', '/staff', ...managers]);
    // Nothing falls to these desks, and neither has a child.
    // A social worker asks for a child's card, and hands it over.
    expect(await ways('nadia')).toEqual(['/staff', '/staff/cover', '/staff/cards', '/staff/not-told']);
    expect(await ways('ffion')).toEqual(['/staff', '/staff/cover', '/staff/not-told']);
  });

  test('somebody else’s id and an invented one look the same, for every verb', async () => {
    const id = await asks(t.asChild(t.robin), 'talk');
    const verbs: ((ctx: Context, id: string) => Promise<unknown>)[] = [
      requestSheet,
      finishRequest,
      (ctx, one) => answerRequest(ctx, one, { outcome: 'yes', text: 'Yes', byOn: null }),
      // What is wrong with the answer is told to nobody who may not give one.
      (ctx, one) => answerRequest(ctx, one, { outcome: '', text: '', byOn: null }),
      takeBackRequest
    ];
    for (const who of ['lee', 'tom', 'grace', 'dee', 'nadia', 'ffion'] as const)
      for (const one of [id, INVENTED]) for (const verb of verbs) await expect(verb(t.as(who), one)).rejects.toEqual(notFound);
    for (const one of [id, INVENTED])
      for (const verb of verbs) await expect(verb(t.asChild(t.kai), one)).rejects.toEqual(notFound);
    expect((await ownRequest(t.asChild(t.robin), t.robin, id)).status).toBe('sent');
  });
});

describe('a page of one request', () => {
  test('shows no more of the child than each may know', async () => {
    const t = await town();
    const id = await asks(t.asChild(t.robin), 'not-safe');
    const sheet = await requestSheet(t.as('nadia'), id);
    expect(sheet).toMatchObject({
      child: { called: 'Robin', lastInitial: 'T', age: 9 },
      seesChild: false,
      mine: false,
      holder: 'Sam Okafor',
      duty: true
    });
    expect(Object.keys(sheet.child).sort()).toEqual(['age', 'called', 'id', 'interpreter', 'lastInitial']);
    expect(sheet.request.said?.map(({ answer }) => answer.value)).toEqual([CANARY]);
    expect(await requestSheet(t.as('sam'), id)).toMatchObject({ seesChild: true, mine: true, holder: null });
    expect((await requestSheet(t.as('grace'), id)).seesChild).toBe(false);
  });
});

describe('opened and answered', () => {
  let t: Town;
  let id: string;
  const state = async () => (await ownRequests(t.asChild(t.robin), t.robin)).find((one) => one.id === id);
  const waiting = async (who: Who) => (await rowsOf(t.as(who))).map(({ requestId }) => requestId);
  beforeEach(async () => {
    t = await town();
    id = await asks(t.asChild(t.robin), 'early-review');
  });

  test('nobody has opened it until somebody has; then the child sees who, and the list says so', async () => {
    expect(await state()).toMatchObject({ status: 'sent', openings: [] });
    expect((await rowsOf(t.as('sam')))[0]).toMatchObject({ unread: true, unopened: true, answerBy: '2026-12-14' });
    await away(t, t.sam, t.amina);
    await requestSheet(t.as('amina'), id);
    expect(await state()).toMatchObject({ status: 'opened', openings: [{ name: 'Amina', standingIn: true }] });
    t.clock.forward(21 * DAY);
    expect((await rowsOf(t.as('sam')))[0]).toMatchObject({ unread: true, unopened: false, openedBy: 'Amina Yusuf' });
  });

  test('looking again within the hour is one opening, and one line of the record', async () => {
    for (const minutes of [0, 20, 50]) {
      t.clock.forward(minutes * 60_000);
      await requestSheet(t.as('sam'), id);
    }
    expect((await requestSheet(t.as('sam'), id)).request.openings).toHaveLength(2);
    const audit = await t.cmd().db.selectFrom('audit').select('verb').where('verb', '=', 'request.read').execute();
    expect(audit).toHaveLength(2);
  });

  test.each(['yes', 'partly', 'no'])('"%s" settles it: the child reads it, and it leaves the inbox', async (outcome) => {
    await answerRequest(t.as('sam'), id, { outcome, text: ' We meet on Friday. ', byOn: '2026-12-09' });
    expect(await waiting('sam')).toEqual([]);
    expect(await state()).toMatchObject({ status: 'answered', answered: { name: 'Sam', unseen: true } });
    const own = await ownRequest(t.asChild(t.robin), t.robin, id);
    expect(own.answers).toMatchObject([{ outcome, text: 'We meet on Friday.', byOn: null, name: 'Sam' }]);
    expect((await state())?.answered?.unseen).toBe(false);
    expect((await requestSheet(t.as('sam'), id)).request).toMatchObject({ waiting: false, status: 'answered' });
  });

  test('pressed twice is answered once; an hour later, or in other words, is another answer', async () => {
    const say = (text: string) => answerRequest(t.as('sam'), id, { outcome: 'no', text, byOn: null });
    await say('Not now.');
    await say('Not now.');
    const count = async () => (await ownRequest(t.asChild(t.robin), t.robin, id)).answers.map(({ text }) => text);
    expect(await count()).toEqual(['Not now.']);
    await say('Sorry: yes after all.');
    t.clock.forward(2 * 3600_000);
    await say('Sorry: yes after all.');
    expect(await count()).toEqual(['Sorry: yes after all.', 'Sorry: yes after all.', 'Not now.']);
  });

  test('"not yet" moves it to its day, in its order, and it is answered again or done', async () => {
    const other = await asks(t.asChild(t.kai), 'early-review');
    await answerRequest(t.as('sam'), id, { outcome: 'not-yet', text: 'I ask Dee first.', byOn: '2026-12-21' });
    expect((await rowsOf(t.as('sam'))).map(({ requestId, answerBy }) => [requestId, answerBy])).toEqual([
      [other, '2026-12-14'],
      [id, '2026-12-21']
    ]);
    // It was told something, and is not answered: no row says that it was.
    const inboxRow = (await inboxOf(t.as('sam'))).flatMap(({ rows }) => rows).find(({ childId }) => childId === t.robin);
    expect(inboxRow && rowInWords(englishWords, inboxRow, t.cmd().now).tags.map(({ label }) => label)).toEqual(['Told: not yet']);
    expect((await teamToday(t.as('grace'))).figures.askedLate).toBe(0);
    t.clock.forward(15 * DAY);
    expect((await teamToday(t.as('grace'))).figures.askedLate).toBe(2);
    expect((await requestSheet(t.as('sam'), id)).request).toMatchObject({ waiting: true, mayFinish: true });
    await answerRequest(t.as('sam'), id, { outcome: 'yes', text: 'It is on 4 January.', byOn: null });
    expect(await waiting('sam')).toEqual([other]);
    expect((await teamToday(t.as('grace'))).figures.askedLate).toBe(1);
  });

  test('an answer without what it needs is not kept, and says which field', async () => {
    const say = (part: Partial<{ outcome: string; text: string; byOn: string | null }>) =>
      answerRequest(t.as('sam'), id, { outcome: 'not-yet', text: 'Soon.', byOn: '2026-12-21', ...part });
    await expect(say({ outcome: '' })).rejects.toEqual(invalid({ outcome: 'missing' }));
    await expect(say({ outcome: 'reply' })).rejects.toEqual(invalid({ outcome: 'missing' }));
    await expect(say({ text: '  ' })).rejects.toEqual(invalid({ text: 'empty' }));
    await expect(say({ text: 'x'.repeat(4001) })).rejects.toEqual(invalid({ text: 'too-long' }));
    for (const byOn of [null, 'soon', '2026-13-40']) await expect(say({ byOn })).rejects.toEqual(invalid({ byOn: 'missing' }));
    await expect(say({ byOn: '2026-12-06' })).rejects.toEqual(invalid({ byOn: 'past' }));
    expect(await state()).toMatchObject({ status: 'sent', answered: null });
    await say({ byOn: '2026-12-07' });
    expect(await state()).toMatchObject({ status: 'answered' });
  });

  test('it is not done before it is answered', async () => {
    await requestSheet(t.as('sam'), id);
    await expect(finishRequest(t.as('sam'), id)).rejects.toEqual(invalid({ done: 'answer-first' }));
    expect(await waiting('sam')).toEqual([id]);
  });

  test('sent again in other words, only the newest waits', async () => {
    const one = randomUUID();
    const first = await asks(t.asChild(t.kai), 'talk', 'at school', one);
    expect(await asks(t.asChild(t.kai), 'talk', 'at school', one)).toBe(first);
    const second = await asks(t.asChild(t.kai), 'talk', 'on a walk', one);
    expect((await waiting('sam')).filter((each) => each !== id)).toEqual([second]);
    expect((await requestSheet(t.as('sam'), second)).request.version).toBe(2);
  });

  test('taken back, the words are gone and nobody has to do anything', async () => {
    await takeBackRequest(t.asChild(t.robin), id);
    expect(await waiting('sam')).toEqual([]);
    const { request } = await requestSheet(t.as('sam'), id);
    expect(request).toMatchObject({ status: 'taken-back', said: null, waiting: false });
  });
});

describe('"I am not safe"', () => {
  let t: Town;
  let id: string;
  beforeEach(async () => {
    t = await town();
    id = await asks(t.asChild(t.robin), 'not-safe');
  });
  const had = async () => {
    const by: Who[] = [];
    for (const who of ['sam', 'grace', 'nadia'] as const) if ((await rowsOf(t.as(who))).length > 0) by.push(who);
    return by;
  };

  test('its child and the page of it name everybody who opened it, each once, the first one first', async () => {
    for (const who of ['nadia', 'sam', 'nadia', 'grace'] as const) {
      await requestSheet(t.as(who), id);
      t.clock.forward(2 * 3600_000);
    }
    const sheet = await requestSheet(t.as('sam'), id);
    expect(sheet.request.openings.map(({ name }) => name)).toEqual(['Nadia', 'Sam', 'Nadia', 'Grace', 'Sam']);
    const own = await ownRequest(t.asChild(t.robin), t.robin, id);
    expect(own.openings.map(({ name }) => name)).toEqual(['Nadia', 'Sam', 'Grace']);
    const seen = whatChildSeesOf(sheet, { words: englishWords, now: t.cmd().now, name: 'Robin' }).map(({ text }) => text);
    expect(seen).toHaveLength(4);
    for (const [place, { name }] of own.openings.entries()) expect(seen[place]).toMatch(new RegExp(`^${name} opened it`));
  });

  test('stays with all three when one has opened it, and when one has answered, until somebody says that it is done', async () => {
    await requestSheet(t.as('nadia'), id);
    expect(await had()).toEqual(['sam', 'grace', 'nadia']);
    expect((await rowsOf(t.as('sam')))[0]).toMatchObject({ unread: true, openedBy: 'Nadia Rahman', status: 'opened' });
    await expect(finishRequest(t.as('nadia'), id)).rejects.toEqual(invalid({ done: 'answer-first' }));
    await answerRequest(t.as('nadia'), id, { outcome: 'reply', text: 'I am on my way to you.', byOn: null });
    expect(await had()).toEqual(['sam', 'grace', 'nadia']);
    await finishRequest(t.as('sam'), id);
    expect(await had()).toEqual([]);
    expect((await ownRequest(t.asChild(t.robin), t.robin, id)).answers).toMatchObject([{ name: 'Nadia', outcome: 'reply' }]);
  });

  test('taken back it stays with all three, without a word, as somebody to call; done only once the child was told what was done', async () => {
    await takeBackRequest(t.asChild(t.robin), id);
    expect(await had()).toEqual(['sam', 'grace', 'nadia']);
    expect((await groupsOf(t.as('nadia')))[0]).toMatchObject({
      group: 'unsafe',
      rows: [{ status: 'taken-back', unopened: true }]
    });
    expect((await teamToday(t.as('grace'))).needs.worries).toMatchObject([{ requestId: id, takenBack: true }]);
    expect((await requestSheet(t.as('nadia'), id)).request).toMatchObject({ said: null, waiting: true, mayFinish: false });
    await expect(finishRequest(t.as('nadia'), id)).rejects.toEqual(invalid({ done: 'answer-first' }));
    await answerRequest(t.as('nadia'), id, { outcome: 'reply', text: 'I rang you. You are at Nan’s.', byOn: null });
    await finishRequest(t.as('nadia'), id);
    expect(await had()).toEqual([]);
    // Whoever opened it is named to the child, each of them.
    const seen = await ownRequest(t.asChild(t.robin), t.robin, id);
    expect([seen.status, seen.openings.map(({ name }) => name)]).toEqual(['taken-back', ['Nadia']]);
  });

  test('stands first on the manager’s day until somebody has it, and is counted once', async () => {
    const team = await teamToday(t.as('grace'));
    expect(team.needs.worries).toEqual([
      {
        requestId: id,
        called: 'Robin',
        lastInitial: 'T',
        sentAt: '2026-12-07T09:00:00.000Z',
        takenBack: false,
        opened: false,
        had: null,
        reminders: 0,
        holder: 'Sam Okafor',
        past: false,
        mayOpen: true
      }
    ]);
    expect(team.figures).toMatchObject({ unopened: 1, onDesk: 0 });
    await requestSheet(t.as('nadia'), id);
    expect((await teamToday(t.as('grace'))).needs.worries).toMatchObject([{ opened: true, had: null }]);
    await haveRequest(t.as('nadia'), id);
    expect((await teamToday(t.as('grace'))).needs.worries).toEqual([]);
  });
});

describe('the desk', () => {
  test('sees what kind of thing fell to it, first who is not safe, and reads after taking', async () => {
    const t = await town();
    const child = t.asChild(t.aleks);
    await sayAndSend(child, t.aleks, { 'home-feel': 'ok' });
    const talk = await asks(child, 'talk');
    const unsafe = await asks(child, 'not-safe');
    const desk = await deskOf(t.as('tom'));
    expect(desk.map(({ kind, answerBy }) => [kind, answerBy])).toEqual([
      ['not-safe', null],
      ['talk', '2026-12-09'],
      ['views', null]
    ]);
    expect(JSON.stringify(desk)).not.toContain('CANARY');
    expect(await deskOf(t.as('nadia'))).toEqual([]);
    await expect(requestSheet(t.as('tom'), talk)).rejects.toEqual(notFound);
    expect((await teamToday(t.as('grace'))).needs.worries).toMatchObject([{ requestId: unsafe, holder: null }]);
    await takeBackRequest(child, unsafe);
    expect((await deskOf(t.as('tom')))[0]).toMatchObject({ kind: 'not-safe', takenBack: true });
    // The duty desk and the manager read without taking; nobody has the child all the same.
    expect(await requestSheet(t.as('nadia'), unsafe)).toMatchObject({ holder: null, mine: false });
    await takeFromDesk(t.as('tom'), desk[1]?.itemId ?? '');
    expect((await requestSheet(t.as('tom'), talk)).mine).toBe(true);
    expect((await rowsOf(t.as('tom'))).map(({ requestId, taken }) => [requestId, taken])).toEqual([
      [unsafe, true],
      [talk, true]
    ]);
    await answerRequest(t.as('tom'), talk, { outcome: 'yes', text: 'Tomorrow after school.', byOn: null });
    expect((await ownRequest(child, t.aleks, talk)).answers).toMatchObject([{ name: 'Tom', outcome: 'yes' }]);
  });

  test('of advocates and duty has nothing to take', async () => {
    const t = await town();
    expect((await countsOf(t.as('ffion'))).desk).toBeNull();
    expect((await countsOf(t.as('nadia'))).desk).toBeNull();
    expect((await countsOf(t.as('tom'))).desk).toBe(0);
  });
});

test('the next IRO finds what waits, and answers it', async () => {
  const t = await town();
  const id = await asks(t.asChild(t.aleks), 'talk');
  await saveAllocation(t.cmd(), { childId: t.aleks, staffId: t.lee, role: 'iro', fromOn: dayOf(t.cmd().now), toOn: null });
  expect((await rowsOf(t.as('lee'))).map(({ requestId }) => requestId)).toEqual([id]);
  await answerRequest(t.as('lee'), id, { outcome: 'yes', text: 'Hello, I am Lee.', byOn: null });
  expect((await rowsOf(t.as('lee'))).length).toBe(0);
});

describe('nobody has opened it', () => {
  const due = (sentAt: string, already = 0) => new Date(reminderDue(sentAt, already)).toISOString();

  test('told again after half an hour of working time, or four hours by the clock, whichever is sooner', () => {
    expect(due('2026-12-07T10:00:00.000Z')).toBe('2026-12-07T10:30:00.000Z');
    expect(due('2026-12-07T10:00:00.000Z', 1)).toBe('2026-12-07T11:00:00.000Z');
    // Ten to five: ten minutes of work today; the night is longer than four hours.
    expect(due('2026-12-07T16:50:00.000Z')).toBe('2026-12-07T20:50:00.000Z');
    // Half past five in the morning: the office opens in between.
    expect(due('2026-12-07T05:30:00.000Z')).toBe('2026-12-07T09:30:00.000Z');
    expect(due('2026-12-07T05:00:00.000Z')).toBe('2026-12-07T09:00:00.000Z');
  });

  test('at a weekend, on a bank holiday and in its night only the clock counts', () => {
    expect(due('2026-12-12T10:00:00.000Z')).toBe('2026-12-12T14:00:00.000Z');
    // Boxing Day is a Saturday, so Monday 28 December is a bank holiday.
    expect(due('2026-12-28T10:00:00.000Z')).toBe('2026-12-28T14:00:00.000Z');
    expect(due('2026-12-28T23:30:00.000Z')).toBe('2026-12-29T03:30:00.000Z');
    expect(due('2026-12-28T23:30:00.000Z', 1)).toBe('2026-12-29T07:30:00.000Z');
    expect(due('2026-12-28T23:30:00.000Z', 2)).toBe('2026-12-29T09:30:00.000Z');
  });

  test('nine o’clock is nine in the United Kingdom, before and after the clocks change', () => {
    // Friday 27 March 2026 is winter time, Monday 30 March is summer time.
    expect(due('2026-03-27T08:50:00.000Z')).toBe('2026-03-27T09:30:00.000Z');
    expect(due('2026-03-30T07:50:00.000Z')).toBe('2026-03-30T08:30:00.000Z');
    expect(due('2026-03-30T15:45:00.000Z')).toBe('2026-03-30T19:45:00.000Z');
    // On the night itself four hours are four hours.
    expect(due('2026-03-29T00:30:00.000Z')).toBe('2026-03-29T04:30:00.000Z');
    expect(due('2026-10-25T00:30:00.000Z')).toBe('2026-10-25T04:30:00.000Z');
  });
});

describe('telling everybody again', () => {
  let t: Town;
  const remind = () => remindOfUnopened({ ...t.cmd(), actor: job });
  const nudges = async () =>
    (await t.cmd().db.selectFrom('outbox').select(['kind', 'dedupe_key']).orderBy('id').execute()).filter(({ dedupe_key }) =>
      dedupe_key.startsWith('unopened:')
    );
  beforeEach(async () => {
    t = await town();
  });

  test('on the night of a bank holiday with the IRO away: cover, duty desk and managers, until a person has opened it', async () => {
    t.clock.forward(Date.parse('2026-12-28T22:00:00.000Z') - t.cmd().now.getTime());
    await away(t, t.sam, t.amina);
    const id = await asks(t.asChild(t.robin), 'not-safe');
    expect(await remind()).toBe(0);
    t.clock.forward(4 * 3600_000);
    expect(await remind()).toBe(1);
    expect(await remind()).toBe(0);
    const first = await nudges();
    expect(first.map(({ kind }) => kind)).toEqual(['urgent', 'urgent', 'urgent']);
    expect(first.map(({ dedupe_key }) => dedupe_key.split(':').at(-1)).sort()).toEqual([t.amina, t.grace, t.nadia].sort());
    expect((await rowsOf(t.as('nadia')))[0]).toMatchObject({ reminders: 1, unopened: true });
    t.clock.forward(4 * 3600_000);
    expect(await remind()).toBe(1);
    expect((await teamToday(t.as('grace'))).needs.worries).toMatchObject([
      { requestId: id, reminders: 2, holder: 'Amina Yusuf' }
    ]);
    await requestSheet(t.as('amina'), id);
    t.clock.forward(DAY);
    expect(await remind()).toBe(0);
    expect(await nudges()).toHaveLength(6);
  });

  test('once for all that came due while the service was down', async () => {
    await asks(t.asChild(t.robin), 'not-safe');
    t.clock.forward(3 * DAY);
    expect([await remind(), await remind()]).toEqual([1, 0]);
    expect(await nudges()).toHaveLength(3);
    // What is said of it is what was sent, not what the clock says was due.
    const said = async () => (await teamToday(t.as('grace'))).needs.worries.map(({ reminders }) => reminders);
    expect(await said()).toEqual([1]);
    expect((await rowsOf(t.as('nadia')))[0]).toMatchObject({ reminders: 1 });
    t.clock.forward(4 * 3600_000);
    expect(await said()).toEqual([1]);
    expect(await remind()).toBe(1);
    expect(await said()).toEqual([2]);
    const words = needsInWords(englishWords, (await teamToday(t.as('grace'))).needs, t.cmd().now, false);
    expect(words[0]?.detail).toMatch(/Everybody was told again 2 times\.$/);
  });

  test('also of one that was taken back, and of no other kind', async () => {
    await asks(t.asChild(t.kai), 'talk');
    const id = await asks(t.asChild(t.robin), 'not-safe');
    await takeBackRequest(t.asChild(t.robin), id);
    t.clock.forward(30 * 60_000);
    expect(await remind()).toBe(1);
    await answerRequest(t.as('nadia'), id, { outcome: 'reply', text: 'I rang you.', byOn: null });
    await finishRequest(t.as('nadia'), id);
    t.clock.forward(DAY);
    expect(await remind()).toBe(0);
  });

  test('only the clock may', async () => {
    await expect(remindOfUnopened(t.as('grace'))).rejects.toEqual(notFound);
    await expect(remindOfUnopened(t.cmd())).rejects.toEqual(notFound);
  });

  test('the mail says that something cannot wait, before any other, and names nobody', async () => {
    await asks(t.asChild(t.robin), 'talk');
    await asks(t.asChild(t.robin), 'not-safe');
    const sent: Mail[] = [];
    const transport = { send: async (mail: Mail) => void sent.push(mail), close: () => undefined };
    while ((await sendOutbox({ ...t.cmd(), actor: job }, transport, 'https://say.example')) > 0);
    expect(sent.map(({ subject }) => subject)).toEqual([
      ...Array.from({ length: 3 }, () => 'Something cannot wait'),
      'Something new for you'
    ]);
    expect(new Set(sent.slice(0, 3).map(({ text }) => text)).size).toBe(1);
    expect(sent[0]?.text).toContain('https://say.example/staff');
    expect(`${sent[0]?.subject} ${sent[0]?.text}`).not.toMatch(/Robin|Sam|safe(?! wherever)|child|review|council|\{\{/i);
  });

  test('a mail that cannot wait is tried again as any other', async () => {
    await asks(t.asChild(t.robin), 'not-safe');
    const transport = {
      send: async () => {
        throw new MailRefused('away');
      },
      close: () => undefined
    };
    expect(await sendOutbox({ ...t.cmd(), actor: job }, transport, 'https://say.example')).toBe(3);
    const rows = await within(t.cmd(), ({ db }) => db.selectFrom('outbox').select(['kind', 'state', 'attempts']).execute());
    expect(rows).toEqual(Array.from({ length: 3 }, () => ({ kind: 'urgent', state: 'waiting', attempts: 1 })));
  });
});
