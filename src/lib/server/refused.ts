/**
 * What can be done about something that was not taken. `later`: tried again. `next-day`: tried again after midnight UTC, when the
 * service counts anew. `address`: nobody can be written to there, so trying again is no use: a person has to be told another way.
 */
export type Remedy = 'later' | 'next-day' | 'address';

/**
 * Something that was handed to a carrier and not taken. `code` is short (`ECONNREFUSED`, `550`, `429`): never the address, never
 * the words.
 */
export class Refused extends Error {
  readonly code: string;
  readonly remedy: Remedy;
  constructor(what: string, code: string, remedy: Remedy = 'later') {
    super(`${what} was not taken: ${code}`);
    this.name = 'Refused';
    this.code = code;
    this.remedy = remedy;
  }
}

/** The longest any carrier may take over one message, and over being connected (security.md R-14), in milliseconds. */
export const patience = { connect: 10_000, whole: 30_000 } as const;
