import {
  BytesColumn,
  DateColumn,
  Int4Column,
  Int8Column,
  JsonbColumn,
  NumericColumn,
  TextColumn,
  UuidColumn,
} from '@/lib/db/bulk/binary-column';
import { LineKinds } from '@/lib/db/bulk/line-kinds';
import { SharedValues } from '@/lib/db/bulk/shared-values';
import type { BillDraft, BillLine } from '@/lib/domain/billing/bill-draft';
import type { BillKind } from '@/lib/domain/billing/bill-kind';
import { DECIMAL_SCALE } from '@/lib/domain/money/decimal';
import { EXACT_SCALE } from '@/lib/domain/money/exact';
import type { LineShares, Share } from '@/lib/domain/settlement/share';

export type DraftToWrite = {
  billId: string;
  kind: BillKind;
  /** Of the bills on demand of one cycle, from 1; else 0. */
  sequence: number;
  /** False: a draft of that id exists, and its parts are replaced. */
  isNew: boolean;
  state: 'draft' | 'held';
  draft: BillDraft;
  shares: readonly LineShares[];
  /** The text of a jsonb value. */
  parties: string;
  draftHash: Buffer;
  sharesHash: Buffer;
};

export type WriteContext = {
  operatorId: string;
  cycleId: string;
  runId: string;
  agreementOfTerm: ReadonlyMap<string, string>;
};

/**
 * Drafts as columns, so that of a chunk's bills no more is kept than the bytes that are sent. A row names its bill and its line by
 * their place, from 1, and a line what it has from its price by the place of that in `kinds`.
 */
export class DraftRows {
  readonly ids = new SharedValues();
  readonly kinds = new LineKinds(this.ids);
  readonly owners = { accountId: new UuidColumn(), billId: new UuidColumn() };
  readonly bills = {
    bill: new Int4Column(),
    kind: new TextColumn(),
    sequence: new Int4Column(),
    state: new TextColumn(),
    from: new DateColumn(),
    to: new DateColumn(),
    currency: new TextColumn(),
    netMinor: new Int8Column(),
    taxMinor: new Int8Column(),
    totalMinor: new Int8Column(),
    amountDueMinor: new Int8Column(),
    draftHash: new BytesColumn(),
    sharesHash: new BytesColumn(),
    parties: new JsonbColumn(),
  };
  readonly lineIds = new UuidColumn();
  readonly lines = {
    bill: new Int4Column(),
    position: new Int4Column(),
    kind: new Int4Column(),
    lineKey: new TextColumn(),
    productId: new UuidColumn(),
    description: new TextColumn(),
    from: new DateColumn(),
    to: new DateColumn(),
    quantity: new NumericColumn(DECIMAL_SCALE),
    exact: new NumericColumn(EXACT_SCALE),
    amountMinor: new Int8Column(),
    steps: new JsonbColumn(),
  };
  readonly taxes = {
    bill: new Int4Column(),
    seller: new Int4Column(),
    category: new TextColumn(),
    ratePpm: new Int8Column(),
    baseMinor: new Int8Column(),
    taxMinor: new Int8Column(),
    reasonCode: new TextColumn(),
    reason: new TextColumn(),
  };
  readonly invoices = {
    id: new UuidColumn(),
    bill: new Int4Column(),
    seller: new Int4Column(),
    typeCode: new TextColumn(),
    netMinor: new Int8Column(),
    taxMinor: new Int8Column(),
    totalMinor: new Int8Column(),
  };
  readonly shares = {
    bill: new Int4Column(),
    line: new Int4Column(),
    party: new Int4Column(),
    agreement: new Int4Column(),
    term: new Int4Column(),
    amountMinor: new Int8Column(),
    steps: new JsonbColumn(),
  };

  constructor(readonly context: WriteContext) {}

  add(write: DraftToWrite): void {
    const { draft, shares } = write;
    this.owners.accountId.add(draft.accountId);
    this.owners.billId.add(write.billId);
    const bill = this.owners.billId.rows;
    if (write.isNew) this.#addBill(bill, write);
    let position = 0;
    for (const section of draft.sections) {
      for (const line of section.lines) {
        this.#addLine(bill, position, line);
        for (const share of shares[position]!.shares) this.#addShare(bill, share);
        position += 1;
      }
    }
    this.#addTaxes(bill, draft);
    this.#addInvoices(bill, draft);
  }

  #addBill(
    bill: number,
    { kind, sequence, state, draft, draftHash, sharesHash, parties }: DraftToWrite,
  ): void {
    const { bills } = this;
    bills.bill.add(bill);
    bills.kind.add(kind);
    bills.sequence.add(sequence);
    bills.state.add(state);
    bills.from.add(draft.period.from);
    bills.to.add(draft.period.to);
    bills.currency.add(draft.currency);
    bills.netMinor.add(draft.netMinor);
    bills.taxMinor.add(draft.taxMinor);
    bills.totalMinor.add(draft.totalMinor);
    bills.amountDueMinor.add(draft.amountDueMinor);
    bills.draftHash.add(draftHash);
    bills.sharesHash.add(sharesHash);
    bills.parties.add(parties);
  }

  #addLine(bill: number, position: number, line: BillLine): void {
    const { lines } = this;
    this.lineIds.addNew();
    lines.bill.add(bill);
    lines.position.add(position);
    lines.kind.add(this.kinds.placeOf(line));
    lines.lineKey.add(line.lineKey);
    lines.productId.add(line.productId);
    lines.description.add(line.description);
    lines.from.add(line.period.from);
    lines.to.add(line.period.to);
    lines.quantity.add(line.quantity);
    lines.exact.add(line.exact);
    lines.amountMinor.add(line.amountMinor);
    lines.steps.add(stepsText(line.steps));
  }

  #addShare(bill: number, { partyId, termId, amountMinor, steps }: Share): void {
    const { shares, ids } = this;
    shares.bill.add(bill);
    shares.line.add(this.lineIds.rows);
    shares.party.add(ids.placeOf(partyId));
    shares.agreement.add(termId === null ? 0 : ids.placeOf(this.context.agreementOfTerm.get(termId)));
    shares.term.add(ids.placeOf(termId));
    shares.amountMinor.add(amountMinor);
    shares.steps.add(stepsText(steps));
  }

  #addTaxes(bill: number, draft: BillDraft): void {
    const { taxes, ids } = this;
    for (const { sellerId, category, ratePpm, baseMinor, taxMinor, reasonCode, reason } of draft.taxes) {
      taxes.bill.add(bill);
      taxes.seller.add(ids.placeOf(sellerId));
      taxes.category.add(category);
      taxes.ratePpm.add(ratePpm);
      taxes.baseMinor.add(baseMinor);
      taxes.taxMinor.add(taxMinor);
      taxes.reasonCode.add(reasonCode);
      taxes.reason.add(reason);
    }
  }

  #addInvoices(bill: number, draft: BillDraft): void {
    const { invoices, ids } = this;
    for (const { sellerId, typeCode, netMinor, taxMinor, totalMinor } of draft.invoices) {
      invoices.id.addNew();
      invoices.bill.add(bill);
      invoices.seller.add(ids.placeOf(sellerId));
      invoices.typeCode.add(typeCode);
      invoices.netMinor.add(netMinor);
      invoices.taxMinor.add(taxMinor);
      invoices.totalMinor.add(totalMinor);
    }
  }
}

const stepsText = (steps: readonly unknown[]): string => (steps.length === 0 ? '[]' : JSON.stringify(steps));
