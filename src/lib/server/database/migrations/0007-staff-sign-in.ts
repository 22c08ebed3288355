import type { Migration } from '../migrate.ts';
import type { Engine, Tx } from '../open.ts';
import { create, index } from './columns.ts';

/** How workers sign in: recovery codes, the council's own sign-in, passphrases, showing again who one is; and where one is signed in. */
async function up(tx: Tx, engine: Engine): Promise<void> {
  for (const column of ['step_up_until', 'browser', 'seen_at'])
    await tx.schema.alterTable('sessions').addColumn(column, 'text').execute();
  await ownWays(tx, engine);
  await council(tx, engine);
  await create(tx, engine, 'sign_in_news', { id: 'key', staff_id: 'text > staff', kind: 'text', at: 'text', seen_at: 'text?' });
  await index(tx, 'sign_in_news', ['staff_id', 'seen_at']);
  await create(tx, engine, 'first_links', { id: 'key', made_at: 'text', expires_at: 'text', used_at: 'text?' });
}

async function ownWays(tx: Tx, engine: Engine): Promise<void> {
  await create(tx, engine, 'recovery_codes', {
    id: 'key',
    staff_id: 'text > staff',
    code_index: 'text',
    made_at: 'text',
    used_at: 'text?'
  });
  await index(tx, 'recovery_codes', ['code_index'], true);
  await index(tx, 'recovery_codes', ['staff_id']);
  await create(tx, engine, 'passphrases', {
    staff_id: 'key',
    verifier: 'text',
    totp_id: 'text',
    last_step: 'integer',
    set_at: 'text'
  });
  await create(tx, engine, 'passphrase_tries', { email_index: 'key', wrong: 'integer', wait_until: 'text' });
}

async function council(tx: Tx, engine: Engine): Promise<void> {
  await create(tx, engine, 'identities', {
    id: 'key',
    staff_id: 'text > staff',
    identity_index: 'text',
    made_at: 'text',
    last_used_at: 'text?'
  });
  await index(tx, 'identities', ['identity_index'], true);
  await index(tx, 'identities', ['staff_id'], true);
  await create(tx, engine, 'oidc_attempts', {
    id: 'key',
    browser_hash: 'text',
    purpose: 'text',
    nonce: 'text',
    verifier: 'text',
    staff_id: 'text?',
    identity_index: 'text?',
    next_path: 'text?',
    expires_at: 'text'
  });
  await index(tx, 'oidc_attempts', ['browser_hash']);
}

export const staffSignIn: Migration = { name: '0007-staff-sign-in', up };
