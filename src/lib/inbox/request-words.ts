import { linesOf } from '#lib/journeys/render.ts';
import { kinds } from '#lib/requests/kinds.ts';
import { withDay, type Outcome } from '#lib/requests/outcome.ts';
import { eachOnce, type AskedBy, type GivenAnswer, type Opening, type Readers } from '#lib/requests/request.ts';
import { dayInWords, listInWords } from '#locales/dates.ts';
import type { Words } from '#locales/words.ts';
import type { RequestSheet } from './request-sheet.server.ts';
import { isLate, momentInWords } from './wording.ts';

/** An adult who asked, as staff name them: "Dawn, mother". */
export const whoAsked = (words: Words, { name, relation }: Pick<AskedBy, 'name' | 'relation'>): string =>
  relation === null ? name : words.t('staff:asked.by.who', { person: name, relation: words.t(`staff:relations.${relation}`) });

type Reader = Readonly<{ words: Words; now: Date; name: string }>;

/** What the child said, question by question; how they want to be answered stands apart, beside the answer. */
export function saidInWords({ kind, said }: Pick<RequestSheet['request'], 'kind' | 'said'>) {
  // Whether an advocate is wanted stands by itself (clock-words.ts).
  const told = (said ?? []).filter(({ asked }) => asked.code !== kinds[kind].besides);
  const spoken = told.map(({ asked, answer }) => ({
    code: asked.code,
    question: asked.question,
    lines: linesOf(asked, answer),
    // A choice is the way to answer; what was written is what there is to say.
    how: asked.kind === 'one'
  }));
  const answered = spoken.filter(({ lines }) => lines.length > 0);
  return { blocks: answered.filter(({ how }) => !how), how: answered.filter(({ how }) => how) };
}

/** An answer as the child's own page shows it, in its very words. */
export type SpokenAnswer = Readonly<{
  id: string;
  name: string;
  photo: string | null;
  when: string;
  outcome: Outcome;
  label: string;
  /** Null: it cannot be opened with the keys at hand. */
  text: string | null;
  byOn: string | null;
}>;

/** Who answers, with the face the child sees. */
export type Answerer = Readonly<{ name: string; photo: string | null }>;

export function answererOf({ people }: RequestSheet, staffId: string, name: string): Answerer {
  const photoId = people.get(staffId)?.photoId ?? null;
  return { name, photo: photoId && `/photo/${photoId}` };
}

export const answersInWords = (sheet: RequestSheet, { words, now }: Reader): SpokenAnswer[] =>
  sheet.request.answers.map((given) => ({
    ...given,
    ...answererOf(sheet, given.staffId, given.name),
    ...outcomeInWords(given.outcome, given.byOn, words, now),
    when: momentInWords(words, given.at, now)
  }));

/** What was typed so far, as the child would see it. */
export const previewOf = (
  typed: { outcome: Outcome; byOn: string | null; text: string },
  { words, now }: { words: Words; now: Date }
): Omit<SpokenAnswer, 'name' | 'photo'> => ({
  id: 'look',
  ...outcomeInWords(typed.outcome, withDay.includes(typed.outcome) ? typed.byOn : null, words, now),
  text: typed.text.trim(),
  when: momentInWords(words, now.toISOString(), now)
});

const outcomeInWords = (outcome: Outcome, byOn: string | null, words: Words, now: Date) => ({
  outcome,
  label: words.t(`ask:one.outcome.${outcome}`),
  byOn: byOn && isDay(byOn) ? words.t('ask:one.byOn', { day: dayInWords(words.language, byOn, now) }) : null
});

const isDay = (text: string) => /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text));

/** The day by which the child was last promised something; null when nothing is promised or nobody waits. */
export function promisedOn({ waiting, answers, answerBy }: RequestSheet['request']): string | null {
  if (!waiting) return null;
  const [last] = answers;
  return last?.byOn ?? answerBy;
}

/** What the child sees of it: everybody who opened it, the promised day, who answered; the same facts as on the child's own page. */
export function whatChildSeesOf({ request }: RequestSheet, { words, now }: Reader) {
  const [answered] = request.answers;
  const opened = eachOnce(request.openings).map((one) => openedLine(one, { words, now }));
  const nobody = { icon: 'clock' as const, text: words.t('staff:asked.seesNobody') };
  return [
    ...(opened.length > 0 ? opened : [nobody]),
    ...(answered ? [answeredLine(answered, { words, now })] : promiseLine(request, words, now))
  ];
}

const openedLine = ({ name, at, standingIn }: Opening, { words, now }: Pick<Reader, 'words' | 'now'>) => ({
  icon: 'eye' as const,
  text: words.t(`staff:views.${standingIn ? 'seesStandingIn' : 'seesOpened'}`, {
    who: name,
    when: momentInWords(words, at, now)
  })
});

const answeredLine = ({ name, at }: GivenAnswer, { words, now }: Pick<Reader, 'words' | 'now'>) => ({
  icon: 'speech' as const,
  text: words.t('staff:asked.seesAnswered', { who: name, when: momentInWords(words, at, now) })
});

function promiseLine(request: RequestSheet['request'], words: Words, now: Date) {
  if (request.takenBackAt !== null) return [];
  const text =
    request.answerBy === null
      ? words.t('staff:asked.seesSoon')
      : words.t('staff:asked.seesPromise', { day: dayInWords(words.language, request.answerBy, now) });
  return [{ icon: 'clock' as const, text }];
}

/** The promised day for the side of the page. */
export function promiseInWords(request: RequestSheet['request'], { words, now }: Reader) {
  const day = promisedOn(request);
  return day === null ? null : { day: dayInWords(words.language, day, now), late: isLate(day, now) };
}

/** Who has the child now and who else got it: for what cannot wait. */
export function whoHasIt({ request, holder, mine, duty, keptFrom }: RequestSheet, { words, name }: Reader): string[] {
  if (request.readers === 'past')
    return [
      words.t(duty ? 'staff:asked.alsoPast' : 'staff:asked.alsoPastNoDuty', { name }),
      ...(keptFrom.length === 0 ? [] : [words.t('staff:asked.doNotTell', { people: listInWords(words.language, keptFrom) })])
    ];
  const key = holder === null ? 'withNobody' : 'withPerson';
  const has = words.t(`staff:asked.${mine ? 'withYou' : key}`, { name, person: holder ?? '' });
  return [has, words.t(duty ? 'staff:asked.alsoDuty' : 'staff:asked.alsoManagers')];
}

/** Who may read it, in one line. */
export function whoReads({ request, coverFor, keptFrom }: RequestSheet, { words, name }: Reader): string {
  if (request.readers === 'advocates' && request.by)
    return words.t('staff:asked.by.onlyAdvocates', { name, who: request.by.name });
  if (request.readers !== 'holder') {
    const who = words.t(`staff:asked.${readBy[request.readers]}`, { name });
    return keptFrom.length === 0
      ? who
      : `${who} ${words.t('staff:asked.keptFrom', { people: listInWords(words.language, keptFrom) })}`;
  }
  return coverFor === null ? words.t('staff:asked.onlyHolder') : words.t('staff:views.onlyYouCover', { iro: coverFor });
}

/** The line that says who reads it, by who got it; for whoever has the child it depends on who that is. */
const readBy: Readonly<Record<Exclude<Readers, 'holder'>, string>> = {
  advocates: 'onlyAdvocates',
  'advocates-past': 'onlyAdvocatesPast',
  ringing: 'onlyRinging',
  managers: 'onlyManagers',
  complaints: 'onlyComplaints',
  everybody: 'onlyUrgent',
  past: 'onlyPast'
};
