import { countAccountChanges } from '@/lib/db/account-changes';
import { withTenantSql } from '@/lib/db/tenant';
import { log } from '@/lib/log';

/**
 * Calls `onChange` each time usage of the account was committed; answers how to stop, and when it knows what to compare with: who
 * reads after `ready` misses nothing. One look every 300 ms for all accounts that this process follows, and none while it follows
 * none. Ingest says nothing: a notice in its transactions would make their commits queue up, one after the other, for readers who
 * are mostly not there.
 */
export function watchAccount(operatorId: string, accountId: string, onChange: () => void): Watch {
  const watched = hub.operators.get(operatorId) ?? new Map<string, Watched>();
  hub.operators.set(operatorId, watched);
  const account = watched.get(accountId) ?? newlyWatched();
  watched.set(accountId, account);
  account.listeners.add(onChange);
  hub.timer ??= setTimeout(look, LOOK_MS);
  const stop = () => {
    account.listeners.delete(onChange);
    if (account.listeners.size === 0) watched.delete(accountId);
    if (watched.size === 0) hub.operators.delete(operatorId);
  };
  return { stop, ready: account.known };
}

type Watch = { stop: () => void; ready: Promise<void> };
type Watched = {
  changes: string | null;
  listeners: Set<() => void>;
  known: Promise<void>;
  becomeKnown: () => void;
};
type Hub = { operators: Map<string, Map<string, Watched>>; timer: NodeJS.Timeout | null };

const LOOK_MS = 300;

// A reload in development evaluates this module again; who follows must not be forgotten.
const globals = globalThis as typeof globalThis & { tributaryWatch?: Hub };
globals.tributaryWatch ??= { operators: new Map(), timer: null };
const hub = globals.tributaryWatch;

function newlyWatched(): Watched {
  let becomeKnown = () => {};
  const known = new Promise<void>((resolve) => {
    becomeKnown = resolve;
  });
  return { changes: null, listeners: new Set(), known, becomeKnown };
}

async function look(): Promise<void> {
  for (const [operatorId, watched] of hub.operators) {
    try {
      const ids = [...watched.keys()];
      const scope = { operatorId, partnerId: null, customerId: null };
      for (const { id, changes } of await withTenantSql(scope, (sql) => countAccountChanges(sql, ids))) {
        const account = watched.get(id);
        if (!account || account.changes === changes) continue;
        const isFirst = account.changes === null;
        account.changes = changes;
        if (isFirst) account.becomeKnown();
        else for (const tell of account.listeners) tell();
      }
    } catch (error) {
      // The next look sees what this one missed.
      log.debug({ error: String(error) }, 'could not look for changed accounts');
    }
  }
  hub.timer = hub.operators.size === 0 ? null : setTimeout(look, LOOK_MS);
}
