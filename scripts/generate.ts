import { generateClient } from './generate-client';
import { runCommand } from './sentence';

/** `npm run generate`: the Prisma client, without the network. */
await runCommand(generateClient);
