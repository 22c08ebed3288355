import { fail, redirect, type Actions } from '@sveltejs/kit';
import { Refusal } from '#lib/errors.ts';
import type { Context } from '#lib/context.ts';
import { meanwhileInWords } from '#lib/inbox/meanwhile-words.ts';
import { messageSheet, type MessageSheet } from '#lib/inbox/message-sheet.server.ts';
import { promiseOf, quickInWords, threadInWords, writerIn } from '#lib/inbox/message-words.ts';
import { relationInWords } from '#lib/inbox/people-words.ts';
import { reviewCard } from '#lib/inbox/review-card.ts';
import { cameInWords, tagsOf } from '#lib/inbox/tags.ts';
import { shortName } from '#lib/inbox/wording.ts';
import type { Finding } from '#lib/invitations/second-look.ts';
import { answerThread } from '#lib/messages/answering.server.ts';
import { isQuick } from '#lib/messages/quick.ts';
import type { Words } from '#locales/words.ts';
import type { PageServerLoad } from './$types';

/** Everything written in one thread, with the box to answer it. Opening it is an act: whoever wrote sees it. */
export const load: PageServerLoad = async ({ locals, params, url }) => {
  const { ctx, words } = locals;
  const sheet = await messageSheet(ctx, params.id);
  const { thread, child } = sheet;
  const name = child.called;
  const who = thread.by ? `${thread.by.name}, ${relationInWords(words, thread.by.relation)}` : name;
  const newest = [...thread.messages].reverse().find(({ staffId }) => staffId === null);
  const writer = writerIn(sheet);
  return {
    say: words.section('messages', { name: writer, who: writer, when: '', day: '', count: 0 }),
    second: words.section('staff').asked.by,
    lookLead: words.t('messages:family.lead', { name }),
    title: words.t(thread.by ? 'messages:titleAdult' : 'messages:title', { name, who: `${who},` }),
    reads: words.t('messages:reads', { name }),
    child: { id: child.id, name: shortName(child), age: child.age, page: words.t('messages:child', { name }) },
    seesChild: sheet.seesChild,
    tags: tagsOf(words, { assurance: newest?.assurance ?? '', coverFor: sheet.coverFor, attention: thread.attention }),
    came: newest ? cameInWords(words, newest.assurance, writer) : null,
    foreign: thread.messages.some(({ staffId, language }) => staffId === null && language !== 'en'),
    messages: threadInWords(words, sheet, ctx.now),
    promise: promiseOf(words, sheet, ctx.now),
    review: reviewCard(words, sheet.review, ctx.now),
    form: thread.readOnly
      ? null
      : {
          id: ctx.ids(),
          upTo: newest?.id ?? '',
          title: words.t('messages:answer.title', { name: writer }),
          meanwhile: lastAnswerOf(words, sheet, writer, ctx),
          seesHow: words.t(`messages:answer.${thread.by ? 'seesHowAdult' : 'seesHow'}`, { name, who: writer }),
          quick: quickInWords(words)
        },
    answered: url.searchParams.has('answered')
  };
};

/** The newest answer in the thread, by the name it is known by among staff. */
function lastAnswerOf(words: Words, { thread, people }: MessageSheet, name: string, { actor, now }: Context) {
  const last = thread.messages.findLast(({ staffId }) => staffId !== null);
  const me = 'id' in actor ? actor.id : null;
  const by = people.get(last?.staffId ?? '')?.name ?? last?.name ?? '';
  return meanwhileInWords(words, last && { id: last.id, at: last.at, name: by, mine: last.staffId === me }, name, now);
}

type Typed = Readonly<{ id: string; upTo: string; shown: string; text: string }>;
type Found = { checked?: boolean; unseen?: boolean; problem?: string | null; findings?: readonly Finding[] };
const back = (typed: Typed, found: Found = {}) => ({
  ...typed,
  unseen: found.unseen ?? false,
  checked: found.checked ?? false,
  problem: found.problem ?? null,
  findings: found.findings ?? []
});

export const actions: Actions = {
  answer: async ({ locals: { ctx, words }, params, request }) => {
    const id = params.id ?? '';
    const posted = await request.formData();
    const said = (field: string) => String(posted.get(field) ?? '');
    const typed: Typed = { id: said('id'), upTo: said('upTo'), shown: said('shown'), text: said('text') };
    const quick = posted.get('quick');
    // Nothing is sent yet: it only stands in the box, or is measured.
    const short = isQuick(quick) ? `${typed.text}\n${words.t(`messages:quick.${quick}`)}`.trim() : null;
    if (short !== null) return back({ ...typed, text: short }, { checked: true });
    if (posted.has('check')) return back(typed, { checked: true });
    try {
      // What was found is to be looked at; "send it all the same" is about these very words.
      const sure = posted.has('sure') ? said('looked') : null;
      const findings = await answerThread(ctx, id, { ...typed, upTo: typed.upTo || null, shown: typed.shown || null, sure });
      if (findings.length > 0) return fail(409, back(typed, { findings }));
    } catch (error) {
      if (error instanceof Refusal && error.fields.answered) return fail(409, back(typed, { unseen: true }));
      const problem = error instanceof Refusal && error.problem === 'invalid' ? error.fields.text : undefined;
      if (problem === undefined) throw error;
      return fail(400, back(typed, { problem }));
    }
    redirect(303, `/staff/messages/${id}?answered=1#answered`);
  }
};
