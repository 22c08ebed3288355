import { createTransport } from 'nodemailer';
import type { Settings } from './settings.ts';

/** A mail as we send it: plain words, one address, nothing about anybody. */
export type Mail = Readonly<{ to: string; subject: string; text: string }>;

/** The way mail leaves the house. Tests put in their own. */
export type MailTransport = Readonly<{
  /** Resolves when the next server has taken it; throws `MailRefused` with a short code otherwise. */
  send(mail: Mail): Promise<void>;
  close(): void;
}>;

/** Why it was not taken, e.g. `ECONNREFUSED` or `550`: never the address, never the words. */
export class MailRefused extends Error {
  readonly code: string;
  constructor(code: string) {
    super(`mail was not taken: ${code}`);
    this.name = 'MailRefused';
    this.code = code;
  }
}

/** One mailbox, ASCII, without quotes or comments: nothing a header could be smuggled in with (security.md S-13). */
const plainAddress = /^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$/;

/** The transport of these settings, or null: this installation sends no mail. */
export function openMail(settings: Pick<Settings, 'smtpUrl' | 'mailFrom'>): MailTransport | null {
  const { smtpUrl, mailFrom } = settings;
  if (!smtpUrl || !mailFrom) return null;
  const patience = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 20_000 };
  const transport = createTransport(
    { url: smtpUrl, ...patience, disableFileAccess: true, disableUrlAccess: true },
    { from: mailFrom }
  );
  return {
    async send({ to, subject, text }) {
      if (to.length > 254 || !plainAddress.test(to)) throw new MailRefused('address');
      // A council's own name stands there: a line break in it must not begin another header.
      if (/[\p{Cc}]/u.test(subject)) throw new MailRefused('subject');
      try {
        await transport.sendMail({ to: { name: '', address: to }, subject, text });
      } catch (error) {
        throw new MailRefused(codeOf(error));
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
