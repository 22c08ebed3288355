/**
 * Writes `examples/council-ssd/` from `examples/council/`: the same people as the Standard Safeguarding Dataset's
 * tables, with what that dataset also holds and we never take (all invented). Run it after changing the examples:
 * `node scripts/examples-to-ssd.ts`, with the Node of this project.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';

type Row = Record<string, string>;

const from = new URL('../examples/council/', import.meta.url);
const to = new URL('../examples/council-ssd/', import.meta.url);

const read = (file: string): Row[] => parse(readFileSync(new URL(file, from)), { columns: true });
const cell = (text: string) => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
const at = (day: string | undefined) => (day ? `${day} 00:00:00` : '');

function write(table: string, rows: Row[]): void {
  const [first = {}] = rows;
  const columns = Object.keys(first);
  const lines = [columns, ...rows.map((row) => columns.map((column) => row[column] ?? ''))];
  writeFileSync(new URL(`${table}.csv`, to), lines.map((line) => line.map(cell).join(',')).join('\r\n') + '\r\n');
}

const children = read('children.csv');
const allocations = read('allocations.csv');
const [absence = {}] = read('absences.csv');
const titles: Row = {
  iro: 'Independent Reviewing Officer',
  iro_manager: 'IRO Team Manager',
  social_worker: 'Social Worker',
  advocate: 'Independent Advocate'
};
const roleCodes: Row = { iro: 'IRO', social_worker: 'Allocated Case Worker' };

/** People the council knows and does not look after: the dataset has them all. */
const others = Array.from({ length: 6 }, (_, index) => ({ id: `099000${index + 1}`, first: 'Not', last: `Incare${index + 1}` }));

const person = (id: string, forename: string, surname: string, born: string): Row => ({
  pers_person_id: id,
  pers_forename: forename,
  pers_surname: surname,
  pers_sex: 'U',
  pers_gender: 'U',
  pers_ethnicity: 'WBRI',
  pers_dob: at(born),
  pers_common_child_id: '9990000018',
  pers_legacy_id: `L${id}`,
  pers_upn_unknown: 'UN1',
  pers_send_flag: '',
  pers_expected_dob: '',
  pers_death_date: '',
  pers_is_mother: '',
  pers_nationality: 'GBR'
});

write('ssd_person', [
  ...children.map((child) =>
    person(child.lcs_id ?? '', child.first_name ?? '', child.last_name ?? '', child.date_of_birth ?? '')
  ),
  ...others.map(({ id, first, last }) => person(id, first, last, '2012-04-05'))
]);

write(
  'ssd_cla_episodes',
  children.map((child) => ({
    clae_cla_episode_id: `E${child.lcs_id}`,
    clae_person_id: child.lcs_id ?? '',
    clae_cla_episode_start_date: at(child.entered_care_on),
    clae_cla_episode_start_reason: 'S',
    clae_cla_primary_need_code: 'N1',
    clae_cla_episode_ceased_date: at(child.ended_on),
    clae_cla_episode_ceased_reason: '',
    clae_cla_id: `CLA${child.lcs_id}`,
    clae_referral_id: `REF${child.lcs_id}`,
    clae_cla_placement_id: `P${child.lcs_id}`,
    clae_entered_care_date: at(child.entered_care_on),
    clae_cla_last_iro_contact_date: ''
  }))
);

write(
  'ssd_legal_status',
  children.map((child, index) => ({
    lega_legal_status_id: `LS${child.lcs_id}`,
    lega_person_id: child.lcs_id ?? '',
    lega_legal_status: index === children.length - 1 ? 'V4' : index % 3 ? 'C2' : 'V2',
    lega_legal_status_start_date: at(child.entered_care_on),
    lega_legal_status_end_date: ''
  }))
);

write(
  'ssd_cla_reviews',
  read('reviews.csv').map((review) => ({
    clar_cla_review_id: review.review_ref ?? '',
    clar_cla_id: `CLA${review.lcs_id}`,
    clar_cla_review_due_date: at(review.due_on),
    clar_cla_review_date: at(review.held_on),
    clar_cla_review_cancelled: review.cancelled === 'yes' ? 'Y' : 'N',
    clar_cla_review_participation: review.participation_code ?? ''
  }))
);

const involvement = (id: string, row: Row, extra: Row): Row => ({
  invo_involvements_id: id,
  invo_professional_id: row.staff_id ?? '',
  invo_professional_role_id: roleCodes[row.role ?? ''] ?? '',
  invo_professional_team: 'T1',
  invo_involvement_start_date: at(row.start_date),
  invo_involvement_end_date: at(row.end_date),
  invo_worker_change_reason: '',
  invo_person_id: row.lcs_id ?? '',
  invo_referral_id: `REF${row.lcs_id}`,
  ...extra
});

/** The dataset has no absences: a cover is an involvement of its own, for each child of whoever is away. */
const covered = allocations.filter((row) => row.role === 'iro' && row.staff_id === absence.staff_id && !row.end_date);

write('ssd_involvements', [
  ...allocations.map((row) => involvement(row.allocation_ref ?? '', row, {})),
  ...covered.map((row) =>
    involvement(`V${row.allocation_ref}`, row, {
      invo_professional_id: absence.covered_by ?? '',
      invo_involvement_start_date: at(absence.from),
      invo_involvement_end_date: at(absence.to),
      invo_worker_change_reason: 'ABSENC'
    })
  ),
  ...others.map(({ id }) =>
    involvement(`X${id}`, { lcs_id: id, staff_id: 'SW01', role: 'social_worker', start_date: '2025-03-03' }, {})
  )
]);

write('ssd_professionals', [
  ...read('staff.csv').map((worker) => ({
    prof_professional_id: worker.staff_id ?? '',
    prof_staff_id: `HR-${worker.staff_id}`,
    prof_professional_name: worker.name ?? '',
    prof_social_worker_registration_no: '',
    prof_professional_job_title: titles[worker.role ?? ''] ?? '',
    prof_professional_caseload: '',
    prof_professional_department: worker.team ?? '',
    prof_full_time_equivalency: '1',
    prof_agency_worker_flag: 'N'
  })),
  {
    prof_professional_id: 'HV01',
    prof_staff_id: 'HR-HV01',
    prof_professional_name: 'Not Ours',
    prof_social_worker_registration_no: '',
    prof_professional_job_title: 'Health Visitor',
    prof_professional_caseload: '',
    prof_professional_department: 'Health',
    prof_full_time_equivalency: '1',
    prof_agency_worker_flag: 'N'
  }
]);
