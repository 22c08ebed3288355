import { Refusal } from '#lib/errors.ts';
import type { App } from '#lib/server/app.ts';

/** What every file of this folder that `npm run heard -- NAME` starts brings. */
export type Command = Readonly<{
  usage: string;
  /** Returns the exit code: 0 done, 1 done in part, 2 not done. Says what it did through `out`. */
  run(args: readonly string[], app: App, out: (line: string) => void): Promise<number>;
}>;

/** An expected failure of a command as one plain sentence; other errors are ours and are thrown on. */
export class Unable extends Error {
  constructor(sentence: string) {
    super(sentence);
    this.name = 'Unable';
  }
}

/** The sentence for whoever typed the command. */
export function sentenceFor(error: unknown): string {
  if (error instanceof Refusal && error.problem === 'full') return 'The disk is full. Nothing was changed.';
  if (error instanceof Refusal && error.problem === 'busy') return 'The database is busy. Nothing was changed; try again.';
  if (error instanceof Refusal && error.problem === 'not-found') return 'There is no such record.';
  return error instanceof Error ? error.message : 'That could not be done.';
}
