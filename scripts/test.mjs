// `npm test [-- lint|unit|db|e2e …]`. Plain Node: the packages may not be there yet.
import { installPackages, ROOT, requireNode } from './install.mjs';

requireNode();
process.chdir(ROOT);
if (!installPackages()) {
  console.log('0 passed, 1 failed');
  process.exit(1);
}
const { register } = await import('tsx/esm/api');
register();
const { runTests } = await import('./test/run-tests.ts');
process.exit(await runTests(process.argv.slice(2)));
