import * as v from 'valibot';
import { join, resolve } from 'node:path';
import { longestKeptDays } from './backup/keeping.ts';
import { notifyEnvironment, notifyOf, notifyProblems } from './notify-settings.ts';
import type { NotifySettings } from './notify.ts';

/**
 * Process settings: everything a server needs to know before it can open its database.
 * Words, numbers and hours of the council are not here: staff edit those (room `council`).
 */

/** A blank line in an env file means "not set". */
const withoutBlanks = (env: Record<string, string | undefined>) =>
  Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value.trim() !== ''));
const wholeNumber = v.pipe(v.string(), v.regex(/^\d+$/, 'must be a whole number'), v.transform(Number));

const origin = v.pipe(
  v.string(),
  v.url('must be a full address such as https://mysay.example'),
  v.transform((text) => new URL(text).origin),
  v.check(
    (text) => text.startsWith('https://') || /^http:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/.test(text),
    'must start with https:// (http:// is allowed for localhost only)'
  )
);

export const environment = v.object({
  HEARD_MODE: v.optional(v.picklist(['live', 'demo', 'test'], 'must be live, demo or test')),
  HEARD_DATA_DIR: v.optional(v.string()),
  HEARD_ORIGIN: v.optional(origin),
  HEARD_HOST: v.optional(v.string()),
  HEARD_PORT: v.optional(v.pipe(wholeNumber, v.maxValue(65535, 'must be a port, 0 to 65535'))),
  HEARD_DATABASE_URL: v.optional(
    v.pipe(v.string(), v.regex(/^(sqlite:|postgres(ql)?:\/\/)/, 'must start with sqlite: or postgres://'))
  ),
  HEARD_KEY_FILE: v.optional(v.string()),
  HEARD_KEYS: v.optional(v.string()),
  HEARD_KEY_COMMAND: v.optional(v.string()),
  HEARD_SMTP_URL: v.optional(v.pipe(v.string(), v.regex(/^smtps?:\/\//, 'must start with smtp:// or smtps://'))),
  HEARD_MAIL_FROM: v.optional(v.pipe(v.string(), v.email('must be one plain e-mail address'))),
  HEARD_TEXTS_URL: v.optional(
    v.pipe(v.string(), v.url('must be a full address'), v.regex(/^https:\/\//, 'must start with https://'))
  ),
  HEARD_TEXTS_TOKEN: v.optional(v.string()),
  ...notifyEnvironment,
  HEARD_OIDC_ISSUER: v.optional(v.pipe(v.string(), v.url('must be a full address, exactly as the council’s sign-in gives it'))),
  HEARD_OIDC_CLIENT_ID: v.optional(v.string()),
  HEARD_OIDC_CLIENT_SECRET: v.optional(v.string()),
  HEARD_OIDC_TENANT: v.optional(v.string()),
  HEARD_OIDC_MFA: v.optional(v.string()),
  HEARD_WORKER: v.optional(v.picklist(['on', 'off'], 'must be on or off')),
  HEARD_BACKUP_DIR: v.optional(v.string()),
  HEARD_BACKUP_DAYS: v.optional(wholeNumber),
  HEARD_BACKUP_RECIPIENTS: v.optional(
    v.pipe(
      v.string(),
      v.transform((text) => text.split(/[\s,]+/).filter(Boolean)),
      v.everyItem((key) => /^age1[a-z0-9]{20,}$/.test(key), 'must be public keys that begin with age1 (never AGE-SECRET-KEY-…)')
    )
  ),
  HEARD_ANCHOR_DIR: v.optional(v.string()),
  HEARD_AUDIT_YEARS: v.optional(v.pipe(wholeNumber, v.minValue(1, 'must be a whole number of years, 1 or more'))),
  HEARD_DATABASE_MAX_PAGES: v.optional(wholeNumber)
});

export type Mode = 'live' | 'demo' | 'test';

export type Settings = Readonly<{
  mode: Mode;
  /** Absolute. Holds the SQLite file, reports and, in the demo, the key ring's folder. */
  dataDir: string;
  /** The one address people use, e.g. https://mysay.example (no path). */
  origin: string;
  host: string;
  port: number;
  /** `sqlite:/absolute/file` or `postgres://…` */
  databaseUrl: string;
  keyFile: string | null;
  keys: string | null;
  /** What prints the ring: a program and its arguments, run without a shell. */
  keyCommand: string | null;
  smtpUrl: string | null;
  mailFrom: string | null;
  /** Where text messages are handed over, and the secret that goes with them. */
  textsUrl: string | null;
  textsToken: string | null;
  /** GOV.UK Notify; null: it is not used. */
  notify: NotifySettings | null;
  /** The council's own sign-in (OpenID Connect) for those who work there; null: off. */
  oidc: OidcSettings | null;
  /** Whether this process also does what happens by the clock. */
  worker: boolean;
  /** Where `heard backup` puts its files when not told otherwise. Absolute. */
  backupDir: string | null;
  /** For how many days backups are kept: the receipt of an erasure names the day the last one is gone. */
  backupDays: number;
  /** The public keys that backups are sealed to. Who holds a private one can open them; this machine cannot. */
  backupRecipients: readonly string[];
  /** Where the end of the audit chain is noted, on another disk than the database; null: in the log only. */
  anchorDir: string | null;
  /** How long entries of the audit are kept at least. */
  auditYears: number;
  /** A ceiling on the SQLite file, in pages; only tests of a full disk set it. */
  maxPages: number | null;
}>;

/** How the council's own sign-in is asked. */
export type OidcSettings = Readonly<{
  /** Exactly as its own configuration gives it. */
  issuer: string;
  clientId: string;
  clientSecret: string;
  /** Whose directory it must be (the claim `tid`); null: the issuer says it all. */
  tenant: string | null;
  /** Which `acr` or `acrs` mean that a second factor was shown, beside the `amr` called `mfa`. */
  mfa: readonly string[];
  /** Plain http, for the provider that tests start on this machine. */
  plainHttp: boolean;
}>;

/** Bad settings: `problems` has one plain sentence for each, all of them at once. */
export class SettingsError extends Error {
  readonly problems: readonly string[];
  constructor(problems: readonly string[]) {
    super(`Heard cannot start:\n${problems.map((line) => `  - ${line}`).join('\n')}\nSee .env.example for every setting.`);
    this.name = 'SettingsError';
    this.problems = problems;
  }
}

/**
 * Reads the environment. Throws `SettingsError` naming every wrong setting at once.
 * `NODE_ENV=production` with `HEARD_MODE=demo` is refused: the demo signs people in by a link.
 */
export function readSettings(env: Record<string, string | undefined> = process.env): Settings {
  const parsed = v.safeParse(environment, withoutBlanks(env));
  const problems = parsed.success ? [] : parsed.issues.map((issue) => `${issue.path?.[0]?.key ?? 'settings'}: ${issue.message}`);
  const given: Given = parsed.success ? parsed.output : {};
  const mode: Mode = given.HEARD_MODE ?? 'live';
  if (mode === 'demo' && env.NODE_ENV === 'production') problems.push('HEARD_MODE: demo is refused when NODE_ENV is production');
  if (keySources(given).length > 1)
    problems.push(`${keySources(given).join(', ')}: the keys come from one place only; set one of these`);
  if (mode === 'live' && parsed.success) problems.push(...missingWhenLive(given));
  if (parsed.success) problems.push(...oidcProblems(given, mode), ...notifyProblems(given, mode !== 'test'));
  if (problems.length > 0) throw new SettingsError(problems);
  return settle(given, mode);
}

type Given = Partial<v.InferOutput<typeof environment>>;

const keySources = (given: Given) =>
  (['HEARD_KEY_FILE', 'HEARD_KEYS', 'HEARD_KEY_COMMAND'] as const).filter((name) => given[name] !== undefined);

function missingWhenLive(given: Given): string[] {
  const problems: string[] = [];
  if (!given.HEARD_ORIGIN) problems.push('HEARD_ORIGIN: is required: the address people will use, e.g. https://mysay.example');
  if (keySources(given).length === 0)
    problems.push(
      'HEARD_KEY_FILE: is required: a file outside the data folder that holds the keys (npm run heard -- keys new FILE)'
    );
  if (given.HEARD_SMTP_URL && !given.HEARD_MAIL_FROM) problems.push('HEARD_MAIL_FROM: is required when HEARD_SMTP_URL is set');
  if (given.HEARD_TEXTS_URL && !given.HEARD_TEXTS_TOKEN)
    problems.push('HEARD_TEXTS_TOKEN: is required when HEARD_TEXTS_URL is set');
  return problems;
}

function oidcProblems(given: Given, mode: Mode): string[] {
  const { HEARD_OIDC_ISSUER: issuer, HEARD_OIDC_CLIENT_ID: id, HEARD_OIDC_CLIENT_SECRET: secret } = given;
  if (!issuer) return id || secret ? ['HEARD_OIDC_ISSUER: is required when HEARD_OIDC_CLIENT_ID is set'] : [];
  const missing = [
    ...(id ? [] : ['HEARD_OIDC_CLIENT_ID: is required when HEARD_OIDC_ISSUER is set']),
    ...(secret ? [] : ['HEARD_OIDC_CLIENT_SECRET: is required when HEARD_OIDC_ISSUER is set'])
  ];
  const safe = issuer.startsWith('https://') || mode === 'test';
  return safe ? missing : [...missing, 'HEARD_OIDC_ISSUER: must start with https://'];
}

function oidcOf(given: Given): OidcSettings | null {
  const { HEARD_OIDC_ISSUER: issuer, HEARD_OIDC_CLIENT_ID: clientId, HEARD_OIDC_CLIENT_SECRET: clientSecret } = given;
  if (!issuer || !clientId || !clientSecret) return null;
  const mfa = (given.HEARD_OIDC_MFA ?? '').split(/[\s,]+/).filter((one) => one !== '');
  const tenant = given.HEARD_OIDC_TENANT ?? null;
  return { issuer, clientId, clientSecret, tenant, mfa, plainHttp: issuer.startsWith('http://') };
}

function settle(given: Given, mode: Mode): Settings {
  const dataDir = resolve(given.HEARD_DATA_DIR ?? 'var');
  const port = given.HEARD_PORT ?? 3000;
  return {
    mode,
    dataDir,
    origin: given.HEARD_ORIGIN ?? `http://localhost:${port}`,
    host: given.HEARD_HOST ?? (mode === 'live' ? '0.0.0.0' : '127.0.0.1'),
    port,
    databaseUrl: given.HEARD_DATABASE_URL ?? `sqlite:${join(dataDir, 'heard.sqlite')}`,
    keyFile: given.HEARD_KEY_FILE ? resolve(given.HEARD_KEY_FILE) : null,
    keys: given.HEARD_KEYS ?? null,
    keyCommand: given.HEARD_KEY_COMMAND ?? null,
    smtpUrl: given.HEARD_SMTP_URL ?? null,
    mailFrom: given.HEARD_MAIL_FROM ?? null,
    textsUrl: given.HEARD_TEXTS_URL ?? null,
    textsToken: given.HEARD_TEXTS_TOKEN ?? null,
    notify: notifyOf(given),
    oidc: oidcOf(given),
    worker: (given.HEARD_WORKER ?? 'on') === 'on',
    backupDir: given.HEARD_BACKUP_DIR ? resolve(given.HEARD_BACKUP_DIR) : null,
    backupDays: given.HEARD_BACKUP_DAYS ?? longestKeptDays,
    backupRecipients: given.HEARD_BACKUP_RECIPIENTS ?? [],
    anchorDir: given.HEARD_ANCHOR_DIR ? resolve(given.HEARD_ANCHOR_DIR) : null,
    auditYears: given.HEARD_AUDIT_YEARS ?? 7,
    maxPages: given.HEARD_DATABASE_MAX_PAGES ?? null
  };
}
