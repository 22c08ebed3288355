import { openDraft, savePage } from '#lib/consultations/drafts.server.ts';
import { send } from '#lib/consultations/sending.server.ts';
import { askedOf } from '#lib/journeys/asked.ts';
import type { Answer, Form, Page, Question } from '#lib/journeys/form.ts';
import { sayLate } from '#lib/messages/late.server.ts';
import { writeToIro } from '#lib/messages/sending.server.ts';
import { isKind, isReaders, kinds, type RequestKind } from '#lib/requests/kinds.ts';
import type { Readers } from '#lib/requests/request.ts';
import { pageOf, sendRequest } from '#lib/requests/sending.server.ts';
import { ask } from '#forms/ask.ts';
import { viewsMid } from '#forms/views-8-11.ts';
import { write } from '#forms/write.ts';
import { wordsFor } from '#locales/words.ts';
import { newId, type History } from './history.ts';
import { keptFromOf, type Sent } from './model.ts';

/** One thing that may happen; gives the child it concerns. A verb that refuses has changed nothing. */
export type Act = (at: History) => Promise<string | undefined>;

const words = wordsFor({
  language: 'en',
  values: { iro: 'Sam', iroRole: 'reviewing officer', review: 'review', product: 'My Say' }
});
const answered = (form: Form, page: Page, question: Question, value: Answer['value']) => ({
  asked: askedOf(words, form, page, question, '8-11'),
  answer: { value, unsure: false }
});

/** What a child may ask for here, the more often the more often it stands here, and to whom. */
const asked: readonly (readonly [RequestKind, Readers?])[] = [
  ...([
    ['talk'],
    ['early-review'],
    ['advocate'],
    ['not-safe'],
    ['not-safe'],
    ['not-safe', 'past'],
    ['not-safe', 'past']
  ] as const),
  ...([
    ['complaint'],
    ['complaint'],
    ['data-complaint'],
    ['different-iro'],
    ['no-answer'],
    ['no-answer', 'advocates-past']
  ] as const)
];

/** What is said on the page of a kind so that it goes to these; now and then a complaint wants an advocate too. */
function saidOf(at: History, kind: RequestKind, to: Readers | undefined) {
  const page = pageOf(kind);
  const { needsWords, chosen, besides } = kinds[kind];
  const option = Object.entries(chosen?.to ?? {}).find(([, by]) => by === to)?.[0];
  return page.questions.flatMap((question) => {
    if (question.kind === 'text') return needsWords ? [answered(ask, page, question, 'It is not fair.')] : [];
    if (question.code === besides && at.chance.below(2) === 0) return [answered(ask, page, question, 'yes')];
    if (question.code !== chosen?.question || option === undefined) return [];
    return [answered(ask, page, question, question.kind === 'many' ? { chosen: [option], other: '' } : option)];
  });
}

export const asks: Act = async (at) => {
  const childId = at.chance.one(at.model.children) ?? '';
  const [kind, to] = at.chance.one(asked) ?? ['talk'];
  const given = { id: newId(), kind, said: saidOf(at, kind, to), reviewOn: null, language: 'en', band: '8-11' } as const;
  const { requestId } = await sendRequest(at.child(childId), given);
  // Where no advocate is here it goes to whoever has the child: the service says to whom, the child is told that.
  const rows = at.cmd().db.selectFrom('requests').select(['id', 'kind', 'readers']);
  for (const row of await rows.where((is) => is.or([is('id', '=', requestId), is('follows', '=', requestId)])).execute())
    if (isKind(row.kind) && isReaders(row.readers)) put(at, { id: row.id, childId, kind: row.kind, to: row.readers });
  return childId;
};

export const sends: Act = async (at) => {
  const childId = at.chance.one(at.model.children) ?? '';
  const child = at.child(childId);
  const page = viewsMid.pages.find(({ questions }) => questions.some(({ code }) => code === 'home-feel'));
  const question = page?.questions.find(({ code }) => code === 'home-feel');
  if (!page || !question) return undefined;
  const draft = await openDraft(child, { childId, reviewId: null, form: viewsMid, band: '8-11', language: 'en' });
  const answers = { 'home-feel': answered(viewsMid, page, question, at.chance.one(['good', 'ok', 'not-great'])) };
  await savePage(child, draft.id, viewsMid, { page: page.code, answers, audiences: {}, skipped: false });
  const before = await at.cmd().db.selectFrom('contributions').select('id').where('about_child_id', '=', childId).execute();
  const askedOn = (on: Page, of: Question) => askedOf(words, viewsMid, on, of, '8-11');
  const whole = { draftId: draft.id, form: viewsMid, reviewId: null, reviewOn: null, asked: askedOn };
  const { contributionId: id } = await send(child, whole);
  if (before.some((one) => one.id === id)) return childId;
  // A later version takes the place of the first.
  for (const one of at.model.sent) if (one.childId === childId && one.kind === 'views') one.done = true;
  put(at, { id, childId, kind: 'views', to: 'holder' });
  return childId;
};

/** A child writes to their IRO; every other time with a copy to the advocates. */
export const writes: Act = async (at) => {
  const childId = at.chance.one(at.model.children) ?? '';
  const [page] = write.pages;
  const values: Readonly<Record<string, string>> = { 'write-words': 'Hello.', 'write-soon': 'today' };
  const said = page.questions.flatMap((one) => (one.code in values ? [answered(write, page, one, values[one.code])] : []));
  const copy = at.chance.below(2) === 0;
  const given = { id: newId(), said, copy, reviewOn: null, language: 'en', band: '8-11' } as const;
  const { messageId: id } = await writeToIro(at.child(childId), given);
  put(at, { id, childId, kind: 'message', to: 'holder' });
  if (copy) put(at, { id, childId, kind: 'message-copy', to: 'advocates-of-message' });
  return childId;
};

/** "My IRO has not answered", of something written before. */
export const saysLate: Act = async (at) => {
  const sent = at.chance.one(at.model.sent.filter(({ kind }) => kind === 'message'));
  if (!sent) return writes(at);
  const to = at.chance.one(['manager', 'advocates'] as const) ?? 'manager';
  await sayLate(at.child(sent.childId), sent.id, to);
  const rows = at.cmd().db.selectFrom('message_lates').select('id').where('message_id', '=', sent.id);
  const { id } = await rows.where('goes_to', '=', to).executeTakeFirstOrThrow();
  if (at.model.sent.some((one) => one.id === id)) return sent.childId;
  const readers = to === 'manager' ? 'managers-of-message' : 'advocates-of-message';
  put(at, { id, childId: sent.childId, kind: 'message-late', to: readers });
  return sent.childId;
};

function put(at: History, given: Pick<Sent, 'id' | 'childId' | 'kind' | 'to'>): void {
  const now = at.place.clock.now().getTime();
  const keptFrom = keptFromOf(at.model, given.to, given.childId, now);
  at.model.sent.push({
    ...given,
    keptFrom,
    at: now,
    done: false,
    takenBack: false,
    had: null,
    hadAt: 0,
    opened: [],
    answered: []
  });
}
