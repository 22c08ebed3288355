import { connect as connectPlain, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';

/** What a mail server said of itself, without a message being sent. */
export type MailServer = Readonly<{ answers: boolean; encrypts: boolean; said: string }>;

const PATIENCE = 10_000;

/** Greets the server of an `smtp://` or `smtps://` address (EHLO) and says goodbye. Never throws: a fault is in `said`. */
export async function greetMailServer(url: string): Promise<MailServer> {
  const { protocol, hostname, port } = new URL(url);
  const byTls = protocol === 'smtps:';
  const where = { host: hostname, port: Number(port || (byTls ? 465 : 587)) };
  try {
    const lines = await converse(byTls ? connectTls({ ...where, servername: hostname }) : connectPlain(where));
    const encrypts = byTls || lines.some((line) => /^250[ -]STARTTLS/i.test(line));
    return { answers: true, encrypts, said: lines[0]?.slice(0, 60) ?? '' };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : null;
    return { answers: false, encrypts: false, said: code ?? (error instanceof Error ? error.message : 'no answer') };
  }
}

/** All lines until the answer to EHLO is whole. Throws when it refuses, closes or says nothing for ten seconds. */
function converse(socket: Socket): Promise<string[]> {
  return new Promise((resolve, reject) => {
    let got = '';
    let greeted = false;
    const end = (error: Error | null, lines: string[]) => {
      socket.destroy();
      if (error) reject(error);
      else resolve(lines);
    };
    socket.setTimeout(PATIENCE, () => end(new Error('it says nothing'), []));
    socket.on('error', (error) => end(error, []));
    socket.on('close', () => end(new Error('it hung up'), []));
    socket.on('data', (part) => {
      got += part.toString('latin1');
      const lines = got.split('\r\n').filter(Boolean);
      const last = lines.at(-1) ?? '';
      if (!got.endsWith('\r\n') || !/^\d{3} /.test(last)) return;
      if (!last.startsWith(greeted ? '250' : '220')) return end(new Error(last.slice(0, 60)), []);
      if (greeted) {
        socket.write('QUIT\r\n');
        return end(null, lines);
      }
      greeted = true;
      socket.write('EHLO heard.invalid\r\n');
    });
  });
}
