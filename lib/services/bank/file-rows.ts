import type { BankEntryDetails, NewBankEntry, NewBankStatement } from '@/lib/db/bank-files';
import { newId } from '@/lib/db/id';
import type {
  BankFile,
  ReadEntry,
  ReadPart,
  ReadStatement,
  ReadStatus,
} from '@/lib/integrations/bank-files/bank-file';

/** A file's statements and entries as rows: each payment of an entry is one, and each status of a report. */
export function rowsOf(
  fileId: string,
  file: BankFile,
): { statements: NewBankStatement[]; entries: NewBankEntry[] } {
  const statements: NewBankStatement[] = [];
  const entries: NewBankEntry[] = [];
  for (const [position, statement] of file.statements.entries()) {
    const row = statementRow(fileId, position, statement);
    statements.push(row);
    for (const entry of statement.entries) {
      for (const part of entry.parts) {
        entries.push(
          entryRow(fileId, { id: row.id, account: statement.account }, entries.length, entry, part),
        );
      }
    }
  }
  for (const status of file.statuses) entries.push(statusRow(fileId, entries.length, status));
  return { statements, entries };
}

function statementRow(fileId: string, position: number, statement: ReadStatement): NewBankStatement {
  const { entries, openingMinor, closingMinor, currency, ...head } = statement;
  const own = entries.filter((entry) => entry.isBooked && (currency === null || entry.currency === currency));
  const bookedMinor = own.reduce((sum, { amountMinor }) => sum + amountMinor, 0n);
  const hasBalances = openingMinor !== null && closingMinor !== null;
  return {
    ...{ ...head, id: newId(), fileId, position, currency, openingMinor, closingMinor, bookedMinor },
    differenceMinor: hasBalances ? closingMinor - openingMinor - bookedMinor : null,
  };
}

function entryRow(
  fileId: string,
  statement: { id: string; account: string },
  position: number,
  entry: ReadEntry,
  part: ReadPart,
): NewBankEntry {
  const ignored = ignoredBy(entry, part);
  return {
    ...{ id: newId(), fileId, statementId: statement.id, position, kind: 'entry', bookedOn: entry.bookedOn },
    ...{ amountMinor: part.amountMinor, currency: entry.currency, bankReference: entry.bankReference },
    ...{ entryKey: keyOf(statement.account, entry, part), endToEndId: part.endToEndId },
    ...{ payerName: part.counterparty.name, payerAccount: part.counterparty.account },
    ...{ remittance: part.remittance, references: part.references, details: detailsOf(entry, part) },
    ...{ state: ignored ? 'ignored' : 'read', why: ignored, whyDetails: null },
  };
}

function ignoredBy(entry: ReadEntry, part: ReadPart): string | null {
  if (!entry.isBooked) return 'not_booked';
  if (part.amountMinor === 0n) return 'no_amount';
  return part.isCharge ? 'charges' : null;
}

/**
 * By what an entry is known again when another message tells of it: the bank's reference, else the payer's. Without either every entry is
 * another, because two payments of one amount on one day are nothing unusual.
 */
function keyOf(account: string, entry: ReadEntry, part: ReadPart): string | null {
  const facts = [account, entry.amountMinor, entry.currency, entry.bookedOn];
  if (entry.bankReference !== null) return [...facts, `ref:${entry.bankReference}`].join('|');
  if (part.endToEndId === null) return null;
  return [...facts, `e2e:${part.endToEndId}`, part.counterparty.account ?? ''].join('|');
}

const detailsOf = (entry: ReadEntry, part: ReadPart): BankEntryDetails => ({
  ...{ code: entry.code, text: entry.text, valueOn: entry.valueOn, batchCount: entry.batchCount },
  ...{ messageId: part.messageId, paymentInfoId: part.paymentInfoId, isReversal: entry.isReversal },
  ...{ returned: part.returned, status: null },
});

function statusRow(fileId: string, position: number, status: ReadStatus): NewBankEntry {
  const { endToEndId, amountMinor, currency, statedOn, originalMessageId, paymentInfoId } = status;
  return {
    ...{ id: newId(), fileId, statementId: null, position, kind: 'status', bookedOn: statedOn },
    ...{ amountMinor, currency, entryKey: null, bankReference: null, endToEndId },
    ...{ payerName: null, payerAccount: null, remittance: null, references: [] },
    details: {
      ...{
        code: null,
        text: null,
        valueOn: null,
        batchCount: null,
        messageId: originalMessageId,
        paymentInfoId,
      },
      ...{ isReversal: false, status: status.status },
      returned: status.reasonCode || status.words ? { code: status.reasonCode, words: status.words } : null,
    },
    ...{ state: 'read', why: null, whyDetails: null },
  };
}
