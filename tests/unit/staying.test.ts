import { globSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const read = (path: string) => readFileSync(path, 'utf8');
const forms = (path: string) => read(path).match(/<form[\s\S]*?<\/form>/g) ?? [];
const named = (path: string) => path.split('/').at(-1) ?? '';

const parts = globSync('src/lib/{inbox,contributing}/*.svelte').filter((path) => read(path).includes('<textarea'));
const pages = globSync('src/routes/staff/**/+page.svelte');
const writes = (page: string) =>
  read(page).includes('<textarea') || [...parts, 'AskAboutForm.svelte'].some((part) => read(page).includes(`/${named(part)}'`));

it('every form in which a worker writes asks first whether their visit goes on, and its page says what to do if not', () => {
  const written = [...parts, ...pages].flatMap(forms).filter((form) => /<textarea|render writing/.test(form));
  expect(written.length).toBeGreaterThan(6);
  expect(written.filter((form) => !/^<form[^>]* data-stays/.test(form))).toEqual([]);
  const writing = pages.filter(writes);
  expect(writing.length).toBeGreaterThan(6);
  expect(writing.filter((page) => !read(page).includes('<StaffPage frame={data.frame} stays>'))).toEqual([]);
});
