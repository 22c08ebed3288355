/** This council's words and numbers, as every page may use them. */
export type Council = Readonly<{
  /** As people say it, e.g. "Marrowdale Council". */
  name: string;
  /** What a child sees as the name of the whole thing (decision 1). */
  product: string;
  terms: Readonly<{
    review: string;
    reviews: string;
    aReview: string;
    iro: string;
    iros: string;
    familyTime: string;
  }>;
  /** The same words in the other languages, with every form their sentences need: language to form to word. */
  termsIn: Readonly<Record<string, Readonly<Record<string, string>>>>;
  childline: string;
  officePhone: string;
  officeHours: string;
  /** Null: the council has set none, and pages show the national numbers only. */
  outOfHoursPhone: string | null;
  /** An advocate's own number, so that the council is not in between; null: none set. */
  advocatePhone: string | null;
  /** Where the advocacy service is written to when it never signs in; null: it is only rung. */
  advocateMail: string | null;
  /** `no`: the advocacy service never signs in here, so somebody of the team rings it; `yes`: it has its own desk. */
  advocacySignsIn: string;
  /** Where "Leave now" goes. */
  leaveTo: string;
  /** `on`: workers may also sign in by a long passphrase and a one-time code. */
  staffPassphrase: string;
  /** How many must have answered before anything of ratings is shown; never under 5. */
  ratingsFrom: string;
  /** How many must have answered before a reviewer sees what was written; never under 10. */
  ratingsWordsFrom: string;
  /** The month in which children are asked once a year how their reviewer is, 1 to 12. */
  ratingsMonth: string;
}>;

/** The name of one setting, e.g. `terms.review`: in the table, at the command line. */
export type CouncilKey = Exclude<keyof Council, 'terms' | 'termsIn'> | `terms.${keyof Council['terms']}`;
