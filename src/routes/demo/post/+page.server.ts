import { readDemoPost, type DemoPost } from '#lib/server/demo-post.ts';
import { serving } from '#lib/server/serving.ts';
import { timeInWords } from '#locales/dates.ts';
import type { PageServerLoad } from './$types';

/** What the demo would have sent, so that one can be the person who gets it. Does not exist anywhere else. */
export const load: PageServerLoad = ({ locals }) => {
  const { words } = locals;
  return {
    say: words.section('demo', { to: '' }).post,
    posts: readDemoPost(serving().settings).map((post) => ({
      at: timeInWords(words.language, post.at),
      subject: post.subject,
      title: words.t(post.way === 'email' ? 'demo:post.email' : 'demo:post.message', { to: post.to }),
      lines: linesOf(post)
    }))
  };
};

/** The words line by line; a line that ends in an address has it as a link. */
function linesOf({ text }: DemoPost): { text: string; link: string | null }[] {
  const { origin } = serving().settings;
  return text.split('\n').map((line) => {
    const at = line.indexOf(`${origin}/`);
    return at < 0 ? { text: line, link: null } : { text: line.slice(0, at), link: line.slice(at) };
  });
}
