import ar from '#locales/ar/errors.json' with { type: 'json' };
import cy from '#locales/cy/errors.json' with { type: 'json' };
import en from '#locales/en/errors.json' with { type: 'json' };

type Said = Readonly<{ title: string; text: string; action: string }>;

const languages: Readonly<Record<string, Readonly<{ dir: 'ltr' | 'rtl'; wait: Said; busy: Said }>>> = {
  en: { dir: 'ltr', wait: en.wait, busy: en.busy },
  cy: { dir: 'ltr', wait: cy.wait, busy: cy.busy },
  ar: { dir: 'rtl', wait: ar.wait, busy: ar.busy }
};

/**
 * The whole page for somebody who is to come back in a moment, in the first of the browser's languages that we speak.
 * Looking: a link to the same page. Sending: that it is not saved yet, and to go back to what was written.
 */
export function waitPage(method: string, url: string, acceptLanguage: string | undefined): string {
  const code = (acceptLanguage ?? '').toLowerCase().match(/\b(en|cy|ar)\b/)?.[1] ?? 'en';
  const { dir, wait, busy } = languages[code] ?? { dir: 'ltr', wait: en.wait, busy: en.busy };
  const looking = method === 'GET' || method === 'HEAD';
  const { title, text, action } = looking ? wait : busy;
  const again = looking ? `<p><a href="${escaped(url)}">${escaped(action)}</a></p>` : '';
  return `<!doctype html>
<html lang="${code}" dir="${dir}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escaped(title)}</title>
<h1>${escaped(title)}</h1>
<p>${escaped(text)}</p>
${again}
`;
}

const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
