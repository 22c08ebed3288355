import type { Vault } from '#lib/server/keys/vault.ts';

/** No letter looks like a figure or like another letter. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/**
 * What names one contribution at the telephone or on paper: eight symbols, such as `4K7P-2M9X`. Computed from its id and
 * kept nowhere; it opens nothing.
 */
export function referenceOf(vault: Pick<Vault, 'mac'>, contributionId: string): string {
  const bytes = vault.mac('code', 'reference', contributionId);
  const symbols = Array.from(bytes.subarray(0, 8), (byte) => alphabet.charAt(byte & 31)).join('');
  return `${symbols.slice(0, 4)}-${symbols.slice(4)}`;
}
