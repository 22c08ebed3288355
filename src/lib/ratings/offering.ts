/** What somebody is asked to rate: the time after one review, or once a year. In `period`, `review:…` or `year:2026`. */
export type Period = string;

/** What somebody did with one offer. `used`: they rated. `later`: not this time. */
export type Choice = 'used' | 'later' | 'never';

/** The period under which "never ask me" is kept. */
export const EVER: Period = 'ever';

/** How long after a review it can be rated, in days. */
export const OPEN_DAYS = 90;

export type Facts = Readonly<{
  /** Today, as `YYYY-MM-DD`. */
  today: string;
  /** The last review that was held. */
  held: { id: string; on: string } | null;
  /** The month in which everybody is asked once a year, 1 to 12. */
  month: number;
  choices: readonly Readonly<{ period: string; choice: Choice }>[];
}>;

export type Offer = Readonly<{
  /** What can be rated now; null: nothing. */
  open: Period | null;
  /** Whether a small card may say so: not where somebody said not now, or never. */
  card: boolean;
  /** They said never. */
  never: boolean;
}>;

/**
 * What is offered: the last review for 90 days after it was held, or else the year in its month; each once. Where a review
 * can be rated, or just was, nobody is asked for the year as well.
 */
export function offerOf({ today, held, month, choices }: Facts): Offer {
  const of = (period: string) => choices.find((one) => one.period === period)?.choice ?? null;
  const never = of(EVER) === 'never';
  const period = (held && isOpen(held.on, today) ? `review:${held.id}` : null) ?? yearly(today, month);
  if (period === null || of(period) === 'used') return { open: null, card: false, never };
  return { open: period, card: !never && of(period) === null, never };
}

const isOpen = (on: string, today: string): boolean =>
  on <= today && Date.parse(today) - Date.parse(on) <= OPEN_DAYS * 24 * 3600_000;

const yearly = (today: string, month: number): Period | null =>
  Number(today.slice(5, 7)) === month ? `year:${today.slice(0, 4)}` : null;
