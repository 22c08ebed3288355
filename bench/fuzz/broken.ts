import { oddValues, type Pick } from './odd.ts';
import type { Asker, Ground, Wire } from './requests.ts';

/** What is no HTTP, or HTTP that nobody should say. */
export function brokenHttp(pick: Pick, ground: Ground, asker: Asker): Wire {
  const { host } = ground;
  const mine = asker.cookie === null ? '' : `cookie: ${asker.cookie}\r\n`;
  const ours = `host: ${host}\r\nconnection: close\r\norigin: http://${host}\r\n${mine}`;
  const chunked = `POST /family?/send HTTP/1.1\r\n${ours}content-type: application/x-www-form-urlencoded\r\ntransfer-encoding: chunked\r\n`;
  const odd = pick.one(oddValues).slice(0, 2000);
  const text = pick.one([
    `GET http://elsewhere.example/ HTTP/1.1\r\n${ours}\r\n`,
    `GET //elsewhere.example/x HTTP/1.1\r\n${ours}\r\n`,
    `GET @elsewhere.example HTTP/1.1\r\n${ours}\r\n`,
    `GET /me%2f..%2fstaff HTTP/1.1\r\n${ours}\r\n`,
    `GET /_app/immutable/..%2f..%2fpackage.json HTTP/1.1\r\n${ours}\r\n`,
    `GET /%2e%2e/%2e%2e/etc/passwd HTTP/1.1\r\n${ours}\r\n`,
    `GET /${'a/'.repeat(6000)} HTTP/1.1\r\n${ours}\r\n`,
    `GET /?${'a=1&'.repeat(1800)} HTTP/1.1\r\n${ours}\r\n`,
    `GET /%C0%AE%C0%AE/ HTTP/1.1\r\n${ours}\r\n`,
    `GET / HTTP/1.0\r\n\r\n`,
    `GET /\r\n\r\n`,
    `GET / HTTP/9.9\r\n${ours}\r\n`,
    `GET / HTTP/1.1\r\n\r\n`,
    `GET / HTTP/1.1\r\nhost: elsewhere.example\r\nconnection: close\r\n\r\n`,
    `GET / HTTP/1.1\r\nhost: ${host}\r\n${ours}\r\n`,
    `CONNECT elsewhere.example:443 HTTP/1.1\r\n${ours}\r\n`,
    `OPTIONS * HTTP/1.1\r\n${ours}\r\n`,
    `${chunked}\r\n5\r\nhello\r\n0\r\n\r\n`,
    `${chunked}\r\nzz\r\nhello\r\n0\r\n\r\n`,
    `${chunked}content-length: 5\r\n\r\n5\r\nhello\r\n0\r\n\r\n`,
    `${chunked}\r\nfffffffffffffffff\r\nhello\r\n0\r\n\r\n`,
    `POST /family?/send HTTP/1.1\r\n${ours}content-length: -1\r\n\r\n`,
    `POST /family?/send HTTP/1.1\r\n${ours}content-length: 99999999999\r\n\r\nx`,
    `POST /family?/send HTTP/1.1\r\n${ours}content-length: 3\r\ncontent-length: 30\r\n\r\nabc`,
    `POST /family?/send HTTP/1.1\r\n${ours}content-length: 10\r\n\r\nabc`,
    `GET / HTTP/1.1\r\n${ours} folded: x\r\n\r\n`,
    `GET / HTTP/1.1\r\n${ours}${'h: v\r\n'.repeat(300)}\r\n`,
    `GET / HTTP/1.1\r\n${ours}big: ${'v'.repeat(40_000)}\r\n\r\n`,
    `GET / HTTP/1.1\r\n${ours}n\0l: v\r\n\r\n`,
    `GET / HTTP/1.1\r\nconnection: upgrade\r\nupgrade: websocket\r\nsec-websocket-key: x\r\nhost: ${host}\r\n\r\n`,
    `\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03`,
    `${odd}\r\n\r\n`,
    `GET /${odd} HTTP/1.1\r\n${ours}\r\n`
  ]);
  return { about: `broken: ${JSON.stringify(text.slice(0, 70))}`, bytes: Buffer.from(text, 'latin1') };
}
