import type { Words } from '#locales/words.ts';
import type { Needs, Worry } from './needs.ts';
import { agoInWords, cameInWords, shortName } from './wording.ts';

/** One thing on a manager's list that needs a person. */
export type Need = Readonly<{
  tag: string;
  icon: 'inbox' | 'clock' | 'calendar' | 'warning' | 'phone' | 'people' | 'speech';
  tone: 'amber' | 'danger';
  line: string;
  detail: string;
  link: { href: string; label: string } | null;
}>;

/** How many things need a person, as a page's heading: as many as its list has lines. */
export const needsHeading = (words: Words, { length }: readonly Need[]): string =>
  length === 0 ? words.t('needs:none') : words.t('needs:need', { count: length });

/**
 * What needs a person today, in its order: worries that nobody has, then what has no reader, empty desks, family to ring
 * back, the desk, what lies unopened, late answers, who was not asked, and wrong dates. `atDesk`: the reader sits there.
 */
export const needsInWords = (words: Words, found: Needs, now: Date, atDesk: boolean): Need[] => [
  ...found.worries.map((row) => worryNeed(words, row, now)),
  ...readerNeed(words, found),
  ...found.emptyDesks.map((code) => doorNeed(words, code)),
  ...callsNeed(words, found),
  ...deskNeed(words, found, now, atDesk),
  ...found.unopened.map((row) => unopenedNeed(words, row, now)),
  ...listNeed(words, { kind: 'answers', icon: 'clock', count: found.answersLate, href: '/staff/morning#overdue' }),
  ...listNeed(words, { kind: 'notAsked', icon: 'speech', count: found.notAsked, href: '/staff/morning#not-asked' }),
  ...listNeed(words, { kind: 'reviews', icon: 'calendar', count: found.reviewsLate, href: '/staff/team#late' })
];

/** How a worry stands, in two lines: whose it is and whether anybody has it; how long ago, and who has the child. */
export function worryInWords(words: Words, row: Worry, now: Date): { line: string; detail: string } {
  const values = {
    child: shortName(row),
    name: row.had ?? '',
    person: row.holder ?? '',
    when: agoInWords(words, row.sentAt, now)
  };
  const stands = row.had !== null ? 'had' : row.opened ? 'opened' : 'unopened';
  const told = row.reminders > 0 && !row.opened ? [words.t('needs:worry.told', { count: row.reminders })] : [];
  const has = row.past ? 'past' : row.holder === null ? 'desk' : 'with';
  const detail = words.t(`needs:worry.${has}`, values);
  return {
    line: words.t(`needs:worry.${row.takenBack ? 'back' : 'now'}.${stands}`, values),
    detail: [detail, ...told].join(' ')
  };
}

/** Where a manager opens a worry; null where it is not for them to open. */
export const worryHref = ({ mayOpen, requestId }: Worry): string | null => (mayOpen ? `/staff/requests/${requestId}` : null);

function worryNeed(words: Words, row: Worry, now: Date): Need {
  const href = worryHref(row);
  return {
    ...{ tag: words.t('needs:worry.tag'), icon: 'warning', tone: 'danger', ...worryInWords(words, row, now) },
    link: href === null ? null : { href, label: words.t('needs:worry.go') }
  };
}

function readerNeed(words: Words, { withoutReader: count }: Needs): Need[] {
  if (count === 0) return [];
  return [
    {
      ...{ tag: words.t('needs:reader.tag'), icon: 'warning', tone: 'danger' },
      line: words.t('needs:reader.line', { count }),
      detail: words.t('needs:reader.detail'),
      link: { href: '/staff/morning#proof', label: words.t('needs:reader.go') }
    }
  ];
}

const doorNeed = (words: Words, code: string): Need => ({
  ...{ tag: words.t('needs:door.tag'), icon: 'people', tone: 'amber', link: null },
  line: words.t(`needs:door.line.${code}`),
  detail: words.t('needs:door.detail')
});

function callsNeed(words: Words, { calls: { count, late, firstId } }: Needs): Need[] {
  if (firstId === null) return [];
  return [
    {
      ...{ tag: words.t('ring-back:team.tag'), icon: 'phone', tone: 'amber' },
      line: words.t('ring-back:team.line', { count }),
      detail: late > 0 ? words.t('ring-back:team.late', { count: late }) : words.t('ring-back:team.inTime'),
      link: { href: `/staff/call-backs/${firstId}`, label: words.t('ring-back:team.go') }
    }
  ];
}

function deskNeed(words: Words, { desk }: Needs, now: Date, atDesk: boolean): Need[] {
  if (desk === null) return [];
  return [
    {
      ...{ tag: words.t('needs:desk.tag'), icon: 'inbox', tone: 'amber' },
      line: words.t('needs:desk.line', { count: desk.count }),
      detail: words.t('needs:desk.detail', { came: cameInWords(words, desk.oldestAt, now) }),
      link: atDesk
        ? { href: '/staff/desk', label: words.t('needs:desk.go') }
        : { href: '/staff/team#desk', label: words.t('needs:list') }
    }
  ];
}

const unopenedNeed = (words: Words, { name, count, oldestAt }: Needs['unopened'][number], now: Date): Need => ({
  ...{ tag: words.t('staff:team.unopenedTag'), icon: 'clock', tone: 'amber', link: null },
  line: words.t('needs:unopened.line', { name, count }),
  detail: words.t('staff:team.unopenedDetail', { came: cameInWords(words, oldestAt, now) })
});

type Listed = Readonly<{ kind: 'answers' | 'notAsked' | 'reviews'; icon: Need['icon']; count: number; href: string }>;

/** Things that one of the pages lists by name. */
const listNeed = (words: Words, { kind, icon, count, href }: Listed): Need[] =>
  count === 0
    ? []
    : [
        {
          ...{ tag: words.t(`needs:${kind}.tag`), icon, tone: 'amber' },
          line: words.t(`needs:${kind}.line`, { count }),
          detail: words.t(`needs:${kind}.detail`),
          link: { href, label: words.t('needs:list') }
        }
      ];
