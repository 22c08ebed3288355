/**
 * What the trials compare with: nothing but node:http and one durable insert a post, with the same settings of SQLite.
 * Started as its own process with the port and the file.
 */
import { createServer } from 'node:http';
import Sqlite from 'better-sqlite3';
import { durable } from '#lib/server/database/dialects/sqlite.ts';

const [port = '0', file = ''] = process.argv.slice(2);
const kept = new Sqlite(file);
for (const [name, value] of durable) kept.pragma(`${name} = ${value}`);
kept.exec('create table kept (id integer primary key, body blob not null)');
// Asserted after the first commit: on a new file it reads right and only then drops.
kept.pragma('synchronous = 2');
const insert = kept.prepare('insert into kept (body) values (?)');

createServer({ keepAliveTimeout: 65_000 }, (request, response) => {
  const parts: Buffer[] = [];
  request.on('data', (part: Buffer) => parts.push(part));
  request.on('end', () => {
    insert.run(Buffer.concat(parts));
    response.writeHead(303, { location: '/' }).end();
  });
}).listen(Number(port), '127.0.0.1');
