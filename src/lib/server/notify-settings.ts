import * as v from 'valibot';
import type { NotifySettings } from './notify.ts';

const template = v.optional(v.pipe(v.string(), v.uuid('must be the id of a template, as GOV.UK Notify shows it')));

/** What GOV.UK Notify wants to know, as it stands in the environment. */
export const notifyEnvironment = {
  HEARD_NOTIFY_KEY: v.optional(
    v.pipe(v.string(), v.regex(/^[\w-]+-[0-9a-f-]{36}-[0-9a-f-]{36}$/, 'must be the whole key, as GOV.UK Notify shows it once'))
  ),
  HEARD_NOTIFY_URL: v.optional(v.pipe(v.string(), v.url('must be a full address'))),
  HEARD_NOTIFY_EMAIL_TEMPLATE: template,
  HEARD_NOTIFY_TEXT_TEMPLATE: template,
  HEARD_NOTIFY_LETTER_TEMPLATE: template
};

type Given = Partial<v.InferOutput<v.ObjectSchema<typeof notifyEnvironment, undefined>>>;
type Others = Readonly<{ HEARD_SMTP_URL?: string | undefined; HEARD_TEXTS_URL?: string | undefined }>;

const production = 'https://api.notifications.service.gov.uk';

/** What is wrong with these together, one plain sentence each. `strict`: not the tests' own, so https only. */
export function notifyProblems(given: Given & Others, strict: boolean): string[] {
  const { HEARD_NOTIFY_KEY: key, HEARD_NOTIFY_URL: url } = given;
  const templates = Object.values(templatesOf(given)).filter((id) => id !== null);
  return [
    ...(!key && (url || templates.length > 0)
      ? ['HEARD_NOTIFY_KEY: is required when anything else of GOV.UK Notify is set']
      : []),
    ...(key && templates.length === 0
      ? ['HEARD_NOTIFY_EMAIL_TEMPLATE: set this, the text or the letter template, or no key']
      : []),
    ...(strict && url && !url.startsWith('https://') ? ['HEARD_NOTIFY_URL: must start with https://'] : []),
    ...(given.HEARD_NOTIFY_EMAIL_TEMPLATE && given.HEARD_SMTP_URL
      ? ['HEARD_NOTIFY_EMAIL_TEMPLATE: mail goes one way only: set this or HEARD_SMTP_URL']
      : []),
    ...(given.HEARD_NOTIFY_TEXT_TEMPLATE && given.HEARD_TEXTS_URL
      ? ['HEARD_NOTIFY_TEXT_TEMPLATE: texts go one way only: set this or HEARD_TEXTS_URL']
      : [])
  ];
}

export function notifyOf(given: Given): NotifySettings | null {
  const { HEARD_NOTIFY_KEY: key, HEARD_NOTIFY_URL: url } = given;
  return key ? { url: url ? new URL(url).origin : production, key, templates: templatesOf(given) } : null;
}

const templatesOf = (given: Given): NotifySettings['templates'] => ({
  email: given.HEARD_NOTIFY_EMAIL_TEMPLATE ?? null,
  text: given.HEARD_NOTIFY_TEXT_TEMPLATE ?? null,
  letter: given.HEARD_NOTIFY_LETTER_TEMPLATE ?? null
});
