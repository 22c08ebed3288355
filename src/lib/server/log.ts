import { pino, type Logger } from 'pino';
import { allowed, fieldsOf, type Field, type Fields } from './log-fields.ts';

/** What a line is about: a name in our own program, never made from what came in. */
export type Kind =
  | 'running'
  | 'request'
  | 'error'
  | 'unexpected'
  | 'job-failed'
  | 'leave-failed'
  | 'console'
  | 'audit-anchor'
  | 'audit-fault'
  | 'look-not-kept'
  | 'clock-jump'
  | 'stood-still';

type Level = 'info' | 'warn' | 'error';

/** Lines go out through the process's own streams: what is there to be read by whoever runs it, and in tests. */
const lines = (stream: 'stdout' | 'stderr'): Logger =>
  pino(
    {
      base: null,
      timestamp: () => `,"at":"${new Date().toISOString()}"`,
      formatters: { level: (label) => ({ level: label }) }
    },
    { write: (line: string) => void process[stream].write(line) }
  );
const out = lines('stdout');
const err = lines('stderr');

let dropped = 0;

/** How many values were left out since the start, because their key or shape is not on the list. */
export const droppedSoFar = (): number => dropped;

const isField = (key: string): key is Field => Object.hasOwn(allowed, key);

/** The fields that are on the list and fit; the others are counted, and not even their keys are kept. */
function fitting(fields: Fields): Record<string, unknown> {
  const kept: Record<string, unknown> = {};
  let lost = 0;
  for (const [key, value] of Object.entries(fields)) {
    if (value === undefined || value === null) continue;
    const fits = isField(key) ? allowed[key](value) : null;
    if (fits === null) lost += 1;
    else kept[key] = fits;
  }
  dropped += lost;
  return lost > 0 ? { ...kept, dropped: lost } : kept;
}

const write = (level: Level, kind: Kind, fields: Fields): void =>
  (level === 'info' ? out : err)[level]({ kind, ...fitting(fields) });

/**
 * The log: one JSON line each. Only keys on the list of `log-fields.ts` with values of their shape are written: no words,
 * names, addresses, queries, bodies or parameters, whatever a caller passes; and ids of children only in the line of a look
 * that the database had no room for.
 */
export const log = {
  info: (kind: Kind, fields: Fields = {}): void => write('info', kind, fields),
  warn: (kind: Kind, fields: Fields = {}): void => write('warn', kind, fields),
  error: (kind: Kind, fields: Fields = {}): void => write('error', kind, fields),
  /** An error nobody foresaw: class, codes and where; never its text, which may quote what somebody wrote. */
  failure: (kind: Kind, error: unknown, fields: Fields = {}): void => write('error', kind, { ...fieldsOf(error), ...fields })
};

/**
 * From here on `console` writes lines of the log: what Kit, a package or a forgotten line of our own prints keeps its
 * level, and of an error its class and place. In the demo, which speaks to whoever started it, only what is an error.
 */
export function quietConsole(mode: string): void {
  const names = mode === 'demo' ? (['warn', 'error'] as const) : (['log', 'info', 'debug', 'warn', 'error', 'trace'] as const);
  const { console: printer } = globalThis;
  for (const name of names)
    printer[name] = (...said: readonly unknown[]) => {
      const error = said.find((one) => one instanceof Error);
      if (error) log.failure('console', error);
      else log[name === 'error' || name === 'warn' ? name : 'info']('console', { many: said.length });
    };
}
