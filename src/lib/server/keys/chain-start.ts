import type { Vault } from './vault.ts';

/** The hash before the audit's first entry. */
export const NOTHING_BEFORE: Uint8Array = new Uint8Array(32);

/**
 * What the note of the audit's newest entry (`audit_head`) carries, so that none can be made up. The first note, of no entry yet, is
 * written with the installation itself: a log and a note that are both gone afterwards were taken away, and never begin anew unseen.
 */
export const headMac = (vault: Pick<Vault, 'installation' | 'mac'>, seq: number, hash: Uint8Array): Buffer =>
  vault.mac('audit', 'head', vault.installation, String(seq), hash);
