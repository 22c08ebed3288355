import { seeViews, type OwnViews } from '#lib/consultations/contributor-drafts.server.ts';
import type { Context } from '#lib/context.ts';
import { pagesFor } from '#lib/journeys/adult.ts';
import type { AdultPage } from '#lib/journeys/form.ts';
import type { AdultWay } from './adult-way.ts';

/** What the contributor signed in is asked, and how far they are. */
export const adultWay = async (ctx: Context): Promise<AdultWay> => asAdultWay(await seeViews(ctx));

export const asAdultWay = (views: OwnViews): AdultWay => ({
  ...views,
  pages: pagesFor(views.form, views.invitation.role),
  answers: Object.fromEntries(Object.entries(views.draft?.body.answers ?? {}).map(([code, { answer }]) => [code, answer]))
});

/** One page of theirs; undefined when it is not asked of them. */
export const pageOn = (way: AdultWay, code: string): AdultPage | undefined => way.pages.find((page) => page.code === code);
