import { Int4Column } from '@/lib/db/bulk/binary-column';
import { SharedValues } from '@/lib/db/bulk/shared-values';
import type { BillLine } from '@/lib/domain/billing/bill-draft';

/**
 * What lines of one price have in common travels once: `places` has thirteen numbers a kind of line, in the order of `KIND_COLUMNS`,
 * each the place of an id or a word, or the tax rate. Words are few: PostgreSQL walks to the one it is asked for.
 */
export class LineKinds {
  readonly words = new SharedValues();
  readonly places = new Int4Column();
  readonly #known = new Map<string, { like: BillLine; place: number }[]>();

  constructor(readonly ids: SharedValues) {}

  /** The place before that of the kind's first number. */
  placeOf(line: BillLine): number {
    const key = line.priceId ?? line.partnerBillId ?? line.offeringId ?? '';
    let known = this.#known.get(key);
    if (known === undefined) {
      known = [];
      this.#known.set(key, known);
    }
    for (const { like, place } of known) if (isAlike(like, line)) return place;
    const place = this.places.rows;
    known.push({ like: line, place });
    this.#add(line);
    return place;
  }

  #add(line: BillLine): void {
    const { ids, words, places } = this;
    for (const id of IDS) places.add(ids.placeOf(line[id]));
    for (const word of WORDS) places.add(words.placeOf(line[word]));
    places.add(Number(line.taxRatePpm));
  }
}

const IDS = ['supplierId', 'sellerId', 'offeringId', 'priceId', 'agreementId', 'partnerBillId'] as const;
const WORDS = ['supplierRole', 'kind', 'sourceMode', 'unit', 'taxClass', 'taxCategory'] as const;

function isAlike(a: BillLine, b: BillLine): boolean {
  for (const id of IDS) if (a[id] !== b[id]) return false;
  for (const word of WORDS) if (a[word] !== b[word]) return false;
  return a.taxRatePpm === b.taxRatePpm;
}

/** Columns of bill_line, by the place of their number among a kind's. */
export const KIND_COLUMNS = {
  ids: ['supplier_id', 'seller_id', 'offering_id', 'price_id', 'agreement_id', 'partner_bill_id'],
  words: ['supplier_role', 'kind', 'source_mode', 'unit', 'tax_class', 'tax_category'],
  numbers: ['tax_rate_ppm'],
} as const;
