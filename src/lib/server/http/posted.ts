const forms = ['application/x-www-form-urlencoded', 'multipart/form-data'];
/** Kit's own, for what we do not use: nothing of ours sends it. */
const remote = 'application/x-sveltekit-formdata';

/**
 * Why what was posted goes no further, as a status; null: it may. No browser sends any of it from a page of ours: a form that
 * cannot be read as one, or an action that is not there (`actions` are those of the page; null: it answers by itself).
 * Without this Kit would take `?/constructor` for an action, and each such form would end as a fault of ours.
 */
export async function unreadable(request: Request, url: URL, actions: readonly string[] | null): Promise<400 | 404 | 415 | null> {
  if (request.method !== 'POST') return null;
  const named = [...url.searchParams.keys()].find((name) => name.startsWith('/'))?.slice(1);
  if (actions && named !== undefined && (named === 'default' || !actions.includes(named))) return 404;
  const type = (request.headers.get('content-type') ?? '').split(/[;,]/, 1)[0]?.trim().toLowerCase() ?? '';
  // Kit would hand plain text to an action too.
  if (type === remote || (actions && type === 'text/plain')) return 415;
  if (!forms.includes(type)) return null;
  try {
    await request.clone().formData();
    return null;
  } catch {
    return 400;
  }
}
