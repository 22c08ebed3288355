import { mayHavePostal } from '#lib/children/contact.ts';
import type { StaffRole } from '#lib/context.ts';
import { filled, found, present, problem, type Adapted, type Around } from './adapted.ts';
import { staffRole } from './mapping.ts';
import type { RowOf } from './rows.ts';

export function adaptStaff(row: RowOf<'staff'>, around: Around): Adapted {
  const roles = rolesIn(row.role ?? null, around);
  if (roles === null) return problem('unknown-role', 'role');
  const key = around.mapping.staffId === 'prof_staff_id' && around.dataset ? row.staff_number : row.staff_id;
  if (!key) return problem('empty', 'staff_number');
  for (const role of around.joins.involved.get(row.staff_id) ?? []) roles.add(role === 'iro_cover' ? 'iro' : role);
  if (around.dataset && roles.size === 0) return { passed: true };
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
      // An empty cell says no: nobody is shown, and nobody sits at a desk, without a word that says so.
      shownOpenly: row.shown_on_team_page === undefined ? undefined : row.shown_on_team_page === true,
      desks: row.desk === undefined ? undefined : (row.desk ?? [])
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
  if (row.postal_address && !mayHavePostal(row.relationship)) return problem('not-a-parent', 'postal_address');
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
