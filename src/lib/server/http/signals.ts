/**
 * Stops well on SIGTERM and SIGINT: `close` finishes what is under way. Asked twice means now. A Ctrl-C arrives more than
 * once by itself, from the terminal and through npm: within half a second it is one.
 */
export function stopOnSignals(close: () => Promise<void>): void {
  let since = 0;
  const stop = () => {
    if (since > 0 && Date.now() - since > 500) process.exit(1);
    if (since > 0) return;
    since = Date.now();
    void close().then(leave);
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}

/** Ends when nothing is left to do, such as a database that is just closing; or soon, if something never lets go. */
function leave(): void {
  process.exitCode = 0;
  setTimeout(() => process.exit(), 3_000).unref();
}
