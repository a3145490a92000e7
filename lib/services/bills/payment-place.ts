import { withTenantSql } from '@/lib/db/tenant';
import { civilDate } from '@/lib/domain/period/civil-date';
import { startOfDayInstant } from '@/lib/domain/period/zone';
import { findPayoutAccount } from '@/lib/services/bank-details/find-payout-account';
import type { ServiceContext } from '@/lib/services/context';
import { getOperator } from '@/lib/services/operators/get-operator';
import { getOperatorParty } from '@/lib/services/operators/get-operator-party';
import { operatorWide } from '@/lib/services/partner-bills/acting';

/** Who takes a customer's payment, and on which account; null while none is approved. */
export type PaymentPlace = {
  payeeId: string;
  payee: string;
  account: { account: string; bic: string | null } | null;
};

/** Customers pay the operator, whoever sells: on the account that was in use when the day of issue began, so that it reads the same ever after. */
export async function paymentPlaceOf(
  ctx: ServiceContext,
  { currency, on }: { currency: string; on: string },
): Promise<PaymentPlace> {
  const { id: payeeId, legalName: payee } = await getOperatorParty(ctx);
  const { timeZone } = await getOperator(ctx);
  // Where to pay is for everybody who gets a document, and details are otherwise for who keeps them.
  const { account } = await withTenantSql(operatorWide(ctx.actor), (sql) =>
    findPayoutAccount(sql, payeeId, startOfDayInstant(civilDate(on), timeZone), currency),
  );
  const number = account?.iban ?? account?.accountNumber;
  return { payeeId, payee, account: number ? { account: number, bic: account!.bic } : null };
}
