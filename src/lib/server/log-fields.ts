import { join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * Every key a line of the log may have, and what its value must look like: what could hold somebody's words does not fit.
 * Anything else is left out and counted (security.md 7.2, L-10). `log.ts` adds `at`, `level` and `kind` itself.
 */
export const allowed = {
  /** A request's or an error's own number, made here. */
  id: pattern(/^[0-9a-f-]{8,36}$/),
  method: pattern(/^(GET|HEAD|POST|PUT|PATCH|DELETE)$/),
  status: number,
  ms: number,
  /** A job or command of ours, by its file. */
  job: pattern(/^[a-z]+(-[a-z]+){0,4}$/, 30),
  /** The class of an error: its name in the program. */
  name: pattern(/^(Error|[A-Z][A-Za-z]{1,40}(Error|Refusal|Refused|Exception|Taken|Unable))$/),
  /** What an engine or Node calls it: `SQLITE_FULL`, `23505`, `ECONNRESET`. */
  code: pattern(/^(?=.*[0-9_]|E[A-Z]+$)[A-Z0-9_]{2,50}$/),
  /** Of what caused it. */
  cause: pattern(/^(?=.*[0-9_]|E[A-Z]+$)[A-Z0-9_]{2,50}$/),
  /** A refusal of ours (errors.ts), where it is not for a person's page. */
  problem: pattern(/^(full|busy|slow-down|damaged|invalid|not-found|step-up-needed|sign-in-needed|secret-needed)$/),
  /** Where in the program, from the inside out. */
  where: frames,
  seq: number,
  many: number,
  /** Hashes and keyed hashes. */
  hash: pattern(/^[0-9a-f]{64}$/),
  mac: pattern(/^[0-9a-f]{64}$/),
  anchored: pattern(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
  /** What is wrong with the chain of the log of acts. */
  fault: pattern(/^(edited|deleted|inserted|out-of-order|cut-off|wrong-key|anchor-does-not-fit)$/),
  /** Of a look that the database had no room for (`recordLook`), as the audit would have had it: what, who, at what. */
  verb: pattern(/^[a-z-]+\.[a-z-]+$/, 40),
  by: pattern(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
  of: pattern(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
  /** How many keys of this line were left out. */
  dropped: number
} as const;

export type Field = keyof typeof allowed;
export type Fields = Partial<Readonly<Record<Field, unknown>>>;

function number(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

function pattern(shape: RegExp, longest = 64): (value: unknown) => string | null {
  return (value) => (typeof value === 'string' && value.length <= longest && shape.test(value) ? value : null);
}

/** Frames already cut down by `framesOf`; others do not fit. */
function frames(value: unknown): string[] | null {
  if (!Array.isArray(value)) return null;
  const found: unknown[] = value;
  return found.every((line) => typeof line === 'string' && ours.test(line)) ? found.map(String) : null;
}

const ours = /^[\w.$<>]{0,60} ?(?:node:[\w/]+|(?:[\w@.+()[\]=-]+\/)*[\w@.+()[\]=-]+\.(?:js|ts|mjs|cjs|svelte)):\d+$/;

/** The folder of the program: paths are told from here. */
const here = join(import.meta.dirname, '../../..');

/**
 * Where an error arose, as `function file:line`. An error's own text may quote anything, frames that somebody made up
 * among it: only lines of the shape of a frame, from a file of this program or of Node, are kept.
 */
export function framesOf(error: Error): string[] {
  const stack = typeof error.stack === 'string' ? error.stack : '';
  const said = String(error.message);
  const after = said !== '' && stack.includes(said) ? stack.slice(stack.lastIndexOf(said) + said.length) : stack;
  return after
    .split('\n')
    .flatMap((line) => frameIn(line) ?? [])
    .slice(0, 10);
}

function frameIn(line: string): string | null {
  const [, name = '', place = '', at = ''] =
    /^\s+at (?:async )?(?:([\w.$<>]{1,60})(?: \[as \w+\])? \()?([^\s()]*):(\d+):\d+\)?$/.exec(line) ?? [];
  const file = place.startsWith('node:') ? place : fromHere(place);
  if (file === null) return null;
  const frame = `${name} ${file}:${at}`.trim();
  return ours.test(frame) ? frame : null;
}

function fromHere(place: string): string | null {
  const path = place.startsWith('file:///') ? decoded(place) : place;
  for (const start of [`${process.cwd()}${sep}`, `${here}${sep}`])
    if (path.startsWith(start)) return path.slice(start.length).replaceAll(sep, '/');
  return null;
}

function decoded(place: string): string {
  try {
    return fileURLToPath(place);
  } catch {
    return '';
  }
}

/** What may be said of an error: its class, its code, its cause's code, and where it arose; never its text. */
export function fieldsOf(error: unknown): Fields {
  if (!(error instanceof Error)) return { name: 'Error' };
  const code = codeOf(error);
  const cause = codeOf(error.cause) ?? (error.cause instanceof Error ? codeOf(error.cause.cause) : null);
  const problem = 'problem' in error ? error.problem : null;
  return {
    name: error.name,
    ...(problem !== null && { problem }),
    ...(code && { code }),
    ...(cause && { cause }),
    where: framesOf(error)
  };
}

function codeOf(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
}
