import { expect, it } from 'vitest';

const { recordsOf, unsnap } = await import('../../bench/trace-leveldb.ts');

it('unpacks snappy: words as they are, and what repeats itself', () => {
  // Ten bytes: `abcd` as it is, then six bytes from four back; and the same with the two-byte and four-byte kinds of copy.
  const literal = [0x0c, ...Buffer.from('abcd')];
  expect(unsnap(Buffer.from([10, ...literal, 0x09, 4])).toString()).toBe('abcdabcdab');
  expect(unsnap(Buffer.from([10, ...literal, (5 << 2) | 2, 4, 0])).toString()).toBe('abcdabcdab');
  expect(unsnap(Buffer.from([10, ...literal, (5 << 2) | 3, 4, 0, 0, 0])).toString()).toBe('abcdabcdab');
  const long = 'x'.repeat(70);
  expect(unsnap(Buffer.from([70, 60 << 2, 69, ...Buffer.from(long)])).toString()).toBe(long);
});

it('puts a record together that stands across the end of a block', () => {
  const record = (kind: number, bytes: Buffer) => {
    const head = Buffer.alloc(7);
    head.writeUInt16LE(bytes.length, 4);
    head[6] = kind;
    return Buffer.concat([head, bytes]);
  };
  const words = Buffer.from(`${'a'.repeat(32_750)} found again`);
  const first = words.subarray(0, 32_768 - 7);
  expect(recordsOf(Buffer.concat([record(2, first), record(4, words.subarray(first.length))])).toString()).toBe(words.toString());
});
