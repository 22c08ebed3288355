import { fail, redirect, type Actions } from '@sveltejs/kit';
import { mayTakeOver } from '#lib/break-glass/asking.server.ts';
import { emergencyNow } from '#lib/break-glass/reading.server.ts';
import { emergencyNowInWords } from '#lib/break-glass/emergency-words.ts';
import { dayOf } from '#lib/context.ts';
import { Refusal } from '#lib/errors.ts';
import { meanwhileInWords } from '#lib/inbox/meanwhile-words.ts';
import { requestSheet, type RequestSheet } from '#lib/inbox/request-sheet.server.ts';
import {
  answererOf,
  answersInWords,
  previewOf,
  promiseInWords,
  saidInWords,
  whatChildSeesOf,
  whoAsked,
  whoHasIt,
  whoReads
} from '#lib/inbox/request-words.ts';
import { mattersOf } from '#lib/inbox/clock-words.ts';
import { reviewCard } from '#lib/inbox/review-card.ts';
import { cameInWords, tagsOf } from '#lib/inbox/tags.ts';
import { agoInWords, asHeading, momentInWords, shortName } from '#lib/inbox/wording.ts';
import { answerRequest, finishRequest } from '#lib/requests/answering.server.ts';
import { haveRequest } from '#lib/requests/having.server.ts';
import { isUrgent, kinds } from '#lib/requests/kinds.ts';
import { isOutcome } from '#lib/requests/outcome.ts';
import { showsNothingTo } from '#lib/sign-in/devices/device-privacy.server.ts';
import { languageInWords } from '#locales/languages.ts';
import type { Words } from '#locales/words.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url }) => {
  const { ctx, words } = locals;
  const sheet = await requestSheet(ctx, params.id);
  const { request, child } = sheet;
  // Whoever asked is answered: the child, or an adult who asks about them.
  const asker = request.by?.name ?? child.called;
  const reader = { words, now: ctx.now, name: child.called };
  const urgent = isUrgent(request.kind);
  const takenBack = request.takenBackAt !== null;
  return {
    say: words.section('staff', {
      name: asker,
      who: asker,
      cover: sheet.coverFor ?? '',
      language: languageInWords(words.language, request.language),
      when: takenBack ? momentInWords(words, request.takenBackAt ?? '', ctx.now) : ''
    }),
    byAdult: request.by !== null,
    ...aboutChild(words, child.called, { who: asker, byAdult: request.by !== null }),
    id: request.id,
    childId: sheet.seesChild ? child.id : null,
    title: titleOf(words, sheet),
    child: { name: shortName(child), age: child.age },
    sent: words.t('staff:asked.sent', { when: momentInWords(words, request.sentAt, ctx.now) }),
    ago: asHeading(agoInWords(words, request.sentAt, ctx.now)),
    urgent,
    takenBack,
    who: urgent ? whoHasIt(sheet, reader) : [],
    tags: tagsOf(words, { assurance: request.assurance, coverFor: sheet.coverFor, version: request.version }),
    reads: whoReads(sheet, reader),
    came: cameInWords(words, request.assurance, child.called),
    inEnglish: request.language === 'en',
    language: request.language,
    interpreter: child.interpreter && request.by === null,
    said: request.said === null ? null : saidInWords(request),
    answers: answersInWords(sheet, reader),
    has: hasInWords(words, sheet),
    ...(await besidesIn(locals, sheet)),
    form: request.readOnly ? null : formOf(words, sheet, ctx.now),
    // Nothing is asked of anybody any more: a form only for words that were on their way.
    closed: takenBack && !request.waiting,
    review: reviewCard(words, sheet.review, ctx.now),
    promise: promiseInWords(request, reader),
    ...mattersOf(request, locals.council.advocatePhone, reader),
    sees: await seenOf(locals, sheet, reader),
    waiting: request.waiting,
    mayFinish: request.mayFinish,
    answered: url.searchParams.has('answered')
  };
};

/** What whoever asked sees of it; a child at whose phone somebody looks sees nothing. */
const seenOf = async ({ ctx, words }: App.Locals, sheet: RequestSheet, reader: Parameters<typeof whatChildSeesOf>[1]) =>
  sheet.request.by === null && (await showsNothingTo(ctx, sheet.child.id))
    ? [{ icon: 'eye-off' as const, text: words.t('card-desk:notShown', { name: sheet.child.called }) }]
    : whatChildSeesOf(sheet, reader);

/** That it is read by break-glass, the way to take the child over, and to who looked: for whoever has one of them. */
async function besidesIn({ ctx, words }: App.Locals, { request, child }: RequestSheet) {
  return {
    letIn: request.readOnly ? emergencyNowInWords(words, await emergencyNow(ctx, child.id)) : null,
    takeOver: isUrgent(request.kind) && (await mayTakeOver(ctx, request.id)) ? words.t('break-glass:worry.offer') : null,
    looked: request.readers === 'advocates' && request.by === null ? words.t('break-glass:looked') : null,
    lookedAt: `/staff/children/${child.id}/looked`
  };
}

/** Who said that they have what cannot wait; `press`: nobody did, and whoever reads this can. */
function hasInWords(words: Words, { request }: RequestSheet) {
  if (!isUrgent(request.kind)) return null;
  const { had, waiting, readOnly } = request;
  if (had) return { press: null, line: words.t('cover:have.has', { name: had.name }) };
  return waiting && !readOnly ? { press: words.t('cover:have.press'), line: words.t('cover:have.nobody') } : null;
}

function titleOf(words: Words, { request, child }: RequestSheet): string {
  const name = child.called;
  if (request.by) return words.t(`staff:asked.by.title.${request.kind}`, { name, who: whoAsked(words, request.by) });
  if (request.takenBackAt !== null && kinds[request.kind].staysWhenTakenBack)
    return words.t('staff:asked.takenBackTitle', { name });
  return words.t(`staff:asked.title.${request.kind}`, { name });
}

/** What the form asks, and the words a choice of it will have on the child's own page. */
function formOf(words: Words, sheet: RequestSheet, now: Date) {
  const { request, child, readerId, people } = sheet;
  const [last] = request.answers;
  const by = last && { name: people.get(last.staffId)?.name ?? last.name, mine: last.staffId === readerId };
  const name = request.by?.name ?? child.called;
  const [again, first] = ['answerAgain', isUrgent(request.kind) ? 'answerUrgent' : 'answerTitle'];
  const key = request.answers.length > 0 ? again : first;
  return {
    heading: words.t(`staff:asked.${key}`, { name }),
    outcomes: request.outcomes.map((code) => ({
      code,
      label: words.t(`ask:one.outcome.${code}`),
      hint: code === 'reply' ? '' : words.t(`staff:asked.outcomeHint.${code}`, { name })
    })),
    reader: answererOf(sheet, readerId, people.get(readerId)?.called ?? ''),
    meanwhile: meanwhileInWords(words, last && by && { id: last.id, at: last.at, ...by }, name, now),
    today: dayOf(now)
  };
}

type Typed = Readonly<{ outcome: string; text: string; byOn: string | null; shown: string }>;

/** What was typed stays in its field when it could not be sent, each fault beside its own. */
function answerProblem(error: unknown, typed: Typed) {
  const known = error instanceof Refusal && error.problem === 'invalid' ? error.fields : null;
  if (known?.answered) return fail(409, { ...typed, unseen: true, problems: {}, look: null, findings: [] });
  const fields = Object.entries(known ?? {}).filter(([field]) => ['outcome', 'text', 'byOn'].includes(field));
  if (fields.length === 0) throw error;
  return fail(400, { ...typed, problems: Object.fromEntries(fields), look: null, findings: [] });
}

/** Nothing is sent yet: the page shows what the child would see. */
function lookedAt(words: Words, now: Date, typed: Typed) {
  const look = isOutcome(typed.outcome) ? previewOf({ ...typed, outcome: typed.outcome }, { words, now }) : null;
  const problems: Record<string, string> = look ? {} : { outcome: 'missing' };
  return { ...typed, look, problems, findings: [] };
}

/** What is said of the child by name, whoever asked. */
const aboutChild = ({ t }: Words, name: string, asker: { who: string; byAdult: boolean }) => ({
  childPage: t('staff:asked.childPage', { name }),
  seesHow: t(`staff:asked.${asker.byAdult ? 'by.seesHow' : 'seesHow'}`, { name, who: asker.who }),
  lookLead: t('staff:asked.by.lookTwiceText', { name })
});

export const actions: Actions = {
  answer: async ({ locals, params, request }) => {
    const { ctx, words } = locals;
    const id = params.id ?? '';
    const posted = await request.formData();
    const said = (field: string) => String(posted.get(field) ?? '');
    const typed: Typed = { outcome: said('outcome'), text: said('text'), byOn: said('byOn') || null, shown: said('shown') };
    if (posted.has('look')) return lookedAt(words, ctx.now, typed);
    try {
      // What was found is to be looked at; "send it all the same" is about these very words.
      const findings = await answerRequest(ctx, id, {
        ...typed,
        shown: typed.shown || null,
        sure: posted.has('sure') ? said('looked') : null
      });
      if (findings.length > 0) return fail(409, { ...typed, problems: {}, look: null, findings });
    } catch (error) {
      return answerProblem(error, typed);
    }
    redirect(303, `/staff/requests/${id}?answered=1#answers`);
  },
  have: async ({ locals, params }) => {
    const id = params.id ?? '';
    await haveRequest(locals.ctx, id);
    redirect(303, `/staff/requests/${id}`);
  },
  done: async ({ locals, params }) => {
    try {
      await finishRequest(locals.ctx, params.id ?? '');
    } catch (error) {
      if (error instanceof Refusal && error.fields.done === 'answer-first') return fail(409, { early: true });
      throw error;
    }
    redirect(303, '/staff?done=1');
  }
};
