import { isUrgent, kinds } from '#lib/requests/kinds.ts';
import type { GivenAnswer, OwnRequest, RequestState } from '#lib/requests/request.ts';
import { beside, type Beside } from '#locales/beside.ts';
import { dayInWords } from '#locales/dates.ts';
import type { Words } from '#locales/words.ts';
import type { Step } from '#ui/Steps.svelte';
import { whenInWords } from './when.ts';

/** What a child asked for, as a line of a list: what it was only where that may be shown. */
export function askedLine(words: Words, state: RequestState, now: Date) {
  const name = state.answered?.name ?? state.openings[0]?.name ?? '';
  return {
    id: state.id,
    title: state.kind === null ? words.t('ask:hidden') : words.t(`ask:ways.${kinds[state.kind].page}`),
    when: words.t('ask:state.when', { when: whenInWords(words, state.sentAt, now) }),
    state: words.t(`ask:state.${state.status}`, { name }),
    unseen: state.answered?.unseen === true ? words.t('ask:state.new') : null
  };
}

/** Where it stands, step by step, each with name and day: read from what happened. */
export function askedSteps(words: Words, request: RequestState, now: Date): Step[] {
  const t = (key: string, values = {}) => words.t(`ask:one.${key}`, values);
  const when = (at: string) => whenInWords(words, at, now);
  const { openings, had, answered, takenBackAt } = request;
  const mayBeUrgent = request.kind === null || isUrgent(request.kind);
  const sent: Step = { state: 'done', icon: 'pencil', title: t('stepSent'), detail: when(request.sentAt) };
  const taken: Step[] = takenBackAt
    ? [{ state: 'done', icon: 'undo', title: t('stepTakenBack'), detail: when(takenBackAt) }]
    : [];
  const nobody: Step = { state: 'now', icon: 'eye', title: t('stepNotOpened'), ...(mayBeUrgent && doNotWait(words)) };
  const opened = openings.map(({ name, at, standingIn }): Step => ({
    state: 'done',
    icon: 'eye',
    title: t(standingIn ? 'stepOpenedCover' : 'stepOpened', { name }),
    detail: when(at)
  }));
  const has: Step[] = had
    ? [{ state: 'done', icon: 'person', title: t('stepHas', { name: had.name }), detail: when(had.at) }]
    : [];
  const seen = opened.length > 0 ? [...opened, ...has] : [nobody];
  if (answered)
    return [
      ...[sent, ...seen, ...taken],
      { state: 'now', icon: 'speech', title: t('stepAnswered', { name: answered.name }), detail: when(answered.at) }
    ];
  if (takenBackAt) return [sent, ...opened, ...has, ...taken];
  const detail = request.answerBy
    ? t('stepAnswerBy', { day: dayInWords(words.language, request.answerBy, now) })
    : t('stepAnswerSoon');
  return [sent, ...seen, { state: 'later', icon: 'speech', title: t('stepAnswer'), detail }];
}

/** Under "nobody has opened this yet", where it may be that the child is not safe. */
function doNotWait(words: Words): Pick<Step, 'detail' | 'english'> {
  const { text, english } = beside(words, 'ask:one.stepNotOpenedNow');
  return { detail: text, english: english && `${words.inEnglish('ask:one.stepNotOpened')}. ${english}` };
}

/** An answer as the child reads it: yes, partly, not yet (by when) or no, and the reason. */
export function answerInWords(words: Words, answer: GivenAnswer, now: Date) {
  return {
    id: answer.id,
    name: answer.name,
    staffId: answer.staffId,
    outcome: answer.outcome,
    label: words.t(`ask:one.outcome.${answer.outcome}`),
    when: whenInWords(words, answer.at, now),
    text: answer.text,
    byOn: answer.byOn ? words.t('ask:one.byOn', { day: dayInWords(words.language, answer.byOn, now) }) : null
  };
}

/** The title a page of one request has, and who it went to when it was only just sent. `onDuty`: somebody sits at that desk. */
export function askedTitle(words: Words, request: OwnRequest, justSent: boolean, onDuty: boolean): Beside {
  // Whom it went to would say what it was.
  if (justSent && request.kind === null) return { text: words.t('ask:one.stepSent'), english: null };
  if (justSent && request.readers === 'everybody' && onDuty) return beside(words, 'ask:one.sentToAll');
  if (justSent && request.readers === 'advocates') return beside(words, 'ask:one.sentToAdvocates');
  if (justSent) return beside(words, 'ask:one.sentTo');
  const text = request.kind === null ? words.t('ask:hidden') : words.t(`ask:ways.${kinds[request.kind].page}`);
  return { text, english: null };
}
