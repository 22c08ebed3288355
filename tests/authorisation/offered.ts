import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { sql } from 'kysely';
import type { App } from '#lib/server/app.ts';

/** What the built service offers, read from the build itself: nothing is left out because a list forgot it. */
export type Offered = Readonly<{
  /** Routes that answer with a page. */
  pages: readonly string[];
  /** `route?/action` */
  actions: readonly string[];
  /** `METHOD route` */
  methods: readonly string[];
}>;

type Route = Readonly<{ id: string; page: { leaf: number } | null; endpoint: (() => Promise<object>) | null }>;
type Node = Readonly<{ server?: { actions?: object } }>;
type Manifest = Readonly<{ _: { routes: readonly Route[]; nodes: readonly (() => Promise<Node>)[] } }>;

const isManifest = (value: unknown): value is Manifest =>
  typeof value === 'object' &&
  value !== null &&
  '_' in value &&
  typeof value._ === 'object' &&
  value._ !== null &&
  'routes' in value._;

/** Reads the manifest of the build to which this handler belongs. Throws when there is none. */
export async function offeredBy(handler: string): Promise<Offered> {
  const { routes, nodes } = (await manifestOf(join(dirname(handler), 'server', 'chunks')))._;
  const offered = { pages: [] as string[], actions: [] as string[], methods: [] as string[] };
  for (const { id, page, endpoint } of routes) {
    if (page) {
      offered.pages.push(id);
      const node = await nodes[page.leaf]?.();
      offered.actions.push(...Object.keys(node?.server?.actions ?? {}).map((action) => `${id}?/${action}`));
    }
    const answers = Object.keys((await endpoint?.()) ?? {}).filter((name) => /^[A-Z]+$/.test(name));
    offered.methods.push(...answers.map((method) => `${method} ${id}`));
  }
  return offered;
}

async function manifestOf(folder: string): Promise<Manifest> {
  const file = readdirSync(folder).find((name) => /^manifest\..*\.js$/.test(name));
  if (!file) throw new Error(`There is no manifest in ${folder}: build the pages first.`);
  const module: Record<string, unknown> = await import(pathToFileURL(join(folder, file)).href);
  const manifest = Object.values(module).find(isManifest);
  if (!manifest) throw new Error(`${file} holds no manifest.`);
  return manifest;
}

/** Every sealed column there is, as `table.column`, read from the database itself. */
export async function sealedColumnsIn(app: App): Promise<string[]> {
  const { db } = app.database;
  const tables = await sql<{ name: string }>`select name from sqlite_master where type = 'table' order by name`.execute(db);
  const columns: string[] = [];
  for (const { name } of tables.rows) {
    const { rows } = await sql<{ name: string }>`select name from pragma_table_info(${name})`.execute(db);
    columns.push(...rows.filter((column) => column.name.endsWith('_sealed')).map((column) => `${name}.${column.name}`));
  }
  return columns;
}
