import { filled, found, present, problem, type Adapted, type Around } from './adapted.ts';
import { dayAfter } from './days.ts';
import { allocationRole, isCoverReason } from './mapping.ts';
import type { ProblemCode } from './problems.ts';
import type { RowOf } from './rows.ts';

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
