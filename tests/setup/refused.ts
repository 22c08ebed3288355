import { expect } from 'vitest';

/** What a verb throws that refuses: the problem, and which fields say why. For `rejects.toEqual`. */
export const refused = (problem: string, fields?: Record<string, string>): unknown =>
  expect.objectContaining({ problem, ...(fields && { fields }) });
