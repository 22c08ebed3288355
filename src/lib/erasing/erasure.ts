/** What would go, before anything does. */
export type Going = Readonly<{
  /** The child, and records that were merged into theirs. */
  childIds: readonly string[];
  /** Table to number of rows. */
  counts: Readonly<Record<string, number>>;
  /** What nobody has opened yet, and alerts that are not done: erased only when that is said on purpose. */
  unread: Readonly<{ views: number; requests: number; messages: number; alerts: number }>;
}>;

/** What was erased, for the file: no name, nothing that was said. */
export type Receipt = Readonly<{
  id: string;
  childId: string;
  at: string;
  by: string;
  counts: Readonly<Record<string, number>>;
  /** Until this day backups may be kept that still hold the wrapped keys. */
  opensUntil: string;
}>;

export const isUnread = ({ unread }: Going): boolean => unread.views + unread.requests + unread.messages + unread.alerts > 0;
