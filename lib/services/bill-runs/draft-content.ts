import { createHash } from 'node:crypto';
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
  const parties = jsonbText(partiesOf(draft, account, reference));
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

function partiesOf(draft: BillDraft, account: BilledAccountRow, { parties }: BillingReference): BillParties {
  const sellers: BillParties['sellers'] = {};
  for (const { sellerId } of draft.invoices) {
    const { name, slug, legalName, country, vatId, address } = parties.get(sellerId)!;
    sellers[sellerId] = { name, slug, legalName, country, vatId, address };
  }
  const suppliers: BillParties['suppliers'] = {};
  for (const { supplierId, supplierName } of draft.sections) {
    suppliers[supplierId] = { name: supplierName, slug: parties.get(supplierId)!.slug };
  }
  const { country, vatId, isBusiness, address, language } = account;
  const buyer = {
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
  return { buyer, sellers, suppliers };
}

function canonicalShares({ lines }: BillShares): string {
  return JSON.stringify(
    lines.map(({ lineKey, shares }) => [
      lineKey,
      ...shares.map(({ partyId, termId, amountMinor }) => [partyId, termId, String(amountMinor)]),
    ]),
  );
}

const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest();
