import type { Band, Form } from '#lib/journeys/form.ts';
import { viewsMid } from './views-8-11.ts';
import { viewsTeen } from './views-12-17.ts';

/** Every form there is; its code is also the name of its words file. */
export const forms = [viewsMid, viewsTeen] as const satisfies readonly Form[];

/** The form for views ahead of a review, by band. Under 8 it is the one for 8 to 11 until theirs is written. */
export const formFor = (band: Band): Form => forms.find(({ bands }) => bands.includes(band)) ?? viewsMid;

/** The form a draft was begun with; undefined when that version is no longer asked. */
export const formOf = (code: string, version: number): Form | undefined =>
  forms.find((form) => form.code === code && form.version === version);
