import { AppError } from '@/lib/errors';
import { type BankFile, MAX_BANK_FILE_BYTES } from '@/lib/integrations/bank-files/bank-file';
import { readPain002 } from '@/lib/integrations/bank-files/read-pain-002';
import { readStatements } from '@/lib/integrations/bank-files/read-statements';
import { parseXml, refuse, type XmlElement } from '@/lib/integrations/partner-bills/ubl/xml';

/**
 * Reads what a bank sends, by what is in it and not by its name: statements (camt.053), notifications (camt.054) and status reports
 * (pain.002) of ISO 20022, in their versions of 2019 and those near them, which name the same things alike. A document type is refused, so
 * that nothing is expanded or fetched. What cannot be understood whole is refused whole: half a statement in the books is worse than none.
 * Fails: `file_too_large`, `not_a_bank_file`, as `parseXml`, `readStatements` and `readPain002`.
 */
export function readBankFile(bytes: Buffer): BankFile {
  if (bytes.length > MAX_BANK_FILE_BYTES) {
    const message = `A bank file has at most ${MAX_BANK_FILE_BYTES / 1_000_000} MB. Ask the bank for one file a day.`;
    throw new AppError('too_large', 'file_too_large', message, [
      { code: 'file_too_large', path: 'file', message },
    ]);
  }
  if (/^\s*(\{1:|:20:)/.test(bytes.subarray(0, 200).toString('latin1'))) {
    throw notBankFile('an MT940 statement, which banks have replaced');
  }
  const { root, element } = parseXml(bytes, 'bank file');
  const document = root === 'Document' ? element : element.find('Document');
  const message = document && MESSAGES.find(({ name }) => document.find(name) !== null);
  if (!document || !message) throw notBankFile(whatElse(root, document));
  const version = VERSION.exec(bytes.subarray(0, 4_000).toString('latin1'))?.[1] ?? message.format;
  return { format: message.format, version, ...message.read(document.find(message.name)!) };
}

const VERSION = /urn:iso:std:iso:20022:tech:xsd:((?:camt|pain)\.\d{3}\.\d{3}\.\d{2})/;

type Reader = (message: XmlElement) => Omit<BankFile, 'format' | 'version'>;
const MESSAGES: readonly { name: string; format: BankFile['format']; read: Reader }[] = [
  { name: 'BkToCstmrStmt', format: 'camt.053', read: (message) => readStatements(message, 'Stmt') },
  { name: 'BkToCstmrDbtCdtNtfctn', format: 'camt.054', read: (message) => readStatements(message, 'Ntfctn') },
  { name: 'CstmrPmtStsRpt', format: 'pain.002', read: readPain002 },
];

function whatElse(root: string, document: XmlElement | null): string {
  if (document?.find('BkToCstmrAcctRpt')) return 'a report of the day that is not final (camt.052)';
  if (document?.find('CstmrCdtTrfInitn')) return 'a payment file that goes to a bank (pain.001)';
  return `an XML document "${root.slice(0, 40)}"`;
}

const notBankFile = (what: string): AppError =>
  refuse('not_a_bank_file', `The file is ${what}. Send a camt.053, a camt.054 or a pain.002.`);
