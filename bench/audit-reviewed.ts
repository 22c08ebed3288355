/** What axe could not decide and a person has looked at: which rules, on what, what axe says of it, and why it is right. */
export type Reviewed = Readonly<{ rules: RegExp; where: RegExp; says: RegExp; why: string }>;

const contrast = /^color-contrast(-enhanced)?$/;

export const reviewed: readonly Reviewed[] = [
  {
    rules: contrast,
    where: /\.swatch|\[data-theme="\w+"\]/,
    says: /pseudo element|gradient/,
    why: 'The sample letters of a look, hidden from whoever listens: its ink lies on its paper, a pair that tests/unit/contrast.test.ts measures.'
  },
  {
    rules: contrast,
    where: /label|\.answer|\.none/,
    says: /pseudo element/,
    why: 'The tick of an answer is drawn by the style beside its words, not behind them; ink on card and on tint is measured by tests/unit/contrast.test.ts.'
  },
  {
    rules: /^identical-links-same-purpose$/,
    where: /href="\/staff\/(requests|views)\//,
    says: /same purpose/,
    why: 'Two things of one kind from one child: the day beside each link tells them apart (2.4.4, in context). The rule is AAA; a worker is held to AA.'
  },
  {
    rules: /^identical-links-same-purpose$/,
    where: /href="\/me\/asked\//,
    says: /same purpose/,
    why: 'With the card alone what was asked is hidden on purpose; the time in each link tells two apart, unless both were sent in one minute.'
  }
];
