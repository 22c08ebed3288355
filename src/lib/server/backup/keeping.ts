/** How many backups are kept: the newest of each of so many days, weeks and months that have one. */
export const keeps = { days: 14, weeks: 8, months: 12 } as const;

export type Rule = Readonly<Record<keyof typeof keeps, number>>;

/**
 * When the newest has faults: the newest of every day is kept, up to the longest of all, because what is damaged in the newest may
 * be whole in an older one and nowhere else.
 */
export const newestOfEachDay: Rule = { days: Infinity, weeks: Infinity, months: Infinity };

/** The newest are kept whatever their age: where no backup was made for a year, the old ones are all there is. */
export const alwaysKept = 7;

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
 * Of backups whose names say these times (any order), those that go: all that are not the newest of one of the last 14
 * days, 8 weeks or 12 months that have any (of the last day, all stay); and all older than `longest` days, because what was
 * erased may still be in them. Never one of the newest seven; and none at all where a clock was wrong.
 */
export function mayGo(made: readonly Date[], now: Date, longest: number = longestKeptDays, rule: Rule = keeps): Date[] {
  const newestFirst = [...made].sort((one, other) => other.getTime() - one.getTime());
  if (clockWasWrong(newestFirst, now)) return [];
  const kept = new Set<Date>(newestFirst.slice(0, alwaysKept));
  const spared = new Set<Date>();
  const keepNewestOf = (many: number, spanOf: (at: Date) => string) => {
    const spans = new Map<string, Date>();
    for (const at of newestFirst) if (!spans.has(spanOf(at))) spans.set(spanOf(at), at);
    for (const at of [...spans.values()].slice(0, many)) spared.add(at);
  };
  keepNewestOf(rule.days, (at) => at.toISOString().slice(0, 10));
  keepNewestOf(rule.weeks, weekOf);
  keepNewestOf(rule.months, (at) => at.toISOString().slice(0, 7));
  const [newest] = newestFirst;
  const oldest = (newest?.getTime() ?? 0) - longest * DAY;
  const dayBefore = (newest?.getTime() ?? 0) - DAY;
  return newestFirst.filter((at) => !kept.has(at) && at.getTime() < dayBefore && (!spared.has(at) || at.getTime() < oldest));
}

/** Ages are counted from the newest name: one in the future, or far ahead of all others, would make every other one old. */
function clockWasWrong([newest, second]: readonly Date[], now: Date): boolean {
  if (newest === undefined) return false;
  return newest > now || (second !== undefined && newest.getTime() - second.getTime() > 2 * DAY);
}
