import { existsSync } from 'node:fs';
import path from 'node:path';

/** Takes `.env` at the root into the environment; what is set already wins. */
export function loadEnvFile(): void {
  const file = path.resolve(import.meta.dirname, '../.env');
  if (existsSync(file)) process.loadEnvFile(file);
}
