import { within, type Context } from '#lib/context.ts';
import { askedPersonOf } from '#lib/invitations/posted-letters.server.ts';
import { noteNotTold, noteReached } from '#lib/not-told/noting.server.ts';
import { isToldBy, type NotToldReason, type ToldBy, type Untold } from '#lib/not-told/not-told.ts';
import { cameBack, claim, leaveInProduct, postpone, settle, type Claimed } from '#lib/notify/outbox.server.ts';
import { allow } from '#lib/relations.server.ts';
import { log } from '#lib/server/log.ts';
import type { MailTransport } from '#lib/server/mail.ts';
import type { Failures, LetterTransport } from '#lib/server/notify.ts';
import { Refused } from '#lib/server/refused.ts';
import type { TextTransport } from '#lib/server/texts.ts';
import { messageOf, speakerOf, type Message } from './messages.ts';

/** So many at the same time, each for somebody else: one that hangs for its 30 seconds keeps few waiting, and none beyond its lease. */
const atOnce = 5;

/** What carries things out of the house; null: this installation has none. */
export type Carriers = Readonly<{ mail: MailTransport | null; texts: TextTransport | null; letters: LetterTransport | null }>;

/**
 * Sends what is due, in constant words that name nobody (decision 15): to a worker's own address that something is new,
 * to somebody who is asked the way in, to whoever comes in their code. What cannot wait goes first, and what one person gets keeps
 * its order; families are left in peace at night (`quietHours`). Where nothing carries it, or there is no address, a worker has the inbox, and whoever could not be told is a task for
 * a person (src/lib/not-told). Returns how many it dealt with. Each stands alone: a crash in between sends one twice, and loses
 * none; what goes wrong with one, whatever it is, puts off that one.
 */
export async function sendOutbox(
  ctx: Context,
  mail: MailTransport | null,
  origin: string,
  texts: TextTransport | null = null,
  letters: LetterTransport | null = null,
  quietHours = true
): Promise<number> {
  const due = await within(ctx, async (ctx) => {
    await allow(ctx, 'outbox.send');
    return claim(ctx, atOnce, quietHours);
  });
  if (due.length === 0) return 0;
  const say = await speakerOf(ctx, origin);
  const under: Promise<unknown>[] = [];
  // One after the other what is looked up, so that what cannot wait leaves first; together what takes its time.
  for (const nudge of due) {
    const found = await byItself(ctx, nudge, () => messageOf(ctx, nudge, say));
    if (found !== undefined) under.push(byItself(ctx, nudge, () => deal(ctx, nudge, found, { mail, texts, letters })));
  }
  await Promise.all(under);
  return due.length;
}

/** Whatever it fails by, the others still go: it is tried again later, as one that was refused. Then there is no answer. */
async function byItself<T>(ctx: Context, nudge: Claimed, work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    log.failure('job-failed', error, { job: 'send-outbox' });
    // Where even that cannot be kept, what was claimed comes back by its lease.
    await refused(ctx, nudge, { code: 'failed' }, null).catch((later: unknown) =>
      log.failure('job-failed', later, { job: 'send-outbox' })
    );
    return undefined;
  }
}

async function deal(ctx: Context, nudge: Claimed, found: Message | 'no-address' | null, carriers: Carriers): Promise<void> {
  if (found === null) return leaveInProduct(ctx, nudge);
  if (found === 'no-address') return noWay(ctx, nudge, carriers.mail !== null);
  try {
    if (!(await handOver(nudge.id, found, carriers))) return await noWay(ctx, nudge, nudge.staffId === null);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return refused(ctx, nudge, error, found.way);
  }
  await within(ctx, async (ctx) => {
    await settle(ctx, nudge);
    await noteReached(ctx, found.personId);
  });
}

/** Whether there was something that carries it, and it took it. */
async function handOver(id: string, message: Message, { mail, texts, letters }: Carriers): Promise<boolean> {
  if (message.way === 'letter') return letters ? (await letters.send({ id, ...message }), true) : false;
  const carrier = message.way === 'text' ? texts : mail;
  const { to, subject, text } = message;
  return carrier ? (await carrier.send({ id, to, subject, text }), true) : false;
}

/** Nothing carries it there. `tell`: that this person is not told is a task; not where no mail is sent at all, by choice. */
async function noWay(ctx: Context, nudge: Claimed, tell: boolean): Promise<void> {
  await within(ctx, async (ctx) => {
    await leaveInProduct(ctx, nudge);
    if (tell) await notTold(ctx, nudge, 'no-way', null);
  });
}

type Why = Pick<Refused, 'code'> & Partial<Pick<Refused, 'remedy'>>;

async function refused(ctx: Context, nudge: Claimed, { code, remedy }: Why, way: ToldBy | null): Promise<void> {
  await within(ctx, async (ctx) => {
    const became = await postpone(ctx, nudge, { code, ...(remedy && { remedy }) });
    if (became !== 'later') await notTold(ctx, nudge, became, way);
  });
}

async function notTold(ctx: Context, nudge: Claimed, reason: NotToldReason, way: ToldBy | null): Promise<void> {
  const asked = nudge.staffId === null ? await askedPersonOf(ctx, nudge) : null;
  const whom: Untold | null =
    nudge.staffId !== null
      ? { person: 'staff', personId: nudge.staffId }
      : asked && { person: 'contact', personId: asked.contactId, childId: asked.childId };
  if (!whom) return;
  const by = way ?? (asked && isToldBy(asked.way) ? asked.way : 'email');
  await noteNotTold(ctx, whom, { way: by, reason, personIndex: nudge.personIndex });
}

/** Asks what of all that was taken came to nothing since: nobody is there, and a person has to tell them another way. */
export async function askWhatFailed(ctx: Context, failures: Failures | null): Promise<void> {
  for (const id of failures ? await failures.list() : [])
    await within(ctx, async (ctx) => {
      await allow(ctx, 'outbox.send');
      const nudge = await cameBack(ctx, id);
      if (nudge) await notTold(ctx, nudge, 'came-back', null);
    });
}
