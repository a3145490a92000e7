// `npm start`, and with --dev `npm run dev`. Plain Node: the packages may not be there yet.
import { installPackages, ROOT, requireNode } from './install.mjs';

requireNode();
process.chdir(ROOT);
if (!installPackages()) process.exit(1);
const { register } = await import('tsx/esm/api');
register();
const { runStack } = await import('./stack/run-stack.ts');
await runStack({ dev: process.argv.includes('--dev') });
