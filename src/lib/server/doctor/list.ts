import { addressChecks } from './address-checks.ts';
import type { Assertion } from './assertion.ts';
import { auditChecks } from './audit-checks.ts';
import { databaseChecks } from './database-checks.ts';
import { keyChecks } from './key-checks.ts';
import { machineChecks } from './machine-checks.ts';
import { settingsChecks } from './settings-checks.ts';
import { workChecks } from './work-checks.ts';

/** All that must be true of an installation, in the order it is asked. */
export const assertions: readonly Assertion[] = [
  ...settingsChecks,
  ...addressChecks,
  ...databaseChecks,
  ...keyChecks,
  ...machineChecks,
  ...workChecks,
  ...auditChecks
];
