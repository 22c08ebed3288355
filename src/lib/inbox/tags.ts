import type { Words } from '#locales/words.ts';

/** A word and a shape on a row. */
export type RowTag = Readonly<{
  label: string;
  icon: 'cover' | 'card' | 'calendar' | 'speech' | 'eye' | 'note' | 'clock' | 'tick' | 'warning' | 'people' | 'undo';
  tone: 'grey' | 'amber' | 'violet' | 'blue' | 'danger';
}>;

type Tagged = Readonly<{
  coverFor?: string | null;
  taken?: boolean;
  coveredBy?: string | null;
  /** Who has the child, for somebody else who got it too. */
  caseWith?: string | null;
  late?: boolean;
  overdue?: boolean;
  assurance?: string;
  interpreter?: boolean;
  version?: number;
  openedBy?: string | null;
  views?: 'none' | 'waiting' | 'opened';
  /** "I am not safe", as it stands; `call`: the child took it back, and is to be called. */
  notSafe?: 'now' | 'call' | false;
  /** A word in it may mean that it cannot wait. */
  attention?: boolean;
  /** Wants an answer today. */
  today?: boolean;
  hasAnswer?: boolean;
  /** The newest answer, where more is still to come: that is no answer yet. */
  interim?: string | null;
  lateAnswer?: boolean;
  withAdvocates?: boolean;
  takenBack?: boolean;
}>;

const views = {
  none: { key: 'noViews', icon: 'clock', tone: 'grey' },
  waiting: { key: 'waiting', icon: 'speech', tone: 'amber' },
  opened: { key: 'opened', icon: 'tick', tone: 'grey' }
} as const;

/** What a reader is told of how the words came where neither a PIN nor an address says whose they are; null: nothing. */
export function cameInWords(words: Words, assurance: string, name: string): { title: string; text: string } | null {
  if (assurance === 'card')
    return { title: words.t('staff:views.byCardTitle'), text: words.t('staff:views.byCardText', { name }) };
  if (assurance === 'handed')
    return { title: words.t('staff:views.handedTitle'), text: words.t('staff:views.handedText', { name }) };
  return null;
}

/** The tags of a row: only what is so, in the order in which it matters. */
export function tagsOf(words: Words, row: Tagged): RowTag[] {
  const tag = (key: string, icon: RowTag['icon'], tone: RowTag['tone'], values = {}): RowTag => ({
    label: words.t(`staff:tags.${key}`, values),
    icon,
    tone
  });
  const state = row.views && views[row.views];
  const tags: (RowTag | false)[] = [
    row.notSafe === 'now' && tag('notSafe', 'warning', 'danger'),
    row.notSafe === 'call' && tag('takenBackCall', 'warning', 'danger'),
    row.attention === true && tag('attention', 'warning', 'amber'),
    row.today === true && tag('today', 'clock', 'amber'),
    row.takenBack === true && tag('takenBack', 'undo', 'grey'),
    row.hasAnswer === true && (row.interim ? tag(`interim.${row.interim}`, 'clock', 'amber') : tag('answered', 'tick', 'grey')),
    row.lateAnswer === true && tag('lateAnswer', 'calendar', 'amber'),
    row.withAdvocates === true && tag('withAdvocates', 'people', 'violet'),
    state !== undefined && tag(state.key, state.icon, state.tone),
    row.late === true && tag('late', 'calendar', 'amber'),
    row.overdue === true && tag('overdue', 'calendar', 'amber'),
    row.interpreter === true && tag('interpreter', 'speech', 'amber'),
    typeof row.coverFor === 'string' && tag('coverFor', 'cover', 'blue', { name: row.coverFor }),
    row.taken === true && tag('taken', 'cover', 'blue'),
    typeof row.coveredBy === 'string' && tag('coveredBy', 'cover', 'blue', { name: row.coveredBy }),
    typeof row.caseWith === 'string' && tag('caseWith', 'cover', 'blue', { name: row.caseWith }),
    row.assurance === 'card' && tag('byCard', 'card', 'violet'),
    row.assurance === 'handed' && tag('handed', 'people', 'violet'),
    (row.version ?? 1) > 1 && tag('version', 'note', 'grey', { count: row.version ?? 1 }),
    typeof row.openedBy === 'string' && tag('openedBy', 'eye', 'grey', { name: row.openedBy })
  ];
  return tags.filter((one) => one !== false);
}
