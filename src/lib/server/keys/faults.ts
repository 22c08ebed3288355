/** The exit code for "it is set up wrongly": a supervisor need not try again (sysexits EX_CONFIG). */
export const KEYS_WRONG = 78;

/**
 * The keys are not there, are the wrong ones, or lie where they may not. One plain sentence for the operator; its name
 * stays `Error`, as of every sentence that the start prints as it is.
 */
export class KeyFault extends Error {
  readonly exitCode = KEYS_WRONG;
}

/**
 * The ring has no such key at the moment: it was turned over and this process has an older one. Pages answer "busy, try
 * again" (see `asRefusal`) rather than show words as damaged that are not.
 */
export class KeyMissing extends Error {
  readonly code = 'KEY_MISSING';
  constructor(id: string) {
    super(`The key ring has no key ${id}.`);
    this.name = 'KeyMissing';
  }
}

/**
 * The newest key of a subject does not open: nothing can be sealed for them, and no other key is made in its place. Whoever would
 * write is told that something is damaged (see `asRefusal`); whatever else there is goes on.
 */
export class KeyDamaged extends Error {
  readonly code = 'KEY_DAMAGED';
  constructor(subject: string) {
    super(`A data key of ${subject} does not open.`);
    this.name = 'KeyDamaged';
  }
}
