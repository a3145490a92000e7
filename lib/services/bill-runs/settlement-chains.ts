import type { AgreementRefRow, ReferenceRows, TermRow } from '@/lib/db/billing-reference';
import type { SupplierRole } from '@/lib/domain/billing/charge-line';
import { type Currency, isCurrency } from '@/lib/domain/money/currency';
import { errorIssue, type Issue } from '@/lib/domain/money/issue';
import { type Arranged, arrangeChain, linksOf } from '@/lib/domain/settlement/arrange-chain';
import { chooseTerm, type SoldOffering } from '@/lib/domain/settlement/choose-term';
import { versionOn } from '@/lib/domain/settlement/in-force';
import { parseTerm } from '@/lib/domain/settlement/parse-term';
import { type ChainLink, isCumulative, namesAmounts } from '@/lib/domain/settlement/terms';
import { validateChain } from '@/lib/domain/settlement/validate-chain';
import { groupBy } from '@/lib/services/group-by';

export type SettlementChain = {
  links: readonly ChainLink[];
  /** The currency its fixed amounts are in; null when it has none and so fits any bill. */
  currency: Currency | null;
  issues: readonly Issue[];
};

/** Who stands behind an offering from a day on, until the next of its supplies begins. */
export type DatedSupply = {
  /** Empty: since ever. */
  from: string;
  role: SupplierRole;
  sellerId: string;
  agreementId: string | null;
  chain: SettlementChain;
};

/** By the day on which what a line is for begins: terms that change later leave it as it was. */
export function supplyOn<Dated extends { from: string }>(supplies: readonly Dated[], on: string): Dated {
  let supply = supplies[0]!;
  for (const next of supplies) if (next.from <= on) supply = next;
  return supply;
}

/** Who shares in a line of an agreement alone, by the day on which what it is for begins; the offering's id, where it names one. */
export type AgreementChain = (offeringId: string | null, on: string) => SettlementChain;

/** Reads an operator's agreements, terms and links once, and answers who shares in what, and from when. */
export function settlementChains(rows: ReferenceRows) {
  const agreements = new Map(rows.agreements.map((agreement) => [agreement.id, agreement]));
  const terms = groupBy(rows.terms, ({ agreementId }) => agreementId);
  const links = groupBy(rows.links, ({ offeringId }) => offeringId);
  const pairOf = ({ payerId, partnerId }: AgreementRefRow) => `${payerId} ${partnerId}`;
  const signed = groupBy(
    rows.agreements.filter((agreement) => agreement.signed),
    pairOf,
  );
  const operatorPartyId = rows.operator.partyId;
  /** The linked agreement and what came before and after it. */
  const versionsOf = (agreementId: string): readonly AgreementRefRow[] => {
    const linked = agreements.get(agreementId);
    return linked ? (signed.get(pairOf(linked)) ?? []) : [];
  };
  const placeOn = (day: string) => (linkedId: string) => {
    const linked = agreements.get(linkedId);
    const agreement = versionOn(versionsOf(linkedId), day);
    return linked ? [{ linkedId, agreement, payerId: linked.payerId, partnerId: linked.partnerId }] : [];
  };

  const offerings = new Map(rows.offerings.map((offering) => [offering.id, offering]));

  return {
    /** Of lines whose offering has no chain, or that name none: by the version and the term that a chain's level would take. */
    chainOfAgreement: (agreementId: string): AgreementChain => {
      const versions = versionsOf(agreementId);
      const itself = agreements.get(agreementId) ?? null;
      const byTerm = new Map<string, SettlementChain>();
      const byOffering = new Map<string | null, { from: string; chain: SettlementChain }[]>();
      const datedOf = (offering: SoldOffering) =>
        changeDays([], versions).map((from) => {
          // A partner's bill says by which agreement it was taken: that one stands in where no version covers the day.
          const agreement = versionOn(versions, from) ?? itself;
          const row = agreement && chooseTerm(terms.get(agreement.id) ?? [], offering);
          const key = `${agreement?.id} ${row?.id}`;
          const arranged = [{ place: { linkedId: agreementId, agreement }, payerIndex: -1 }];
          const chain = byTerm.get(key) ?? chainOf(arranged, offering, terms, operatorPartyId);
          byTerm.set(key, chain);
          return { from, chain };
        });
      return (offeringId, on) => {
        const dated = byOffering.get(offeringId) ?? datedOf(offerings.get(offeringId ?? '') ?? NO_OFFERING);
        byOffering.set(offeringId, dated);
        return supplyOn(dated, on).chain;
      };
    },

    /** Whether any term of any version of an agreement counts over the period. */
    countsOverPeriod: (agreementId: string): boolean =>
      versionsOf(agreementId).some(({ id, currency }) =>
        (terms.get(id) ?? []).some(({ id: termId, kind, basis, terms: rule }) => {
          const parsed = isCurrency(currency)
            ? parseTerm({ termId, kind, basis, terms: rule }, currency)
            : null;
          return parsed?.ok && isCumulative(parsed.value);
        }),
      ),

    suppliesOf: (offering: { id: string; category: string; supplierId: string }): DatedSupply[] => {
      const sets = [...groupBy(links.get(offering.id) ?? [], ({ validFrom }) => validFrom)].sort(
        ([a], [b]) => (a < b ? -1 : 1),
      );
      const idsOn = (day: string) =>
        (sets.filter(([from]) => from <= day).at(-1) ?? sets[0])?.[1].map(({ agreementId }) => agreementId) ??
        [];
      const versions = sets.flatMap(([, set]) => set.flatMap(({ agreementId }) => versionsOf(agreementId)));
      return changeDays(
        sets.map(([from]) => from),
        versions,
      ).map((from) => {
        const places = idsOn(from).flatMap(placeOn(from));
        const arranged = arrangeChain(operatorPartyId, places);
        const first =
          arranged[0] && (arranged[0].place.agreement ?? agreements.get(arranged[0].place.linkedId));
        const role = first?.role ?? 'operator';
        const sellerId = role === 'agent' ? offering.supplierId : operatorPartyId;
        const chain = chainOf(arranged, offering, terms, operatorPartyId);
        if (arranged.length < places.length) chain.issues.push(brokenChain(offering.id));
        return { from, role, sellerId, agreementId: first?.id ?? null, chain };
      });
    },
  };
}

const NO_OFFERING: SoldOffering = { id: null, category: null };

/** Since ever, and every day on which another chain or another version begins or one ends. */
function changeDays(setsFrom: readonly string[], versions: readonly AgreementRefRow[]): string[] {
  const days = new Set(setsFrom.slice(1));
  for (const { validFrom, validTo } of versions) {
    days.add(validFrom);
    if (validTo !== null) days.add(validTo);
  }
  return ['', ...[...days].sort()];
}

/** Whoever nobody pays would be left out. */
const brokenChain = (offeringId: string): Issue =>
  errorIssue(
    'chain_broken',
    `offerings.${offeringId}`,
    'A party of this chain is paid by nobody in it: set the chain again.',
  );

type Place = { linkedId: string; agreement: AgreementRefRow | null };

function chainOf(
  arranged: readonly Arranged<Place>[],
  offering: SoldOffering,
  terms: ReadonlyMap<string, TermRow[]>,
  operatorPartyId: string,
): SettlementChain & { issues: Issue[] } {
  const issues: Issue[] = [];
  let currency: Currency | null = null;
  const links = linksOf(arranged, ({ linkedId, agreement }) => {
    if (agreement === null) {
      const message = 'No agreement of this chain is signed for these days: sign a new version of it.';
      issues.push(errorIssue('not_in_force', `agreements.${linkedId}`, message));
      return null;
    }
    const row = chooseTerm(terms.get(agreement.id) ?? [], offering);
    if (!row || !isCurrency(agreement.currency)) {
      const message = 'The agreement has no settlement term for this offering: add one.';
      issues.push(errorIssue('missing_term', `agreements.${agreement.id}`, message));
      return null;
    }
    const { id: termId, kind, basis } = row;
    const source = { termId, kind, basis, terms: row.terms };
    const parsed = parseTerm(source, agreement.currency, `terms.${termId}`);
    if (!parsed.ok) {
      issues.push(...parsed.issues);
      return null;
    }
    if (namesAmounts(parsed.value)) currency = agreement.currency;
    return { partyId: agreement.partnerId, term: parsed.value };
  });
  issues.push(...validateChain(operatorPartyId, links));
  return { links, currency, issues };
}
