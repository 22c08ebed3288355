import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { contactOf } from '#lib/children/contacts.server.ts';
import { saveContact } from '#lib/children/children.server.ts';
import { postingOf, postLetter } from '#lib/invitations/posted-letters.server.ts';
import { notToldFor } from '#lib/not-told/reading.server.ts';
import { openNotify, type Notify } from '#lib/server/notify.ts';
import { askWhatFailed, sendOutbox } from '#jobs/send-outbox.ts';
import { job, visitor } from '#tests/setup/app.ts';
import { askedTown, origin, type AskedTown } from '#tests/setup/asked.ts';
import { notifyKey, notifyStub, notifyTemplates, type NotifyStub } from '#tests/setup/notify-stub.ts';

const dawn = 'dawn@post.example';
/** Nothing of the kind may stand in what is handed over, but where an address is. */
const tells = /Dawn|Quill|Robin|Sam|Okafor|child|review|parent|carer|social|care|\{\{|undefined/i;

let stub: NotifyStub;
let notify: Notify;
beforeEach(async () => {
  stub = await notifyStub();
  notify = opened();
});
afterEach(() => stub.stop());

const opened = (url = stub.url, key = notifyKey): Notify => {
  const made = openNotify({ notify: { url, key, templates: notifyTemplates } });
  if (!made) throw new Error('it is set');
  return made;
};
describe('through the outbox', () => {
  let t: AskedTown;
  beforeEach(async () => void (t = await askedTown()));
  const deliver = async () => {
    while ((await sendOutbox(t.as(job), notify.mail, origin, notify.texts, notify.letters)) > 0);
  };
  /** Robin's mother with her own address, and her letter. */
  const letterTo = async (postal: string, language = 'en') => {
    const { id, contactId } = await t.ask('letter', 'her', { language });
    await saveContact(t.cmd(), { id: contactId, childId: t.robin, relation: 'mother', name: 'Dawn Quill', postal });
    const { letterId } = await t.send(id);
    return { id, contactId, letterId: letterId ?? '' };
  };
  const postal = '12 Old Road\nNorthmere\nNM1 2AB';

  test('a full day’s limit is not tried again before midnight, and everything goes then', async () => {
    const { id } = await t.ask('email', dawn);
    await t.send(id);
    stub.state.plan = () => 'day';
    await deliver();
    const [row] = await t.app.database.db.selectFrom('outbox').select(['not_before', 'state']).execute();
    expect(row).toEqual({ not_before: '2026-12-08T00:00:00.000Z', state: 'waiting' });
    stub.state.plan = () => 'take';
    t.clock.set('2026-12-08T09:00:00.000Z');
    await deliver();
    expect(stub.taken.map(({ to }) => to)).toEqual([dawn]);
  });

  test('what came to nothing after it was taken is a task for whoever has the child', async () => {
    const { id } = await t.ask('email', dawn);
    await t.send(id);
    await deliver();
    await askWhatFailed(t.as(job), notify.failures);
    expect(await notToldFor(t.iro())).toEqual([]);
    stub.failed.add(stub.taken[0]?.reference ?? '');
    await askWhatFailed(t.as(job), notify.failures);
    expect(await notToldFor(t.iro())).toMatchObject([{ reason: 'came-back', way: 'email' }]);
  });

  test('a letter is posted when somebody presses it, once, with the address and the code and nothing of anybody', async () => {
    const { letterId } = await letterTo(postal);
    expect(await postingOf(t.iro(), letterId)).toEqual({ can: true, became: null });
    await deliver();
    expect(stub.taken).toEqual([]);
    await postLetter(t.iro(), letterId);
    await postLetter(t.iro(), letterId);
    expect(await postingOf(t.iro(), letterId)).toEqual({ can: false, became: 'waiting' });
    await deliver();
    expect(await postingOf(t.iro(), letterId)).toEqual({ can: false, became: 'sent' });
    expect(stub.taken).toHaveLength(1);
    const { personalisation = {} } = stub.taken[0] ?? {};
    const { subject, body, ...address } = personalisation;
    expect(Object.values(address)).toEqual(['Dawn Quill', '12 Old Road', 'Northmere', 'NM1 2AB']);
    expect(subject).toBe('Northmere Council would like to hear from you');
    expect(body).toMatch(/https:\/\/say\.example\/views\/in\s[\s\S]*[0-9A-Z]{5} [0-9A-Z]{5}[\s\S]*until .*January/);
    expect(`${subject} ${body}`).not.toMatch(tells);
    const code = /\b[0-9A-Z]{5} [0-9A-Z]{5}\b/.exec(body ?? '')?.[0] ?? '';
    await expect(t.opensLetter(code)).resolves.toBeDefined();
  });

  test('a letter without a whole address, or in a script that others do not print, is printed here', async () => {
    for (const [at, language] of [
      ['', 'en'],
      ['12 Old Road', 'en'],
      ['12 Old Road\nNorthmere', 'en'],
      [postal, 'ar']
    ] as const) {
      const { letterId } = await letterTo(at, language);
      expect(await postingOf(t.iro(), letterId)).toEqual({ can: false, became: null });
      await expect(postLetter(t.iro(), letterId)).rejects.toMatchObject({ fields: { letter: 'no-address' } });
    }
    expect((await contactOf(t.cmd(), t.dana))?.postal).toBeNull();
  });

  test('a letter that was replaced meanwhile is not posted; nobody but the child’s IRO has one posted', async () => {
    const { id, letterId } = await letterTo(postal);
    for (const ctx of [t.asStaff(t.lee), t.asManager(), t.asChild(t.robin), t.as(visitor), t.as(job)])
      await expect(postLetter(ctx, letterId)).rejects.toMatchObject({ problem: 'not-found' });
    await expect(postLetter(t.iro(), '01920000-0000-7000-8000-000000000000')).rejects.toMatchObject({ problem: 'not-found' });
    await postLetter(t.iro(), letterId);
    await t.send(id);
    await deliver();
    expect(stub.taken).toEqual([]);
  });

  test('a letter that is refused for its address is a task', async () => {
    const { letterId } = await letterTo(postal);
    await postLetter(t.iro(), letterId);
    stub.state.plan = () => 'broken';
    await deliver();
    expect(await notToldFor(t.iro())).toEqual([]);
    stub.state.plan = () => 'take';
    t.clock.forward(61_000);
    const refusing = openNotify({ notify: { url: stub.url, key: notifyKey, templates: { ...notifyTemplates } } });
    const bad = {
      send: async () => refusing?.letters?.send({ id: 'x', lines: ['a', 'b', 'c'], subject: 's', text: 't' }),
      close: () => undefined
    };
    while ((await sendOutbox(t.as(job), null, origin, null, bad)) > 0);
    expect(await notToldFor(t.iro())).toMatchObject([{ way: 'letter', reason: 'bounced' }]);
  });
});
