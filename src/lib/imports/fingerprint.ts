import type { Vault } from '#lib/server/keys/vault.ts';
import type { Entity, Found } from './record.ts';

/**
 * A record's fields as keyed hashes, one each, so that "which fields changed" can be said without keeping the values.
 * The hash covers the record's own key: equal values of two records do not look equal.
 */
export type Fingerprint = ReadonlyMap<string, string>;

export function fingerprintOf(vault: Vault, system: string, found: Found): Fingerprint {
  const values = { ...found.fields, ...found.refs };
  const hash = (field: string, value: unknown) =>
    vault
      .mac('index', 'imported-field', system, found.entity, found.key, field, JSON.stringify(value))
      .toString('hex')
      .slice(0, 16);
  return new Map(Object.entries(values).map(([field, value]) => [field, hash(field, value)]));
}

export const written = (fingerprint: Fingerprint): string =>
  [...fingerprint]
    .map(([field, hash]) => `${field}:${hash}`)
    .sort()
    .join(',');

export const parsed = (text: string): Fingerprint =>
  new Map(
    text
      .split(',')
      .filter(Boolean)
      .map((part): [string, string] => [part.slice(0, part.indexOf(':')), part.slice(part.indexOf(':') + 1)])
  );

/** The fields in which `now` differs from `before`; a field that is only in `before` was not sent, and did not change. */
export const changedFields = (before: Fingerprint, now: Fingerprint): string[] =>
  [...now].filter(([field, hash]) => before.get(field) !== hash).map(([field]) => field);

/** What is known of the record after `now` was written over `before`. */
export const merged = (before: Fingerprint, now: Fingerprint): Fingerprint => new Map([...before, ...now]);

/** The keyed hash by which one record of a case system is found again. */
export const keyIndex = (vault: Vault, system: string, entity: Entity, key: string): string =>
  vault.index('source-key', `${system}|${entity}|${key}`);
