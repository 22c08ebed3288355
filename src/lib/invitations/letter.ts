import type { InvitationForm, ProfessionalRole } from './invitation.ts';

/** A letter with the way in, as it is printed: everything that stands on the paper, and nothing of anybody else. */
export type Letter = Readonly<{
  id: string;
  childId: string;
  /** Whom it is for. */
  contactId: string;
  madeAt: string;
  /** The last day on which its code opens, `YYYY-MM-DD`. */
  endsOn: string;
  /** Whether the code opens today: not once the letter was replaced, withdrawn or too old. */
  opens: boolean;
  /** As it is printed: `7KQ4M X2R9H`. */
  code: string;
  language: string;
  /** `lines`: the postal address, line by line; empty for anybody whose address is not held, who is handed it. */
  to: Readonly<{ name: string; lines: readonly string[] }>;
  /** Null: nobody is allocated now. */
  iro: Readonly<{ name: string; called: string; phone: string | null; photoId: string | null }> | null;
  office: Readonly<{ name: string; phone: string; hours: string }>;
  /** The IRO's own sentence to them; empty: none. */
  note: string;
  form: InvitationForm;
  /** Of a professional: which questions come with it. */
  role: ProfessionalRole | null;
  /** The day of the review and where it is; null: not known, or not theirs to know. */
  day: string | null;
  venue: string | null;
  /** The address they type, e.g. `https://mysay.example`. */
  origin: string;
}>;

/** The lines of an address as it is written: by lines, or with commas between. */
export const addressLines = (postal: string): string[] =>
  postal
    .split(/\r?\n|,/)
    .map((line) => line.trim())
    .filter((line) => line !== '');

/** Languages in whose script others print letters; what else there is, is printed here. */
const postedIn: readonly string[] = ['en', 'cy'];
/** Royal Mail's form, loosely: whoever posts it looks it up. */
const postcode = /^[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}$/i;

/** The three to seven lines of an envelope, the postcode last, as GOV.UK Notify wants them; null: it cannot be posted. */
export function linesToPost(name: string, postal: string, language: string): string[] | null {
  const lines = [name, ...addressLines(postal)].filter((line) => line !== '');
  const whole = lines.length >= 3 && lines.length <= 7 && postcode.test(lines.at(-1) ?? '');
  return whole && postedIn.includes(language) ? lines : null;
}
