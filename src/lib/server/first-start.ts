/** What the host's own screen says where nobody works yet: how the first administrator comes in. `address`: the one link. */
export const nobodyWorksYet = (address: string): string =>
  [
    'Nobody works here yet. Whoever opens this address becomes the first administrator:',
    `  ${address}`,
    'It works once, for 24 hours, and is shown at each start until then.',
    ''
  ].join('\n');
