import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { record, verifyChain } from '#lib/audit/audit.server.ts';
import { within } from '#lib/context.ts';
import { DAMAGED } from '#lib/server/keys/vault.ts';
import { command, testApp } from '#tests/setup/app.ts';

test('an entry is chained to the one before it, and a changed one is named', async () => {
  const { as } = await testApp();
  const ctx = as(command);
  for (const subjectId of ['a', 'b', 'c'])
    await within(ctx, (inside) => record(inside, { verb: 'child.save', subject: 'child', subjectId }));
  expect(await verifyChain(ctx)).toEqual({ entries: 3, broken: null });
  await expect(ctx.db.updateTable('audit').set({ actor: 'nobody' }).execute()).rejects.toThrow(/append-only/);
  await expect(ctx.db.deleteFrom('audit').execute()).rejects.toThrow(/append-only/);
});

test('a field opens only where it was put', async () => {
  const { app, as } = await testApp();
  const ctx = as(command);
  const safe = await app.vault.safe(ctx.db, { kind: 'child', id: 'one' }, 'private');
  const other = await app.vault.safe(ctx.db, { kind: 'child', id: 'two' }, 'private');
  const sealed = safe.seal('answers', 'body_sealed', 'row', 1, 'I want my own key');
  expect(safe.open('answers', 'body_sealed', 'row', 1, sealed)).toBe('I want my own key');
  expect(safe.open('answers', 'body_sealed', 'row', 2, sealed)).toBe(DAMAGED);
  expect(safe.open('answers', 'body_sealed', 'other-row', 1, sealed)).toBe(DAMAGED);
  expect(safe.open('notes', 'body_sealed', 'row', 1, sealed)).toBe(DAMAGED);
  expect(other.open('answers', 'body_sealed', 'row', 1, sealed)).toBe(DAMAGED);
  expect(sealed.length).toBe(1 + 4 + 12 + 256 + 16);
});

test('a key made in a transaction that rolls back does not outlive it', async () => {
  const { app, as } = await testApp();
  const ctx = as(command);
  const subject = { kind: 'child', id: 'three' } as const;
  await expect(
    within(ctx, async (inside) => {
      await app.vault.safe(inside.db, subject, 'private');
      await app.vault.safe(inside.db, subject, 'private');
      throw new Error('undo');
    })
  ).rejects.toThrow('undo');
  const before = await app.vault.safe(ctx.db, subject, 'private');
  const sealed = before.seal('drafts', 'body_sealed', 'row', 1, 'kept');
  app.vault.forget(subject);
  const after = await app.vault.safe(ctx.db, subject, 'private');
  expect(after.open('drafts', 'body_sealed', 'row', 1, sealed)).toBe('kept');
});

test('nested work shares one transaction, and a failure undoes all of it', async () => {
  const { as } = await testApp();
  const ctx = as(command);
  await expect(
    within(ctx, async (outer) => {
      await within(outer, (inner) => record(inner, { verb: 'child.save', subject: 'child', subjectId: 'x' }));
      throw new Error('undo');
    })
  ).rejects.toThrow('undo');
  const { rows } = await sql<{ n: number }>`select count(*) as n from audit`.execute(ctx.db);
  expect(Number(rows[0]?.n)).toBe(0);
});
