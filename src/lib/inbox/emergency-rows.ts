import { namesIn } from '#lib/break-glass/emergency-words.ts';
import type { EmergencyShown } from '#lib/break-glass/reading.server.ts';
import type { Words } from '#locales/words.ts';
import type { SpokenRow } from './inbox-words.ts';
import { agoInWords, asHeading, momentInWords } from './wording.ts';

/** What others were let in to, as a row of the inbox of whoever has the child; and what a manager is asked to decide. */
export function emergencyRow(words: Words, one: EmergencyShown, now: Date): SpokenRow {
  const key = one.state === 'asked' ? 'decide' : one.state === 'taken-over' ? 'lineTaken' : 'line';
  const at = one.approvedAt ?? one.askedAt;
  return {
    id: one.id,
    href: one.state === 'asked' ? `/staff/break-glass/${one.id}/decide` : `/staff/break-glass/${one.id}`,
    name: namesIn(one).child,
    age: one.child.age,
    unread: true,
    urgent: one.state === 'asked',
    due: asHeading(agoInWords(words, at, now)),
    line: words.t(`break-glass:inbox.${key}`, namesIn(one)),
    tags: [],
    open: words.t('break-glass:inbox.open')
  };
}

/** What opened a child to others, for the child's own page: who, with whose yes, when. */
export const marksInWords = (words: Words, all: readonly EmergencyShown[], now: Date) =>
  all.map((one) => ({
    id: one.id,
    text: words.t(`break-glass:${one.state === 'taken-over' ? 'markTaken' : 'markLine'}`, {
      ...namesIn(one),
      when: momentInWords(words, one.approvedAt ?? one.askedAt, now)
    })
  }));
