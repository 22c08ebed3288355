/** The longest that one child is open to somebody who does not have them, and what may be asked for, in minutes. */
export const LONGEST_MINUTES = 60;
export const lengths = [15, 30, LONGEST_MINUTES] as const;

/** What is asked and not decided by then is over. */
export const ASK_HOLDS_HOURS = 4;
export const SHORTEST_REASON = 20;
export const LONGEST_REASON = 1000;

/**
 * Where it stands. `taken-over`: one named person has the child because a worry waited; nobody approves that.
 * `void`: whoever approved it works here as a manager no longer.
 */
export type EmergencyState = 'asked' | 'lapsed' | 'refused' | 'running' | 'void' | 'over' | 'taken-over';

export type Emergency = Readonly<{
  id: string;
  childId: string;
  askerId: string;
  approverId: string | null;
  minutes: number;
  askedAt: string;
  approvedAt: string | null;
  endsAt: string | null;
  endedAt: string | null;
  endedBy: string | null;
  state: EmergencyState;
  /** Null when it cannot be opened. */
  reason: string | null;
  seenAt: string | null;
}>;

/** What of a row says where it stands. */
export type Standing = Readonly<{
  asked_at: string;
  approved_at: string | null;
  ends_at: string | null;
  ended_at: string | null;
  cover_id: string | null;
  /** Whether whoever approved it still works here, as the manager they were. */
  approver_here: boolean;
}>;

/** Where it stands at `now`. */
export function stateOf(row: Standing, now: Date): EmergencyState {
  if (row.cover_id !== null) return 'taken-over';
  if (row.approved_at === null) {
    if (row.ended_at !== null) return 'refused';
    return now.getTime() - Date.parse(row.asked_at) >= ASK_HOLDS_HOURS * 3600_000 ? 'lapsed' : 'asked';
  }
  if (row.ended_at !== null || (row.ends_at ?? '') <= now.toISOString()) return 'over';
  return row.approver_here ? 'running' : 'void';
}

/** What is wrong with a reason, or null. */
export function faultOfReason(reason: string): 'too-short' | 'too-long' | null {
  const { length } = [...reason.trim().replace(/\s+/g, ' ')];
  if (length < SHORTEST_REASON) return 'too-short';
  return length > LONGEST_REASON ? 'too-long' : null;
}
