import type { StaffRole } from '#lib/context.ts';
import { dayAfter } from './days.ts';
import type { Joins } from './joins.ts';
import { allocationRole, isCoverReason, staffRole, type Mapping } from './mapping.ts';
import type { Finding, ProblemCode } from './problems.ts';
import type { Entity, Fields, Found, References } from './record.ts';
import type { RowOf } from './rows.ts';

/** What a row is turned into with: the council's mapping, the other tables, today. */
export type Around = Readonly<{ mapping: Mapping; joins: Joins; dataset: boolean; today: string }>;

export type Adapted =
  | { found: { [E in Entity]: Pick<Found<E>, 'entity' | 'key' | 'fields' | 'refs' | 'ifKnown'> }[Entity]; notes: ProblemCode[] }
  /** Not for us: a role we do not take, a person who never was in care. Counted, not named. */
  | { passed: true }
  | { problem: Pick<Finding, 'code'> & { column: string | null } };

const problem = (code: ProblemCode, column: string | null = null): Adapted => ({ problem: { code, column } });

const found = <E extends Entity>(
  entity: E,
  key: string,
  fields: Fields[E],
  refs: References,
  how: { ifKnown?: boolean; notes?: ProblemCode[] } = {}
): Adapted => {
  const made = { entity, key, fields, refs, ifKnown: how.ifKnown ?? false };
  // The entity and its fields go together by this function's own type; the union cannot see that.
  return { found: made as Extract<Adapted, { found: unknown }>['found'], notes: how.notes ?? [] };
};

/** Leaves out what the file does not have, so that it stays as it is. */
type Present<T> = { [K in keyof T]: Exclude<T[K], undefined> };
function present<T extends object>(values: T): Present<T> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Present<T>;
}

/** Leaves out what is empty, too: for what cannot be emptied (a band, a language). */
const filled = <T>(value: T | null | undefined): T | undefined => value ?? undefined;

export function adaptStaff(row: RowOf<'staff'>, around: Around): Adapted {
  const roles = rolesIn(row.role ?? null, around);
  if (roles === null) return problem('unknown-role', 'role');
  const key = around.mapping.staffId === 'prof_staff_id' && around.dataset ? row.staff_number : row.staff_id;
  if (!key) return problem('empty', 'staff_number');
  for (const role of around.joins.involved.get(row.staff_id) ?? []) roles.add(role === 'iro_cover' ? 'iro' : role);
  if (around.dataset && roles.size === 0) return { passed: true };
  if (row.desk && row.desk !== 'iro-team') return problem('unknown-desk', 'desk');
  return found(
    'staff',
    key,
    present({
      name: row.name,
      called: row.called,
      email: row.email,
      phone: row.phone,
      team: row.team,
      roles: row.role === undefined ? undefined : [...roles].sort(),
      workingDays: filled(row.working_days),
      replyDays: filled(row.reply_days),
      active: filled(row.active),
      desk: row.desk
    }),
    {}
  );
}

/** The roles in one cell (`iro`, `iro; admin`, `Independent Reviewing Officer`); null when one is unknown. */
function rolesIn(cell: string | null, { mapping, dataset }: Around): Set<StaffRole> | null {
  const roles = new Set<StaffRole>();
  for (const code of cell?.split(/[|;,+]/).filter((part) => part.trim() !== '') ?? []) {
    const role = staffRole(mapping, code);
    if (role === null && !dataset) return null;
    if (role !== null && role !== 'ignore') roles.add(role);
  }
  return roles;
}

export function adaptChild(row: RowOf<'children'>, around: Around): Adapted {
  const care = around.dataset ? around.joins.care?.get(row.lcs_id) : undefined;
  if (around.dataset && !care) return { passed: true };
  const key = around.mapping.caseId === 'pers_legacy_id' && around.dataset ? row.legacy_id : row.lcs_id;
  if (!key) return problem('empty', 'legacy_id');
  const entered = care ? (care.enteredOn ?? care.firstStart) : row.entered_care_on;
  if (entered && row.date_of_birth && entered < row.date_of_birth) return problem('before-birth', 'entered_care_on');
  if (row.ended_on && entered && row.ended_on < entered) return problem('order', 'ended_on');
  const ended = row.ended_on && row.ended_on <= around.today ? ('ended' as const) : undefined;
  return found(
    'child',
    key,
    present({
      firstName: row.first_name,
      lastName: row.last_name,
      knownAs: row.known_as,
      bornOn: row.date_of_birth,
      band: filled(row.band),
      language: filled(row.language),
      interpreter: filled(row.interpreter_needed),
      privacy: filled(row.privacy),
      status: care ? (care.open ? 'in-care' : 'ended') : (filled(row.status) ?? ended),
      enteredCareOn: entered,
      endedOn: care ? (care.open ? null : care.endedOn) : row.ended_on,
      siblingGroup: row.sibling_group
    }),
    row.merged_into ? { mergedInto: row.merged_into } : {},
    { ifKnown: care ? !care.open : false }
  );
}

export function adaptContact(row: RowOf<'contacts'>): Adapted {
  return found(
    'contact',
    row.contact_ref,
    present({
      relation: row.relationship,
      name: row.name,
      email: row.email,
      phone: row.phone,
      postal: row.postal_address,
      mayInvite: row.may_be_invited,
      inCircle: filled(row.in_circle),
      endedOn: row.ended_on
    }),
    { child: row.lcs_id }
  );
}

export function adaptAllocation(row: RowOf<'allocations'>, around: Around): Adapted {
  const { joins, mapping, dataset, today } = around;
  const mapped = allocationRole(mapping, row.role);
  if (mapped === 'ignore' || (dataset && mapped === null)) return { passed: true };
  if (mapped === null) return problem('unknown-role', 'role');
  if (row.end_date && row.end_date < row.start_date) return problem('order', 'end_date');
  if (dataset && joins.caseIds && !joins.caseIds.has(row.lcs_id)) return { passed: true };
  const refs = { child: joins.caseIds?.get(row.lcs_id) ?? row.lcs_id, staff: joins.staffIds?.get(row.staff_id) ?? row.staff_id };
  const notes: ProblemCode[] = row.start_date > today ? ['starts-later'] : [];
  const covering = mapped === 'iro_cover' || (mapped === 'iro' && row.reason != null && isCoverReason(mapping, row.reason));
  if (!covering) {
    const role = mapped === 'social_worker' ? 'social_worker' : 'iro';
    return found('allocation', row.allocation_ref, present({ role, fromOn: row.start_date, toOn: row.end_date }), refs, {
      ifKnown: dataset,
      notes
    });
  }
  const end = row.end_date ?? dayAfter(row.start_date, 365);
  if (!row.end_date && end < today) return problem('open-cover', 'end_date');
  if (!row.end_date) notes.push('cover-end-guessed');
  return found('cover', row.allocation_ref, { fromOn: row.start_date, toOn: end }, refs, { ifKnown: dataset, notes });
}

export function adaptAbsence(row: RowOf<'absences'>): Adapted {
  if (row.to < row.from) return problem('order', 'to');
  if (row.covered_by === row.staff_id) return problem('self-cover', 'covered_by');
  return found(
    'absence',
    `${row.staff_id}|${row.from}`,
    { fromOn: row.from, toOn: row.to },
    { staff: row.staff_id, coveredBy: row.covered_by }
  );
}

export function adaptReview(row: RowOf<'reviews'>, around: Around): Adapted {
  const { joins, dataset, today } = around;
  const person = dataset ? joins.periods.get(row.lcs_id) : row.lcs_id;
  if (person === undefined) return { passed: true };
  // The dataset has one column for a meeting that was held and one that is planned.
  const planned = dataset && row.held_on && row.held_on > today ? row.held_on : undefined;
  if (!dataset && row.held_on && row.held_on > today) return problem('future', 'held_on');
  return found(
    'review',
    row.review_ref,
    present({
      dueOn: row.due_on,
      plannedOn: planned ?? row.planned_on,
      heldOn: planned ? null : row.held_on,
      cancelled: filled(row.cancelled),
      participation: row.participation_code
    }),
    { child: (dataset && joins.caseIds?.get(person)) || person },
    { ifKnown: dataset }
  );
}
