import pg from 'pg';
import { databaseUrl } from '@/lib/db/client';
import { log } from '@/lib/log';

/**
 * Calls `onNotice` for every notice on a channel of PostgreSQL, over one connection for the whole process. Once it is heard, and after a
 * lost connection is back, it calls with null: something may have been missed, look again. Answers how to stop.
 */
export function listen(channel: string, onNotice: (payload: string | null) => void): () => void {
  const listeners = hub.listeners.get(channel) ?? new Set();
  hub.listeners.set(channel, listeners.add(onNotice));
  void ensureConnected()
    .then((client) => client.query(`listen ${pg.escapeIdentifier(channel)}`))
    .then(() => {
      if (listeners.has(onNotice)) onNotice(null);
    })
    .catch(reconnectLater);
  return () => {
    listeners.delete(onNotice);
  };
}

type Hub = {
  listeners: Map<string, Set<(payload: string | null) => void>>;
  client: Promise<pg.Client> | null;
  retry: NodeJS.Timeout | null;
};

// A reload in development evaluates this module again; the connection must survive it.
const globals = globalThis as typeof globalThis & { tributaryListen?: Hub };
globals.tributaryListen ??= { listeners: new Map(), client: null, retry: null };
const hub = globals.tributaryListen;

const RECONNECT_MS = 1_000;

function ensureConnected(): Promise<pg.Client> {
  hub.client ??= connect();
  return hub.client;
}

async function connect(): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString: databaseUrl(),
    application_name: 'tributary listen',
    keepAlive: true,
  });
  client.on('notification', ({ channel, payload }) => {
    for (const onNotice of hub.listeners.get(channel) ?? []) onNotice(payload ?? '');
  });
  client.on('error', reconnectLater);
  client.on('end', reconnectLater);
  await client.connect();
  for (const channel of hub.listeners.keys()) await client.query(`listen ${pg.escapeIdentifier(channel)}`);
  return client;
}

function reconnectLater(): void {
  hub.client = null;
  hub.retry ??= setTimeout(reconnect, RECONNECT_MS);
  hub.retry.unref();
}

async function reconnect(): Promise<void> {
  hub.retry = null;
  try {
    await ensureConnected();
    for (const listeners of hub.listeners.values()) for (const onNotice of listeners) onNotice(null);
  } catch (error) {
    log.debug({ error: String(error) }, 'no connection to listen on yet');
    reconnectLater();
  }
}
