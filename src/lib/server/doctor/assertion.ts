import type { Probe } from './probe.ts';

/** What one look found: it is right (and what was seen), it is not (and what exactly), or it could not be asked here. */
export type Finding = Readonly<{ fine: string } | { fault: string; cure?: string } | { unasked: string }>;

export const fine = (seen: string): Finding => ({ fine: seen });
/** `cure` only where this fault wants another one than its assertion's. */
export const fault = (what: string, cure?: string): Finding => ({ fault: what, ...(cure && { cure }) });
export const unasked = (why: string): Finding => ({ unasked: why });

/** One thing that must be true of an installation. A new one is one entry of one of the lists in `list.ts`. */
export type Assertion = Readonly<{
  /** Short, lower case with hyphens; never reused. Shown, and explained in docs/operating.md under this name. */
  code: string;
  /** What must be true, in the words of whoever runs it. */
  about: string;
  /** Assertions that must be fine before this one can be asked. */
  needs?: readonly string[];
  /** Looks. What it throws is a fault of that message. It changes nothing. */
  check(probe: Probe): Finding | Promise<Finding>;
  /** What to do about it, in words. */
  cure: string;
}>;

/** One line of what doctor says. */
export type Line = Readonly<{
  code: string;
  about: string;
  state: 'fine' | 'fault' | 'unasked';
  /** What was seen, what is wrong, or why it could not be asked. */
  said: string;
  cure: string | null;
}>;
