/**
 * Attacks on what is shown. Each view is a set of people; the attacker is given how many they are, exactly (a page never says), and tries
 * to work out a number of fewer than the threshold.
 */
export type Found = Readonly<{ read: number; bySubtraction: number; bySystem: number; pairs: number; targets: number }>;
export const nothing: Found = { read: 0, bySubtraction: 0, bySystem: 0, pairs: 0, targets: 0 };

export const plus = (one: Found, other: Found): Found => ({
  read: one.read + other.read,
  bySubtraction: one.bySubtraction + other.bySubtraction,
  bySystem: one.bySystem + other.bySystem,
  pairs: one.pairs + other.pairs,
  targets: one.targets + other.targets
});

/** `sets`: who is in each view. `cells`: everybody by what is known of them (quarter, reviewer, age): the smallest groups to ask about. */
export function attack(sets: readonly (readonly string[])[], cells: readonly (readonly string[])[], least: number): Found {
  const views = sets.map((one) => new Set(one));
  const read = views.filter((view) => view.size > 0 && view.size < least).length;
  const { found, pairs } = subtracted(views, least);
  const system = solved(sets, cells, least);
  return { read, bySubtraction: found, pairs, ...system };
}

/** Every pair, both ways: one inside another leaves the difference. */
function subtracted(views: readonly Set<string>[], least: number): { found: number; pairs: number } {
  let [found, pairs] = [0, 0];
  for (const [at, one] of views.entries())
    for (const other of views.slice(at + 1)) {
      pairs += 1;
      const [small, large] = one.size < other.size ? [one, other] : [other, one];
      const left = large.size - small.size;
      if (left > 0 && left < least && small.isSubsetOf(large)) found += 1;
    }
  return { found, pairs };
}

const PRIME = 1_000_003;

/**
 * The linear system of all views at once: is the number of a cell, or of any few of one reviewer together, a combination of numbers
 * shown? Exact arithmetic modulo a prime. And the structure: people whom no view tells apart must be `least` at least.
 */
function solved(sets: readonly (readonly string[])[], cells: readonly (readonly string[])[], least: number) {
  const order = [...new Set(sets.flat())];
  const classes = [...Map.groupBy(order, (id) => sets.map((one) => (one.includes(id) ? 1 : 0)).join('')).values()];
  const classOf = new Map(classes.flatMap((ids, at) => ids.map((id) => [id, at] as const)));
  // One unknown for each class that no view tells apart, cut by the cells: what is asked about may be a part of one.
  const unknowns = new Map<string, number>();
  const column = (id: string, cell: number) => `${classOf.get(id) ?? 'out'} ${cell}`;
  const cellOf = new Map(cells.flatMap((ids, at) => ids.map((id) => [id, at] as const)));
  for (const id of order) unknowns.set(column(id, cellOf.get(id) ?? -1), unknowns.size);
  const names = [...new Set(order.map((id) => column(id, cellOf.get(id) ?? -1)))];
  const placeOf = new Map(names.map((name, at) => [name, at]));
  const vector = (ids: readonly string[]) => {
    const row = new Array<number>(names.length).fill(0);
    for (const id of ids) {
      const place = placeOf.get(column(id, cellOf.get(id) ?? -1));
      if (place !== undefined) row[place] = 1;
    }
    return row;
  };
  const basis = reduced(sets.map(vector));
  let [bySystem, targets] = [0, 0];
  for (const target of targetsOf(cells, classOf, least)) {
    targets += 1;
    if (isIn(basis, vector(target))) bySystem += 1;
  }
  // A class below the threshold could be what is left of some combination.
  bySystem += classes.filter((ids) => ids.length < least && isIn(basis, vector(ids))).length;
  return { bySystem, targets: targets + classes.length };
}

/** Cells of fewer than the threshold that somebody is shown a part of, and every two of them that are still fewer. */
function targetsOf(cells: readonly (readonly string[])[], shown: ReadonlyMap<string, number>, least: number): string[][] {
  const few = cells.filter((ids) => ids.length > 0 && ids.length < least && ids.some((id) => shown.has(id)));
  const twos = few.flatMap((one, at) =>
    few.slice(at + 1, at + 12).flatMap((other) => (one.length + other.length < least ? [[...one, ...other]] : []))
  );
  return [...few.map((ids) => [...ids]), ...twos];
}

type Basis = readonly Readonly<{ row: readonly number[]; lead: number }>[];

function reduced(rows: readonly number[][]): Basis {
  const basis: { row: number[]; lead: number }[] = [];
  for (const given of rows) {
    const row = [...given];
    for (const { row: known, lead } of basis) clear(row, known, lead);
    const lead = row.findIndex((value) => value !== 0);
    if (lead < 0) continue;
    const factor = inverse(row[lead] ?? 1);
    for (const [at, value] of row.entries()) row[at] = (value * factor) % PRIME;
    basis.push({ row, lead });
  }
  return basis;
}

function clear(row: number[], known: readonly number[], lead: number): void {
  const factor = row[lead] ?? 0;
  if (factor === 0) return;
  for (const [at, value] of known.entries())
    if (value !== 0) row[at] = ((row[at] ?? 0) - ((factor * value) % PRIME) + PRIME) % PRIME;
}

function isIn(basis: Basis, target: readonly number[]): boolean {
  if (target.every((value) => value === 0)) return false;
  const row = [...target];
  for (const { row: known, lead } of basis) clear(row, known, lead);
  return row.every((value) => value === 0);
}

function inverse(value: number): number {
  let [power, result, base] = [PRIME - 2, 1, value % PRIME];
  for (; power > 0; power = Math.floor(power / 2)) {
    if (power % 2 === 1) result = (result * base) % PRIME;
    base = (base * base) % PRIME;
  }
  return result;
}
