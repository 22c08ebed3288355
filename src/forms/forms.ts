import type { AdultForm, AdultFormCode, Band, Form } from '#lib/journeys/form.ts';
import { carer } from './carer.ts';
import { parent } from './parent.ts';
import { professional } from './professional.ts';
import { viewsMid } from './views-8-11.ts';
import { viewsTeen } from './views-12-17.ts';

/** Every form for children; its code is also the name of its words file. */
export const forms = [viewsMid, viewsTeen] as const satisfies readonly Form[];

/** Every form for adults; its code is also the name of its words file. */
export const adultForms = [parent, carer, professional] as const satisfies readonly AdultForm[];

/** The form for views ahead of a review, by band. Under 8 it is the one for 8 to 11 until theirs is written. */
export const formFor = (band: Band): Form => forms.find(({ bands }) => bands.includes(band)) ?? viewsMid;

/** The form a draft was begun with; undefined when that version is no longer asked. */
export const formOf = (code: string, version: number): Form | undefined =>
  forms.find((form) => form.code === code && form.version === version);

/** What an adult is asked now; or, with a version, the form a draft was begun with: undefined when it is no longer asked. */
export function adultForm(code: AdultFormCode): AdultForm;
export function adultForm(code: string, version: number): AdultForm | undefined;
export function adultForm(code: string, version?: number): AdultForm | undefined {
  return adultForms.find((form) => form.code === code && (version === undefined || form.version === version));
}
