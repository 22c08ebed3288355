import type { AskedPerson, Sending } from '#lib/invitations/asked.ts';
import type { InvitationWay } from '#lib/invitations/invitation.ts';
import { dayInWords } from '#locales/dates.ts';
import type { Words } from '#locales/words.ts';
import type { RowTag } from './tags.ts';
import { asHeading, momentInWords } from './wording.ts';

/** For whom the words are: the reader's, when, the child they are about, and staff by id. */
export type Telling = Readonly<{ words: Words; now: Date; name: string; staff: ReadonlyMap<string, string> }>;

type Look = Readonly<Pick<RowTag, 'icon' | 'tone'>>;
const looks: Readonly<Record<AskedPerson['state'], Look>> = {
  'not-asked': { icon: 'clock', tone: 'grey' },
  'not-sent': { icon: 'speech', tone: 'grey' },
  invited: { icon: 'clock', tone: 'amber' },
  opened: { icon: 'eye', tone: 'grey' },
  began: { icon: 'note', tone: 'blue' },
  sent: { icon: 'speech', tone: 'amber' },
  read: { icon: 'tick', tone: 'grey' },
  withdrawn: { icon: 'undo', tone: 'grey' },
  excluded: { icon: 'undo', tone: 'violet' }
};

/** What somebody is to the child, in words. */
export function relationInWords(words: Words, relation: AskedPerson['relation']): string {
  const all: Readonly<Record<string, string>> = words.section('staff').relations;
  return all[relation] ?? all.other ?? '';
}

/** By what somebody is asked: a letter goes by post only where an address is held. */
export const wayInWords = (words: Words, way: InvitationWay, postal: string | null): string =>
  words.t(`staff:people.way.${way === 'letter' && postal !== null ? 'letterPost' : way}`);

/** One person in a list of those who are asked. */
export function personInWords(person: AskedPerson, { words, now, name, staff }: Telling) {
  const tag = (key: string, look: Look): RowTag => ({ label: words.t(`staff:people.state.${key}`, { name }), ...look });
  const { standing, state, given } = person;
  const mayAsk = !person.ended;
  const gone = person.ended && given === null;
  const sendable = standing !== null && standing.withdrawnAt === null && standing.part !== 'excluded' && standing.way !== 'none';
  return {
    id: person.id,
    name: person.name,
    relation: relationInWords(words, person.relation),
    tags: [
      ...(gone ? [] : [tag(state, looks[state])]),
      // What they sent before is one thing, that they cannot come in any more is another.
      ...(standing?.part === 'excluded' && state !== 'excluded' ? [tag('excluded', looks.excluded)] : []),
      ...(standing && standing.withdrawnAt !== null && state !== 'withdrawn' ? [tag('withdrawn', looks.withdrawn)] : []),
      ...(standing?.part === 'views-only' && standing.withdrawnAt === null ? [tag('views-only', looks.opened)] : []),
      ...(person.ended ? [tag('ended', looks.withdrawn)] : []),
      ...(standing?.sendings[0]?.failed ? [tag('failed', { icon: 'warning', tone: 'danger' })] : [])
    ],
    lines: [
      ...(person.damaged || standing?.shut ? [words.t('staff:people.said.damaged')] : []),
      ...saidOf(person, { words, now, name, staff })
    ],
    ask: mayAsk && person.mayInvite && (state === 'not-asked' || state === 'withdrawn'),
    askLabel: words.t('staff:people.one.ask', { person: person.name }),
    again: mayAsk && sendable && given === null ? standing.way : null,
    letter: mayAsk && sendable ? (standing.letter?.id ?? null) : null,
    enter: mayAsk,
    views: given?.id ?? null
  };
}
export type SpokenPerson = ReturnType<typeof personInWords>;

/** What was done and what became of it, in a sentence or two. */
function saidOf(person: AskedPerson, telling: Telling): string[] {
  const { words } = telling;
  const { standing, state, mayInvite, ended, given } = person;
  if (ended && given === null) return [words.t('staff:people.said.ended')];
  if (state === 'not-asked') return [words.t(`staff:people.said.${mayInvite ? 'not-asked' : 'notAllowed'}`)];
  const [last] = standing?.sendings ?? [];
  const over = state === 'withdrawn' || state === 'excluded' || state === 'sent' || state === 'read';
  return [...(last && !over ? [sentInWords(last, person, telling)] : []), becameInWords(person, telling)].filter(
    (line) => line !== ''
  );
}

function sentInWords({ way, at, failed }: Sending, person: AskedPerson, { words, now }: Telling): string {
  if (failed) return words.t('staff:people.said.failed');
  const sent = words.t(`staff:people.said.${way}`, { when: momentInWords(words, at, now) });
  if (way !== 'letter') return sent;
  const letter = person.standing?.letter;
  const until = letter
    ? words.t('staff:people.said.letterUntil', { day: dayInWords(words.language, lastDay(letter.endsAt), now) })
    : words.t('staff:people.said.letterOver');
  return `${sent} ${until}`;
}

/** The last whole day on which a letter's code opens. */
const lastDay = (endsAt: string): string => new Date(Date.parse(endsAt) - 24 * 3600_000).toISOString().slice(0, 10);

function becameInWords(person: AskedPerson, { words, now, staff }: Telling): string {
  const { standing, state, given, beganAt } = person;
  const say = (at: string | null | undefined, values = {}) =>
    words.t(`staff:people.said.${state}`, { when: at ? momentInWords(words, at, now) : '', ...values });
  const someone = words.t('staff:people.one.someone');
  switch (state) {
    case 'invited':
      return standing?.sendings[0]?.failed ? '' : say(null);
    case 'opened':
      return say(standing?.openedAt);
    case 'began':
      return say(beganAt);
    case 'sent':
      return say(given?.at);
    case 'read':
      return say(given?.at, { person: staff.get(given?.readBy ?? '') ?? someone });
    case 'withdrawn':
      return say(standing?.withdrawnAt);
    case 'excluded':
      return say(null, { way: standing?.words.otherWay ?? '' });
    default:
      return say(null);
  }
}

/** Each time it was sent, for the page of one person. */
export const historyInWords = (person: AskedPerson, { words, now, staff }: Telling) =>
  (person.standing?.sendings ?? []).map(({ way, at, by, failed }) => ({
    at,
    failed,
    text: words.t('staff:people.one.historyLine', {
      way: asHeading(wayInWords(words, way, person.postal)),
      when: momentInWords(words, at, now),
      who: staff.get(by) ?? words.t('staff:people.one.someone')
    })
  }));

/** Whom a list of people is of whose names the page needs. */
export const staffNamed = (people: readonly AskedPerson[]): string[] => [
  ...new Set(people.flatMap(({ standing, given }) => [...(standing?.sendings.map(({ by }) => by) ?? []), given?.readBy ?? '']))
];
