/** One line of the log as it is kept, without the two hashes that chain it. */
export type EntryColumns = Readonly<{
  seq: number;
  /** How it is hashed: `FORM` now; 0 in entries from before numbers and details were covered. */
  form: number;
  at: string;
  actor: string;
  actor_role: string;
  on_behalf: string | null;
  verb: string;
  subject: string;
  subject_id: string;
  child_id: string | null;
  outcome: string;
  reason: string | null;
  request_id: string;
  assurance: string;
  detail_sealed: Uint8Array | null;
}>;

/** The form of new entries: every column is under the hash, its number and its place (the installation) too. */
export const FORM = 1;

/** What an entry's hash covers beside the hash before it, the same text for the same entry for ever. */
export function canonical(installation: string, entry: EntryColumns): string {
  const said = [
    ...[entry.at, entry.actor, entry.actor_role, entry.on_behalf, entry.verb, entry.subject, entry.subject_id],
    ...[entry.child_id, entry.outcome, entry.reason, entry.request_id, entry.assurance]
  ];
  if (entry.form === 0) return JSON.stringify(said);
  const detail = entry.detail_sealed === null ? null : Buffer.from(entry.detail_sealed).toString('base64');
  return JSON.stringify([entry.form, installation, entry.seq, ...said, detail]);
}

/** Whether two hashes are the same. */
export const same = (one: Uint8Array, other: Uint8Array): boolean => Buffer.compare(one, other) === 0;
