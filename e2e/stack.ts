import os from 'node:os';
import path from 'node:path';

/** The stack under test: `npm test` picks a free port and a fresh data folder, a developer gets steady ones. */
export const port = Number(process.env.E2E_PORT ?? 3199);
/** Of the stack's own simulated partner, apart from the one of a demo on this machine. */
export const simulatorPort = Number(process.env.E2E_SIMULATOR_PORT ?? port + 700);
export const address = `http://localhost:${port}`;
export const dataDir =
  process.env.E2E_DATA_DIR ?? path.join(os.tmpdir(), `tributary-e2e-${os.userInfo().username}`);
