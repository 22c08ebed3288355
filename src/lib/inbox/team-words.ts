import type { Checked } from '#lib/audit/checking.server.ts';
import { dayOf } from '#lib/context.ts';
import { lastDayOf } from '#lib/routing/away.ts';
import { startOfDay } from '#lib/routing/cover.ts';
import { dayInWords } from '#locales/dates.ts';
import type { Words } from '#locales/words.ts';
import type { TeamDay } from './row.ts';
import { agoInWords, cameInWords, shortName } from './wording.ts';

/** One thing on the manager's list that needs a person today. */
export type Need = Readonly<{
  tag: string;
  icon: 'inbox' | 'clock' | 'calendar' | 'warning' | 'phone';
  tone: 'amber' | 'danger';
  line: string;
  detail: string;
  link: { href: string; label: string } | null;
}>;

/** What the last check of the record found, in one line. */
export function recordInWords(words: Words, checked: Checked | null, now: Date): Readonly<{ line: string; bad: boolean }> {
  if (!checked) return { line: words.t('staff:team.recordNone'), bad: false };
  const when = agoInWords(words, checked.at, now);
  const line = checked.fault
    ? words.t('staff:team.recordFault', { when, entry: checked.fault.seq })
    : words.t('staff:team.recordWhole', { when, count: checked.entries });
  return { line, bad: checked.fault !== null };
}

/** Waiting this long unopened is for the manager's list, in days. */
const LONG_DAYS = 3;

/** What needs a person today: "I am not safe" before anything, then the desk, then who has
 * something long unopened, then answers later than promised, then reviews whose date is wrong. */
export function needsInWords(words: Words, team: TeamDay, now: Date, atDesk: boolean): Need[] {
  const needs: Need[] = notSafeInWords(words, team, now);
  const came = (at: string) => cameInWords(words, at, now);
  const oldest = team.desk.map(({ cameAt }) => cameAt).sort()[0];
  if (oldest !== undefined)
    needs.push({
      tag: words.t('staff:team.deskTag'),
      icon: 'inbox',
      tone: 'amber',
      line: words.t('staff:team.deskLine', { count: team.figures.onDesk }),
      detail: words.t('staff:team.deskDetail', { came: came(oldest) }),
      link: atDesk
        ? { href: '/staff/desk', label: words.t('staff:team.deskGo') }
        : { href: '#desk', label: words.t('staff:team.below') }
    });
  for (const { name, count, oldestAt } of team.unopened)
    if (now.getTime() - Date.parse(oldestAt) >= LONG_DAYS * 86_400_000)
      needs.push({
        tag: words.t('staff:team.unopenedTag'),
        icon: 'clock',
        tone: 'amber',
        line: words.t('staff:team.unopenedLine', { name, count }),
        detail: words.t('staff:team.unopenedDetail', { came: came(oldestAt) }),
        link: null
      });
  if (team.figures.askedLate > 0)
    needs.push({
      tag: words.t('staff:team.askedTag'),
      icon: 'clock',
      tone: 'amber',
      line: words.t('staff:team.askedLine', { count: team.figures.askedLate }),
      detail: words.t('staff:team.askedDetail'),
      link: null
    });
  if (team.figures.late > 0)
    needs.push({
      tag: words.t('staff:team.lateTag'),
      icon: 'calendar',
      tone: 'amber',
      line: words.t('staff:team.lateLine', { count: team.figures.late }),
      detail: words.t('staff:team.lateDetail'),
      link: { href: '#late', label: words.t('staff:team.below') }
    });
  return needs;
}

/** Each "I am not safe" that nobody has opened: how long ago, who has the child, and how often everybody was told again. */
const notSafeInWords = (words: Words, team: TeamDay, now: Date): Need[] =>
  team.notSafe.map((row) => {
    const values = { child: shortName(row), person: row.holder ?? '', when: agoInWords(words, row.sentAt, now) };
    const detail = words.t(row.holder === null ? 'staff:team.notSafeDesk' : 'staff:team.notSafeWith', values);
    const again = row.reminders > 0 ? [words.t('staff:team.toldAgain', { count: row.reminders })] : [];
    return {
      tag: words.t('staff:tags.notSafe'),
      icon: 'warning',
      tone: 'danger',
      line: words.t(row.takenBack ? 'staff:team.notSafeBackLine' : 'staff:team.notSafeLine', values),
      detail: [detail, ...again].join(' '),
      link: { href: `/staff/requests/${row.requestId}`, label: words.t('staff:team.notSafeGo') }
    };
  });

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
