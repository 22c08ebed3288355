import { some } from '#lib/server/keys/damage.ts';
import type { KeyStatus } from '#lib/server/keys/status.ts';

const DAY = 24 * 3600_000;

const states: Readonly<Record<KeyStatus['keys'][number]['state'], string>> = {
  active: 'wraps new data keys',
  'decrypt-only': 'only opens',
  retired: 'retired: its bytes are gone',
  missing: 'NOT IN THE RING'
};

/** What `heard keys status` says, a line each. */
export function statusLines(status: KeyStatus, now: Date): string[] {
  const ago = (at: string) => `${Math.max(0, Math.floor((now.getTime() - Date.parse(at)) / DAY))} days ago (${at.slice(0, 10)})`;
  const { lastCopied: copied, unfinished } = status;
  return [
    `The ring comes from ${sources[status.source]}.`,
    ...status.keys.map(
      ({ id, state, rows, damaged }) =>
        `  ${id}  ${states[state]}; wraps ${rows} data keys${damaged > 0 ? `, ${damaged} of which do not open` : ''}`
    ),
    `Last turned over: ${status.lastRotated ? ago(status.lastRotated) : 'never'}. Once a year, and when somebody who held a copy leaves.`,
    `Last sealed anew: ${status.lastReencrypted ? ago(status.lastReencrypted) : 'never'}.`,
    `Copied to two people: ${copied ? ago(copied.at) : 'never said so: if the ring is lost, everything is'}.`,
    ...(copied && !copied.current ? ['  That was before the last turning over: those copies do not open what came after.'] : []),
    ...(unfinished
      ? [
          `Sealing anew was begun ${ago(unfinished.startedAt)} and is not finished (${unfinished.fields} fields): heard keys reencrypt`
        ]
      : []),
    ...(status.oldDataKeys > 0 && !unfinished
      ? [`${status.oldDataKeys} old data keys are kept for fields that do not open.`]
      : []),
    ...waiting(status).map((id) => `Nothing is wrapped by ${id} any more. It may go: heard keys retire ${id}`),
    ...(status.damagedKeys.length > 0
      ? [`${status.damagedKeys.length} data keys do not open: ${some(status.damagedKeys)}. Put these rows back from a backup.`]
      : []),
    ...(status.damagedFields > 0 ? [`${status.damagedFields} fields do not open: heard doctor`] : [])
  ];
}

/** Keys that nothing names and that are still in the ring. */
export const waiting = ({ keys }: KeyStatus): string[] =>
  keys.flatMap(({ id, state, rows }) => (state === 'decrypt-only' && rows === 0 ? [id] : []));

const sources: Readonly<Record<KeyStatus['source'], string>> = {
  file: 'the file HEARD_KEY_FILE',
  environment: 'HEARD_KEYS',
  command: 'what HEARD_KEY_COMMAND prints',
  given: 'whoever started this'
};
