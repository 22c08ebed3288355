import { expect, it } from 'vitest';
import { readSettings, SettingsError } from '#lib/server/settings.ts';
import { sourcesIn } from '#tests/architecture/sources.ts';

it('is loaded only when somebody goes there: no file imports its library for more than its types', () => {
  const naming = sourcesIn('src', ['.ts', '.svelte']).filter(({ text }) => text.includes("'openid-client'"));
  const lines = naming.flatMap(({ text }) => text.split('\n').filter((line) => line.includes("'openid-client'")));
  expect(lines.map((line) => line.trim())).toEqual([
    "import type * as Client from 'openid-client';",
    "const client = await import('openid-client');"
  ]);
});

const live = { HEARD_MODE: 'live', HEARD_ORIGIN: 'https://say.example', HEARD_KEY_FILE: '/etc/ring.json' };
const oidc = {
  HEARD_OIDC_ISSUER: 'https://login.example/one/v2.0',
  HEARD_OIDC_CLIENT_ID: 'heard',
  HEARD_OIDC_CLIENT_SECRET: 'secret'
};

it('is off until it is set, and wants all three', () => {
  expect(readSettings(live).oidc).toBeNull();
  expect(readSettings({ ...live, ...oidc, HEARD_OIDC_TENANT: 'one', HEARD_OIDC_MFA: 'c1, c2' }).oidc).toEqual({
    ...{ issuer: 'https://login.example/one/v2.0', clientId: 'heard', clientSecret: 'secret' },
    ...{ tenant: 'one', mfa: ['c1', 'c2'], plainHttp: false }
  });
  for (const name of Object.keys(oidc)) expect(() => readSettings({ ...live, ...oidc, [name]: '' })).toThrow(SettingsError);
});

it('is never asked over plain http, but in tests', () => {
  const plain = { ...oidc, HEARD_OIDC_ISSUER: 'http://127.0.0.1:4000' };
  for (const mode of ['live', 'demo'])
    expect(() => readSettings({ ...live, ...plain, HEARD_MODE: mode })).toThrow(/HEARD_OIDC_ISSUER: must start with https/);
  expect(readSettings({ ...plain, HEARD_MODE: 'test' }).oidc).toMatchObject({ plainHttp: true });
});
