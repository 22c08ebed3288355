import { describe, expect, it } from 'vitest';
import type { Relation } from '#lib/grants.ts';
import { grantFor } from '#lib/permissions.ts';
import { allowed, may, printedPermissions, staff, verbs } from '#tests/authorisation/printed.ts';
import { sourcesIn } from '#tests/architecture/sources.ts';

describe('who may do what', () => {
  // Changed on purpose only (npm run test:unit -- permissions -u): the change of that file is what a reviewer reads.
  it('is what permissions.txt says', async () => {
    await expect(`${printedPermissions()}\n`).toMatchFileSnapshot('./permissions.txt');
  });

  it('lets only those who hold the child now open what a child sent', () => {
    for (const verb of ['contribution.read', 'contribution.print'] as const)
      expect([verb, allowed(verb)]).toEqual([verb, ['IRO', 'cover', 'IRO, confirmed', 'let in']]);
    // Whoever is let in for an hour reads: nothing is written, and nothing told, by them.
    for (const verb of ['contribution.note', 'contribution.tell'] as const)
      expect([verb, allowed(verb)]).toEqual([verb, ['IRO', 'cover', 'IRO, confirmed']]);
  });

  it('lets a manager, a desk or a social worker see that there is something, never what', () => {
    for (const who of ['manager', 'desk', 'duty desk', 'advocate', 'social worker', 'other IRO', 'admin'])
      expect([who, verbs.filter((verb) => verb.startsWith('contribution.') && may(verb, who))]).toEqual([who, []]);
  });

  it('lets the advocates alone read what a child tells an advocate', () => {
    expect(allowed('request.read-advocate')).toEqual(['advocate']);
    expect(allowed('request.read')).toEqual(['IRO', 'cover', 'IRO, confirmed', 'let in']);
  });

  it('lets everybody it went to open “I am not safe”, and nobody else', () => {
    expect(allowed('request.read-unsafe')).toEqual([
      'IRO',
      'cover',
      'duty desk',
      'manager',
      'manager, confirmed',
      'IRO, confirmed',
      'let in'
    ]);
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
