import { askedLine } from '#lib/home/asked-words.ts';
import { closedWays, moreToAsk, personsToCall, waysToAsk, wayToWrite } from '#lib/home/asking.ts';
import { childHere } from '#lib/home/way.server.ts';
import { answersWaiting } from '#lib/messages/own.server.ts';
import { ownRequests } from '#lib/requests/own.server.ts';
import { doorsFor } from '#lib/requests/ready.server.ts';
import type { PageServerLoad } from './$types';

/** The ways to ask for something that somebody is behind, the short ones first, and what became of what was asked. */
export const load: PageServerLoad = async ({ locals }) => {
  const { ctx, words, council, reader } = locals;
  const asked = await ownRequests(ctx, childHere(ctx));
  const written = await answersWaiting(ctx, childHere(ctx));
  const { kinds: open } = await doorsFor(ctx, childHere(ctx));
  const { title, lead, asked: askedTitle, more, moreHint, closed } = words.section('ask', { iro: '', number: '', day: '' });
  const shut = closedWays(words, open, reader);
  return {
    say: { title, lead, asked: askedTitle, more, moreHint, closed },
    know: words.t('guides:link'),
    // Whoever gets one thing told gets what is written.
    ways: [...(open.has('tell-now') ? [wayToWrite(words, written)] : []), ...waysToAsk(words, open, reader)],
    shelves: moreToAsk(words, open, reader),
    closed: shut,
    calls: shut.length > 0 ? personsToCall(words, council) : [],
    asked: asked.map((state) => askedLine(words, reader, state, ctx.now))
  };
};
