import { listMappings } from '@/lib/db/account-mappings';
import { findConnectorSecret, insertPull, markConnectorTested } from '@/lib/db/connectors';
import { newId } from '@/lib/db/id';
import { listReceivingCycles } from '@/lib/db/partner-bill-terms';
import { withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import { indexAccountMappings, resolveAccount } from '@/lib/domain/billing/partner-bill/resolve-account';
import { type Decimal, formatDecimal } from '@/lib/domain/money/decimal';
import { civilDate } from '@/lib/domain/period/civil-date';
import type { Period } from '@/lib/domain/period/period';
import { conflict } from '@/lib/errors';
import { LineKeys } from '@/lib/integrations/partner-bills/line-key';
import { readAppliedRate } from '@/lib/integrations/partner-bills/tmf678/applied-rate';
import { FeedError } from '@/lib/integrations/partner-feeds/feed';
import { type ConnectorView, readConnector } from '@/lib/services/connectors/connector-view';
import { feedOf } from '@/lib/services/connectors/feed-of';
import { secretOf } from '@/lib/services/connectors/save-connector';
import { authorise, type ServiceContext } from '@/lib/services/context';
import { operatorWide } from '@/lib/services/partner-bills/acting';
import { decryptSecret } from '@/lib/services/secrets/encrypt-secret';

/** What a test saw: nothing of it is billed. */
export type TestSummary = {
  period: { from: string; to: string };
  totals: { currency: string; amount: string; charges: number }[];
  /** Accounts that no billing account is mapped to yet, some of them. */
  unmapped: string[];
  unmappedCount: number;
  /** Charges that cannot be read, the first of them in words. */
  faults: string[];
  faultCount: number;
  examples: { id: string; account: string; service: string; amount: string; currency: string }[];
};

const SHOWN = 10;

/**
 * Reads the partner's system for the last period that ended, as a pull would, and says what it would bring. Success marks the
 * settings as tried. Always answers; what went wrong is in the latest of `pulls`. Fails: `not_found`, `no_ended_cycle`.
 */
export async function testConnector(ctx: ServiceContext, id: string): Promise<ConnectorView> {
  authorise(ctx, 'connector.manage');
  const { connector, secret, cycle, mappings } = await withTenantSql(scopeOf(ctx.actor), async (sql) => {
    const found = await readConnector(sql, id);
    const bytes = await findConnectorSecret(sql, id);
    const cycles = await listReceivingCycles(sql, found.partner.id, ctx.now);
    const stored = await listMappings(sql, found.partner.id);
    return {
      connector: found,
      secret: bytes && decryptSecret(bytes, secretOf(id)),
      cycle: cycles.find(({ ended }) => ended),
      mappings: indexAccountMappings(stored),
    };
  });
  if (!cycle) throw conflict('no_ended_cycle', 'No billing period has ended yet that could be asked for.');
  const period = { from: civilDate(cycle.from), to: civilDate(cycle.to) };
  const startedAt = new Date().toISOString();
  const seen = new Seen(period, (line) => resolveAccount(mappings, line) !== null);
  const failure = await read(seen, feedOf(connector.settings, secret, period));
  const result = {
    outcome: failure ? ('failed' as const) : seen.charges === 0 ? ('empty' as const) : ('done' as const),
    code: failure?.code ?? null,
    message: failure?.message ?? null,
  };
  return withTenantSql(operatorWide(ctx.actor), async (sql) => {
    await insertPull(sql, ctx.actor.operatorId, {
      ...{ id: newId(), connectorId: id, cycleId: cycle.id, kind: 'test', partnerBillId: null },
      ...result,
      charges: seen.charges,
      summary: seen.summary(),
      startedAt,
      finishedAt: new Date().toISOString(),
    });
    if (result.outcome === 'done') await markConnectorTested(sql, id, connector.settings, ctx.now);
    return readConnector(sql, id);
  });
}

async function read(seen: Seen, pages: ReturnType<typeof feedOf>): Promise<FeedError | null> {
  try {
    for await (const { items } of pages) for (const item of items) seen.add(item);
    return null;
  } catch (error) {
    if (error instanceof FeedError) return error;
    throw error;
  }
}

/** Adds up what comes; holds a total per currency and a few examples, not the charges. */
class Seen {
  charges = 0;
  readonly #keys = new LineKeys();
  readonly #totals = new Map<string, { amount: bigint; charges: number }>();
  readonly #unmapped = new Set<string>();
  readonly #faults: string[] = [];
  #faultCount = 0;
  readonly #examples: TestSummary['examples'] = [];
  readonly #period: Period;
  readonly #isMapped: (line: { externalPayer: string | null; externalAccount: string | null }) => boolean;

  constructor(
    period: Period,
    isMapped: (line: { externalPayer: string | null; externalAccount: string | null }) => boolean,
  ) {
    this.#period = period;
    this.#isMapped = isMapped;
  }

  add(item: unknown): void {
    this.charges += 1;
    const { line } = readAppliedRate(item, this.charges, this.#keys);
    if ('unreadable' in line) {
      this.#faultCount += 1;
      if (this.#faults.length < SHOWN) this.#faults.push(line.unreadable[0]!.message);
      return;
    }
    const total = this.#totals.get(line.currency) ?? { amount: 0n, charges: 0 };
    this.#totals.set(line.currency, { amount: total.amount + line.amount, charges: total.charges + 1 });
    const account = line.externalAccount ?? '';
    if (!this.#isMapped(line)) this.#unmapped.add(account);
    if (this.#examples.length < SHOWN) {
      const { service, currency } = line;
      this.#examples.push({
        id: String(this.charges),
        account,
        service,
        amount: formatDecimal(line.amount),
        currency,
      });
    }
  }

  summary(): TestSummary {
    return {
      period: this.#period,
      totals: [...this.#totals].map(([currency, { amount, charges }]) => ({
        currency,
        amount: formatDecimal(amount as Decimal),
        charges,
      })),
      unmapped: [...this.#unmapped].slice(0, SHOWN),
      unmappedCount: this.#unmapped.size,
      faults: this.#faults,
      faultCount: this.#faultCount,
      examples: this.#examples,
    };
  }
}
