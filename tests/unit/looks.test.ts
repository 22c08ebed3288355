import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  attributesOf,
  avatars,
  columnsOf,
  lookOf,
  themes,
  usual,
  wasWelcomed,
  welcomedIn,
  type Look
} from '#lib/children/look.ts';
import { drawings } from '#ui/avatars/all.ts';
import { discs } from '#ui/avatars/avatar.ts';
import { paints } from '#ui/pictures/paint.ts';
import { signInPictures } from '#ui/pictures/all.ts';
import { arabic } from '#locales/arabic.ts';
import { english } from '#locales/english.ts';
import { welsh } from '#locales/welsh.ts';

const empty = { look: null, avatar: null, comfort: null };
const everything: Look = {
  theme: 'space',
  avatar: 'comet',
  font: 'phone',
  comforts: ['big', 'wide', 'simple']
};

describe('a look', () => {
  it('is kept and read again, whatever is chosen', () => {
    for (const theme of [null, ...themes])
      for (const font of [null, 'clear', 'phone'] as const)
        for (const comforts of [[], ['big'], ['wide', 'simple']] as const) {
          const look: Look = { theme, avatar: 'fox', font, comforts };
          expect(lookOf(columnsOf(look, empty))).toEqual(look);
        }
  });

  it('takes what it does not know for not chosen', () => {
    expect(lookOf({ look: 'sparkle', avatar: 'apple', comfort: 'huge  big welcomed serif' })).toEqual({
      ...usual,
      comforts: ['big']
    });
    expect(lookOf(empty)).toEqual(usual);
  });

  it('keeps whether a child was welcomed, and never says it twice', () => {
    const once = { ...empty, comfort: welcomedIn(empty) };
    expect([wasWelcomed(empty), wasWelcomed(once), welcomedIn(once)]).toEqual([false, true, 'welcomed']);
    expect(wasWelcomed(columnsOf(everything, once))).toBe(true);
    expect(wasWelcomed(columnsOf(everything, empty))).toBe(false);
  });

  it('writes nothing on the page that is usual, and one attribute for each thing that is not', () => {
    expect(attributesOf(usual)).toEqual({});
    expect(attributesOf(everything)).toEqual({
      'data-theme': 'space',
      'data-font': 'phone',
      'data-size': 'big',
      'data-spacing': 'wide',
      'data-simple': 'yes'
    });
  });

  it('writes only attributes that the styles read', () => {
    const css = readFileSync('src/ui/tokens.css', 'utf8');
    for (const [name, value] of Object.entries(attributesOf(everything)))
      expect([name, css.includes(`[${name}='${value}']`) || css.includes(`[${name}]`)]).toEqual([name, true]);
    expect(css).toContain("[data-font='clear']");
  });
});

describe('the avatars', () => {
  it('are twenty-four, each drawn and each with its word', () => {
    expect(avatars).toHaveLength(24);
    expect(Object.keys(drawings).sort()).toEqual([...avatars].sort());
    expect(Object.keys(english.look.avatar)).toEqual([...avatars]);
  });

  it('are none of the sixteen pictures that a child signs in with: a picture on a screen must not give one away', () => {
    const secret = new Set<string>(signInPictures);
    expect(avatars.filter((name) => secret.has(name))).toEqual([]);
  });

  it('are called like none of the sixteen, in any language', () => {
    for (const { look, 'sign-in': signIn } of [english, welsh, arabic]) {
      const secret = Object.values(signIn.pictures).map((word) => word.toLowerCase());
      const heard = Object.values(look.avatar).map((word) => word.toLowerCase());
      expect(heard.filter((word) => secret.some((one) => ` ${word} `.includes(` ${one} `)))).toEqual([]);
    }
  });

  it('weigh about 0.6 KB each, and never more than 0.9', () => {
    const weights = Object.values(drawings).map(({ disc, shapes }) =>
      shapes.reduce((sum, [paint, path]) => sum + paints[paint].length + path.length + 18, discs[disc].length + 50)
    );
    expect(Math.max(...weights)).toBeLessThan(900);
    expect(weights.reduce((sum, one) => sum + one, 0) / weights.length).toBeLessThan(600);
  });

  it('differ from one another in their outlines', () => {
    const outlines = Object.values(drawings).map(({ shapes }) => shapes.map(([, path]) => path).join());
    expect(new Set(outlines).size).toBe(24);
  });
});

describe('the looks', () => {
  it('have a word each that is no age and no sex', () => {
    expect(Object.keys(english.look.theme)).toEqual(['auto', ...themes]);
    expect(JSON.stringify(english.look)).not.toMatch(/\b(boys?|girls?|kids?|teens?|baby|little|young|older|pretty|tough)\b/i);
  });
});

describe('what a phone is given to keep', () => {
  const worker = readFileSync('src/service-worker.ts', 'utf8');

  it('is two pages without a person in them and two files of letters, asked for without a cookie', () => {
    expect(worker).toContain("credentials: 'omit'");
    expect([...worker.matchAll(/'(\/[a-z-]*)'/g)].map(([, path]) => path).sort()).toEqual(['/blank', '/leave']);
    expect(worker).not.toMatch(/\.put\(|prompt|Notification|pushManager/);
  });

  it('is put there only on pages that say so', () => {
    expect(readFileSync('src/app.html', 'utf8')).toContain('root.dataset.keeps &&');
    expect(readFileSync('svelte.config.js', 'utf8')).toContain('serviceWorker: { register: false }');
  });
});
