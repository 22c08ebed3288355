import type { Checked } from '#lib/audit/checking.server.ts';
import { dayOf } from '#lib/context.ts';
import { lastDayOf } from '#lib/routing/away.ts';
import { startOfDay } from '#lib/routing/cover.ts';
import { dayInWords } from '#locales/dates.ts';
import type { Words } from '#locales/words.ts';
import type { TeamDay } from './row.ts';
import { agoInWords, shortName } from './wording.ts';

/** What the last check of the record found, in one line. */
export function recordInWords(words: Words, checked: Checked | null, now: Date): Readonly<{ line: string; bad: boolean }> {
  if (!checked) return { line: words.t('staff:team.recordNone'), bad: false };
  const when = agoInWords(words, checked.at, now);
  const line = checked.fault
    ? words.t('staff:team.recordFault', { when, entry: checked.fault.seq })
    : words.t('staff:team.recordWhole', { when, count: checked.entries });
  return { line, bad: checked.fault !== null };
}

/** Who took a child at the desk has them until some hour of a day; who is away is away to its end. */
const untilKey = (until: string): string =>
  startOfDay(dayOf(new Date(until))) === until ? 'staff:team.untilEnd' : 'staff:team.until';

/** Who stands in for whom, until when, for how many. */
export const coversInWords = (words: Words, covers: TeamDay['covers'], now: Date) =>
  covers.map((cover) => ({
    id: cover.id,
    who: cover.child
      ? words.t('staff:team.coverOfChild', { cover: cover.cover, child: shortName(cover.child) })
      : words.t('staff:team.coverOf', { cover: cover.cover, absent: cover.absent ?? '' }),
    until: words.t(untilKey(cover.until), { day: dayInWords(words.language, lastDayOf(cover.until), now) }),
    held: words.t('staff:team.held', { count: cover.children })
  }));
