import { readFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import { Decrypter, Encrypter, generateIdentity, identityToRecipient } from 'age-encryption';

/** A new pair: the identity opens what was sealed to the recipient, and is never on the machine of the service. */
export async function newPair(): Promise<{ identity: string; recipient: string }> {
  const identity = await generateIdentity();
  return { identity, recipient: await identityToRecipient(identity) };
}

/** The identities in a file that age or `heard backup keys` wrote; lines that begin with # say what it is for. */
export function identitiesIn(path: string): string[] {
  const lines = readFileSync(path, 'utf8').split(/\r?\n/);
  return lines.map((line) => line.trim()).filter((line) => line.startsWith('AGE-SECRET-KEY-'));
}

/** `plain` sealed to each of these public keys, as the age file format has it: streamed, never whole in memory. */
export async function sealed(plain: Readable, recipients: readonly string[]): Promise<Readable> {
  const encrypter = new Encrypter();
  for (const recipient of recipients) encrypter.addRecipient(recipient);
  return fromWeb(await encrypter.encrypt(toWeb(plain)));
}

/** What was sealed, opened by one of these identities. Throws when none of them fits; fails midway when it was touched. */
export async function opened(file: Readable, identities: readonly string[]): Promise<Readable> {
  const decrypter = new Decrypter();
  for (const identity of identities) decrypter.addIdentity(identity);
  return fromWeb(await decrypter.decrypt(toWeb(file)));
}

function toWeb(stream: Readable): ReadableStream<Uint8Array> {
  const parts = stream.iterator();
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await parts.next();
      if (done) controller.close();
      else controller.enqueue(new Uint8Array(Buffer.from(value)));
    },
    cancel: () => void stream.destroy()
  });
}

async function* partsOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = stream.getReader();
  try {
    for (let part = await reader.read(); !part.done; part = await reader.read()) yield part.value;
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

const fromWeb = (stream: ReadableStream<Uint8Array>): Readable => Readable.from(partsOf(stream), { objectMode: false });
