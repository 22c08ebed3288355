/** What one client may take of the server, and for how long. Times in ms. */
export type Limits = Readonly<{
  /**
   * To say what is wanted, and to hand over all of it. They also run while we ourselves are too busy to read what has
   * come: when a whole council's children press Send at once, nobody is hung up on.
   */
  headersTimeout: number;
  requestTimeout: number;
  /** A kept connection outlives the minute for which a proxy keeps its own, or the proxy would post into one that is just closing. */
  keepAliveTimeout: number;
  /** How often Node looks whether one of these is over. */
  connectionsCheckingInterval: number;
  maxHeaderSize: number;
  maxHeadersCount: number;
  maxRequestsPerSocket: number;
  /** After how long a socket nobody is heard on is asked, by TCP, whether the other side is still there. */
  keepAliveInitialDelay: number;
  /** How often the sockets are looked through. */
  sweepEvery: number;
  /** A body, or the taking of an answer, that has gone on for this long must go at this pace at least. */
  slowAfter: number;
  bytesPerSecond: number;
  /** Sockets of one network address that still owe us a whole request. A children's home shares one address. */
  unfinishedPerAddress: number;
  /** Of more than that, the one that has owed it longest is let go, but not before this. */
  patience: number;
  /** All sockets together; of more, those that are idle longest go first. */
  sockets: number;
  /** Of one visit, a minute: looking at pages, and sending (looking is refused first). */
  looksPerMinute: number;
  sendsPerMinute: number;
  /** Whether to turn some away while the event loop lags (shedding.ts). */
  sheds: boolean;
}>;

export const usualLimits: Limits = {
  headersTimeout: 30_000,
  requestTimeout: 60_000,
  keepAliveTimeout: 65_000,
  connectionsCheckingInterval: 5_000,
  maxHeaderSize: 16_384,
  maxHeadersCount: 100,
  maxRequestsPerSocket: 1_000,
  keepAliveInitialDelay: 30_000,
  sweepEvery: 1_000,
  slowAfter: 20_000,
  bytesPerSecond: 64,
  unfinishedPerAddress: 200,
  patience: 5_000,
  sockets: 5_000,
  looksPerMinute: 300,
  sendsPerMinute: 600,
  sheds: true
};

/** In the demo and in tests one person is many, and a machine that builds beside it is busy: nobody is turned away. */
export const limitsFor = (mode: 'live' | 'demo' | 'test'): Limits =>
  mode === 'live' ? usualLimits : { ...usualLimits, looksPerMinute: 60_000, sendsPerMinute: 60_000, sheds: false };
