/** One person standing in: for everybody an absent person holds, or for one child. */
export type Cover = Readonly<{ id: string; absentId: string | null; childId: string | null; coverId: string; madeAt: string }>;

/** Who has a child: `personId` reads now; null means the desk does. */
export type Holder = Readonly<{
  /** The allocated IRO, away or not. */
  iroId: string | null;
  personId: string | null;
  /** The cover under which that person has the child, if by cover. */
  coverId: string | null;
  deskCode: 'iro-team';
}>;

/** The facts of one moment, already narrowed to what holds then. */
export type Facts = Readonly<{
  /** The child's IROs, the newest allocation first. */
  iros: readonly string[];
  covers: readonly Cover[];
  /** Whether this person still works here. */
  active: (staffId: string) => boolean;
}>;

type Found = { personId: string; coverId: string | null };

/**
 * Who has this child now (decision 16). A cover for the one child comes before the IRO's own cover, and a cover who is
 * away is followed to their own cover, and on. Where everyone on the way is away, or they go round in a circle,
 * nobody has the child and the desk does. relations.server.ts states the same facts for one actor; a test compares them.
 */
export function whoHolds(childId: string, facts: Facts): Holder {
  const iroId = facts.iros[0] ?? null;
  const taken = newestFirst(facts.covers.filter((cover) => cover.childId === childId));
  const starts: Found[] = [
    ...taken.map((cover) => ({ personId: cover.coverId, coverId: cover.id })),
    ...facts.iros.map((id) => ({ personId: id, coverId: null }))
  ];
  for (const start of starts) {
    const found = follow(start, facts, new Set());
    if (found) return { iroId, ...found, deskCode: 'iro-team' };
  }
  return { iroId, personId: null, coverId: null, deskCode: 'iro-team' };
}

/** From a person to whoever stands in for them, to the end; null when the way ends at nobody. */
function follow(at: Found, facts: Facts, seen: Set<string>): Found | null {
  if (seen.has(at.personId)) return null;
  seen.add(at.personId);
  const onward = newestFirst(facts.covers.filter((cover) => cover.childId === null && cover.absentId === at.personId));
  if (onward.length === 0) return facts.active(at.personId) ? at : null;
  for (const cover of onward) {
    const found = follow({ personId: cover.coverId, coverId: cover.id }, facts, seen);
    if (found) return found;
  }
  return null;
}

const newestFirst = (covers: readonly Cover[]) =>
  [...covers].sort((one, other) => other.madeAt.localeCompare(one.madeAt) || other.id.localeCompare(one.id));

/** Whether making `coverId` stand in for `absentId` would close a circle among covers of the same time. */
export function closesCircle(absentId: string, coverId: string, covers: readonly Cover[]): boolean {
  const seen = new Set<string>();
  const open = [coverId];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    if (at === absentId) return true;
    if (seen.has(at)) continue;
    seen.add(at);
    for (const cover of covers) if (cover.childId === null && cover.absentId === at) open.push(cover.coverId);
  }
  return false;
}

/** Of those who were a child's IRO (days, both included), the newest first, who was it on a day; undefined: nobody was. */
export function iroOn<Once extends { fromOn: string; toOn: string | null }>(
  iros: readonly Once[],
  day: string
): Once | undefined {
  const newest = iros.find(({ fromOn }) => fromOn <= day);
  return newest && (newest.toOn === null || day <= newest.toOn) ? newest : undefined;
}
