// `node scripts/command.mjs NAME …`: runs scripts/NAME.ts, in a fresh clone too. Plain Node: the packages may not be there yet.
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { installPackages, ROOT, requireNode } from './install.mjs';

requireNode();
if (!installPackages()) process.exit(1);
const [name, ...args] = process.argv.slice(2);
const script = path.join(ROOT, 'scripts', `${name}.ts`);
process.argv.splice(1, 2 + args.length, script, ...args);
const { register } = await import('tsx/esm/api');
register();
await import(pathToFileURL(script).href);
