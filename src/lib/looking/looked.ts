import type { Shown } from '#lib/audit/looks.ts';

/** What somebody looked at, for a list of who looked: the shapes of the record that are about one child. */
export type LookedAt = Exclude<Shown, 'list'>;

/** As whom somebody looked, where their name is not said. `let-in`: by two people, for an hour. */
export type LookedAs = 'iro' | 'manager' | 'social-worker' | 'admin' | 'advocate' | 'worker' | 'let-in';

/** One person, one kind of thing, one day: once, however often. */
export type Looked = Readonly<{
  id: string;
  what: LookedAt;
  /** When it was the last time that day, ISO. */
  at: string;
  /** Said by name: who has the child, or stands in; and to workers, everybody. Null: only as whom. */
  name: string | null;
  /** Their photograph, where their name is said and they have one. */
  photo: string | null;
  as: LookedAs;
}>;
