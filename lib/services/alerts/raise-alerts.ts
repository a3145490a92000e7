import { readAlertAccounts } from '@/lib/db/alert-accounts';
import { insertAlerts, type NewAlert } from '@/lib/db/alerts';
import { insertEvents } from '@/lib/db/bulk/insert-events';
import { insertMail } from '@/lib/db/mail';
import type { Sql } from '@/lib/db/tenant';
import { alertMail } from '@/lib/documents/alert-mail';
import { env } from '@/lib/env';
import { enqueue } from '@/lib/queue/enqueue';
import type { ServiceContext } from '@/lib/services/context';

export type ToRaise = NewAlert & {
  customerId: string;
  /** Who gets a letter about it. */
  emails: readonly string[];
  details: Readonly<Record<string, string>>;
};

const EVENT_TYPES = { budget: 'budget.threshold-reached', unusual_usage: 'usage.unusual' } as const;

/**
 * Writes what somebody should know, each once by its subject, and in the same transaction its letters and its event for webhooks;
 * of two that find the same at once, one writes. Answers the ids of the new ones. At most once per transaction.
 */
export async function raiseAlerts(
  sql: Sql,
  ctx: ServiceContext,
  found: readonly ToRaise[],
): Promise<ReadonlySet<string>> {
  const { operatorId } = ctx.actor;
  const written = await insertAlerts(
    sql,
    operatorId,
    found.map(({ customerId: _, emails: __, ...alert }) => alert),
    ctx.now,
  );
  const fresh = found.filter(({ id }) => written.has(id));
  if (fresh.length === 0) return written;
  const accounts = new Map(
    (await readAlertAccounts(sql, [...new Set(fresh.map((alert) => alert.billingAccountId))])).map(
      (account) => [account.id, account],
    ),
  );
  await insertEvents(
    sql,
    operatorId,
    fresh.map(({ id, kind, billingAccountId, productId, customerId, details }) => ({
      type: EVENT_TYPES[kind],
      entityType: 'billing_account',
      entityId: billingAccountId,
      payload: {
        alert: id,
        billingAccount: billingAccountId,
        accountNumber: accounts.get(billingAccountId)!.number,
        product: productId,
        ...withoutNames(details),
      },
      partyIds: [customerId],
    })),
  );
  let letters = 0;
  for (const { billingAccountId, kind, emails, details } of fresh) {
    if (emails.length === 0) continue;
    const { name, number, language } = accounts.get(billingAccountId)!;
    const letter = await alertMail({
      kind,
      details,
      account: { name, number },
      language,
      link: `${appAddress()}/alerts`,
    });
    for (const recipient of emails) await insertMail(sql, operatorId, { recipient, ...letter }, ctx.now);
    letters += emails.length;
  }
  if (letters > 0) await enqueue(sql, 'mail.send', { operatorId }, { jobKey: `mail.send:${operatorId}` });
  return written;
}

/** `product` in an event is the id. */
const withoutNames = ({ product: productName, ...details }: Readonly<Record<string, string>>) => ({
  ...details,
  ...(productName !== undefined && { productName }),
});

function appAddress(): string {
  const { NEXTAUTH_URL, PORT } = env();
  return (NEXTAUTH_URL ?? `http://localhost:${PORT}`).replace(/\/$/, '');
}
