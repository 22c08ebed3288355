import * as v from 'valibot';
import type { StaffRole } from '#lib/context.ts';

export type AllocationRole = 'iro' | 'iro_cover' | 'social_worker';

/**
 * What differs from council to council and is saved beside the files as `mapping.json`: which identifier is the case
 * id and the staff id, and what the local role codes mean. Every role code is compared in lower case.
 */
export const mappingRules = v.strictObject({
  caseId: v.optional(v.picklist(['pers_person_id', 'pers_legacy_id']), 'pers_person_id'),
  staffId: v.optional(v.picklist(['prof_professional_id', 'prof_staff_id']), 'prof_professional_id'),
  /** Role code in allocations -> what it means here; `ignore` for roles that are not taken. */
  roles: v.optional(v.record(v.string(), v.picklist(['iro', 'iro_cover', 'social_worker', 'ignore'])), {}),
  /** Job title or role code of staff -> role here. */
  staffRoles: v.optional(
    v.record(v.string(), v.picklist(['iro', 'manager', 'social_worker', 'admin', 'advocate', 'ignore'])),
    {}
  ),
  /** Reasons of an allocation that make it a cover. */
  coverReasons: v.optional(v.array(v.string()), ['ABSENC'])
});

export type Mapping = v.InferOutput<typeof mappingRules>;

export const defaultMapping: Mapping = v.parse(mappingRules, {});

const IRO = /\biro\b|independent review/;

const allocationGuesses: readonly [RegExp, AllocationRole][] = [
  [/^iro[_ -]cover$|(\biro\b|independent review).*\bcover\b|\bcover\b.*(\biro\b|independent review)/, 'iro_cover'],
  [IRO, 'iro'],
  [/social[_ ]worker|^sw$|allocated case ?worker|^case ?worker$/, 'social_worker']
];

const staffGuesses: readonly [RegExp, StaffRole][] = [
  [/(\biro\b|independent review|reviewing).*(manager|lead)|iro_manager|^manager$/, 'manager'],
  [IRO, 'iro'],
  [/social[_ ]worker|^sw$/, 'social_worker'],
  [/^admin|business support/, 'admin'],
  [/^(independent )?advocate/, 'advocate']
];

const plain = (code: string) => code.normalize('NFKC').trim().toLowerCase();

const found = <T>(table: Readonly<Record<string, T>>, guesses: readonly [RegExp, T][], code: string): T | null => {
  const mapped = Object.entries(table).find(([name]) => plain(name) === plain(code));
  return mapped?.[1] ?? guesses.find(([pattern]) => pattern.test(plain(code)))?.[1] ?? null;
};

/** What an allocation's role code means; `ignore`: known and not taken; null: nobody has said. */
export const allocationRole = (mapping: Mapping, code: string): AllocationRole | 'ignore' | null =>
  found<AllocationRole | 'ignore'>(mapping.roles, allocationGuesses, code);

/** What one job title or staff role code means. */
export const staffRole = (mapping: Mapping, code: string): StaffRole | 'ignore' | null =>
  found<StaffRole | 'ignore'>(mapping.staffRoles, staffGuesses, code);

/** Whether this reason (SSD: invo_worker_change_reason) says that somebody stands in. */
export const isCoverReason = (mapping: Mapping, reason: string): boolean =>
  mapping.coverReasons.some((code) => plain(code) === plain(reason));
