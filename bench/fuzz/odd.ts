/** Numbers that come again for the same seed: a find is replayed by its number. */
export type Pick = Readonly<{
  /** A whole number from 0 to `below` - 1. */
  below(below: number): number;
  one<T>(from: readonly [T, ...T[]]): T;
  any<T>(from: readonly T[]): T | undefined;
  chance(percent: number): boolean;
}>;

export function pickFrom(seed: number): Pick {
  let state = seed >>> 0;
  const next = (): number => {
    // mulberry32
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (many: number) => Math.floor(next() * many);
  return {
    below,
    one: (from) => from[below(from.length)] ?? from[0],
    any: (from) => from[below(from.length)],
    chance: (percent) => next() * 100 < percent
  };
}

/** A word that is looked for in the log and in answers that should not have it: it stands for what somebody writes. */
export const CANARY = 'quokkamarmaladezephyrsong';

const long = (text: string, many: number) => text.repeat(many);

/** Values nobody's form sends. */
export const oddValues: readonly [string, ...string[]] = [
  ...([
    '',
    ' ',
    '\0',
    '\n',
    '\r\n',
    '\t',
    '%',
    '%zz',
    '%00',
    '%u0041',
    '+',
    '&',
    '=',
    ';',
    '"',
    "'",
    '\\',
    '/',
    '//',
    '..',
    '.'
  ] as const),
  ...[
    'null',
    'undefined',
    'NaN',
    'Infinity',
    '-Infinity',
    'true',
    'false',
    'on',
    'off',
    '[]',
    '{}',
    '[object Object]',
    '{"a":1}'
  ],
  ...['0', '-0', '-1', '1e999', '1e-999', '0x10', '0b1', '1_000', '9007199254740993', long('9', 400), '１２３', '٣', '1,5'],
  ...['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'valueOf', '__defineGetter__', 'then'],
  ...[
    '../../../etc/passwd',
    '..\\..\\x',
    'file:///etc/passwd',
    'http://elsewhere.example/',
    '//elsewhere.example',
    'javascript:alert(1)'
  ],
  ...[
    "' or '1'='1",
    "'; drop table audit; --",
    '" or ""="',
    '1;select pg_sleep(9)',
    '${7*7}',
    '{{7*7}}',
    '<script>alert(1)</script>',
    '<!--'
  ],
  ...[
    '\u202e\u2066abc',
    '\u200b',
    '\ufeff',
    '\ufffe',
    '\ud800',
    '\udfff\ud800',
    'İ',
    'ß',
    'ﬀ',
    'Å',
    long('e\u0301', 3000),
    '👩‍👩‍👧‍👦',
    '𝕏'
  ],
  ...[
    '2026-02-30',
    '0000-00-00',
    '9999-99-99',
    '+275760-09-13',
    '-271821-04-19',
    '2026-1-1',
    '31/12/2026',
    '2026-12-14T25:61',
    '12345-01-01'
  ],
  ...[
    '00000000-0000-0000-0000-000000000000',
    'FFFFFFFF-FFFF-7FFF-BFFF-FFFFFFFFFFFF',
    '0193f0aa-1111-7000-8000-00000000000',
    long('0', 36)
  ],
  ...[
    'a@b',
    'a@b.c,d@e.f',
    '"a b"@c.example',
    'a@b.example\r\nbcc: x@y.example',
    `${long('a', 300)}@b.example`,
    '+447700900123',
    '0',
    '07' + long('1', 60)
  ],
  ...[
    CANARY,
    `${CANARY}\n    at ${CANARY} (/x/${CANARY}.ts:1:1)`,
    `{"${CANARY}":`,
    long('a', 70_000),
    long('ﷺ', 20_000),
    long('x y ', 9_000)
  ]
];

/** Names no form has. */
export const oddNames: readonly [string, ...string[]] = [
  ...([
    '',
    '__proto__',
    'constructor',
    'prototype',
    'toString',
    'a[]',
    'a[b]',
    'a.b',
    '__proto__.polluted',
    'constructor.prototype.x'
  ] as const),
  ...['\0', '\r\n', 'ключ', CANARY, 'x'.repeat(5000), 'n:a', 'b:a', 'd:a', '$$', '/default', 'sveltekit:rerun']
];

/** What a header's value may be made of: bytes a proxy might let through, and some it would not. */
export const oddHeaders: readonly [string, ...string[]] = [
  ...([
    '',
    ' ',
    ',',
    ';',
    '*',
    '*/*;q=9',
    'x'.repeat(4000),
    '\x01',
    '\x80\xff',
    CANARY,
    '0',
    '-1',
    '1e9',
    'null',
    'true'
  ] as const),
  ...[
    'en-GB,en;q=0.9',
    'ar',
    'qps',
    `cy;q=${'9'.repeat(50)}`,
    '"',
    '\\',
    '()',
    '{"a":1}',
    'W/"x"',
    'bytes=0-',
    'bytes=5-1',
    'bytes=0-0,0-0',
    '../..'
  ]
];
