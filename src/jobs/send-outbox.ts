import { within, type Context } from '#lib/context.ts';
import { councilSettings } from '#lib/council/council.server.ts';
import { showDigits } from '#lib/invitations/entry-code.ts';
import { postingFor, type Posting } from '#lib/invitations/sending.server.ts';
import { claim, leaveInProduct, postpone, settle, type Claimed } from '#lib/notify/outbox.server.ts';
import { staffCards } from '#lib/people/people.server.ts';
import { UNREADABLE, type StaffCard } from '#lib/people/staff.ts';
import { allow } from '#lib/relations.server.ts';
import { log } from '#lib/server/log.ts';
import { MailRefused, type MailTransport } from '#lib/server/mail.ts';
import { TextRefused, type TextTransport } from '#lib/server/texts.ts';
import { linkToSend } from '#lib/sign-in/workers/links.server.ts';
import { wordsFor } from '#locales/words.ts';

const atOnce = 20;

/** What carries things out of the house; null: this installation has none. */
type Carriers = Readonly<{ mail: MailTransport | null; texts: TextTransport | null }>;

/**
 * Sends what is due, in constant words that name nobody (decision 15): to a worker's own address that something is new,
 * to somebody who is asked the way in, to whoever comes in their code. What cannot wait goes first.
 * Where nothing carries it, or there is no address, a worker has the inbox, and of an invitation it is shown that it could
 * not be sent. Returns how many it dealt with. Each stands alone: a crash in between sends one twice, and loses none; what
 * goes wrong with one, whatever it is, puts off that one.
 */
export async function sendOutbox(
  ctx: Context,
  mail: MailTransport | null,
  origin: string,
  texts: TextTransport | null = null
): Promise<number> {
  const due = await within(ctx, async (ctx) => {
    await allow(ctx, 'outbox.send');
    return claim(ctx, atOnce);
  });
  if (due.length === 0) return 0;
  const say = speaker(await councilSettings(ctx), origin);
  const personOf = await peopleIn(ctx, due);
  for (const nudge of due.toSorted((one, other) => rank(one) - rank(other)))
    await byItself(ctx, nudge, async () => deal(ctx, nudge, await messageOf(ctx, nudge, personOf, say), { mail, texts }));
  return due.length;
}

/** Whatever it fails by, the others still go: it is tried again later, as one that was refused. */
async function byItself(ctx: Context, nudge: Claimed, deal: () => Promise<void>): Promise<void> {
  try {
    await deal();
  } catch (error) {
    log.failure('job-failed', error, { job: 'send-outbox' });
    // Where even that cannot be kept, what was claimed comes back by its lease.
    await postpone(ctx, nudge, 'failed').catch((later: unknown) => log.failure('job-failed', later, { job: 'send-outbox' }));
  }
}

type People = (staffId: string) => Promise<StaffCard | undefined>;

/** All of them in one look-up; one by one where that fails, so that one whose key is damaged keeps nobody else waiting. */
async function peopleIn(ctx: Context, due: readonly Claimed[]): Promise<People> {
  try {
    const all = await staffCards(
      ctx,
      due.flatMap(({ staffId }) => staffId ?? [])
    );
    return async (staffId) => all.get(staffId);
  } catch {
    return async (staffId) => (await staffCards(ctx, [staffId])).get(staffId);
  }
}

async function messageOf(ctx: Context, nudge: Claimed, personOf: People, say: Speaker): Promise<Message | null> {
  const { staffId, sendingId, entryCodeId } = nudge;
  if (staffId !== null) {
    const person = await personOf(staffId);
    // Whose key is damaged may well have an address: it is tried again, and given up where an operator sees it.
    if (person?.active && !person.email && person.name === UNREADABLE) throw new Error('a worker cannot be opened');
    if (!person?.active || !person.email) return null;
    if (nudge.linkId === null) return say.toStaff(person.email, nudge.kind);
    const token = await linkToSend(ctx, nudge.linkId);
    return token ? say.link(person.email, token) : null;
  }
  const to = sendingId !== null ? { sendingId } : entryCodeId !== null ? { entryCodeId } : null;
  const posting = to ? await postingFor(ctx, to) : null;
  return posting ? say.toContributor(posting) : null;
}

/** Somebody who is not safe comes before whoever waits for a code, however many codes are asked for. */
const order = ['urgent', 'entry-code', 'staff-link', 'new-way', 'something-new', 'invitation'];
const rank = ({ kind }: Claimed) => order.indexOf(kind);

type Message = Readonly<{ way: 'email' | 'text'; to: string; subject: string; text: string }>;

type Speaker = ReturnType<typeof speaker>;

/** Who says what: the words of this council, for workers and for those who are asked, in their own language. */
function speaker({ product, name, officePhone }: { product: string; name: string; officePhone: string }, origin: string) {
  const staff = wordsFor({ language: 'en', values: { product, address: `${origin}/staff`, phone: officePhone } });
  return {
    toStaff(to: string, kind: Claimed['kind']): Message {
      if (kind === 'new-way') {
        const text = staff.t(officePhone === '' ? 'mail:newWay.textNoPhone' : 'mail:newWay.text');
        return { way: 'email', to, subject: staff.t('mail:newWay.subject'), text: plain(text) };
      }
      const words =
        kind === 'urgent'
          ? { subject: staff.t('mail:urgent.subject'), text: staff.t('mail:urgent.text') }
          : { subject: staff.t('mail:subject'), text: staff.t('mail:text') };
      return { way: 'email', to, ...words };
    },
    link(to: string, token: string): Message {
      const words = wordsFor({ language: 'en', values: { product, address: `${origin}/sign-in/link/${token}` } });
      return { way: 'email', to, subject: words.t('mail:link.subject'), text: words.t('mail:link.text') };
    },
    toContributor({ way, to, language, opens }: Posting): Message {
      const values = 'link' in opens ? { address: `${origin}/views/in/${opens.link}` } : { code: showDigits(opens.code) };
      const words = wordsFor({ language, values: { council: name, ...values } });
      const what = 'link' in opens ? 'invitation' : 'code';
      const say = (part: string) => plain(words.t(`post:${what}.${part}`));
      return way === 'text'
        ? { way, to, subject: '', text: say('short') }
        : { way, to, subject: say('subject'), text: say('text') };
    }
  };
}

/**
 * Without the marks that keep a page's words in place: in a mail they would cling to the link, and a text message with one of
 * them costs twice.
 */
const plain = (text: string) => text.replace(/[\u2066-\u2069]/g, '').replaceAll('\u00a0', ' ');

async function deal(ctx: Context, nudge: Claimed, message: Message | null, { mail, texts }: Carriers) {
  const carrier = message?.way === 'text' ? texts : mail;
  if (!message || !carrier) return leaveInProduct(ctx, nudge.id);
  try {
    await carrier.send(message);
  } catch (error) {
    if (!(error instanceof MailRefused || error instanceof TextRefused)) throw error;
    return postpone(ctx, nudge, error.code);
  }
  await settle(ctx, nudge.id);
}
