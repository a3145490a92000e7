import type {
  AgreementRefRow,
  LatePartnerRow,
  ReferencePartyRow,
  ReferenceRows,
} from '@/lib/db/billing-reference';
import type { BillAgreement } from '@/lib/domain/billing/check-charges';
import { isCurrency } from '@/lib/domain/money/currency';
import { errorIssue, type Issue } from '@/lib/domain/money/issue';
import type { CivilDate } from '@/lib/domain/period/civil-date';
import { clockAt } from '@/lib/domain/period/zone';
import { parsePrice } from '@/lib/domain/pricing/parse-price';
import type { Price } from '@/lib/domain/pricing/price';
import type { Aggregation } from '@/lib/domain/rating/aggregate';
import type { TaxCategory, TaxParty, TaxRate } from '@/lib/domain/tax/tax-party';
import {
  type AgreementChain,
  type DatedSupply,
  settlementChains,
} from '@/lib/services/bill-runs/settlement-chains';

/** What the bills of one operator and period share, parsed once and read by every account. */
export type BillingReference = {
  operatorId: string;
  /** The operator as a party: supplier, seller and receiver of what is left. */
  operatorPartyId: string;
  operatorName: string;
  parties: ReadonlyMap<string, ReferencePartyRow>;
  offerings: ReadonlyMap<string, OfferingReference>;
  prices: ReadonlyMap<string, PriceReference>;
  meters: ReadonlyMap<string, { id: string; unit: string; aggregation: Aggregation }>;
  agreements: ReadonlyMap<string, BillAgreement>;
  /** By agreement: who shares in a partner's line whose offering has no chain, or that names none. */
  agreementChains: ReadonlyMap<string, AgreementChain>;
  /** Agreements with a term that counts over the period. */
  cumulativeAgreementIds: readonly string[];
  /** By term id: under which agreement a share is paid. */
  agreementOfTerm: ReadonlyMap<string, string>;
  /** Terms by which a share is due only once the customer has paid. */
  collectedTermIds: readonly string[];
  sellers: ReadonlyMap<string, TaxParty>;
  taxRates: readonly TaxRate[];
  /** Partners that owe the cycle a bill of their own which is not accepted. */
  latePartners: ReadonlyMap<string, LatePartner>;
};

export type OfferingReference = {
  id: string;
  name: string;
  taxClass: string;
  /** `partner`: its usage is on the partner's own bill, and no run charges it. */
  billedBy: 'hub' | 'partner';
  supplierId: string;
  /** By `supplyOn`: chains and agreements change with their days. Never empty. */
  supplies: readonly DatedSupply[];
};

export type PriceReference = {
  id: string;
  name: string;
  currency: string;
  /** The first day on which it is not offered any more; who bought it before keeps it. */
  endedOn: string | null;
  price: Price | null;
  issues: Issue[];
};

/** A partner whose bill of the cycle is not there, or is not accepted. */
export type LatePartner = Pick<LatePartnerRow, 'agreementId' | 'latePolicy' | 'state' | 'earlier'> & {
  name: string;
  role: 'principal' | 'agent';
  /** The cut-off on the clock of the cycle, for people. */
  due: string;
};

/** Parses what the database has; what cannot be parsed becomes an issue of the accounts that need it, and of no other. */
export function billingReference(rows: ReferenceRows): BillingReference {
  const operatorPartyId = rows.operator.partyId;
  const parties = byId(rows.parties);
  const agreementRows = byId(rows.agreements);
  const { chainOfAgreement, countsOverPeriod, suppliesOf } = settlementChains(rows);

  return {
    operatorId: rows.operator.id,
    operatorPartyId,
    operatorName: rows.operator.name,
    parties,
    offerings: new Map(
      rows.offerings.map(({ category, ...offering }) => [
        offering.id,
        { ...offering, supplies: suppliesOf({ ...offering, category }) },
      ]),
    ),
    prices: new Map(rows.prices.map((row) => [row.id, priceReference(row)])),
    meters: new Map(
      rows.meters.map(({ id, key, unit, aggregation }) => [
        key,
        { id, unit, aggregation: aggregation as Aggregation },
      ]),
    ),
    agreements: new Map(
      rows.agreements.map(({ id, partnerId, role }) => [
        id,
        { supplierId: partnerId, supplierName: parties.get(partnerId)?.name ?? partnerId, role },
      ]),
    ),
    agreementChains: new Map(rows.agreements.map(({ id }) => [id, chainOfAgreement(id)])),
    cumulativeAgreementIds: rows.agreements.map(({ id }) => id).filter(countsOverPeriod),
    agreementOfTerm: new Map(rows.terms.map(({ id, agreementId }) => [id, agreementId])),
    collectedTermIds: rows.terms.filter(({ basis }) => basis === 'collected').map(({ id }) => id),
    sellers: new Map(
      rows.parties.map(({ id, country, vatId, isBusiness }) => [id, { country, vatId, isBusiness }]),
    ),
    taxRates: rows.taxRates.map(({ validFrom, validTo, taxClass, category, ...rate }) => ({
      ...rate,
      productTaxClass: taxClass,
      category: category as TaxCategory,
      from: validFrom as CivilDate,
      to: validTo as CivilDate | null,
    })),
    latePartners: latePartners(rows, parties, agreementRows),
  };
}

function priceReference({
  id,
  name,
  currency,
  plan,
  validTo: endedOn,
}: ReferenceRows['prices'][number]): PriceReference {
  if (!isCurrency(currency)) {
    const issue = errorIssue(
      'unknown_currency',
      `prices.${id}`,
      `The price "${name}" is in an unknown currency.`,
    );
    return { id, name, currency, endedOn, price: null, issues: [issue] };
  }
  const parsed = parsePrice(plan, { currency, path: `prices.${id}` });
  return parsed.ok
    ? { id, name, currency, endedOn, price: parsed.value, issues: [] }
    : { id, name, currency, endedOn, price: null, issues: parsed.issues };
}

function latePartners(
  rows: ReferenceRows,
  parties: ReadonlyMap<string, ReferencePartyRow>,
  agreements: ReadonlyMap<string, AgreementRefRow>,
): Map<string, LatePartner> {
  return new Map(
    rows.latePartners.map(({ partnerId, dueAt, timeZone, ...late }) => [
      partnerId,
      {
        ...late,
        name: parties.get(partnerId)?.name ?? partnerId,
        role: agreements.get(late.agreementId)!.role,
        due: `${clockAt(dueAt, timeZone)} (${timeZone})`,
      },
    ]),
  );
}

function byId<Row extends { id: string }>(rows: readonly Row[]): Map<string, Row> {
  return new Map(rows.map((row) => [row.id, row]));
}
