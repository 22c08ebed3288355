import type { Vault } from '#lib/server/keys/vault.ts';
import { keyIndex } from './fingerprint.ts';
import type { ProblemCode } from './problems.ts';
import type { Found, References } from './record.ts';
import { keyColumn, type Run } from './run.ts';

/** Who can be named by a row: key -> known already, sent now, or sent now with a problem. */
export type Named = Record<'child' | 'staff', Map<string, 'known' | 'sent' | 'refused'>>;

const references: readonly { ref: keyof References; names: 'child' | 'staff'; column: string }[] = [
  { ref: 'child', names: 'child', column: 'lcs_id' },
  { ref: 'mergedInto', names: 'child', column: 'merged_into' },
  { ref: 'staff', names: 'staff', column: 'staff_id' },
  { ref: 'coveredBy', names: 'staff', column: 'covered_by' }
];

/** The first of a record's references that leads nowhere, and why. */
export function wrongReference(run: Run, found: Found, named: Named, vault: Vault): { code: ProblemCode; column: string } | null {
  for (const { ref, names, column } of references) {
    const key = found.refs[ref];
    if (key === undefined) continue;
    if (ref === 'mergedInto' && key === found.key) return { code: 'merge-circle', column };
    const state = named[names].get(keyIndex(vault, run.system, names, key));
    if (state === 'refused') return { code: names === 'child' ? 'refused-child' : 'refused-staff', column };
    if (state) continue;
    const code = padded(run, names, key, named, vault) ? 'lost-zeros' : names === 'child' ? 'unknown-child' : 'unknown-staff';
    return { code, column };
  }
  return null;
}

/** Whether this identifier, with zeros put back in front, is one we have: then it is not a new one. */
const padded = (run: Run, names: 'child' | 'staff', key: string, named: Named, vault: Vault): boolean =>
  /^\d+$/.test(key) &&
  [1, 2, 3, 4, 5, 6].some((zeros) => named[names].has(keyIndex(vault, run.system, names, '0'.repeat(zeros) + key)));

/** A new record whose identifier is a known one without its zeros. */
export function lostZeros(run: Run, found: Found, named: Named, vault: Vault): { code: ProblemCode; column: string } | null {
  if (found.entity !== 'child' && found.entity !== 'staff') return null;
  return padded(run, found.entity, found.key, named, vault)
    ? { code: 'lost-zeros', column: keyColumn[found.entity] ?? 'key' }
    : null;
}
