import { describe, expect, it } from 'vitest';
import { usual } from '#lib/children/look.ts';
import type { Reader } from '#lib/home/home.ts';
import { onHtml } from '#lib/home/on-html.ts';
import { wordsFor } from '#locales/words.ts';

describe('what a page says about its reader before anything is drawn', () => {
  const child: Reader = {
    band: '12-17',
    language: 'ar',
    called: 'Robin',
    child: null,
    iro: null,
    readsNow: null,
    look: { theme: 'space', avatar: 'comet', font: 'phone', comforts: ['big', 'wide', 'simple'] },
    welcomed: true,
    keeps: true,
    watched: false
  };
  const said = (reader: Partial<Reader>, leaveTo = '/blank') => {
    const all = { ...child, ...reader };
    return onHtml(wordsFor({ language: all.language, values: {} }), all, { leaveTo });
  };

  it('is the language, its direction, the age and the look', () => {
    expect(said({})).toEqual({
      lang: 'ar',
      dir: 'rtl',
      band: 'teen',
      away: '/blank',
      look: ' data-theme="space" data-font="phone" data-size="big" data-spacing="wide" data-simple="yes" data-keeps="help"'
    });
    expect(said({ language: 'qps', band: null, look: usual, keeps: false })).toMatchObject({ lang: 'en', band: 'mid', look: '' });
  });

  it('leads away to the whole of the address that the council named, and to nothing else', () => {
    expect(said({}, 'https://weather.example/?a=1&b="><script>').away).toBe(
      'https://weather.example/?a=1&#38;b=&#34;&#62;&#60;script&#62;'
    );
  });
});
