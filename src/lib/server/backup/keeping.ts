/** How many backups are kept: the newest of each of so many days, weeks and months that have one. */
export const keeps = { days: 14, weeks: 8, months: 12 } as const;

/** The longest a backup is kept, in days: what is erased can be in one until then. */
export const longestKeptDays = keeps.months * 31;

const DAY = 86_400_000;

/** Monday of its week, as a day. */
const weekOf = (at: Date): string => {
  const day = new Date(at);
  day.setUTCDate(day.getUTCDate() - ((day.getUTCDay() + 6) % 7));
  return day.toISOString().slice(0, 10);
};

/**
 * Of backups made at these times (any order), those that go: all that are not the newest of one of the last 14 days,
 * 8 weeks or 12 months that have any (of the last day, all stay); and all older than `longest` days, because what was erased may still be in them.
 * Never the newest of all.
 */
export function mayGo(
  made: readonly Date[],
  longest: number = longestKeptDays,
  rule: Readonly<Record<keyof typeof keeps, number>> = keeps
): Date[] {
  const newestFirst = [...made].sort((one, other) => other.getTime() - one.getTime());
  const kept = new Set<Date>();
  const keepNewestOf = (many: number, spanOf: (at: Date) => string) => {
    const spans = new Map<string, Date>();
    for (const at of newestFirst) if (!spans.has(spanOf(at))) spans.set(spanOf(at), at);
    for (const at of [...spans.values()].slice(0, many)) kept.add(at);
  };
  keepNewestOf(rule.days, (at) => at.toISOString().slice(0, 10));
  keepNewestOf(rule.weeks, weekOf);
  keepNewestOf(rule.months, (at) => at.toISOString().slice(0, 7));
  const [newest] = newestFirst;
  const oldest = (newest?.getTime() ?? 0) - longest * DAY;
  const dayBefore = (newest?.getTime() ?? 0) - DAY;
  return newestFirst.filter((at) => at.getTime() < dayBefore && (!kept.has(at) || at.getTime() < oldest));
}
