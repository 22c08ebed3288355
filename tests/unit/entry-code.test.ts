import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { digitsFrom, readDigits, showDigits } from '#lib/invitations/entry-code.ts';
import { plainReach, readReach } from '#lib/invitations/reach.ts';
import { codeFrom, readCode } from '#lib/sign-in/cards/card.ts';

const bytesOf = (text: string) => createHash('sha256').update(text).digest();

describe('a code worked out from bytes', () => {
  it('is eight digits, each first digit as likely as any other', () => {
    const firsts = Array.from({ length: 10 }, () => 0);
    for (let at = 0; at < 20_000; at += 1) {
      const code = digitsFrom((round) => bytesOf(`${at} ${round}`));
      expect(code).toMatch(/^\d{8}$/);
      const first = Number(code.charAt(0));
      firsts[first] = (firsts[first] ?? 0) + 1;
    }
    // 2,000 expected; more than 200 either way happens by chance once in a hundred thousand runs.
    for (const many of firsts) expect(Math.abs(many - 2000)).toBeLessThan(200);
  });

  it('passes over numbers that would make some codes likelier, and draws again when all are', () => {
    const high = Buffer.alloc(32, 0xff);
    const second = Buffer.concat([Buffer.alloc(4, 0xff), Buffer.from([0, 0, 0, 7]), Buffer.alloc(24)]);
    expect(digitsFrom((round) => (round === 0 ? high : second))).toBe('00000007');
  });

  it('is read however it is typed, and not when it cannot be one', () => {
    for (const typed of ['1234 5678', ' 12345678 ', '1234-5678', '١٢٣٤ ٥٦٧٨', '۱۲۳۴۵۶۷۸', '１２３４５６７８'])
      expect(readDigits(typed)).toBe('12345678');
    for (const typed of ['', '1234567', '123456789', '1234 567a', '1'.repeat(100)]) expect(readDigits(typed)).toBeNull();
    expect(showDigits('12345678')).toBe('1234 5678');
  });

  it('for a letter is one a card could have', () => {
    const codes = Array.from({ length: 200 }, (_, at) => codeFrom(bytesOf(String(at))));
    expect(codes.filter((code) => readCode(code) !== code)).toEqual([]);
    expect(new Set(codes).size).toBe(200);
    expect(new Set(codes.join('')).size).toBe(32);
  });
});

describe('an address or number', () => {
  it('is the same however it is typed', () => {
    for (const typed of ['07700 900123', '+44 7700 900123', '0044 7700-900123', '+44 (0)7700 900123', '(07700) 900 123'])
      expect(readReach(typed)).toEqual({ way: 'text', address: '+447700900123' });
    for (const typed of ['Dawn@Post.Example', '  dawn@post.example\n'])
      expect(readReach(typed)).toEqual({ way: 'email', address: 'dawn@post.example' });
  });

  it('is none when something could be smuggled in with it', () => {
    for (const typed of [
      'a@b.example,c@d.example',
      'a@b.example\r\nbcc: c@d.example',
      '"a b"@c.example',
      'a@b',
      `${'a'.repeat(250)}@b.example`,
      '7700',
      '+0447700900123',
      '999',
      'ring me',
      ''
    ])
      expect([typed, readReach(typed)]).toEqual([typed, null]);
    expect(plainReach('email', '07700 900123')).toBeNull();
  });
});
