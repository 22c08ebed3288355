import { describe, expect, it } from 'vitest';
import { lockingOf, pathToKeep, writtenIn } from '#lib/sign-in/devices/locking.ts';
import { limitsOf } from '#lib/sign-in/session.ts';
import { childActor, staffActor, visitor } from '#tests/setup/app.ts';

describe('when a page that nobody touches closes', () => {
  it('depends on whose phone it is', () => {
    expect(lockingOf(childActor('c', { device: 'shared' }))).toEqual({ idle: 600, hidden: 120, always: true });
    expect(lockingOf(childActor('c', { device: 'watched' }))).toEqual(lockingOf(childActor('c', { device: 'shared' })));
    expect(lockingOf(childActor('c', { device: 'handed' }))).toBeNull();
    expect(lockingOf(childActor('c', { device: 'own' }))).toEqual({ idle: 1200, hidden: 120, always: true });
    expect(lockingOf(childActor('c', { assurance: 'card', device: 'shared' }))?.always).toBe(false);
    expect([lockingOf(visitor), lockingOf(staffActor('s'))]).toEqual([null, null]);
  });

  it('is never later than the visit itself ends', () => {
    for (const device of ['own', 'shared'] as const)
      expect((lockingOf(childActor('c', { device }))?.idle ?? Infinity) / 60).toBeLessThan(limitsOf('child', device, []).idle);
  });
});

it('leads back to a page of their own and nowhere else', () => {
  for (const path of ['/me', '/me/say/b02', '/views/ask/sooner']) expect(pathToKeep(path)).toBe(path);
  for (const path of [null, '/', '/staff', '//me.example', '/me/../staff', '/meat', '/me?x', `/me/${'a'.repeat(100)}`])
    expect(pathToKeep(path)).toBeNull();
});

it('keeps a page on which something is written, and no other', () => {
  const data = (fields: Record<string, string>) => {
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.append(name, value);
    return form;
  };
  expect(writtenIn(data({ id: '1', whose: 'x', a01: '  ' }))).toBeNull();
  expect(writtenIn(data({ id: '1', a01: 'Hello' }))).toEqual([
    ['id', '1'],
    ['a01', 'Hello']
  ]);
});
