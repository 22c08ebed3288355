import { connect } from 'node:net';

/** What came back; `status` 0: nothing that could be read as an answer. */
export type Back = Readonly<{ status: number; text: string; ms: number; ended: 'closed' | 'late' | 'refused' }>;

/** How long an answer may take, in ms. */
const LONGEST = 20_000;

/** Sends bytes as they are, says that no more will come, and takes whatever is answered until the other side closes. */
export function send(port: number, bytes: Buffer): Promise<Back> {
  return new Promise((resolve) => {
    const began = performance.now();
    const parts: Buffer[] = [];
    const done = (ended: Back['ended']) => {
      clearTimeout(late);
      socket.destroy();
      const text = Buffer.concat(parts).toString('latin1');
      const status = Number(/^HTTP\/1\.[01] (\d{3})/.exec(text)?.[1] ?? 0);
      resolve({ status, text, ms: performance.now() - began, ended });
    };
    const socket = connect({ port, host: '127.0.0.1' });
    const late = setTimeout(() => done('late'), LONGEST);
    socket.on('connect', () => socket.write(bytes));
    socket.on('data', (part: Buffer) => {
      parts.push(part);
      // An answer to what was never whole, or a change of protocol: whoever asked has nothing more to say.
      if (/^HTTP\/1\.1 1\d\d/.test(part.toString('latin1', 0, 12))) return;
      socket.end();
    });
    socket.on('close', () => done('closed'));
    socket.on('error', (error: NodeJS.ErrnoException) => done(error.code === 'ECONNREFUSED' ? 'refused' : 'closed'));
    // Of what was announced and does not come: a body cut short is ended, not kept open (slow clients are another trial).
    setTimeout(() => socket.end(), 3_000).unref();
  });
}

/** What no answer may show: where the program lies, a stack, an engine's own words. */
const telling = [
  /\n\s*at (?:async )?[\w.<>$]+ \(?(?:file:|node:|\/)/,
  /(?:^|["'\s(=])\/(?:tmp|home|root|work|usr|var|opt)\/[\w.-]+\//,
  /node_modules\//,
  /Sqlite(?:Error)|SQLITE_[A-Z]+|PostgresError|better-sqlite3|kysely|syntax error at or near/,
  /(?:Type|Range|Reference|Syntax|URI)Error/
];

export const tells = (text: string): string | null => {
  for (const one of telling) {
    const found = one.exec(text);
    if (found) return text.slice(Math.max(0, found.index - 40), found.index + 120);
  }
  return null;
};
