import { expect, test } from 'vitest';
import { findUnsafe } from './find-unsafe';

const minimums = { next: { from: '16.3.3', because: 'a hole' } };
const lock = (version: string, location = 'node_modules/next') => ({ '': {}, [location]: { version } });

test.each(['16.3.2', '16.2.99', '15.9.0', '16.3.3-canary.1'])('%s is named', (version) => {
  expect(findUnsafe(lock(version), minimums)).toEqual([`next ${version} is older than 16.3.3 (a hole)`]);
});

test.each(['16.3.3', '16.3.10', '16.10.0', '17.0.0-beta.1'])('%s passes', (version) => {
  expect(findUnsafe(lock(version), minimums)).toEqual([]);
});

test('a copy nested in another package counts, a package with a like name does not', () => {
  expect(findUnsafe(lock('1.0.0', 'node_modules/a/node_modules/next'), minimums)).toHaveLength(1);
  expect(findUnsafe(lock('1.0.0', 'node_modules/@a/next'), minimums)).toEqual([]);
});
