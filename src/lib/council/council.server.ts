import * as v from 'valibot';
import { record } from '#lib/audit/audit.server.ts';
import { within, type Context } from '#lib/context.ts';
import { Refusal } from '#lib/errors.ts';
import { allow } from '#lib/relations.server.ts';
import { terms, termsIn } from '#locales/terms.ts';
import type { Council, CouncilKey } from './council.ts';
import { defaults } from './defaults.ts';
import { ruleOf, rules } from './rules.ts';
import * as store from './store.server.ts';

/** This council's words and numbers; what it has not set is the default. For everyone, signed in or not. */
export async function councilSettings(ctx: Context): Promise<Council> {
  await allow(ctx, 'council.see');
  const set = new Map((await store.all(ctx)).map(({ key, value }) => [key, value]));
  const value = (key: CouncilKey) => set.get(key) ?? defaults[key];
  return {
    name: value('name'),
    product: value('product'),
    terms: {
      review: value('terms.review'),
      reviews: value('terms.reviews'),
      aReview: value('terms.aReview'),
      iro: value('terms.iro'),
      iros: value('terms.iros'),
      familyTime: value('terms.familyTime')
    },
    termsIn: Object.fromEntries(Object.keys(terms).map((language) => [language, termsIn(language, set)])),
    childline: value('childline'),
    officePhone: value('officePhone'),
    officeHours: value('officeHours'),
    outOfHoursPhone: value('outOfHoursPhone') || null,
    advocatePhone: value('advocatePhone') || null,
    advocateMail: value('advocateMail') || null,
    advocacySignsIn: value('advocacySignsIn'),
    leaveTo: value('leaveTo'),
    staffPassphrase: value('staffPassphrase'),
    ratingsFrom: value('ratingsFrom'),
    ratingsWordsFrom: value('ratingsWordsFrom'),
    ratingsMonth: value('ratingsMonth')
  };
}

/** Sets one word or number, e.g. `terms.review`, or `terms.cy.yourReview` for Welsh. Throws `invalid` naming what the value must be. */
export async function setCouncil(ctx: Context, key: string, value: string): Promise<void> {
  const rule = ruleOf(key);
  if (!rule) throw new Refusal('invalid', { fields: { [key]: `must be one of ${Object.keys(rules).join(', ')}` } });
  const checked = v.safeParse(rule, value);
  if (!checked.success) throw new Refusal('invalid', { fields: { [key]: checked.issues[0].message } });
  await within(ctx, async (ctx) => {
    await allow(ctx, 'council.set');
    await store.put(ctx, key, checked.output);
    await record(ctx, { verb: 'council.set', subject: 'setting', subjectId: key });
  });
}
