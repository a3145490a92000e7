import type { TenantClient } from '@/lib/db/tenant';
import type { Plan } from '../oracle/charge';
import type { Fraction } from '../oracle/fraction';

export type NaiveCycle = {
  operatorId: string;
  operatorPartyId: string;
  id: string;
  from: string;
  to: string;
  issuedOn: string;
  runId: string;
};

export type Row<
  Name extends 'product' | 'productOfferingPrice' | 'productOffering' | 'settlementTerm' | 'billingAccount',
> = Awaited<ReturnType<TenantClient[Name]['findFirstOrThrow']>>;

export type NaiveLine = {
  product: Row<'product'>;
  price: Row<'productOfferingPrice'>;
  offering: Row<'productOffering'>;
  plan: Plan;
  quantity: Fraction;
  exact: Fraction;
  /** Null on the operator's own. */
  term: Row<'settlementTerm'> | null;
};
