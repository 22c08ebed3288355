import { redirect, type Actions } from '@sveltejs/kit';
import { topics } from '#forms/topics.ts';
import { openVoices, type Voice } from '#lib/consultations/comparing.server.ts';
import { comparingSheet } from '#lib/inbox/comparing.server.ts';
import { topicInWords } from '#lib/inbox/by-topic.ts';
import { voiceInWords } from '#lib/inbox/giver-words.ts';
import { rowsInWords } from '#lib/inbox/side-words.ts';
import { sideBySide } from '#lib/inbox/side-by-side.ts';
import { momentInWords } from '#lib/inbox/wording.ts';
import { languageInWords } from '#locales/languages.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
  const { ctx, words } = locals;
  const { child, voices } = await comparingSheet(ctx, params.id);
  const reader = { words, now: ctx.now, called: child.called };
  const { rows, unanswered } = sideBySide(voices, topics, 'everything');
  const unopened = voices.flatMap((voice) => voice.parts.filter(({ opened }) => !opened).map((part) => ({ voice, part })));
  return {
    say: words.section('reading', { name: child.called, count: unopened.length }).compare,
    damaged: words.t('staff:views.damaged'),
    childId: child.id,
    anything: voices.length > 0,
    unopened: unopened.map(({ voice, part }) => ({
      id: part.id,
      text: words.t('reading:compare.unopenedLine', {
        who: voiceInWords(reader, voice).who,
        when: momentInWords(words, part.sentAt, ctx.now)
      })
    })),
    voices: voices
      .filter(({ parts }) => parts.some(({ views }) => views))
      .map((voice) => ({
        ...voiceInWords(reader, voice),
        sent: opened(voice).map(({ id, sentAt, views }) => ({
          id,
          text: words.t(voice.giver?.enteredBy ? 'reading:compare.entered' : 'reading:compare.sent', {
            when: momentInWords(words, sentAt, ctx.now)
          }),
          foreign:
            views && views.language !== 'en'
              ? words.t('reading:compare.inLanguage', { language: languageInWords(words.language, views.language) })
              : null
        }))
      })),
    rows: rowsInWords(reader, rows, voices),
    unanswered: unanswered.map((topic) => topicInWords(words, topic))
  };
};

const opened = ({ parts }: Voice) => parts.filter(({ views }) => views !== null);

export const actions: Actions = {
  open: async ({ locals, params }) => {
    await openVoices(locals.ctx, params.id ?? '');
    redirect(303, `/staff/children/${params.id}/views`);
  }
};
