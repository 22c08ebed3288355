import type { Migration } from '../migrate.ts';
import type { Engine, Tx } from '../open.ts';
import { create, index } from './columns.ts';

/** A council's own words for paragraphs of the guides: each change a row, none ever written over. */
async function up(tx: Tx, engine: Engine): Promise<void> {
  await create(tx, engine, 'guide_words', {
    seq: 'number',
    id: 'text',
    audience: 'text',
    guide: 'text',
    paragraph: 'text',
    language: 'text',
    words: 'text?',
    changed_by: 'text > staff',
    changed_at: 'text'
  });
  await index(tx, 'guide_words', ['id'], true);
  await index(tx, 'guide_words', ['audience', 'language']);
}

export const guideWords: Migration = { name: '0023-guide-words', up };
