import { createTransport } from 'nodemailer';
import { patience, Refused, type Remedy } from './refused.ts';
import type { Settings } from './settings.ts';

/** A mail as we send it: plain words, one address, nothing about anybody. `id` is the outbox's: sent again, it is the same. */
export type Mail = Readonly<{ id: string; to: string; subject: string; text: string }>;

/** The way mail leaves the house. Tests put in their own. */
export type MailTransport = Readonly<{
  /** Resolves when the next server has taken it; throws `MailRefused` with a short code otherwise. */
  send(mail: Mail): Promise<void>;
  close(): void;
}>;

/** Why it was not taken, e.g. `ECONNREFUSED` or `550`: never the address, never the words. */
export class MailRefused extends Refused {
  constructor(code: string, remedy: Remedy = 'later') {
    super('mail', code, remedy);
    this.name = 'MailRefused';
  }
}

/** One mailbox, ASCII, without quotes or comments: nothing a header could be smuggled in with (security.md S-13). */
const plainAddress = /^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$/;

/** Throws `MailRefused` for what is no plain address, or a subject that could begin another header. */
export function refuseUnfitMail({ to, subject }: Pick<Mail, 'to' | 'subject'>): void {
  if (to.length > 254 || !plainAddress.test(to)) throw new MailRefused('address', 'address');
  // A council's own name stands there: a line break in it must not begin another header.
  if (/[\p{Cc}]/u.test(subject)) throw new MailRefused('subject');
}

/** Whether the mail server is this machine: then nobody in between could read. */
export const isNear = (smtpUrl: string): boolean => /^smtps?:\/\/([^@/]*@)?(localhost|127\.|\[::1\])/.test(smtpUrl);

/** The transport of these settings, or null: this installation sends no mail. */
export function openMail(settings: Pick<Settings, 'smtpUrl' | 'mailFrom'>): MailTransport | null {
  const { smtpUrl, mailFrom } = settings;
  if (!smtpUrl || !mailFrom) return null;
  const times = { connectionTimeout: patience.connect, greetingTimeout: patience.connect, socketTimeout: patience.whole };
  const transport = createTransport(
    { url: smtpUrl, ...times, requireTLS: !isNear(smtpUrl), disableFileAccess: true, disableUrlAccess: true },
    { from: mailFrom }
  );
  const host = mailFrom.slice(mailFrom.lastIndexOf('@') + 1);
  return {
    async send({ id, to, subject, text }) {
      refuseUnfitMail({ to, subject });
      const signal = AbortSignal.timeout(patience.whole);
      try {
        // What is sent twice, because nobody knows whether it arrived, is known as one by whoever gets it.
        await transport.sendMail({ to: { name: '', address: to }, subject, text, messageId: `<${id}@${host}>`, signal });
      } catch (error) {
        throw new MailRefused(codeOf(error), remedyOf(error));
      }
    },
    close: () => transport.close()
  };
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  if ('responseCode' in error && typeof error.responseCode === 'number') return String(error.responseCode);
  return 'code' in error && typeof error.code === 'string' ? error.code : 'unknown';
}

/**
 * Refused for good, and for this address: a 5xx to RCPT TO (RFC 5321), unless it says that the fault is a rule of the server's
 * (5.7.x, RFC 3463): that may be our own set-up, which would take everybody for unknown.
 */
function remedyOf(error: unknown): Remedy {
  if (!(error instanceof Error) || !('command' in error) || error.command !== 'RCPT TO') return 'later';
  const said = 'response' in error && typeof error.response === 'string' ? error.response : '';
  const forGood = 'responseCode' in error && typeof error.responseCode === 'number' && error.responseCode >= 500;
  return forGood && !/\b5\.7\.\d+/.test(said) ? 'address' : 'later';
}
