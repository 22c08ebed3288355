import { within, type Context } from '#lib/context.ts';
import { councilSettings } from '#lib/council/council.server.ts';
import { claim, leaveInProduct, postpone, settle, type Claimed } from '#lib/notify/outbox.server.ts';
import { staffCards } from '#lib/people/people.server.ts';
import { allow } from '#lib/relations.server.ts';
import { MailRefused, type MailTransport } from '#lib/server/mail.ts';
import { wordsFor } from '#locales/words.ts';

const atOnce = 20;

/**
 * Sends the nudges that are due: constant words that name nobody (decision 15), to the worker's own address. Those
 * that cannot wait say so, and go first.
 * Where no mail is set up, or they have no address, the inbox is all there is, and the nudge is done.
 * Returns how many it dealt with. Each is settled by itself: a crash in between sends one nudge twice, and loses none.
 */
export async function sendOutbox(ctx: Context, mail: MailTransport | null, origin: string): Promise<number> {
  const due = await within(ctx, async (ctx) => {
    await allow(ctx, 'outbox.send');
    return claim(ctx, atOnce);
  });
  if (due.length === 0) return 0;
  const words = await wordsOfMail(ctx, origin);
  const people = await staffCards(
    ctx,
    due.map(({ staffId }) => staffId)
  );
  for (const nudge of urgentFirst(due)) {
    const person = people.get(nudge.staffId);
    await deal(ctx, nudge, person?.active ? person.email : null, mail, words[nudge.kind]);
  }
  return due.length;
}

const urgentFirst = (due: readonly Claimed[]) =>
  due.toSorted((one, other) => Number(other.kind === 'urgent') - Number(one.kind === 'urgent'));

async function wordsOfMail(ctx: Context, origin: string) {
  const council = await councilSettings(ctx);
  const words = wordsFor({
    language: 'en',
    values: { product: council.product, address: `${origin}/staff` }
  });
  return {
    'something-new': { subject: words.t('mail:subject'), text: words.t('mail:text') },
    urgent: { subject: words.t('mail:urgent.subject'), text: words.t('mail:urgent.text') }
  };
}

async function deal(
  ctx: Context,
  nudge: Claimed,
  to: string | null,
  mail: MailTransport | null,
  words: { subject: string; text: string }
) {
  if (!mail || !to) return leaveInProduct(ctx, nudge.id);
  try {
    await mail.send({ to, ...words });
  } catch (error) {
    if (!(error instanceof MailRefused)) throw error;
    return postpone(ctx, nudge, error.code);
  }
  await settle(ctx, nudge.id);
}
