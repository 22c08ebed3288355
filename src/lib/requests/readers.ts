import type { Relation } from '#lib/grants.ts';
import type { Verb } from '#lib/permissions.ts';
import { rules, type DeskCode, type ItemKind } from '#lib/routing/rules.ts';
import type { Readers } from './request.ts';

export type ReadersRule = Readonly<{
  /** The items that bring it to people, all in one step. */
  items: readonly ItemKind[];
  /** Who may open and answer it. */
  read: Verb;
  /** The desk without which it cannot be delivered so: the kind says who gets it then (`otherwise`). */
  needs?: DeskCode;
  /**
   * It goes past whoever has the child, whoever stands in, and their social worker: those of the day it was sent, from whom
   * it is kept, never read it nor find that it is there, whatever becomes of them (decision 30). Whoever begins to stand in
   * later, or has the child then, is not whom it was about: who had it by their work has it still.
   */
  past?: true;
  /** They are told that it is wanted, and nobody is asked why. */
  noWords?: true;
  /** A service that never signs in, which is written to that somebody asks for it. */
  writesTo?: 'advocacy';
}>;

/** Who gets a request, and who never does. */
export const readers: Readonly<Record<Readers, ReadersRule>> = {
  holder: { items: ['request'], read: 'request.read' },
  // What a child says to an advocate is for the advocate alone (decision 30).
  advocates: { items: ['advocate'], read: 'request.read-advocate', needs: 'advocates' },
  // About whoever has the child: they do not find that an advocate was asked either.
  'advocates-past': { items: ['advocate'], read: 'request.read-advocate', needs: 'advocates', past: true },
  // The advocacy service does not sign in: the team rings it, and learns no more than that.
  ringing: { items: ['advocate-by-phone'], read: 'request.read-ringing', noWords: true, writesTo: 'advocacy' },
  managers: { items: ['managers'], read: 'request.read-managers', past: true },
  complaints: { items: ['complaint'], read: 'request.read-complaint', past: true },
  everybody: { items: ['unsafe', 'unsafe-duty', 'unsafe-manager'], read: 'request.read-unsafe' },
  // "I am not safe", and it is about whoever has the child.
  past: { items: ['unsafe-duty', 'unsafe-manager'], read: 'request.read-unsafe-past', past: true }
};

/** Who never reads what goes to these while they are that to the child, whatever else they are. */
export const neverReads = (by: Readers): readonly Relation[] => readers[by].items.flatMap((kind) => rules[kind].never ?? []);

const all = Object.keys(readers).filter((by): by is Readers => Object.hasOwn(readers, by));

/** Everybody past whom something goes. */
export const pastAll: readonly Readers[] = all.filter((by) => readers[by].past === true);

/** Everybody who gets what cannot wait. */
export const worryReaders: readonly Readers[] = all.filter((by) => readers[by].items.includes('unsafe-duty'));
