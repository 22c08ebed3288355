import type { IncomingMessage } from 'node:http';

/**
 * Ends a body that grows past `limit` bytes although nobody said how long it would be (chunked): `tooBig` answers it,
 * and nothing of it goes further. A body that says its length was refused by it before.
 */
export function boundBody(request: IncomingMessage, limit: number, tooBig: () => void): void {
  let size = 0;
  const push = request.push.bind(request);
  request.push = (part: unknown, encoding?: BufferEncoding) => {
    if (part === null) return size > limit ? false : push(part);
    const before = size;
    size += lengthOf(part);
    if (size <= limit) return push(part, encoding);
    if (before <= limit) tooBig();
    // Read on: a full pipe would keep its sender from seeing the answer.
    return true;
  };
}

const lengthOf = (part: unknown): number => (part instanceof Uint8Array || typeof part === 'string' ? part.length : 0);
