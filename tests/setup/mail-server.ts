import { SMTPServer } from 'smtp-server';
import type { AddressInfo } from 'node:net';
import { openMail } from '#lib/server/mail.ts';

export type Received = Readonly<{ from: string; to: readonly string[]; raw: string }>;

/** What to answer to RCPT TO, by address: a status and what is said; null: it is taken. */
export type Refusing = (address: string) => Readonly<{ code: number; said: string }> | null;

const portOf = (at: AddressInfo | string | null): number => (at !== null && typeof at === 'object' ? at.port : 0);

/** A real mail server on this machine that keeps what it takes, with the transport of the product that leads to it. */
export async function mailServer() {
  const received: Received[] = [];
  const state: { refuse: Refusing } = { refuse: () => null };
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onRcptTo({ address }, _session, done) {
      const refused = state.refuse(address);
      done(refused && Object.assign(new Error(refused.said), { responseCode: refused.code }));
    },
    onData(stream, { envelope }, done) {
      const parts: Buffer[] = [];
      stream.on('data', (part: Buffer) => parts.push(part));
      stream.on('end', () => {
        const from = envelope.mailFrom === false ? '' : envelope.mailFrom.address;
        received.push({ from, to: envelope.rcptTo.map(({ address }) => address), raw: Buffer.concat(parts).toString() });
        done();
      });
    }
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const mail = openMail({ smtpUrl: `smtp://127.0.0.1:${portOf(server.server.address())}`, mailFrom: 'say@northmere.example' });
  const stop = async () => {
    mail?.close();
    await new Promise<void>((closed) => server.close(closed));
  };
  return { received, state, mail, stop };
}

export const headersOf = (raw: string): string => raw.slice(0, raw.indexOf('\r\n\r\n'));

export const messageIdOf = (raw: string): string => /^Message-ID: (<[^>]+>)/im.exec(headersOf(raw))?.[1] ?? 'none';
