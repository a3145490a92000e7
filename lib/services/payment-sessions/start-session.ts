import { appendAudit } from '@/lib/db/audit';
import { newId } from '@/lib/db/id';
import {
  findOpenItem,
  findPayingAccount,
  type OpenItem,
  type PayingAccount,
  readOpenItems,
} from '@/lib/db/open-items';
import { findMethod } from '@/lib/db/payment-methods';
import {
  endSession,
  findSameSession,
  findSession,
  insertSession,
  markOpened,
  type SessionRow,
} from '@/lib/db/payment-sessions';
import { type Sql, withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import { currency as currencyOf } from '@/lib/domain/money/currency';
import { formatMinor } from '@/lib/domain/money/money';
import { AppError, conflict, invalid, notFound } from '@/lib/errors';
import { ProviderError } from '@/lib/integrations/payment-provider/port';
import { moneyOf } from '@/lib/services/bills/bill-money';
import { authorise, type ServiceContext } from '@/lib/services/context';
import { actorName, operatorWide } from '@/lib/services/partner-bills/acting';
import { ownAddress } from '@/lib/services/payment-methods/own-address';
import { openProvider } from '@/lib/services/payment-methods/provider-secrets';
import { readAmount } from '@/lib/services/payments/read-amount';
import { seenBy } from '@/lib/services/payments/seen-item';

export type StartSessionInput = {
  billingAccount: string;
  /** Null: the bills that are due first. */
  billId: string | null;
  methodId: string;
  /** Decimal text; null: all that is open. */
  amount: string | null;
};

export type SessionView = {
  id: string;
  state: SessionRow['state'];
  currency: string;
  amount: string;
  reference: string;
  /** Where the customer pays. */
  pageUrl: string | null;
  billId: string | null;
  paymentId: string | null;
  failure: string | null;
};

/**
 * Opens a provider's page on which a customer pays a bill, or what is open of an account; never more than that. The same asked again within
 * half an hour is the same page. Nothing is paid by this: only the provider's signed event is believed.
 * Fails: `forbidden`, `not_found`, `nothing_open`, `above_open`, `no_provider`, `provider_failed`, and as `readAmount`.
 */
export async function startSession(ctx: ServiceContext, input: StartSessionInput): Promise<SessionView> {
  authorise(ctx, 'payment.pay');
  const { operatorId } = ctx.actor;
  const asked = await withTenantSql(scopeOf(ctx.actor), (sql) => whatToPay(sql, ctx, input));
  const started = await withTenantSql(operatorWide(ctx.actor), async (sql) => {
    const method = await findMethod(sql, input.methodId);
    const provider = method?.endedAt === null ? await openProvider(sql, input.methodId) : null;
    if (!provider) throw conflict('no_provider', 'This way of paying has no page. Choose another one.');
    const of = { ...asked, methodId: input.methodId };
    const since = new Date(Date.parse(ctx.now) - SAME_PAGE_MS).toISOString();
    const same = await findSameSession(sql, of, since);
    if (same) return { same, id: same.id, provider };
    const id = newId();
    await insertSession(sql, operatorId, { ...of, id, by: actorName(ctx.actor), now: ctx.now });
    const told = { entityType: 'payment_session', entityId: id };
    const after = { reference: asked.reference, amount: money(asked), currency: asked.currency };
    await appendAudit(sql, ctx.actor, { ...told, action: 'payment.session-started', after });
    return { same: null, id, provider };
  });
  if (started.same) return sessionView(started.same);
  const { id, provider } = started;
  try {
    const opened = await provider.openSession({
      ...{ reference: id, amount: money(asked), currency: asked.currency, description: asked.reference },
      returnUrl: `${ownAddress()}/customer/payments/sessions/${id}`,
      callbackUrl: `${ownAddress()}/api/v1/payment-methods/${input.methodId}/events`,
    });
    return await withTenantSql(operatorWide(ctx.actor), async (sql) => {
      await markOpened(sql, id, opened);
      return sessionView((await findSession(sql, id))!);
    });
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    const { message } = error;
    await withTenantSql(operatorWide(ctx.actor), (sql) =>
      endSession(sql, id, { state: 'failed', failure: message, now: ctx.now }),
    );
    throw new AppError('conflict', 'provider_failed', `The payment page could not be opened. ${message}`);
  }
}

const SAME_PAGE_MS = 30 * 60_000;

/** In the payer's own scope. Fails: `not_found`. */
export async function getSession(ctx: ServiceContext, id: string): Promise<SessionView> {
  authorise(ctx, 'payment.read');
  const row = await withTenantSql(scopeOf(ctx.actor), (sql) => findSession(sql, id));
  if (!row) throw notFound('The payment');
  return sessionView(row);
}

type ToPay = Pick<SessionRow, 'billingAccountId' | 'billId' | 'currency' | 'amountMinor' | 'reference'>;

async function whatToPay(
  sql: Sql,
  ctx: ServiceContext,
  { billingAccount, billId, amount }: StartSessionInput,
): Promise<ToPay> {
  const account = await findPayingAccount(sql, billingAccount);
  if (!account) throw notFound('The billing account');
  const items = (await openOf(sql, account, billId)).map((item) => seenBy(ctx.actor, item));
  const currency = items[0]?.currency ?? account.currency;
  const openMinor = items.reduce((sum, item) => sum + item.openMinor, 0n);
  if (openMinor <= 0n) throw conflict('nothing_open', 'Nothing is open here: there is nothing to pay.');
  const amountMinor = amount === null ? openMinor : readAmount(amount, currency);
  if (amountMinor <= 0n) throw invalid('not_above_zero', 'amount', 'Pay more than nothing.');
  if (amountMinor > openMinor) {
    const open = formatMinor(openMinor, currencyOf(currency));
    throw invalid('above_open', 'amount', `${open} ${currency} is open. Pay that or a part of it.`);
  }
  return { billingAccountId: account.id, billId, currency, amountMinor, reference: items[0]!.number };
}

/** What is open of one bill, or of an account in its own currency. */
async function openOf(sql: Sql, account: PayingAccount, billId: string | null): Promise<OpenItem[]> {
  if (billId === null) {
    const items = await readOpenItems(sql, account.id);
    return items.filter(
      (item) => item.currency === account.currency && item.openMinor + item.writtenOffMinor > 0n,
    );
  }
  const item = await findOpenItem(sql, billId);
  if (!item || item.billingAccountId !== account.id) throw notFound('The bill');
  return [item];
}

const money = ({ currency, amountMinor }: ToPay) => formatMinor(amountMinor, currencyOf(currency));

const sessionView = (row: SessionRow): SessionView => ({
  ...{ id: row.id, state: row.state, currency: row.currency, reference: row.reference, pageUrl: row.pageUrl },
  ...{ billId: row.billId, paymentId: row.paymentId, failure: row.failure },
  amount: moneyOf(row.currency)(row.amountMinor),
});
