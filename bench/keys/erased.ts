import { copyFileSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { saveChild, saveContact } from '#lib/children/children.server.ts';
import { contactOf } from '#lib/children/contacts.server.ts';
import { verifyChain } from '#lib/audit/audit.server.ts';
import { openDraft } from '#lib/consultations/drafts.server.ts';
import { openApp } from '#lib/server/app.ts';
import { openEveryField } from '#lib/server/keys/every-field.ts';
import { sealedColumns } from '#lib/server/keys/sealed-columns.ts';
import { readSettings } from '#lib/server/settings.ts';
import { viewsMid } from '#forms/views-8-11.ts';
import { canary, finds } from '#tests/setup/canaries.ts';
import { asChild, command } from '../seed.ts';
import { openPlace, type Place } from '../service.ts';
import { heard } from './place.ts';

export type Erased = Readonly<{ lines: readonly string[]; faults: readonly string[] }>;

/** Erases one child among others and looks for them in the live file, and in a copy of it from before. */
export async function eraseAndLook(place: Place): Promise<Erased> {
  const [lines, faults]: [string[], string[]] = [[], []];
  const secrets = { first: canary(), last: canary(), mother: canary(), mail: canary() };
  const { childId, contactId, sealed } = await oneChild(place, secrets);
  const live = join(place.dir, 'data', 'heard.sqlite');
  const older = join(place.dir, 'older.sqlite');
  copyFileSync(live, older);
  lines.push(
    `a child with ${sealed.length} sealed fields and keys; in the live file before: ${countIn([live], sealed)} of them found`
  );

  const erased = await heard(place, ['erase', childId, '--reason', 'trial', '--again', childId]);
  if (erased.code !== 0) faults.push(`erase said: ${erased.said}`);
  const files = [live, `${live}-wal`];
  lines.push(`after erasing: ${countIn(files, sealed)} found in the live file and its journal`);
  if (countIn(files, sealed) > 0) faults.push('ciphertext or wrapped keys are still in the live file');
  const plain = finds(
    new Map([...files, older].filter((file) => existsSync(file)).map((file) => [file, readFileSync(file)])),
    secrets
  );
  if (plain.length > 0) faults.push(...plain);
  faults.push(...(await stillWhole(place)));

  const opens = () => opensIn(place, older, contactId);
  lines.push(
    `the copy from before, with the ring as it is: ${(await opens()) === secrets.mother ? 'still opens (as the receipt says)' : 'does not open'}`
  );
  const before = /"id": "(\w{8})",\s+"state": "active"/.exec(readFileSync(place.env.HEARD_KEY_FILE ?? '', 'utf8'))?.[1] ?? '';
  for (const args of [['rotate'], ['retire', before, '--sure']]) {
    const { code, said } = await heard(place, ['keys', ...args]);
    if (code !== 0) faults.push(`keys ${args.join(' ')} said: ${said}`);
  }
  const after = await opens();
  lines.push(`the same copy after keys rotate and retire ${before}: ${after}`);
  if (after !== 'refused') faults.push('the copy from before still opens without the destroyed key');
  faults.push(...(await stillWhole(place)));
  return { lines, faults };
}

async function oneChild(place: Place, secrets: Record<string, string>) {
  const app = await openPlace(place);
  const ctx = () => command(app);
  const childId = await saveChild(ctx(), { firstName: secrets.first ?? '', lastName: secrets.last ?? '', bornOn: '2016-01-02' });
  const contactId = await saveContact(ctx(), {
    ...{ childId, relation: 'mother', name: secrets.mother ?? '', email: `${secrets.mail}@post.example` }
  });
  await openDraft(asChild(app, childId), { childId, reviewId: null, form: viewsMid, band: '8-11', language: 'en' });
  const ids = [childId, contactId];
  const sealed: Buffer[] = [];
  for (const { table, columns } of sealedColumns.filter((one) => ['children', 'contacts', 'drafts'].includes(one.table))) {
    const { rows } = await sql<Record<string, unknown>>`select * from ${sql.table(table)}`.execute(app.database.db);
    for (const row of rows.filter((one) => ids.includes(String(one.id)) || one.about_child_id === childId))
      for (const column of columns) {
        const bytes = row[column];
        if (bytes instanceof Uint8Array) sealed.push(Buffer.from(bytes));
      }
  }
  const keys = await app.database.db.selectFrom('data_keys').select('wrapped').where('subject_id', '=', childId).execute();
  await sql`pragma wal_checkpoint(truncate)`.execute(app.database.db);
  await app.close();
  return { childId, contactId, sealed: [...sealed, ...keys.map(({ wrapped }) => Buffer.from(wrapped))] };
}

/** How many of these stand anywhere in the raw bytes of the files. */
function countIn(files: readonly string[], wanted: readonly Buffer[]): number {
  const hay = files.filter((file) => existsSync(file)).map((file) => readFileSync(file));
  // A long value goes on in pages elsewhere: its beginning, after what every field begins with, is looked for.
  return wanted.filter((bytes) => hay.some((one) => one.includes(bytes.subarray(5, 55)))).length;
}

async function stillWhole(place: Place): Promise<string[]> {
  const app = await openPlace(place);
  const { damaged } = await openEveryField(app.database.db, app.vault);
  const { broken } = await verifyChain(command(app));
  await app.close();
  return [
    ...damaged.map(({ table, row }) => `${table} ${row} of somebody else does not open`),
    ...(broken === null ? [] : [`audit broken at ${broken}`])
  ];
}

/** The mother's name as the copy has it, opened with the ring as it is now; `refused` when it does not open at all. */
async function opensIn(place: Place, file: string, contactId: string): Promise<string> {
  const copy = join(place.dir, `copy-${Date.now()}.sqlite`);
  copyFileSync(file, copy);
  try {
    const app = await openApp(readSettings({ ...place.env, HEARD_DATABASE_URL: `sqlite:${copy}`, HEARD_MODE: 'test' }));
    const contact = await contactOf(command(app), contactId);
    await app.close();
    return contact?.name ?? 'nobody';
  } catch {
    return 'refused';
  }
}
