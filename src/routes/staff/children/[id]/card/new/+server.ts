import { createHash } from 'node:crypto';
import { redirect, type RequestHandler } from '@sveltejs/kit';
import { Refusal } from '#lib/errors.ts';
import { cardsSheet } from '#lib/inbox/cards.server.ts';
import { shortName } from '#lib/inbox/wording.ts';
import { serving } from '#lib/server/serving.ts';
import { makeAskedCard } from '#lib/sign-in/cards/card-asks.server.ts';
import { cardSheet, sheetStyle } from '#lib/sign-in/cards/card-sheet.ts';
import { isCardReason } from '#lib/sign-in/cards/card.ts';
import { makeCard } from '#lib/sign-in/cards/cards.server.ts';
import { wordsFor } from '#locales/words.ts';

/**
 * Makes a card and shows its sheet: the code is in this answer and nowhere else, and the same form (pressed twice, or
 * read again) gives the same one for as long as nobody used it. The same sheet as `heard cards` makes;
 * where it is printed from is a page of its own, with nothing on it but the way back.
 */
export const POST: RequestHandler = async ({ locals, params, request }) => {
  const { ctx, council, words } = locals;
  const childId = params.id ?? '';
  const back = `/staff/children/${childId}/card`;
  const { card, child, may } = await cardsSheet(ctx, childId);
  const posted = await request.formData();
  const [reason, form] = [String(posted.get('reason') ?? ''), String(posted.get('form') ?? ctx.ids())];
  // A child's first card needs no reason.
  if (may.has('card.make') && card !== null && !isCardReason(reason)) redirect(303, `${back}?problem=reason`);
  const { code } = await (
    may.has('card.make')
      ? makeCard(ctx, childId, { reason: isCardReason(reason) ? reason : null, form })
      : makeAskedCard(ctx, childId, form)
  ).catch((error: unknown) => {
    if (error instanceof Refusal && error.problem === 'invalid') redirect(303, `${back}?problem=${error.fields.card ?? ''}`);
    throw error;
  });
  const day = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/London', dateStyle: 'long' }).format(ctx.now);
  const t = (key: string, values = {}) => words.t(`card-desk:${key}`, values);
  const english = wordsFor({ language: 'en', values: { product: council.product } });
  const { language, direction } = english;
  const sheet = {
    say: english.section('cards'),
    product: council.product,
    origin: serving().settings.origin,
    language,
    direction
  };
  const above = { text: t('sheetText'), back: t('sheetBack'), backTo: back };
  const strip = t('strip', { name: shortName(child), day });
  return new Response(cardSheet([{ code, strip }], sheet, 'sheet', above), { headers });
};

/** The page may have its own style and nothing else at all. */
const headers = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': [
    "default-src 'none'",
    `style-src 'sha256-${createHash('sha256').update(sheetStyle('sheet')).digest('base64')}'`,
    ...["base-uri 'none'", "frame-ancestors 'none'", "form-action 'none'"]
  ].join('; ')
};
