import { describe, expect, it } from 'vitest';
import type { Actor, StaffRole } from '#lib/context.ts';
import { grantFor, permissions, type Relation, type Verb } from '#lib/permissions.ts';
import { sourcesIn } from '#tests/architecture/sources.ts';

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
const staff = (...roles: StaffRole[]): Actor => came({}, roles);
/** Having just shown again who they are. */
const confirmed = (...roles: StaffRole[]): Actor => came({ stepUpUntil: '2026-12-07T09:05:00.000Z' }, roles);
/** By a link: to set up ways to sign in, and for nothing else. */
const byLink = (...roles: StaffRole[]): Actor => came({ assurance: 'link' }, roles);

type Somebody = Readonly<{ actor: Actor; relations: readonly Relation[] }>;

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
  advocate: { actor: staff('advocate'), relations: ['desk', 'advocates'] },
  'other IRO': { actor: staff('iro'), relations: [] },
  'social worker': { actor: staff('social_worker'), relations: ['social_worker'] },
  manager: { actor: staff('manager'), relations: [] },
  'let in': { actor: staff('manager'), relations: ['emergency'] },
  admin: { actor: staff('admin'), relations: [] },
  'admin, confirmed': { actor: confirmed('admin'), relations: [] },
  'IRO by a link': { actor: byLink('iro'), relations: ['allocated'] },
  command: { actor: { kind: 'command', id: 'import', assurance: 'host' }, relations: [] },
  job: { actor: { kind: 'job', id: 'outbox', assurance: 'host' }, relations: [] }
};

const verbs = Object.keys(permissions) as Verb[];
const may = (verb: Verb, who: string): boolean => {
  const one = somebody[who];
  return one !== undefined && grantFor(verb, one.actor, new Set(one.relations)) !== null;
};
const allowed = (verb: Verb) => Object.keys(somebody).filter((who) => may(verb, who));

/** The table as people read it: a verb a line, a person a column, `yes` or a dot. */
function printed(): string {
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

describe('who may do what', () => {
  // Changed on purpose only (npm run test:unit -- permissions -u): the change of that file is what a reviewer reads.
  it('is what permissions.txt says', async () => {
    await expect(`${printed()}\n`).toMatchFileSnapshot('./permissions.txt');
  });

  it('lets only those who hold the child now open what a child sent', () => {
    for (const verb of ['contribution.read', 'contribution.print'] as const)
      expect([verb, allowed(verb)]).toEqual([verb, ['IRO', 'cover', 'let in']]);
    // Whoever is let in for an hour reads: nothing is written, and nothing told, by them.
    for (const verb of ['contribution.note', 'contribution.tell'] as const)
      expect([verb, allowed(verb)]).toEqual([verb, ['IRO', 'cover']]);
  });

  it('lets a manager, a desk or a social worker see that there is something, never what', () => {
    for (const who of ['manager', 'desk', 'duty desk', 'advocate', 'social worker', 'other IRO', 'admin'])
      expect([who, verbs.filter((verb) => verb.startsWith('contribution.') && may(verb, who))]).toEqual([who, []]);
  });

  it('lets the advocates alone read what a child tells an advocate', () => {
    expect(allowed('request.read-advocate')).toEqual(['advocate']);
    expect(allowed('request.read')).toEqual(['IRO', 'cover', 'let in']);
  });

  it('lets everybody it went to open “I am not safe”, and nobody else', () => {
    expect(allowed('request.read-unsafe')).toEqual(['IRO', 'cover', 'duty desk', 'manager', 'let in']);
  });

  it('never reads a role where a relation is meant: a manager who holds the child reads as its holder', () => {
    const covering = { actor: staff('manager'), relations: new Set<Relation>(['covering']) };
    expect(grantFor('contribution.read', covering.actor, covering.relations)).not.toBeNull();
    expect(grantFor('contribution.read', covering.actor, new Set())).toBeNull();
  });

  it('lets the card alone send, and show nothing of the child’s own words', () => {
    for (const verb of [
      'draft.open',
      'draft.save',
      'contribution.send',
      'contribution.see-state',
      'request.send',
      'request.see-state'
    ] as const)
      expect(may(verb, 'by card')).toBe(true);
    for (const verb of ['contribution.see-own', 'request.see-own', 'device.remember'] as const)
      expect(may(verb, 'by card')).toBe(false);
  });

  it('lets nobody send, write or hide in a child’s name but the child', () => {
    for (const verb of [
      'draft.open',
      'draft.save',
      'draft.see',
      'contribution.send',
      'contribution.see-own',
      'request.send',
      'request.see-own',
      'request.take-back',
      'secret.set'
    ] as const)
      expect(allowed(verb).filter((who) => !who.startsWith('by '))).toEqual([]);
  });

  it('gives another child and a visitor nothing of this child', () => {
    const about = verbs.filter((verb) => allowed(verb).includes('by card') && !allowed(verb).includes('other child'));
    expect(about.length).toBeGreaterThan(8);
    for (const verb of about) expect([verb, may(verb, 'visitor')]).toEqual([verb, false]);
  });

  it('leaves the host no way to read what a child said', () => {
    for (const who of ['command', 'job'])
      expect(verbs.filter((verb) => /^(contribution|draft|request\.(read|send|see))/.test(verb) && may(verb, who))).toEqual([]);
  });

  it('has no verb that nobody asks for', () => {
    const code = sourcesIn('src', ['.ts'])
      .filter(({ path }) => path !== 'src/lib/permissions.ts')
      .map(({ text }) => text)
      .join('\n');
    expect(verbs.filter((verb) => !code.includes(`'${verb}'`))).toEqual([]);
  });
});
