import type { Actor, StaffRole } from '#lib/context.ts';
import type { Relation } from '#lib/grants.ts';
import { grantFor, permissions, type Verb } from '#lib/permissions.ts';
import { doors } from '#lib/sign-in/areas.ts';

const child = (assurance: 'card' | 'secret'): Actor => ({
  kind: 'child',
  id: 'child',
  sessionId: 's',
  assurance,
  device: 'own',
  freshUntil: null,
  earlierVisit: null
});
type Staff = Extract<Actor, { kind: 'staff' }>;
const came = (how: Partial<Staff>, roles: readonly StaffRole[]): Staff => ({
  ...{ kind: 'staff', id: 'worker', sessionId: 's', assurance: 'passkey', stepUpUntil: null },
  ...how,
  roles
});
export const staff = (...roles: StaffRole[]): Actor => came({}, roles);
/** Having just shown again who they are. */
const confirmed = (...roles: StaffRole[]): Actor => came({ stepUpUntil: '2026-12-07T09:05:00.000Z' }, roles);
/** By a link: to set up ways to sign in, and for nothing else. */
const byLink = (...roles: StaffRole[]): Actor => came({ assurance: 'link' }, roles);

type Somebody = Readonly<{ actor: Actor; relations: readonly Relation[] }>;

const contributor: Actor = { kind: 'contributor', id: 'contact', childId: 'child', sessionId: 's', assurance: 'email' };

/**
 * Everybody a verb may meet, by the heading of their column: the child whom it is about (by card alone, or with PIN or
 * pictures), another child, the child's IRO, whoever stands in, a member of the desk the child's work has fallen to…
 */
const somebody: Readonly<Record<string, Somebody>> = {
  visitor: { actor: { kind: 'visitor', assurance: 'none' }, relations: [] },
  'by card': { actor: child('card'), relations: ['self'] },
  'by secret': { actor: child('secret'), relations: ['self'] },
  'other child': { actor: child('secret'), relations: [] },
  IRO: { actor: staff('iro'), relations: ['allocated'] },
  cover: { actor: staff('iro'), relations: ['covering'] },
  desk: { actor: staff('iro'), relations: ['desk'] },
  'team desk': { actor: staff('iro'), relations: ['team'] },
  'duty desk': { actor: staff('iro'), relations: ['desk', 'duty'] },
  asked: { actor: contributor, relations: ['invited'] },
  'asked no longer': { actor: contributor, relations: [] },
  advocate: { actor: staff('advocate'), relations: ['desk', 'advocates'] },
  'other IRO': { actor: staff('iro'), relations: [] },
  'social worker': { actor: staff('social_worker'), relations: ['social_worker'] },
  manager: { actor: staff('manager'), relations: [] },
  'manager, confirmed': { actor: confirmed('manager'), relations: [] },
  'IRO, confirmed': { actor: confirmed('iro'), relations: ['allocated'] },
  'let in': { actor: staff('manager'), relations: ['emergency'] },
  admin: { actor: staff('admin'), relations: [] },
  'admin, confirmed': { actor: confirmed('admin'), relations: [] },
  'IRO by a link': { actor: byLink('iro'), relations: ['allocated'] },
  command: { actor: { kind: 'command', id: 'import', assurance: 'host' }, relations: [] },
  job: { actor: { kind: 'job', id: 'outbox', assurance: 'host' }, relations: [] }
};

export const verbs = Object.keys(permissions) as Verb[];
export const may = (verb: Verb, who: string): boolean => {
  const one = somebody[who];
  return one !== undefined && grantFor(verb, one.actor, new Set(one.relations)) !== null;
};
export const allowed = (verb: Verb) => Object.keys(somebody).filter((who) => may(verb, who));

/** The table as people read it: a verb a line, a person a column, `yes` or a dot. */
export function printedPermissions(): string {
  const people = Object.keys(somebody);
  const line = (verb: string, cells: readonly string[]) =>
    [verb.padEnd(22), ...cells.map((cell, column) => cell.padEnd(people[column]?.length ?? 0))].join(' ').trimEnd();
  return [
    line('', people),
    ...verbs.map((verb) =>
      line(
        verb,
        people.map((who) => (may(verb, who) ? 'yes' : '.'))
      )
    )
  ].join('\n');
}

/** Who may knock where: a route a line. */
export const printedDoors = (): string =>
  Object.entries(doors)
    .map(([route, { area }]) => `${route.padEnd(44)} ${area}`)
    .sort()
    .join('\n');
