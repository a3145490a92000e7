import { hash } from 'node:crypto';
import type { BilledAccountRow } from '@/lib/db/billing-inputs';
import { jsonbText } from '@/lib/db/jsonb-text';
import type { BillDraft } from '@/lib/domain/billing/bill-draft';
import { canonicalBill } from '@/lib/domain/billing/canonical-bill';
import type { BillShares } from '@/lib/domain/settlement/compute-bill-shares';
import type { BillingReference } from '@/lib/services/bill-runs/billing-reference';

export type DraftContent = {
  /** Buyer, sellers and suppliers as they are now, as the text of a jsonb value. */
  parties: string;
  draftHash: Buffer;
  sharesHash: Buffer;
};

/**
 * What a re-run compares: the SHA-256 of the document with its parties, and that of its shares. The first can be computed again
 * from the stored rows (scripts/verify does), which is why the parties are hashed in PostgreSQL's own spelling.
 */
export function draftContent(
  draft: BillDraft,
  shares: BillShares,
  account: BilledAccountRow,
  reference: BillingReference,
): DraftContent {
  const parties = partiesText(draft, account, reference);
  return {
    parties,
    draftHash: sha256(`${canonicalBill(draft)}\n${parties}`),
    sharesHash: sha256(canonicalShares(shares)),
  };
}

export type BillParties = {
  buyer: {
    name: string;
    legalName: string;
    accountNumber: string;
    accountName: string;
    country: string;
    vatId: string | null;
    isBusiness: boolean;
    address: Record<string, string>;
    language: string;
  };
  sellers: Record<string, SellerSnapshot>;
  suppliers: Record<string, { name: string; slug: string }>;
};

type SellerSnapshot = {
  name: string;
  slug: string;
  legalName: string;
  country: string;
  vatId: string | null;
  address: Record<string, string>;
};

/** As `jsonbText` of `BillParties`, of which only the buyer is another from bill to bill. */
function partiesText(draft: BillDraft, account: BilledAccountRow, reference: BillingReference): string {
  const others = sharedText(reference, shapeOf(draft), () => {
    const [sellers, suppliers] = [sellersOf(draft, reference), suppliersOf(draft, reference)];
    return `"sellers": ${jsonbText(sellers)}, "suppliers": ${jsonbText(suppliers)}`;
  });
  return `{"buyer": ${jsonbText(buyerOf(account))}, ${others}}`;
}

const shared = new WeakMap<BillingReference, Map<string, string>>();
// The bound is for an operator with more partners than bills have in common.
const SHARED_MAX = 1000;

function sharedText(reference: BillingReference, key: string, make: () => string): string {
  const texts = shared.get(reference) ?? new Map<string, string>();
  shared.set(reference, texts);
  const known = texts.get(key);
  if (known !== undefined) return known;
  const text = make();
  if (texts.size < SHARED_MAX) texts.set(key, text);
  return text;
}

/** Who sells and who supplies; a name is what its id is known by in `reference`. */
function shapeOf({ invoices, sections }: BillDraft): string {
  let key = '';
  for (const { sellerId } of invoices) key += `${sellerId} `;
  for (const { supplierId, supplierName } of sections) key += `/${supplierId} ${supplierName}`;
  return key;
}

function sellersOf({ invoices }: BillDraft, { parties }: BillingReference): BillParties['sellers'] {
  const sellers: BillParties['sellers'] = {};
  for (const { sellerId } of invoices) {
    const { name, slug, legalName, country, vatId, address } = parties.get(sellerId)!;
    sellers[sellerId] = { name, slug, legalName, country, vatId, address };
  }
  return sellers;
}

function suppliersOf({ sections }: BillDraft, { parties }: BillingReference): BillParties['suppliers'] {
  const suppliers: BillParties['suppliers'] = {};
  for (const { supplierId, supplierName } of sections) {
    suppliers[supplierId] = { name: supplierName, slug: parties.get(supplierId)!.slug };
  }
  return suppliers;
}

function buyerOf(account: BilledAccountRow): BillParties['buyer'] {
  const { country, vatId, isBusiness, address, language } = account;
  return {
    name: account.customerName,
    legalName: account.customerLegalName,
    accountNumber: account.number,
    accountName: account.name,
    country,
    vatId,
    isBusiness,
    address,
    language,
  };
}

/** JSON of `[line key, [party, term, amount], ...]` for each line, written out: ids and amounts have nothing to escape. */
function canonicalShares({ lines }: BillShares): string {
  let all = '[';
  for (const { lineKey, shares } of lines) {
    all += `${all.length === 1 ? '' : ','}[${JSON.stringify(lineKey)}`;
    for (const { partyId, termId, amountMinor } of shares) {
      all += `,["${partyId}",${termId === null ? 'null' : `"${termId}"`},"${amountMinor}"]`;
    }
    all += ']';
  }
  return `${all}]`;
}

const sha256 = (text: string): Buffer => hash('sha256', text, 'buffer');
