import type { Component } from 'svelte';
import type { KindCode } from '#lib/journeys/form.ts';
import type { FieldProps } from '#lib/journeys/kind.ts';
import Amounts from './amounts/Field.svelte';
import Counts from './counts/Field.svelte';
import DateField from './date/Field.svelte';
import Dates from './dates/Field.svelte';
import Faces from './faces/Field.svelte';
import Many from './many/Field.svelte';
import Matrix from './matrix/Field.svelte';
import One from './one/Field.svelte';
import People from './people/Field.svelte';
import Text from './text/Field.svelte';

/** The face of every kind of question: a missing one does not compile. Only pages import this, never what runs outside Vite. */
export const fields: Readonly<Record<KindCode, Component<FieldProps>>> = {
  amounts: Amounts,
  counts: Counts,
  date: DateField,
  dates: Dates,
  faces: Faces,
  many: Many,
  matrix: Matrix,
  one: One,
  people: People,
  text: Text
};
