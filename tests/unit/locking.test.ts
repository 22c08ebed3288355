import { describe, expect, it } from 'vitest';
import { isForWriting } from '#lib/sign-in/areas.ts';
import { awayIn, isSentAt } from '#lib/sign-in/devices/away.ts';
import { lockingOf, pathToKeep, writtenIn } from '#lib/sign-in/devices/locking.ts';
import { limitsOf } from '#lib/sign-in/session.ts';
import { childActor, staffActor, visitor } from '#tests/setup/app.ts';
import { sourcesIn } from '#tests/architecture/sources.ts';

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

it('keeps the words of every page that says so: it takes them late too, and knows whose page it is', () => {
  const pages = sourcesIn('src/routes', ['+page.server.ts']).filter(({ text }) => text.includes('dropKept('));
  const routes = pages.map(({ path }) => path.replace('src/routes', '').replace('/+page.server.ts', ''));
  expect(routes).toEqual(expect.arrayContaining(['/me/ask/[way]', '/me/meet/talk', '/me/write']));
  const sent = new URL('https://say.example/?/send');
  expect(routes.filter((route) => !isForWriting(route, sent))).toEqual([]);
  // What only takes an offered time, or calls a talk off, is for whoever is in.
  for (const action of ['take', 'cancel'])
    expect(isForWriting('/me/meet/talk', new URL(`https://say.example/?/${action}`))).toBe(false);
  const forms = sourcesIn('src', ['.svelte']).filter(({ text }) => /<form[^>]*\sdata-keep/.test(text));
  expect(forms.map(({ path }) => path)).toEqual(
    expect.arrayContaining(['src/lib/home/AskForm.svelte', 'src/lib/home/TalkForm.svelte'])
  );
  expect(forms.filter(({ text }) => !text.includes('<Whose />')).map(({ path }) => path)).toEqual([]);
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

describe('what a way in says of what was posted too late', () => {
  it('is that it was sent only where a page leads once it stands with whoever gets it', () => {
    const sent = ['/me/sent', '/me/asked/1?sent', '/me/write?sent=1', '/me/rate?sent&wrong', '/me/meet/talk'];
    for (const to of [...sent, '/views/asked/1', '/views/write?sent=1', '/views/rate?sent']) expect(isSentAt(to), to).toBe(true);
    const saved = ['/me', '/me/say/b02', '/me/check', '/me/now?page=b02', '/me/rate/2', '/me/who', '/views/part/2', '/views'];
    for (const to of [...saved, '/me/write', '/sent', '/me/sent/not']) expect(isSentAt(to), to).toBe(false);
  });

  it('is read from an address that may say anything', () => {
    const said = (search: string) => awayIn(new URL(`https://heard.test/${search}`));
    expect([said(''), said('?away=1'), said('?away=sent'), said('?away=unsent'), said('?away=<b>')]).toEqual([
      null,
      '1',
      'sent',
      'unsent',
      '1'
    ]);
  });
});
