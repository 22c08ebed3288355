import type { Component } from 'svelte';
import type { KindCode } from '#lib/journeys/form.ts';
import type { FieldProps } from '#lib/journeys/kind.ts';
import Amounts from './amounts/Field.svelte';
import DateField from './date/Field.svelte';
import Faces from './faces/Field.svelte';
import Many from './many/Field.svelte';
import One from './one/Field.svelte';
import People from './people/Field.svelte';
import Text from './text/Field.svelte';

/** The face of every kind of question: a missing one does not compile. Only pages import this, never what runs outside Vite. */
export const fields: Readonly<Record<KindCode, Component<FieldProps>>> = {
  amounts: Amounts,
  date: DateField,
  faces: Faces,
  many: Many,
  one: One,
  people: People,
  text: Text
};
