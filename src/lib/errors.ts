/**
 * What can go wrong, each with a status and the key of the words that say so.
 * A page never shows `message`: it says `key` in the reader's language.
 */
const catalogue = {
  /** No such thing, or not yours: the two must look the same (security.md 6.2, invariant 6). */
  'not-found': 404,
  /** Nobody is signed in where somebody must be. */
  'sign-in-needed': 401,
  /** The card alone opened this visit, and this shows the child's own words. */
  'secret-needed': 401,
  /** This worker may, but must first show again who they are (`/staff/confirm`). */
  'step-up-needed': 401,
  /** Form input that could not be understood; `fields` says which. */
  invalid: 400,
  /** Too many tries; `retryAfter` seconds. */
  'slow-down': 429,
  /** The disk or the database's size limit is reached: nothing was saved. */
  full: 507,
  /** The database is busy or away for the moment: nothing was saved. */
  busy: 503,
  /** A stored field could not be opened with the keys at hand. */
  damaged: 500
} as const;

export type Problem = keyof typeof catalogue;

/** An expected failure. `problem` is both its name and its words' key under `errors.`. */
export class Refusal extends Error {
  readonly problem: Problem;
  readonly status: number;
  readonly fields: Readonly<Record<string, string>>;
  readonly retryAfter: number | null;

  constructor(problem: Problem, detail: { fields?: Record<string, string>; retryAfter?: number; cause?: unknown } = {}) {
    super(problem, detail.cause === undefined ? undefined : { cause: detail.cause });
    this.name = 'Refusal';
    this.problem = problem;
    this.status = catalogue[problem];
    this.fields = detail.fields ?? {};
    this.retryAfter = detail.retryAfter ?? null;
  }
}

/** Not there, or not for you. Always the same error, so that nobody can tell which. */
export const notFound = () => new Refusal('not-found');
