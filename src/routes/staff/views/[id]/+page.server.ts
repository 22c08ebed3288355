import { fail, redirect, type Actions } from '@sveltejs/kit';
import { topics } from '#forms/topics.ts';
import { emergencyNow } from '#lib/break-glass/reading.server.ts';
import { emergencyNowInWords } from '#lib/break-glass/emergency-words.ts';
import { addNote, tickTold } from '#lib/consultations/noting.server.ts';
import { Refusal } from '#lib/errors.ts';
import { byTopic } from '#lib/inbox/by-topic.ts';
import { finishViews, viewsSheet, type ViewsSheet } from '#lib/inbox/caseload.server.ts';
import { giverInWords, marked, nameIn } from '#lib/inbox/giver-words.ts';
import { reviewCard } from '#lib/inbox/review-card.ts';
import { cameInWords } from '#lib/inbox/tags.ts';
import { statementOf, type Statement } from '#lib/inbox/statement.ts';
import { spoken, versionsInWords, whatChildSees } from '#lib/inbox/views-words.ts';
import { momentInWords, shortName } from '#lib/inbox/wording.ts';
import { languageInWords } from '#locales/languages.ts';
import type { Words } from '#locales/words.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
  const { ctx, words } = locals;
  const sheet = await viewsSheet(ctx, params.id);
  const { views, child, place } = sheet;
  const statement = statementOf(views.answers);
  const name = nameIn(words, views, child.called);
  const letIn = emergencyNowInWords(words, await emergencyNow(ctx, child.id));
  const as = letIn !== null ? 'let-in' : place.coverFor !== null ? 'cover' : 'own';
  const reader = { words, now: ctx.now, name, iro: place.iro?.called ?? null, as } as const;
  const when = (at: string) => momentInWords(words, at, ctx.now);
  return {
    say: {
      ...words.section('staff', {
        name,
        language: languageInWords(words.language, views.language),
        count: statement.skipped.length
      }).views,
      ...(views.giver && words.section('reading', { name, child: child.called }).one)
    },
    adult: adultInWords(words, sheet, statement, ctx.now),
    letIn,
    compare: words.t('reading:one.compare'),
    id: views.id,
    childId: child.id,
    child: { name: shortName({ called: child.called, lastInitial: [...child.lastName][0] ?? '' }), age: child.age },
    sent: words.t(sentKey(views), { when: when(views.sentAt), ...statement.counts }),
    language: views.language,
    came: cameInWords(words, views.assurance, name),
    inEnglish: views.language === 'en',
    blocks: spoken(statement, reader),
    skipped: {
      title: words.t('staff:views.skippedTitle', { name: child.called, count: statement.skipped.length }),
      questions: statement.skipped
    },
    versions: versionsInWords(views, reader),
    sees: whatChildSees(views, statement, reader),
    review: reviewCard(words, sheet.review, ctx.now),
    done: sheet.done,
    notes: views.notes.map(({ id, text, by, at }) => ({
      id,
      text,
      from: words.t('staff:views.noteBy', { who: by, when: when(at) })
    }))
  };
};

const sentKey = ({ giver }: ViewsSheet['views']): string =>
  giver === null ? 'staff:views.sent' : giver.enteredBy === null ? 'reading:one.sent' : 'reading:one.entered';

/** What an adult said, by topic and with who they are; null: these are the child's own words. */
function adultInWords(words: Words, { views: { giver }, child: { called } }: ViewsSheet, { blocks }: Statement, now: Date) {
  if (giver === null) return null;
  const spokenGiver = giverInWords(words, giver, now);
  return {
    ...spokenGiver,
    voice: words.t('reading:one.voice', { name: spokenGiver.name, child: called }),
    groups: byTopic(words, topics, marked(words, blocks))
  };
}

/** What was written stays in the box when it could not be kept. */
function noteProblem(error: unknown, note: string) {
  const why = error instanceof Refusal && error.problem === 'invalid' ? error.fields.note : undefined;
  if (why === undefined) throw error;
  return fail(400, { note, problem: why === 'too-long' ? ('noteLong' as const) : ('noteEmpty' as const) });
}

export const actions: Actions = {
  note: async ({ locals, params, request }) => {
    const note = String((await request.formData()).get('note') ?? '');
    try {
      await addNote(locals.ctx, params.id ?? '', note);
    } catch (error) {
      return noteProblem(error, note);
    }
    redirect(303, `/staff/views/${params.id}#notes`);
  },
  told: async ({ locals, params, request }) => {
    for (const id of (await request.formData()).getAll('telling')) await tickTold(locals.ctx, String(id));
    redirect(303, `/staff/views/${params.id}`);
  },
  done: async ({ locals, params }) => {
    await finishViews(locals.ctx, params.id ?? '');
    redirect(303, '/staff');
  }
};
