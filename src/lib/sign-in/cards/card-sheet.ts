import type { English } from '#locales/english.ts';
import { codeAsWords, showCode } from './card.ts';
import { squareOf } from './square.ts';

/** One card to print. `strip` says whose it is, on a part that is cut off; nothing else on the paper does. */
export type PrintedCard = Readonly<{ code: string; strip: string }>;

export type SheetWords = Readonly<{
  say: English['cards'];
  product: string;
  origin: string;
  language: string;
  direction: string;
}>;

/** What stands above the sheet on a screen and not on paper: what to do with it, and a way back. */
export type AboveSheet = Readonly<{ text: string; back: string; backTo: string }>;

/** How big the paper is. */
export type SheetLayout = 'sheet' | 'single';

/** The style of the sheet: a page that shows it has to allow exactly this one. */
export const sheetStyle = (layout: SheetLayout): string =>
  `@page { size: ${layout === 'sheet' ? 'A4' : 'A6 landscape'}; margin: 0; }${style}`;

/**
 * A page to print, whole in itself: no picture, font or script from anywhere. `sheet`: A4, one child a page, with how
 * it works (mock/19); `single`: only the card, A6.
 */
export function cardSheet(
  cards: readonly PrintedCard[],
  words: SheetWords,
  layout: SheetLayout,
  above: AboveSheet | null = null
): string {
  const pages = cards.map((card) => (layout === 'sheet' ? sheet(card, words) : single(card, words)));
  return `<!doctype html>
<html lang="${words.language}" dir="${words.direction}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${safe(words.product)}</title>
<style>${sheetStyle(layout)}</style>
</head>
<body class="${layout}">
${above === null ? '' : aboveSheet(above)}${pages.join('\n')}
</body>
</html>
`;
}

const aboveSheet = ({ text, back, backTo }: AboveSheet) =>
  `<nav><p>${safe(text)}</p><p><a href="${safe(backTo)}">${safe(back)}</a></p></nav>\n`;

function sheet(printed: PrintedCard, words: SheetWords): string {
  const { say } = words;
  return `<section>
<header>${mark(28)}<b>${safe(words.product)}</b></header>
<h1>${safe(say.title)}</h1>
<p>${safe(say.text)}</p>
${card(printed, words)}
<h2>${safe(say.how)}</h2>
${way(icons.phone, say.openTitle, say.openText)}
${way(icons.lock, say.secretTitle, say.secretText)}
${way(icons.cross, say.lostTitle, say.lostText)}
<div class="shared"><b>${safe(say.sharedTitle)}</b><p>${safe(say.sharedText)}</p></div>
<footer><div><b>${safe(say.adultTitle)}</b><p>${safe(say.adultText)}</p></div><p class="given">${safe(say.given)}</p></footer>
<p class="strip">${safe(printed.strip)}</p>
</section>`;
}

const single = (printed: PrintedCard, words: SheetWords) =>
  `<section>${card(printed, words)}<p class="strip">${safe(printed.strip)}</p></section>`;

function card({ code }: PrintedCard, { say, product, origin }: SheetWords): string {
  return `<div class="card"><span class="cut">${safe(say.cut)}</span>
<div class="half">${qr(`${origin}/c#${code}`)}<div><p class="name">${mark(22)}<b>${safe(product)}</b></p><p>${safe(say.scan)}<br><b>${safe(origin.replace(/^https?:\/\//, '')).replaceAll('.', '.<wbr>')}</b></p></div></div>
<div class="half words"><p>${safe(say.type)}</p><p class="code" dir="ltr">${showCode(code)}</p><p>${safe(say.say)}</p><p><b>${codeAsWords(code).join(' ')}</b></p></div>
</div>`;
}

const way = (icon: string, title: string, text: string) =>
  `<div class="way"><svg viewBox="0 0 24 24" aria-hidden="true"><circle cx="12" cy="12" r="11.2" fill="#ffd25a"/>${icon}</svg><div><b>${safe(title)}</b><p>${safe(text)}</p></div></div>`;

const icons = {
  phone: '<rect x="9" y="6.5" width="6" height="11" rx="1.2"/><path d="M11.5 15h1"/>',
  lock: '<rect x="8" y="11" width="8" height="6" rx="1.4"/><path d="M9.8 11V9.3a2.2 2.2 0 0 1 4.4 0V11M12 13.4v1.2"/>',
  cross: '<path d="M8.5 8.5l7 7M15.5 8.5l-7 7"/>'
};

/** The code's square. */
function qr(address: string): string {
  const { size, path } = squareOf(address);
  return `<svg class="qr" viewBox="0 0 ${size} ${size}" shape-rendering="crispEdges" role="img" aria-label="QR"><path fill="#000" stroke="none" d="${path}"/></svg>`;
}

const mark = (size: number) =>
  `<svg width="${size}" height="${size}" viewBox="0 0 28 30" aria-hidden="true"><path d="M8 2h13a5.5 5.5 0 0 1 5.5 5.5v9A5.5 5.5 0 0 1 21 22H8.5l-6.7 6.3V7.5A5.5 5.5 0 0 1 8 2z" fill="#ffd25a"/><path d="M8.5 9.5h11M8.5 15h8"/></svg>`;

const safe = (text: string) => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);

const style = `
* { box-sizing: border-box; margin: 0; }
body { color: #14171c; font: 12pt/1.45 Lexend, Verdana, Arial, sans-serif; }
svg { fill: none; stroke: #17212b; stroke-width: 1.6; stroke-linecap: round; stroke-linejoin: round; }
section { position: relative; break-after: page; }
.sheet section { min-height: 296mm; padding: 14mm 17mm 20mm; }
.single section { height: 104mm; padding: 14mm 6mm; }
header, .name, .way, footer { display: flex; gap: 3mm; align-items: center; }
header { font-size: 16pt; margin-block-end: 7mm; }
h1 { font-size: 20pt; }
h2 { font-size: 15pt; margin-block: 8mm 3mm; }
.card { position: relative; display: grid; grid-template-columns: 1fr 1fr; margin-block: 7mm; border: 1.5px dashed #6a6f85; border-radius: 4mm; break-inside: avoid; }
.cut { position: absolute; inset-block-start: -0.8em; inset-inline-start: 8mm; padding-inline: 2mm; background: #fff; font-size: 10pt; }
.half { display: flex; align-items: center; gap: 3mm; padding: 4mm; min-height: 52mm; }
.words { flex-direction: column; align-items: flex-start; justify-content: center; gap: 1mm; border-inline-start: 1.5px dashed #6a6f85; }
.words p:nth-child(3) { margin-block-start: 4mm; }
.half, .half p { font-size: 10pt; overflow-wrap: anywhere; }
.name { font-size: 12pt !important; margin-block-end: 2mm; }
.qr { flex: none; width: 38mm; height: 38mm; }
.code { font-size: 17pt !important; font-weight: 700; letter-spacing: 0.06em; white-space: nowrap; }
.way { margin-block-end: 5mm; align-items: flex-start; }
.way svg { flex: none; width: 12mm; height: 12mm; }
.shared { padding: 5mm; border-radius: 4mm; background: #eef0f5; print-color-adjust: exact; }
footer { justify-content: space-between; align-items: flex-end; margin-block-start: 9mm; padding-block-start: 4mm; border-block-start: 1.5px solid #6a6f85; font-size: 10pt; }
.given { white-space: nowrap; }
.strip { position: absolute; inset-inline: 0; inset-block-end: 0; padding: 3mm 17mm; border-block-start: 1.5px dashed #6a6f85; font-size: 9pt; }
.single .strip { padding-inline: 6mm; }
nav { padding: 5mm; background: #eef0f5; font-size: 13pt; }
nav a { display: inline-block; padding-block: 3mm; color: inherit; font-weight: 700; }
@media print { nav { display: none; } }
@media screen { nav { max-width: 210mm; margin-inline: auto; } section { max-width: 210mm; margin-inline: auto; border-block-end: 1px solid #ccc; } }
`;
