/** What goes between the service and the process that makes PDFs (maker.ts). */
export type Order = Readonly<{ id: number; template: Template; data: string }>;

/** `unavailable`: Typst has no build for this machine. `failed`: what was given could not be set. */
export type Made = Readonly<{ id: number; pdf: Uint8Array } | { id: number; problem: 'unavailable' | 'failed' }>;

/** The templates there are: files beside this one. */
export const templates = ['letter'] as const;
export type Template = (typeof templates)[number];

export const isOrder = (said: unknown): said is Order =>
  typeof said === 'object' && said !== null && 'template' in said && 'data' in said && 'id' in said;

export const isMade = (said: unknown): said is Made =>
  typeof said === 'object' && said !== null && 'id' in said && ('pdf' in said || 'problem' in said);
