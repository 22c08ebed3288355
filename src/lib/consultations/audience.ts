import type { Audience } from '#lib/journeys/form.ts';
import type { Posted } from '#lib/journeys/kind.ts';

/** The three choices there are at every answer (decision 8), the closest one first and chosen until changed. */
export const audiences = ['only_iro', 'tell', 'at_my_review'] as const;

/**
 * Reads the choice a page posted under `prefix` (`<prefix>.who`, `<prefix>.tell`); null when the page did not offer it.
 * "Tell" without anybody named stays closed. Whether those people are the child's own is asked again when saving.
 */
export function audienceFrom(posted: Posted, prefix: string): Audience | null {
  const who = posted.one(`${prefix}.who`);
  if (who === null) return null;
  if (who === 'at_my_review') return { kind: 'at_my_review' };
  if (who !== 'tell') return { kind: 'only_iro' };
  const people = posted.all(`${prefix}.tell`).flatMap((value) => {
    const [kind, id] = value.split(':');
    return (kind === 'contact' || kind === 'staff') && id ? [{ kind, id } as const] : [];
  });
  return people.length > 0 ? { kind: 'tell', people } : { kind: 'only_iro' };
}
