import { isLook, looks } from './looks.ts';

/** A line of the log as far as it tells who looked at what. */
export type Seen = Readonly<{
  at: string;
  actor: string;
  verb: string;
  subjectId: string;
  childId: string | null;
  onBehalf: string | null;
  outcome: string;
}>;

/** What makes reading stand out. It says nothing of why: a manager asks. */
export type UnusualRule = Readonly<{
  code: 'many-children' | 'at-night' | 'cover-off-week' | 'unknown-ids' | 'many-prints' | 'many-codes';
  /** What is counted, each once. */
  counts: 'children' | 'refused' | 'prints' | 'codes';
  /** Only at these times (UK); null: at any. */
  when: 'night' | 'off-week' | null;
  /** Only what was read in somebody's place. */
  byCover: boolean;
  atLeast: number;
  withinMinutes: number;
}>;

/** Nights are from ten to six; off the week is Saturday and Sunday. Of the two, bank holidays are not known here. */
export const unusualRules: readonly UnusualRule[] = [
  { code: 'many-children', counts: 'children', when: null, byCover: false, atLeast: 21, withinMinutes: 10 },
  { code: 'at-night', counts: 'children', when: 'night', byCover: false, atLeast: 8, withinMinutes: 120 },
  { code: 'cover-off-week', counts: 'children', when: 'off-week', byCover: true, atLeast: 3, withinMinutes: 24 * 60 },
  { code: 'unknown-ids', counts: 'refused', when: null, byCover: false, atLeast: 10, withinMinutes: 10 },
  { code: 'many-prints', counts: 'prints', when: null, byCover: false, atLeast: 15, withinMinutes: 60 },
  { code: 'many-codes', counts: 'codes', when: null, byCover: false, atLeast: 15, withinMinutes: 60 }
];

/** One person's reading that stood out, from its first line to its last. */
export type Unusual = Readonly<{ code: UnusualRule['code']; actor: string; from: string; to: string; many: number }>;

/** What stands out among these lines (workers' only, the oldest first): the newest first. */
export function unusualIn(lines: readonly Seen[], rules: readonly UnusualRule[] = unusualRules): Unusual[] {
  const byActor = Map.groupBy(lines, ({ actor }) => actor);
  return rules
    .flatMap((rule) => [...byActor].flatMap(([actor, own]) => standsOut(rule, actor, own)))
    .sort((one, other) => other.to.localeCompare(one.to) || one.code.localeCompare(other.code));
}

/** Every stretch in which the rule holds, those that touch as one. */
function standsOut(rule: UnusualRule, actor: string, lines: readonly Seen[]): Unusual[] {
  const counted = lines.flatMap((line) => {
    const what = countedAs(rule, line);
    return what === null ? [] : [{ what, at: line.at, ms: Date.parse(line.at) }];
  });
  const stretches: { first: number; last: number }[] = [];
  const inside = new Map<string, number>();
  for (let first = 0, last = 0; last < counted.length; last += 1) {
    const line = counted[last];
    if (!line) continue;
    inside.set(line.what, (inside.get(line.what) ?? 0) + 1);
    for (let oldest = counted[first]; oldest && line.ms - oldest.ms > rule.withinMinutes * 60_000; oldest = counted[first]) {
      const left = (inside.get(oldest.what) ?? 1) - 1;
      if (left === 0) inside.delete(oldest.what);
      else inside.set(oldest.what, left);
      first += 1;
    }
    if (inside.size < rule.atLeast) continue;
    const before = stretches.at(-1);
    if (before && before.last >= first) before.last = last;
    else stretches.push({ first, last });
  }
  return stretches.map(({ first, last }) => {
    const all = counted.slice(first, last + 1);
    const many = new Set(all.map(({ what }) => what)).size;
    return { code: rule.code, actor, from: all[0]?.at ?? '', to: all.at(-1)?.at ?? '', many };
  });
}

/** Under what a line counts for a rule; null: it does not. */
function countedAs({ counts, when, byCover }: UnusualRule, line: Seen): string | null {
  if (byCover && line.onBehalf === null) return null;
  if (when !== null && !isAt(when, line.at)) return null;
  if (counts === 'refused') return line.outcome === 'refused' ? `${line.verb} ${line.subjectId}` : null;
  if (line.outcome !== 'done' || !isLook(line.verb)) return null;
  if (counts === 'prints') return line.verb === 'contribution.print' ? line.subjectId : null;
  if (counts === 'codes') return looks[line.verb] === 'code' ? line.subjectId : null;
  return looks[line.verb] === 'list' ? null : line.childId;
}

// Made once: making one takes longer than a query.
const inLondon = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/London',
  weekday: 'short',
  hour: '2-digit',
  hourCycle: 'h23'
});

function isAt(when: 'night' | 'off-week', at: string): boolean {
  const parts = inLondon.formatToParts(new Date(at));
  const part = (type: string) => parts.find((one) => one.type === type)?.value ?? '';
  const hour = Number(part('hour'));
  return when === 'night' ? hour >= 22 || hour < 6 : ['Sat', 'Sun'].includes(part('weekday'));
}
