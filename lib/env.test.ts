import { describe, expect, test } from 'vitest';
import { EnvironmentError, env } from '@/lib/env';

describe('defaults', () => {
  test('nothing set: the embedded database with the demo world on port 3000', () => {
    expect(env({})).toMatchObject({
      PORT: 3000,
      WORKERS: 1,
      TRIBUTARY_DATA_DIR: '.data',
      TRIBUTARY_DEMO: true,
    });
  });

  test.each(['DATABASE_URL', 'APP_DATABASE_URL', 'WORKER_DATABASE_URL'])(
    '%s turns the demo default off',
    (name) => {
      const url = 'postgresql://owner:x@db.example/billing';
      expect(env({ [name]: url }).TRIBUTARY_DEMO).toBe(false);
      expect(env({ [name]: url, TRIBUTARY_DEMO: '1' }).TRIBUTARY_DEMO).toBe(true);
    },
  );

  test('an empty value is no value', () => {
    expect(env({ PORT: '', DATABASE_URL: ' ' })).toMatchObject({ PORT: 3000, TRIBUTARY_DEMO: true });
  });
});

describe('wrong values', () => {
  test.each([
    ['PORT', 'http', 'PORT must be a whole number from 1 to 65535; "http" is not.'],
    ['PORT', '70000', 'PORT must be a whole number from 1 to 65535; "70000" is not.'],
    ['PORT', '-1', 'PORT must be a whole number from 1 to 65535; "-1" is not.'],
    ['WORKERS', '1.5', 'WORKERS must be a whole number from 0 to 64; "1.5" is not.'],
    ['TRIBUTARY_DEMO', 'yes', 'TRIBUTARY_DEMO must be 1 (with the demo world) or 0 (without); "yes" is not.'],
  ])('%s=%s stops with a sentence', (name, value, message) => {
    expect(() => env({ [name]: value })).toThrow(new EnvironmentError(message));
  });

  test('every wrong value gets its line, and an address is not repeated', () => {
    const wrong = () => env({ PORT: 'x', DATABASE_URL: 'mysql://root:hunter2@db/x' });
    expect(wrong).toThrow(/^PORT must be .*\nDATABASE_URL must be an address like postgresql:/);
    expect(wrong).not.toThrow(/hunter2/);
  });

  test('an address must name a database', () => {
    expect(() => env({ DATABASE_URL: 'postgresql://owner@db.example' })).toThrow(
      /DATABASE_URL must be an address/,
    );
  });
});
