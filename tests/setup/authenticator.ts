import { createHash, generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto';

/** A device with passkeys, as far as a server can tell: for tests that have no browser. */
export type Authenticator = ReturnType<typeof newAuthenticator>;

type Asked = Readonly<{ challenge: string }>;

/** One device with one passkey, which it makes when it is asked to. `origin` is the address people use. */
export function newAuthenticator(origin: string) {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const id = randomBytes(16);
  let counter = 0;
  const host = createHash('sha256').update(new URL(origin).hostname).digest();
  const head = (flags: number) => Buffer.concat([host, Buffer.from([flags]), uint32((counter += 1))]);
  const clientData = (type: string, challenge: string, from = origin) =>
    Buffer.from(JSON.stringify({ type, challenge, origin: from, crossOrigin: false }));
  const named = (response: Record<string, string>) => ({
    ...{ id: id.toString('base64url'), rawId: id.toString('base64url'), type: 'public-key', clientExtensionResults: {} },
    response
  });
  return {
    /** The answer to "make a passkey". */
    make({ challenge }: Asked) {
      const key = cborKey(publicKey);
      const about = Buffer.concat([head(0x45), Buffer.alloc(16), uint16(id.length), id, key]);
      const attestation = Buffer.concat([
        Buffer.from([0xa3]),
        ...[cborText('fmt'), cborText('none'), cborText('attStmt'), Buffer.from([0xa0]), cborText('authData'), cborBytes(about)]
      ]);
      return named({
        clientDataJSON: clientData('webauthn.create', challenge).toString('base64url'),
        attestationObject: attestation.toString('base64url')
      });
    },
    /** The answer to "use it". `verified`: the device has asked for a finger or its PIN. */
    use({ challenge }: Asked, { verified = true, from = origin } = {}) {
      const about = head(verified ? 0x05 : 0x01);
      const data = clientData('webauthn.get', challenge, from);
      const signed = Buffer.concat([about, createHash('sha256').update(data).digest()]);
      return named({
        clientDataJSON: data.toString('base64url'),
        authenticatorData: about.toString('base64url'),
        signature: sign('sha256', signed, privateKey).toString('base64url')
      });
    }
  };
}

const uint16 = (number: number) => Buffer.from([number >> 8, number & 255]);
const uint32 = (number: number) => Buffer.from([number >>> 24, (number >> 16) & 255, (number >> 8) & 255, number & 255]);
const cborText = (text: string) => Buffer.concat([Buffer.from([0x60 + text.length]), Buffer.from(text)]);
const cborBytes = (bytes: Buffer) => Buffer.concat([Buffer.from([0x59]), uint16(bytes.length), bytes]);

/** A P-256 key as COSE writes it. */
function cborKey(key: KeyObject): Buffer {
  const { x = '', y = '' } = key.export({ format: 'jwk' });
  const point = (text: string) => Buffer.concat([Buffer.from([0x58, 32]), Buffer.from(text, 'base64url')]);
  return Buffer.concat([Buffer.from([0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21]), point(x), Buffer.from([0x22]), point(y)]);
}
