import { AppError } from '@/lib/errors';
import { type BankFile, MAX_BANK_FILE_BYTES } from '@/lib/integrations/bank-files/bank-file';
import { readPain002 } from '@/lib/integrations/bank-files/read-pain-002';
import { readStatements } from '@/lib/integrations/bank-files/read-statements';
import { parseXml, refuse, type XmlElement } from '@/lib/integrations/partner-bills/ubl/xml';

/**
 * Reads what a bank sends, by what is in it and not by its name: statements (camt.053) and notifications (camt.054) of ISO 20022 in versions
 * 2 to 13, and status reports (pain.002) in versions 3 to 14. A document type is refused, so that nothing is expanded or fetched. What cannot
 * be understood whole is refused whole: half a statement in the books is worse than none.
 * Fails: `file_too_large`, `not_a_bank_file`, `unknown_version`, as `parseXml`, `readStatements` and `readPain002`.
 */
export function readBankFile(bytes: Buffer): BankFile {
  if (bytes.length > MAX_BANK_FILE_BYTES) {
    const has = (bytes.length / 1_000_000).toFixed(1);
    const most = MAX_BANK_FILE_BYTES / 1_000_000;
    const message = `This file has ${has} MB, and a bank file has at most ${most}, which is some ten thousand entries. Ask the bank for one file a day.`;
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
  const version = versionOf(bytes) ?? message.format;
  requireKnown(version, message);
  return { format: message.format, version, ...message.read(document.find(message.name)!) };
}

/** As the namespace says it, which banks of some countries write in their own way; without the gaps of UTF-16. */
const versionOf = (bytes: Buffer): string | null =>
  VERSION.exec(bytes.subarray(0, 8_000).toString('latin1').replaceAll('\0', ''))?.[1] ?? null;

const VERSION = /\bxmlns(?::\w+)?=["'][^"']*\b((?:camt\.05[34]|pain\.002)\.\d{3}\.\d{2})\b[^"']*["']/;

/** A version that nobody has written yet may say other things by the same names. */
function requireKnown(version: string, { format, versions }: Message): void {
  const [least, most] = versions;
  const number = Number(version.slice(-2));
  if (version === format || (version.startsWith(format) && number >= least && number <= most)) return;
  const known = `${format}.001.${String(least).padStart(2, '0')} to .${most}`;
  throw refuse(
    'unknown_version',
    `The file says that it is ${version}, and ${known} are read. Ask the bank for one of them.`,
  );
}

type Reader = (message: XmlElement) => Omit<BankFile, 'format' | 'version'>;
type Message = {
  name: string;
  format: BankFile['format'];
  /** The first and the last that are read. */
  versions: readonly [number, number];
  read: Reader;
};
const MESSAGES: readonly Message[] = [
  { name: 'BkToCstmrStmt', format: 'camt.053', versions: [2, 13], read: (of) => readStatements(of, 'Stmt') },
  {
    ...{ name: 'BkToCstmrDbtCdtNtfctn', format: 'camt.054', versions: [2, 13] },
    read: (of) => readStatements(of, 'Ntfctn'),
  },
  { name: 'CstmrPmtStsRpt', format: 'pain.002', versions: [3, 14], read: readPain002 },
];

function whatElse(root: string, document: XmlElement | null): string {
  if (document?.find('BkToCstmrAcctRpt')) return 'a report of the day that is not final (camt.052)';
  if (document?.find('CstmrCdtTrfInitn')) return 'a payment file that goes to a bank (pain.001)';
  return `an XML document "${root.slice(0, 40)}"`;
}

const notBankFile = (what: string): AppError =>
  refuse('not_a_bank_file', `The file is ${what}. Send a camt.053, a camt.054 or a pain.002.`);
