import { once } from 'node:events';
import { SMTPServer } from 'smtp-server';

export type MailFault = 'take' | 'slow' | '4xx' | '5xx' | 'black-hole';

/** What was taken: whose it is, and its Message-ID. */
export type Arrived = Readonly<{ to: string; messageId: string }>;

/**
 * A mail server that does what it is told, one fault for a connection, and counts them. `nobody`: addresses at which nobody is;
 * `never`: one that is put off for ever. Where it does not listen at all, a connection is refused.
 */
export async function faultyMail(port: number) {
  const arrived: Arrived[] = [];
  const given: Record<MailFault, number> = { take: 0, slow: 0, '4xx': 0, '5xx': 0, 'black-hole': 0 };
  const state = { plan: (): MailFault => 'take', nobody: new Set<string>(), never: new Set<string>() };
  const planned = new Map<string, MailFault>();
  let server = await listen();

  async function listen(): Promise<SMTPServer> {
    const made = new SMTPServer({
      ...{ authOptional: true, disabledCommands: ['STARTTLS'], closeTimeout: 100 },
      onConnect({ id }, done) {
        const fault = state.plan();
        given[fault] += 1;
        planned.set(id, fault);
        if (fault !== 'black-hole') done();
      },
      onRcptTo({ address }, { id }, done) {
        const said = (code: number, text: string) => done(Object.assign(new Error(text), { responseCode: code }));
        if (state.nobody.has(address)) return said(550, '5.1.1 no such user');
        if (state.never.has(address) || planned.get(id) === '4xx') return said(451, '4.7.1 try again later');
        done();
      },
      onData(stream, { id, envelope }, done) {
        const parts: Buffer[] = [];
        stream.on('data', (part: Buffer) => parts.push(part));
        stream.on('end', () => {
          const fault = planned.get(id);
          if (fault === '5xx') return done(Object.assign(new Error('5.7.1 refused by a rule'), { responseCode: 554 }));
          const messageId = /^Message-ID: <([^>]+)>/im.exec(Buffer.concat(parts).toString())?.[1] ?? 'none';
          for (const { address } of envelope.rcptTo) arrived.push({ to: address, messageId });
          // Taken, and slow to say so: whoever is killed meanwhile does not know.
          setTimeout(() => done(), fault === 'slow' ? 500 : 0);
        });
      }
    });
    // Whoever sends is killed in the middle of a sentence.
    made.on('error', () => undefined);
    made.listen(port, '127.0.0.1');
    await once(made.server, 'listening');
    return made;
  }
  const stop = () => new Promise<void>((closed) => server.close(() => closed()));
  return { arrived, given, state, stop, refuse: stop, again: async () => void (server = await listen()) };
}

export type FaultyMail = Awaited<ReturnType<typeof faultyMail>>;
