import type { Context } from '#lib/context.ts';
import { councilSettings } from '#lib/council/council.server.ts';
import { showDigits } from '#lib/invitations/entry-code.ts';
import { letterToPost, type LetterToPost } from '#lib/invitations/posted-letters.server.ts';
import { postingFor, type Posting } from '#lib/invitations/sending.server.ts';
import type { Claimed } from '#lib/notify/outbox.server.ts';
import { staffCards } from '#lib/people/people.server.ts';
import { UNREADABLE } from '#lib/people/staff.ts';
import { linkToSend } from '#lib/sign-in/workers/links.server.ts';
import { dayInWords } from '#locales/dates.ts';
import { wordsFor } from '#locales/words.ts';

/** One message in constant words, with where it goes and whom it reaches. */
export type Message = Readonly<{ personId: string; subject: string; text: string }> &
  (Readonly<{ way: 'email' | 'text'; to: string }> | Readonly<{ way: 'letter'; lines: readonly string[] }>);

/** `no-address`: whom it is for is known, and there is nothing to write to. Null: nobody needs it any more. */
export type Found = Message | 'no-address' | null;

/**
 * What a nudge says, and to whom, looked up as it is sent: an address that changed, a link that is used up, or somebody who works
 * here no longer gets nothing. Throws where a worker's own record does not open.
 */
export async function messageOf(ctx: Context, nudge: Claimed, say: Speaker): Promise<Found> {
  const { staffId, sendingId, entryCodeId, letterId, service } = nudge;
  if (staffId !== null) return toWorker(ctx, { ...nudge, staffId }, say);
  if (service !== null) return toService(service, (await councilSettings(ctx)).advocateMail, say);
  if (letterId !== null) {
    const letter = await letterToPost(ctx, letterId);
    return letter && say.letter(letter);
  }
  const to = sendingId !== null ? { sendingId } : entryCodeId !== null ? { entryCodeId } : null;
  const posting = to ? await postingFor(ctx, to) : null;
  return posting && say.toContributor(posting);
}

async function toWorker(ctx: Context, nudge: Claimed & { staffId: string }, say: Speaker): Promise<Found> {
  const { staffId, linkId, kind } = nudge;
  const person = (await staffCards(ctx, [staffId])).get(staffId);
  // Whose key is damaged may well have an address: it is tried again, and given up where an operator sees it.
  if (person?.active && !person.email && person.name === UNREADABLE) throw new Error('a worker cannot be opened');
  if (!person?.active) return null;
  const token = linkId === null ? null : await linkToSend(ctx, linkId);
  if (linkId !== null && !token) return null;
  if (!person.email) return 'no-address';
  return { personId: staffId, ...(token ? say.link(person.email, token) : say.toStaff(person.email, kind)) };
}

/** Null: the council has set no address since, and its team rings them all the same. */
const toService = (service: string, to: string | null, say: Speaker): Found =>
  to === null ? null : { personId: service, ...say.toService(to) };

export type Speaker = ReturnType<typeof speaker>;

/** Who says what: the words of this council, for workers and for those who are asked, in their own language. */
export async function speakerOf(ctx: Context, origin: string): Promise<Speaker> {
  return speaker(await councilSettings(ctx), origin);
}

type Council = Readonly<{ product: string; name: string; officePhone: string }>;

/** Nothing but a council's own name, product and telephone and a way in goes into these words: they are the same for everybody. */
export function speaker({ product, name, officePhone }: Council, origin: string) {
  const staff = wordsFor({ language: 'en', values: { product, address: `${origin}/staff`, phone: officePhone } });
  return {
    toStaff(to: string, kind: Claimed['kind']) {
      if (kind === 'new-way') {
        const text = staff.t(officePhone === '' ? 'mail:newWay.textNoPhone' : 'mail:newWay.text');
        return { way: 'email' as const, to, subject: staff.t('mail:newWay.subject'), text: plain(text) };
      }
      const words =
        kind === 'urgent'
          ? { subject: staff.t('mail:urgent.subject'), text: staff.t('mail:urgent.text') }
          : { subject: staff.t('mail:subject'), text: staff.t('mail:text') };
      return { way: 'email' as const, to, ...words };
    },
    link(to: string, token: string) {
      const words = wordsFor({ language: 'en', values: { product, address: `${origin}/sign-in/link/${token}` } });
      return { way: 'email' as const, to, subject: words.t('mail:link.subject'), text: words.t('mail:link.text') };
    },
    toService(to: string) {
      const text = staff.t(officePhone === '' ? 'mail:ringUs.textNoPhone' : 'mail:ringUs.text', { council: name });
      return { way: 'email' as const, to, subject: staff.t('mail:ringUs.subject'), text: plain(text) };
    },
    toContributor({ contactId, way, to, language, opens }: Posting): Message {
      const values = 'link' in opens ? { address: `${origin}/views/in/${opens.link}` } : { code: showDigits(opens.code) };
      const words = wordsFor({ language, values: { council: name, ...values } });
      const what = 'link' in opens ? 'invitation' : 'code';
      const say = (part: string) => plain(words.t(`post:${what}.${part}`));
      return way === 'text'
        ? { personId: contactId, way, to, subject: '', text: say('short') }
        : { personId: contactId, way, to, subject: say('subject'), text: say('text') };
    },
    letter({ contactId, lines, language, code, endsOn }: LetterToPost): Message {
      const day = dayInWords(language, endsOn, null);
      const words = wordsFor({ language, values: { council: name, code, day, address: `${origin}/views/in` } });
      const say = (part: string) => plain(words.t(`post:letter.${part}`));
      return { personId: contactId, way: 'letter', lines, subject: say('subject'), text: say('text') };
    }
  };
}

/**
 * Without the marks that keep a page's words in place: in a mail they would cling to the link, and a text message with one of
 * them costs twice.
 */
const plain = (text: string) => text.replace(/[\u2066-\u2069]/g, '').replaceAll('\u00a0', ' ');
