// How many tests passed, read from what the test runners wrote.
import { existsSync, readFileSync } from 'node:fs';
import { stripVTControlCharacters } from 'node:util';

const nothing = { passed: 0, failed: 0, skipped: 0 };

const read = (report) => {
  if (!existsSync(report)) return null;
  try {
    return JSON.parse(readFileSync(report, 'utf8'));
  } catch {
    return null;
  }
};

/** A file that could not even be loaded has no test in it that failed: it counts as one. */
export function countOfVitest(report) {
  const json = read(report);
  if (!json) return nothing;
  const broken = json.testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some(({ status }) => status === 'failed')
  );
  return {
    passed: json.numPassedTests,
    failed: json.numFailedTests + broken.length,
    skipped: json.numPendingTests + json.numTodoTests
  };
}

/** `errors` are those that belong to no test: a server that did not start, a file that could not be loaded. */
export function countOfPlaywright(report) {
  const json = read(report);
  if (!json) return nothing;
  const { expected, unexpected, flaky, skipped } = json.stats;
  const outside = unexpected === 0 && json.errors.length > 0 ? 1 : 0;
  return { passed: expected + flaky, failed: unexpected + outside, skipped };
}

/** What failed and the first lines of why, to be said again at the end of a long output. */
export const failedOfVitest = (report) =>
  (read(report)?.testResults ?? []).flatMap(({ name, status, message, assertionResults }) => {
    const failed = assertionResults.filter((each) => each.status === 'failed');
    if (status === 'failed' && failed.length === 0) return [`${name}\n${first(message)}`];
    return failed.map(({ fullName, failureMessages }) => `${name} › ${fullName}\n${first(failureMessages.join('\n'))}`);
  });

export const failedOfPlaywright = (report) => {
  const json = read(report);
  if (!json) return [];
  const outside = (json.errors ?? []).map(({ message }) => first(message));
  return [...outside, ...specsOf(json).flatMap(failedOfSpec)];
};

const specsOf = ({ suites = [], specs = [] }) => [...specs, ...suites.flatMap(specsOf)];

/** Also a story that failed once and then did not. */
const failedOfSpec = ({ file, line, title, tests }) => {
  if (tests.every(({ status }) => status === 'expected' || status === 'skipped')) return [];
  const again = tests.every(({ status }) => status !== 'unexpected') ? ' (passed when tried again)' : '';
  const errors = tests.flatMap(({ results }) => results.flatMap((result) => result.errors ?? []));
  return [`${file}:${line} › ${title}${again}\n${errors.map(({ message }) => first(message)).join('\n')}`];
};

const first = (message = '') => stripVTControlCharacters(message).split('\n').slice(0, 20).join('\n');
