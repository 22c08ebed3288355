import { Refusal } from '#lib/errors.ts';
import type { App } from '#lib/server/app.ts';
import { log } from '#lib/server/log.ts';

/** What every file of this folder that `npm run heard -- NAME` starts brings. */
export type Command = Readonly<{
  usage: string;
  /** Returns the exit code: 0 done, 1 done in part, 2 not done. Says what it did through `out`. */
  run(args: readonly string[], app: App, out: (line: string) => void): Promise<number>;
}>;

/** A command that works without the database being opened for it: what is wrong there may be what it is about. */
export type BareCommand = Readonly<{ usage: string; run(args: readonly string[], out: (line: string) => void): Promise<number> }>;

/** An expected failure of a command as one plain sentence; other errors are ours and are thrown on. */
export class Unable extends Error {
  constructor(sentence: string) {
    super(sentence);
    this.name = 'Unable';
  }
}

/** Written for whoever reads it: made with `new Error` by us. What an engine or Node throws may quote what was read. */
const isPlain = (error: unknown): error is Error =>
  error instanceof Error && ['Error', 'SettingsError'].includes(error.name) && !('code' in error);

/** The sentence for whoever typed the command. Of what nobody foresaw only the log has more, and that without words. */
export function sentenceFor(error: unknown): string {
  if (error instanceof Refusal && error.problem === 'full') return 'The disk is full. Nothing was changed.';
  if (error instanceof Refusal && error.problem === 'busy') return 'The database is busy. Nothing was changed; try again.';
  if (error instanceof Refusal && error.problem === 'not-found') return 'There is no such record.';
  if (error instanceof Unable || isPlain(error)) return error.message;
  log.failure('unexpected', error);
  return 'That could not be done: something in the program failed. The line above says where; it says nothing of what was read.';
}
