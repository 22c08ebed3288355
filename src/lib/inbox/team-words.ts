import type { Words } from '#locales/words.ts';
import type { TeamDay } from './row.ts';
import { cameInWords } from './wording.ts';

/** One thing on the manager's list that needs a person today. */
export type Need = Readonly<{
  tag: string;
  icon: 'inbox' | 'clock' | 'calendar';
  line: string;
  detail: string;
  link: { href: string; label: string } | null;
}>;

/** Waiting this long unopened is for the manager's list, in days. */
const LONG_DAYS = 3;

/** What needs a person today: the desk first, then who has something long unopened, then reviews whose date is wrong. */
export function needsInWords(words: Words, team: TeamDay, now: Date, atDesk: boolean): Need[] {
  const needs: Need[] = [];
  const came = (at: string) => cameInWords(words, at, now);
  const oldest = team.desk.map(({ cameAt }) => cameAt).sort()[0];
  if (oldest !== undefined)
    needs.push({
      tag: words.t('staff:team.deskTag'),
      icon: 'inbox',
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
        line: words.t('staff:team.unopenedLine', { name, count }),
        detail: words.t('staff:team.unopenedDetail', { came: came(oldestAt) }),
        link: null
      });
  if (team.figures.late > 0)
    needs.push({
      tag: words.t('staff:team.lateTag'),
      icon: 'calendar',
      line: words.t('staff:team.lateLine', { count: team.figures.late }),
      detail: words.t('staff:team.lateDetail'),
      link: { href: '#late', label: words.t('staff:team.below') }
    });
  return needs;
}
