import { isUrgent, kinds } from '#lib/requests/kinds.ts';
import { interim } from '#lib/requests/outcome.ts';
import type { Answered, GivenAnswer, OwnRequest, Readers, RequestState } from '#lib/requests/request.ts';
import { beside, type Beside } from '#locales/beside.ts';
import { dayInWords } from '#locales/dates.ts';
import type { Values, Words } from '#locales/words.ts';
import type { Step } from '#ui/Steps.svelte';
import { namedIn } from './asking.ts';
import type { Reader } from './home.ts';
import { whenInWords } from './when.ts';

/** What a child asked for, as a line of a list: what it was only where that may be shown. */
export function askedLine(words: Words, reader: Pick<Reader, 'iro'>, state: RequestState, now: Date) {
  const name = state.answered?.name ?? state.openings[0]?.name ?? '';
  return {
    id: state.id,
    title: listedAs(words, reader, state),
    when: words.t('ask:state.when', { when: whenInWords(words, state.sentAt, now) }),
    state: words.t(stateKey(words, state), { name }),
    unseen: state.answered?.unseen === true ? words.t('ask:state.new') : null
  };
}

/** A list is seen over a shoulder: that somebody is not safe stands on the page of its own, and in no list. */
const listedAs = (words: Words, reader: Pick<Reader, 'iro'>, state: RequestState): string =>
  state.kind !== null && isUrgent(state.kind) ? words.t('ask:hidden') : nameOf(words, reader, state);

/** What it was, in the words of the way it was asked by. */
const nameOf = (words: Words, reader: Pick<Reader, 'iro'>, request: RequestState): string =>
  request.kind === null ? words.t('ask:hidden') : words.t(`ask:ways.${kinds[request.kind].page}`, namedThen(request, reader));

/** What went past somebody names whom it went past, whoever is the child's IRO by now. */
export const namedThen = ({ kind, passed }: RequestState, reader: Pick<Reader, 'iro'>): Values =>
  passed !== null ? { iro: passed } : kind === null ? {} : namedIn(kind, reader);

/** Some answers say by themselves how things stand; the others are answers. */
function stateKey(words: Words, { status, answered }: RequestState): string {
  const own = `ask:state.${answered?.outcome ?? ''}`;
  return status === 'answered' && words.has(own) ? own : `ask:state.${status}`;
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
  if (answered) return [sent, ...seen, ...taken, ...answeredSteps(words, answered, now)];
  if (takenBackAt) return [sent, ...opened, ...has, ...taken];
  const detail = request.answerBy
    ? t('stepAnswerBy', { day: dayInWords(words.language, request.answerBy, now) })
    : t('stepAnswerSoon');
  return [sent, ...seen, { state: 'later', icon: 'speech', title: t('stepAnswer'), detail }];
}

/** Who answered, how where that says how things stand, and what is still to come. */
function answeredSteps(words: Words, { name, at, outcome, byOn }: Answered, now: Date): Step[] {
  const own = `ask:one.step.${outcome ?? ''}`;
  const title = words.t(words.has(own) ? own : 'ask:one.stepAnswered', { name });
  const step: Step = { state: 'now', icon: 'speech', title, detail: whenInWords(words, at, now) };
  if (outcome === null || !interim.includes(outcome) || byOn === null) return [step];
  const detail = words.t('ask:one.stepAnswerBy', { day: dayInWords(words.language, byOn, now) });
  return [step, { state: 'later', icon: 'speech', title: words.t('ask:one.stepAnswer'), detail }];
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
export function askedTitle(
  words: Words,
  reader: Pick<Reader, 'iro'>,
  request: OwnRequest,
  { justSent, onDuty }: { justSent: boolean; onDuty: boolean }
): Beside {
  // Whom it went to would say what it was.
  if (justSent && request.kind === null) return { text: words.t('ask:one.stepSent'), english: null };
  if (justSent && request.readers !== null) return beside(words, sentTo[request.readers][onDuty ? 'duty' : 'usual']);
  return { text: nameOf(words, reader, request), english: null };
}

const always = (key: string) => ({ usual: key, duty: key });

/** Whom it went to, by who reads it; and when somebody is on duty. */
const sentTo: Readonly<Record<Readers, Readonly<{ usual: string; duty: string }>>> = {
  holder: always('ask:one.sentTo'),
  advocates: always('ask:one.sentToAdvocates'),
  'advocates-past': always('ask:one.sentToAdvocates'),
  ringing: always('ask:one.sentToRinging'),
  managers: always('ask:one.sentToManagers'),
  complaints: always('ask:one.sentToComplaints'),
  everybody: { usual: 'ask:one.sentTo', duty: 'ask:one.sentToAll' },
  past: { usual: 'ask:one.sentPastNoDuty', duty: 'ask:one.sentPast' }
};
