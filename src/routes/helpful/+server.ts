import { redirect, type RequestHandler } from '@sveltejs/kit';
import { notFound } from '#lib/errors.ts';
import { vote } from '#lib/ratings/helpful.server.ts';
import { helpfulPages, isHelpfulPage } from '#lib/ratings/helpful.ts';
import { offeredLanguage } from '#locales/languages.ts';

/** "Was this helpful?": counts which was pressed, as nobody's, and goes back to the page with a thank-you. */
export const POST: RequestHandler = async ({ request, locals }) => {
  const data = await request.formData();
  const [page, was] = [String(data.get('page')), String(data.get('was'))];
  if (!isHelpfulPage(page) || (was !== 'yes' && was !== 'no')) throw notFound();
  await vote(locals.ctx, page, was);
  const language = offeredLanguage(/^lang=([a-z-]+)$/.exec(String(data.get('carried')))?.[1] ?? null);
  redirect(303, `${helpfulPages[page]}?thanks${language ? `&lang=${language.code}` : ''}#was-helpful`);
};
