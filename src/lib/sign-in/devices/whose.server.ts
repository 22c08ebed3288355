import type { Context } from '#lib/context.ts';

/**
 * Whose page this is, for a form to say when it is posted: two people who write share a browser now and then, and what one
 * wrote in an open page must never be kept or sent as the other's. Empty for whoever does not write. It says no id.
 */
export function whoseOf({ actor, vault }: Pick<Context, 'actor' | 'vault'>): string {
  if (actor.kind !== 'child' && actor.kind !== 'contributor') return '';
  return vault.mac('code', 'whose', actor.kind, actor.id).toString('hex').slice(0, 24);
}

const forms = /^(application\/x-www-form-urlencoded|multipart\/form-data)\s*(;|$)/i;

/** The fields that a request posts, of a copy that is read for it; null when it posts no form. */
export const formOf = async (request: Request): Promise<FormData | null> =>
  request.method === 'POST' && forms.test(request.headers.get('content-type') ?? '') ? request.formData() : null;

/** What was written in a page of somebody else than who is here now; null: it is of whoever is here, or does not say. */
export async function wroteAsSomebodyElse(ctx: Context, request: Request): Promise<string[] | null> {
  const data = await formOf(request.clone());
  const whose = data?.get('whose') ?? null;
  if (!data || whose === null || whose === whoseOf(ctx)) return null;
  return wordsIn(data);
}

/** Words, as far as they can be told from codes and numbers that a page posts. */
export const wordsIn = (data: FormData): string[] =>
  [...data.values()].filter((value) => typeof value === 'string' && /\S\s+\S/.test(value)).map(String);
