import { readFile, realpath } from 'node:fs/promises';
import { dirname } from 'node:path';

/** The file system a path lies on, as the machine names it. */
export type Mount = Readonly<{ type: string; at: string }>;

/** File systems reached over a network, or through a program: SQLite's locks do not hold there. */
const network = /^(nfs\d?|cifs|smb\d?|smbfs|9p|afs|ceph|glusterfs|lustre|beegfs|gpfs|davfs|ncpfs|fuse(\..+)?|vboxsf|virtiofs)$/;

export const isNetwork = ({ type }: Mount): boolean => network.test(type);

/** The mount `path` lies on, of a `/proc/self/mountinfo`; the innermost one, the last of those on one place. Null: none. */
export function mountIn(mountinfo: string, path: string): Mount | null {
  let found: Mount | null = null;
  for (const line of mountinfo.split('\n')) {
    const [before = '', after = ''] = line.split(' - ');
    const at = (before.split(' ')[4] ?? '').replace(/\\(\d{3})/g, (_, octal: string) => String.fromCharCode(parseInt(octal, 8)));
    const type = after.split(' ')[0] ?? '';
    const holds = at !== '' && (path === at || path.startsWith(at.endsWith('/') ? at : `${at}/`));
    if (holds && at.length >= (found?.at.length ?? 0)) found = { type, at };
  }
  return found;
}

/** The mount of a path that may not be there yet. Null where the machine has no such list (not Linux). */
export async function mountOf(path: string): Promise<Mount | null> {
  const list = await readFile('/proc/self/mountinfo', 'utf8').catch(() => null);
  return list === null ? null : mountIn(list, await nearest(path));
}

/** The path with its links followed; of what is not there, the folder it would be made in. */
async function nearest(path: string): Promise<string> {
  return realpath(path).catch(() => (dirname(path) === path ? path : nearest(dirname(path))));
}
