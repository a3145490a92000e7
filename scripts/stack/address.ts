import { setTimeout as sleep } from 'node:timers/promises';
import { isFree } from '../postgres/free-port';
import { Sentence } from '../sentence';

/** Stops before any long work when the port is taken. `patienceMs`: the web of a killed run may need it to end. */
export async function requirePort(port: number, host: string, patienceMs: number): Promise<void> {
  const until = Date.now() + patienceMs;
  while (!(await isFree(port, host))) {
    if (Date.now() >= until) throw new Sentence(await taken(port, host));
    await sleep(250);
  }
}

/** Where a browser on this machine finds a server that listens on this host. */
export function localAddress(host: string, port: number): string {
  const name = ['127.0.0.1', '::1', '0.0.0.0', '::'].includes(host) ? 'localhost' : host;
  return `http://${name.includes(':') ? `[${name}]` : name}:${port}`;
}

async function taken(port: number, host: string): Promise<string> {
  const next = await nextFree(port + 1, host);
  return `Port ${port} is taken by another program. Choose another one: PORT=${next} npm start`;
}

async function nextFree(from: number, host: string): Promise<number> {
  for (let port = from; port < 65_536; port++) if (await isFree(port, host)) return port;
  return from;
}
