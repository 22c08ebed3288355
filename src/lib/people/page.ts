import type { StaffCard } from './staff.ts';

/** What of one's page the open page shows, where anybody can read it. */
export const showable = ['photo', 'number', 'hello', 'hours'] as const;
export type Showable = (typeof showable)[number];
export const isShowable = (text: unknown): text is Showable => showable.some((one) => one === text);

/** As it is until somebody chooses: what the open page always showed. */
export const shownAtFirst: readonly Showable[] = ['photo', 'hours'];

/** The bands a hello is written for. What is empty is said as for the band beside it. */
export const helloBands = ['4-7', '8-11', '12-17'] as const;
export type HelloBand = (typeof helloBands)[number];
export type Hellos = Readonly<Record<HelloBand, string>>;

/** How long a hello may be: it stands on a phone beside a face. */
export const LONGEST_HELLO = 600;

/** When somebody can talk: on these days (ISO weekday numbers), and in these hours (`HH:MM`, UK time) when they say so. */
export type TalkTimes = Readonly<{ days: string; from: string | null; to: string | null }>;

/** What somebody shows of themself. */
export type OwnPage = Readonly<{ hellos: Hellos; talks: TalkTimes; shows: readonly Showable[] }>;

/** With what nobody has filled in yet, for their own page. */
export type OwnPageFull = OwnPage & Readonly<{ card: StaffCard; shownOpenly: boolean; replyDays: number }>;

export const noHellos: Hellos = { '4-7': '', '8-11': '', '12-17': '' };

/** Their hello as it is said to this band: its own, or else the next older one's, or else the next younger one's; null: none. */
export function helloFor({ hellos }: Pick<OwnPage, 'hellos'>, band: string | null): string | null {
  const at = Math.max(
    0,
    helloBands.findIndex((one) => one === band)
  );
  const order = [...helloBands.slice(at), ...helloBands.slice(0, at).reverse()];
  return order.map((one) => hellos[one]).find((text) => text !== '') ?? null;
}
