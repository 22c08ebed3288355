import { beforeAll, describe, expect, test } from 'vitest';
import { openDraft, saveAudiences, savePage, seeDraft } from '#lib/consultations/drafts.server.ts';
import { addNote, tickTold } from '#lib/consultations/noting.server.ts';
import { heardState, seeOwn } from '#lib/consultations/heard.server.ts';
import { readContribution } from '#lib/consultations/reading.server.ts';
import { send } from '#lib/consultations/sending.server.ts';
import type { Context } from '#lib/context.ts';
import { Refusal } from '#lib/errors.ts';
import { homeOf } from '#lib/home/home.server.ts';
import { finishItem } from '#lib/routing/items.server.ts';
import { saveAllocation } from '#lib/routing/routing.server.ts';
import { viewsMid } from '#forms/views-8-11.ts';
import { command, job, visitor } from '#tests/setup/app.ts';
import { answer, asAsked, cast, draftOf, sendIt, type Cast } from '#tests/setup/cast.ts';

type Ids = { childId: string; draftId: string; contributionId: string; tellingId: string; itemId: string };

const form = viewsMid;
/** Every verb about a child's words, each on one id. */
const verbs: Record<string, (ctx: Context, ids: Ids) => Promise<unknown>> = {
  seeDraft: (ctx, { childId }) => seeDraft(ctx, childId, null),
  openDraft: (ctx, { childId }) => openDraft(ctx, { childId, reviewId: null, form, band: '8-11', language: 'en' }),
  savePage: (ctx, { draftId }) => savePage(ctx, draftId, form, { page: 'b31' }),
  saveAudiences: (ctx, { draftId }) => saveAudiences(ctx, draftId, {}),
  send: (ctx, { draftId }) => send(ctx, { draftId, form, reviewId: null, reviewOn: null, asked: asAsked }),
  heardState: (ctx, { childId }) => heardState(ctx, childId, null),
  homeOf: (ctx, { childId }) => homeOf(ctx, childId),
  seeOwn: (ctx, { childId, contributionId }) => seeOwn(ctx, childId, contributionId),
  readContribution: (ctx, { contributionId }) => readContribution(ctx, contributionId),
  printContribution: (ctx, { contributionId }) => readContribution(ctx, contributionId, 'contribution.print'),
  addNote: (ctx, { contributionId }) => addNote(ctx, contributionId, 'a note'),
  tickTold: (ctx, { tellingId }) => tickTold(ctx, tellingId),
  finishItem: (ctx, { itemId }) => finishItem(ctx, itemId)
};

let t: Cast;
let real: Ids;
const invented: Ids = {
  childId: '019aa000-0000-7000-8000-000000000001',
  draftId: '019aa000-0000-7000-8000-000000000002',
  contributionId: '019aa000-0000-7000-8000-000000000003',
  tellingId: '019aa000-0000-7000-8000-000000000004',
  itemId: '019aa000-0000-7000-8000-000000000005'
};

beforeAll(async () => {
  t = await cast();
  const ctx = t.asChild(t.robin);
  const draft = await draftOf(ctx, t.robin);
  await answer(
    ctx,
    draft.id,
    { change: 'for Sam only' },
    { audience: { kind: 'tell', people: [{ kind: 'contact', id: t.dana }] } }
  );
  const { contributionId } = await sendIt(ctx, draft.id);
  const telling = await t.cmd().db.selectFrom('tellings').select('id').executeTakeFirstOrThrow();
  const item = await t.cmd().db.selectFrom('items').select('id').executeTakeFirstOrThrow();
  real = { childId: t.robin, draftId: draft.id, contributionId, tellingId: telling.id, itemId: item.id };
  // Lee was Robin's IRO until Sam was.
  await saveAllocation(t.cmd(), {
    childId: t.robin,
    staffId: t.lee,
    role: 'iro',
    fromOn: '2025-01-01',
    toOn: '2025-12-31'
  });
});

/** What somebody is told, as far as anybody could tell it apart. */
async function told(work: Promise<unknown>): Promise<unknown> {
  const error = await work.then(() => 'let in').catch((error: unknown) => error);
  if (!(error instanceof Refusal)) return error;
  return {
    problem: error.problem,
    status: error.status,
    fields: error.fields,
    message: error.message,
    retryAfter: error.retryAfter
  };
}

const strangers: Record<string, () => Context> = {
  'a brother': () => t.asChild(t.kai),
  'another child, by the card alone': () => t.byCard(t.aleks, 'a-visit'),
  'the IRO before': () => t.asStaff(t.lee),
  'an IRO of other children, who does not stand in': () => t.asStaff(t.amina),
  'the social worker': () => t.asStaff(t.dee, { roles: ['social_worker'] }),
  'the manager, who sits at the desk': () => t.asManager(),
  'a member of the desk': () => t.asStaff(t.tom),
  'a visitor': () => t.as(visitor),
  'a command': () => t.as(command),
  'a job': () => t.as(job)
};

describe.each(Object.keys(strangers))('%s', (who) => {
  test.each(Object.keys(verbs))('%s answers for a real id exactly as for an invented one: not found', async (name) => {
    const ctx = strangers[who];
    const verb = verbs[name];
    if (!ctx || !verb) throw new Error('no such row');
    const before = await t.count('audit');
    const forReal = await told(verb(ctx(), real));
    expect(forReal).toEqual({
      problem: 'not-found',
      status: 404,
      fields: {},
      message: 'not-found',
      retryAfter: null
    });
    expect(await told(verb(ctx(), invented))).toEqual(forReal);
    expect(await t.count('audit')).toBe(before);
  });
});

test('the IRO, too, is told the same of what was invented, and the child of a draft that is not theirs', async () => {
  for (const name of ['readContribution', 'printContribution', 'addNote', 'tickTold', 'finishItem'])
    expect(await told(verbs[name]?.(t.asStaff(t.sam), invented) ?? Promise.resolve())).toMatchObject({
      problem: 'not-found'
    });
  for (const name of ['savePage', 'saveAudiences', 'send']) {
    const ofKai = (await draftOf(t.asChild(t.kai), t.kai)).id;
    expect(await told(verbs[name]?.(t.asChild(t.robin), { ...invented, draftId: ofKai }) ?? Promise.resolve())).toMatchObject({
      problem: 'not-found'
    });
  }
});

test('the IRO may read, note, tell and finish, and may not write in a child’s name', async () => {
  const sam = () => t.asStaff(t.sam);
  for (const name of ['readContribution', 'printContribution', 'addNote', 'tickTold', 'finishItem'])
    expect([name, await told(verbs[name]?.(sam(), real) ?? Promise.resolve())]).toEqual([name, 'let in']);
  for (const name of ['seeDraft', 'openDraft', 'savePage', 'saveAudiences', 'send', 'heardState', 'homeOf', 'seeOwn'])
    expect([name, await told(verbs[name]?.(sam(), real) ?? Promise.resolve())]).toEqual([
      name,
      expect.objectContaining({ problem: 'not-found' })
    ]);
});
