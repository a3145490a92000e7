import { expect, test } from 'vitest';
import { countPlaywright, countVitest } from './count';

const suite = (status: string, tests: number) => ({ status, assertionResults: Array(tests).fill({}) });

test('vitest: a file that does not load is a failure of its own', () => {
  const report = {
    numPassedTests: 5,
    numFailedTests: 1,
    numPendingTests: 1,
    numTodoTests: 0,
    testResults: [suite('passed', 5), suite('failed', 1), suite('failed', 0)],
  };
  expect(countVitest(report)).toEqual({ passed: 5, failed: 2, skipped: 1 });
});

test('playwright: flaky is failed, and so is an error outside any test', () => {
  const stats = { expected: 7, unexpected: 1, flaky: 1, skipped: 2 };
  expect(countPlaywright({ stats, errors: [{ message: 'server did not start' }] })).toEqual({
    passed: 7,
    failed: 3,
    skipped: 2,
  });
});
