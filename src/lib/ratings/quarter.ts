/** A quarter of a year, such as `2026Q4`: nothing about ratings is ever kept in finer time. They sort as text. */
export type Quarter = `${number}Q${1 | 2 | 3 | 4}`;

/** The quarter of a calendar day (`YYYY-MM-DD`). */
export const quarterOf = (day: string): Quarter => {
  const [year = 0, month = 1] = day.split('-').map(Number);
  return at(year * 4 + Math.ceil(month / 3) - 1);
};

/** The quarter so many before (negative: after) this one. */
export const quartersBefore = (quarter: Quarter, many: number): Quarter => at(placeOf(quarter) - many);

/** A text that a form or the database gave, as a quarter; null when it is none. */
export const asQuarter = (text: string | null | undefined): Quarter | null => {
  const found = /^(\d{4})Q([1-4])$/.exec(text ?? '');
  return found ? at(Number(found[1]) * 4 + Number(found[2]) - 1) : null;
};

/** Every quarter from one to another, both included, the earliest first. Empty when they are the wrong way round. */
export const quartersFrom = (from: Quarter, to: Quarter): Quarter[] =>
  Array.from({ length: Math.max(0, placeOf(to) - placeOf(from) + 1) }, (_, step) => at(placeOf(from) + step));

/** Its first month and its year, for words: October 2026. */
export const startOf = (quarter: Quarter): string => {
  const place = placeOf(quarter);
  return `${String(Math.floor(place / 4))}-${String((place % 4) * 3 + 1).padStart(2, '0')}-01`;
};

/** Its last day. */
export const endOf = (quarter: Quarter): string => {
  const next = new Date(`${startOf(quartersBefore(quarter, -1))}T00:00:00Z`);
  return new Date(next.getTime() - 24 * 3600_000).toISOString().slice(0, 10);
};

const placeOf = (quarter: Quarter): number => {
  const [year = 0, part = 1] = quarter.split('Q').map(Number);
  return year * 4 + part - 1;
};

const parts = [1, 2, 3, 4] as const;
const at = (place: number): Quarter => `${Math.floor(place / 4)}Q${parts[place % 4] ?? 1}`;
