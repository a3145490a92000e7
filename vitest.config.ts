import { defineConfig } from 'vitest/config';

const alias = { '@': import.meta.dirname };

/** `unit` needs nothing; `database` starts one scratch PostgreSQL for the whole run (scripts/test/database.ts). */
export default defineConfig({
  test: {
    projects: [
      {
        resolve: { alias },
        test: {
          name: 'unit',
          include: ['{app,components,lib,prisma,scripts}/**/*.test.{ts,tsx}'],
          exclude: ['**/*.db.test.ts', '**/node_modules/**'],
          // For what hangs: properties run thousands of cases, and machines are shared.
          testTimeout: 180_000,
        },
      },
      {
        resolve: { alias },
        test: {
          name: 'database',
          include: ['{app,lib,prisma,scripts}/**/*.db.test.ts'],
          globalSetup: ['scripts/test/database.ts'],
          testTimeout: 180_000,
          hookTimeout: 180_000,
          // A database each, on one cluster: a second worker halves the wait on two cores.
          maxWorkers: 2,
        },
      },
    ],
  },
});
