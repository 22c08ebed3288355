import * as v from 'valibot';
import { needs, worry } from './needs.ts';

/** What a manager's morning shows, and nothing else: names, days and figures, not a word of any child. */
const day = v.nullable(v.string());
const named = { called: v.string(), lastInitial: v.string() };

/** How long something lies unopened, in whole days: up to each of these, and longer. */
export const ages = [0, 2, 6] as const;

export const morning = v.object({
  proof: v.object({ items: v.number(), withoutReader: v.number(), emptyDesks: v.array(v.string()) }),
  /** The last proof that was kept (ISO time); null: there has been none. */
  provedAt: v.nullable(v.string()),
  /** Whatever nobody could open now. `called` null: about no child we know. */
  without: v.array(v.object({ itemId: v.string(), called: v.nullable(v.string()), lastInitial: v.string(), cameAt: v.string() })),
  /** All that needs a person now, as the team's day has it too. */
  needs,
  /** Each "I am not safe" that is not dealt with and that somebody said they have, the oldest first. */
  had: v.array(worry),
  /** How many things nobody has opened, by age: as many as `ages`, and one more. */
  unopened: v.array(v.number()),
  /** Answers later than was promised: whose, since when, and who has them. */
  overdue: v.array(
    v.object({
      ...named,
      itemId: v.string(),
      by: v.string(),
      holder: v.nullable(v.string()),
      /** It came to the managers or a desk, and is in the reader's own inbox. */
      mine: v.boolean()
    })
  ),
  /** How many more are late at desks whose things are not the reader's to name. */
  overdueElsewhere: v.number(),
  /** Of the advocates' desk only how many: what is asked of them is theirs. */
  advocates: v.object({ unopened: v.number(), overdue: v.number() }),
  /** A review within 20 working days, nobody asked for their views, and no card of the child's used. */
  notAsked: v.array(
    v.object({ ...named, childId: v.string(), reviewOn: day, reviewGiven: v.boolean(), holder: v.nullable(v.string()) })
  ),
  byIro: v.array(
    v.object({
      staffId: v.string(),
      name: v.string(),
      /** They left, and children are allocated to them still. */
      left: v.boolean(),
      children: v.number(),
      unopened: v.number(),
      overdue: v.number(),
      /** Away now: who has their children in the end, and until when (ISO time); a null name: the desk has. */
      away: v.nullable(v.object({ cover: v.nullable(v.string()), until: v.string() }))
    })
  )
});
export type Morning = v.InferOutput<typeof morning>;
