/** Hours (UK) from and until which a telephone beside a bed is left in peace. */
export const quiet = { from: 21, until: 8 } as const;

const HOUR = 3600_000;
// Made once: making one takes longer than a query.
const hourIn = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/London', hour: 'numeric', hourCycle: 'h23' });

const isQuiet = (at: Date): boolean => {
  const hour = Number(hourIn.format(at));
  return hour >= quiet.from || hour < quiet.until;
};

/** When the quiet hours end in which this instant lies; null: it lies in none. Clocks change on the hour, so whole hours will do. */
export function quietUntil(at: Date): Date | null {
  if (!isQuiet(at)) return null;
  let next = Math.floor(at.getTime() / HOUR) * HOUR + HOUR;
  while (isQuiet(new Date(next))) next += HOUR;
  return new Date(next);
}
