import type { Posted } from './kind.ts';

/** The texts of a form post. Files are left out; line ends become `\n`, and what no text can hold is taken away. */
export function postedFrom(data: FormData): Posted {
  const texts = (name: string) =>
    data
      .getAll(name)
      .filter((value) => typeof value === 'string')
      .map(tidy);
  return { all: texts, one: (name) => texts(name)[0] ?? null };
}

const tidy = (text: string) => text.replaceAll('\r\n', '\n').replaceAll('\0', '').toWellFormed();
