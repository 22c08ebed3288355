import type { Context } from '#lib/context.ts';
import type { Council } from '#lib/council/council.ts';
import type { Problem } from '#lib/errors.ts';
import type { Reader } from '#lib/home/home.ts';
import type { Words } from '#locales/words.ts';

declare global {
  namespace App {
    interface Error {
      message: string;
      problem: Problem | 'unexpected';
      /** Finished words, because an error page may be all that is left. */
      title: string;
      text: string;
      action: string;
      /** What the button says that leads away at once. */
      leave: string;
      home: string;
    }
    interface Locals {
      /** Who is asking, with what, when: the first argument of every verb of this request. */
      ctx: Context;
      words: Words;
      council: Council;
      reader: Reader;
      /** Their visit is over: what they post is taken, and no page of theirs is shown for it. */
      late: boolean;
      /** Set when a verb refused: the response then carries its status. */
      refusal: { status: number; problem: Problem } | null;
    }
  }
}
export {};
