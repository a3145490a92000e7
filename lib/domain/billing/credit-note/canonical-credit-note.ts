/** What a credit note says, as it is hashed. */
export type CreditNoteContent = {
  number: string;
  issuedOn: string;
  /** The digest of the issued bill that it corrects. */
  billHash: string;
  reason: string;
  currency: string;
  lines: readonly { lineId: string; amountMinor: bigint }[];
  taxes: readonly {
    sellerId: string;
    category: string;
    ratePpm: bigint;
    baseMinor: bigint;
    taxMinor: bigint;
  }[];
  documents: readonly {
    sellerId: string;
    typeCode: string;
    number: string;
    originalNumber: string;
    originalIssuedOn: string;
    netMinor: bigint;
    taxMinor: bigint;
  }[];
};

/**
 * The credit note's content as one text, for its hash, by the rules of `canonicalBill`: each text says its length, a number ends in `;`,
 * lines come by id, taxes by seller, category and rate, documents by seller.
 */
export function canonicalCreditNote(note: CreditNoteContent): string {
  let all = 'tributary-credit-note-1\n';
  all += `${text(note.number)}${text(note.issuedOn)}${text(note.billHash)}${text(note.reason)}${text(note.currency)}\n`;
  all += `lines ${note.lines.length}\n`;
  for (const { lineId, amountMinor } of sorted(note.lines, ({ lineId }) => lineId)) {
    all += `${text(lineId)}${amountMinor};\n`;
  }
  all += `taxes ${note.taxes.length}\n`;
  const taxKey = ({ sellerId, category, ratePpm }: CreditNoteContent['taxes'][number]) =>
    `${sellerId} ${category.padEnd(4)} ${String(ratePpm).padStart(19, '0')}`;
  for (const { sellerId, category, ratePpm, baseMinor, taxMinor } of sorted(note.taxes, taxKey)) {
    all += `${text(sellerId)}${text(category)}${ratePpm};${baseMinor};${taxMinor};\n`;
  }
  all += `documents ${note.documents.length}\n`;
  for (const document of sorted(note.documents, ({ sellerId }) => sellerId)) {
    const { sellerId, typeCode, number, originalNumber, originalIssuedOn, netMinor, taxMinor } = document;
    all += `${text(sellerId)}${text(typeCode)}${text(number)}${text(originalNumber)}${text(originalIssuedOn)}${netMinor};${taxMinor};\n`;
  }
  return all;
}

const text = (value: string): string => `${value.length}:${value}`;

const sorted = <T>(rows: readonly T[], keyOf: (row: T) => string): T[] =>
  [...rows].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
