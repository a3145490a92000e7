import type {
  AgreementRefRow,
  LatePartnerRow,
  ReferencePartyRow,
  ReferenceRows,
  TermRow,
} from '@/lib/db/billing-reference';
import type { SupplierRole } from '@/lib/domain/billing/charge-line';
import type { BillAgreement } from '@/lib/domain/billing/check-charges';
import { type Currency, isCurrency } from '@/lib/domain/money/currency';
import { errorIssue, type Issue } from '@/lib/domain/money/issue';
import type { CivilDate } from '@/lib/domain/period/civil-date';
import { clockAt } from '@/lib/domain/period/zone';
import { parsePrice } from '@/lib/domain/pricing/parse-price';
import type { Price } from '@/lib/domain/pricing/price';
import type { Aggregation } from '@/lib/domain/rating/aggregate';
import { parseTerm } from '@/lib/domain/settlement/parse-term';
import type { ChainLink, Term } from '@/lib/domain/settlement/terms';
import { validateChain } from '@/lib/domain/settlement/validate-chain';
import type { TaxCategory, TaxParty, TaxRate } from '@/lib/domain/tax/tax-party';
import { groupBy } from '@/lib/services/group-by';

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
  /** By agreement: who shares in a partner's line that names no offering. */
  agreementChains: ReadonlyMap<string, SettlementChain>;
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
  role: SupplierRole;
  sellerId: string;
  agreementId: string | null;
  chain: SettlementChain;
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

export type SettlementChain = {
  links: readonly ChainLink[];
  /** The currency its fixed amounts are in; null when it has none and so fits any bill. */
  currency: Currency | null;
  issues: readonly Issue[];
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
  const terms = groupBy(rows.terms, ({ agreementId }) => agreementId);
  const chainOf = (agreementIds: readonly string[], offeringId: string | null) =>
    settlementChain(agreementIds, offeringId, agreementRows, terms, operatorPartyId);

  return {
    operatorId: rows.operator.id,
    operatorPartyId,
    operatorName: rows.operator.name,
    parties,
    offerings: offeringsOf(rows, agreementRows, chainOf),
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
    agreementChains: new Map(rows.agreements.map(({ id }) => [id, chainOf([id], null)])),
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

function offeringsOf(
  { offerings, links, operator }: ReferenceRows,
  agreements: ReadonlyMap<string, AgreementRefRow>,
  chainOf: (agreementIds: readonly string[], offeringId: string) => SettlementChain,
): Map<string, OfferingReference> {
  const linksOf = groupBy(links, ({ offeringId }) => offeringId);
  return new Map(
    offerings.map(({ id, name, supplierId, taxClass, billedBy }) => {
      const agreementIds = (linksOf.get(id) ?? []).map(({ agreementId }) => agreementId);
      const first = agreements.get(agreementIds[0] ?? '');
      const role = first?.role ?? 'operator';
      const sellerId = role === 'agent' ? supplierId : operator.partyId;
      const chain = chainOf(agreementIds, id);
      return [
        id,
        { id, name, taxClass, billedBy, supplierId, role, sellerId, agreementId: first?.id ?? null, chain },
      ];
    }),
  );
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

/** An offering's own term goes before its agreement's general one. */
function settlementChain(
  agreementIds: readonly string[],
  offeringId: string | null,
  agreements: ReadonlyMap<string, AgreementRefRow>,
  terms: ReadonlyMap<string, TermRow[]>,
  operatorPartyId: string,
): SettlementChain {
  const links: ChainLink[] = [];
  const issues: Issue[] = [];
  let currency: Currency | null = null;
  for (const agreementId of agreementIds) {
    const agreement = agreements.get(agreementId);
    const candidates = terms.get(agreementId) ?? [];
    const row =
      candidates.find((term) => term.offeringId !== null && term.offeringId === offeringId) ??
      candidates.find((term) => term.offeringId === null);
    if (!agreement || !row || !isCurrency(agreement.currency)) {
      const message = 'The agreement has no settlement term for this offering: add one.';
      issues.push(errorIssue('missing_term', `agreements.${agreementId}`, message));
      continue;
    }
    const { id: termId, kind, basis } = row;
    const parsed = parseTerm(
      { termId, kind, basis, terms: row.terms },
      agreement.currency,
      `terms.${termId}`,
    );
    if (!parsed.ok) {
      issues.push(...parsed.issues);
      continue;
    }
    links.push({ partyId: agreement.partnerId, term: parsed.value });
    if (namesAmounts(parsed.value)) currency = agreement.currency;
  }
  issues.push(...validateChain(operatorPartyId, links));
  return { links, currency, issues };
}

function namesAmounts(term: Term): boolean {
  return term.kind !== 'percentage' || term.capMinor != null || term.minimumGuaranteeMinor != null;
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
