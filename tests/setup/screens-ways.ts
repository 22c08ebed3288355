import type { Page } from '@playwright/test';
import type { Screen } from './screens.ts';
import type { RunningDemo } from './server.ts';
import { asPerson, follow } from './way.ts';

/** How workers come in, where they are signed in, and who looks after them. */
export async function waysAndWorkers(demo: RunningDemo, newPage: () => Promise<Page>): Promise<Screen[]> {
  const stranger = await newPage();
  const admin = await newPage();
  await asPerson(admin, demo.person('admin'));
  await admin.goto('/staff/workers');
  await follow(admin, 'Tom Bell');
  await admin.waitForURL(/workers\/./);
  const worker = new URL(admin.url()).pathname;
  const screens = (page: Page, paths: Readonly<Record<string, string>>): Screen[] =>
    Object.entries(paths).map(([name, path]) => ({ name, page, path }));
  return [
    ...screens(stranger, { 'staff-recovery': '/sign-in/staff/recovery', 'first-link': '/sign-in/first/nothing-of-ours' }),
    ...screens(admin, { workers: '/staff/workers', worker, sessions: '/staff/sessions', confirm: '/staff/confirm' })
  ];
}
