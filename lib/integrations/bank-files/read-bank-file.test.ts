import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { validateXML } from 'xmllint-wasm';
import { currency } from '@/lib/domain/money/currency';
import { formatMinor } from '@/lib/domain/money/money';
import { AppError } from '@/lib/errors';
import { MAX_BANK_FILE_BYTES } from '@/lib/integrations/bank-files/bank-file';
import { BANK_ACCOUNT, camtFile, painFile } from '@/lib/integrations/bank-files/bank-files.fixture';
import { readBankFile } from '@/lib/integrations/bank-files/read-bank-file';

const SCHEMAS = path.resolve(import.meta.dirname, '../../../../shared/einvoice/iso20022');

const STATEMENT = camtFile({
  ...{ id: 'S-1', opening: '1000.00', closing: '1344.44' },
  entries: [
    {
      ...{ amount: '119.00', bankReference: 'R1', endToEndId: 'NOTPROVIDED', payer: 'Acme & Söhne' },
      ...{
        payerAccount: 'DE89370400440532013000',
        text: ['Bill B-000', '001'],
        reference: 'RF18539007547034',
      },
    },
    {
      ...{ amount: '500.00', bankReference: 'R2' },
      parts: [
        { amount: '200.00', document: 'INV-000007', endToEndId: 'E-1' },
        { amount: '300.00', text: 'A-0000001' },
      ],
    },
    { amount: '-250.00', bankReference: 'R3', endToEndId: 'PO-000001', payer: 'SkyMesh' },
    {
      amount: '-24.56',
      bankReference: 'R4',
      endToEndId: 'DD-1',
      returned: 'AC04',
      payer: 'Nimbus',
      isReversal: true,
    },
    { amount: '77.00', bankReference: 'R5', isPending: true },
  ],
});
const NOTIFICATION = camtFile({
  ...{ kind: 'Ntfctn', id: 'N-1', account: '00421379', currency: 'JPY' },
  entries: [{ amount: '5000', batch: { count: 3, messageId: 'M-1' } }],
});
const STATUS = painFile('P-1', 'TRB-1', [
  { endToEndId: 'PO-000001', status: 'ACSC', amount: '250.00' },
  { endToEndId: 'PO-000002', status: 'RJCT', reason: 'AC04', words: 'Account closed' },
]);

const codeOf = (bytes: Buffer): string => {
  try {
    readBankFile(bytes);
    return 'read';
  } catch (error) {
    if (error instanceof AppError) return error.code;
    throw error;
  }
};

const changed = (from: string | RegExp, to: string) =>
  Buffer.from(STATEMENT.toString('utf8').replace(from, to));

test('a statement is read whole: balances, parts that sum, who, what for, and what came back', () => {
  const file = readBankFile(STATEMENT);
  expect(file).toMatchObject({
    format: 'camt.053',
    version: 'camt.053.001.08',
    messageId: 'MSG-S-1',
    statuses: [],
  });
  const [statement] = file.statements;
  expect(statement).toMatchObject({
    ...{ kind: 'statement', reference: 'S-1', account: BANK_ACCOUNT, currency: 'EUR' },
    ...{ openingMinor: 100_000n, closingMinor: 134_444n, fromOn: '2026-11-20', toOn: '2026-11-20' },
  });
  const [first, batch, out, back, pending] = statement!.entries;
  expect(first).toMatchObject({
    amountMinor: 11_900n,
    isBooked: true,
    bankReference: 'R1',
    code: 'PMNT/RCDT/ESCT',
  });
  expect(first!.parts).toEqual([
    {
      ...{ amountMinor: 11_900n, endToEndId: null, messageId: null, paymentInfoId: null, returned: null },
      counterparty: { name: 'Acme & Söhne', account: 'DE89370400440532013000' },
      ...{ remittance: 'Bill B-000 001', references: ['RF18539007547034'] },
    },
  ]);
  expect(
    batch!.parts.map(({ amountMinor, references, remittance }) => [amountMinor, references, remittance]),
  ).toEqual([
    [20_000n, ['INV-000007'], null],
    [30_000n, [], 'A-0000001'],
  ]);
  expect(out!.parts).toMatchObject([
    { amountMinor: -25_000n, endToEndId: 'PO-000001', counterparty: { name: 'SkyMesh' } },
  ]);
  expect(back).toMatchObject({
    isReversal: true,
    parts: [{ returned: { code: 'AC04' }, counterparty: { name: 'Nimbus' } }],
  });
  expect(pending).toMatchObject({ isBooked: false });
});

test('a notification and a status report are known by what is in them', () => {
  const notification = readBankFile(NOTIFICATION);
  expect(notification.format).toBe('camt.054');
  expect(notification.statements).toMatchObject([
    {
      ...{ kind: 'notification', account: '00421379', openingMinor: null, closingMinor: null },
      entries: [{ amountMinor: 5000n, currency: 'JPY', batchCount: 3, parts: [{ messageId: 'M-1' }] }],
    },
  ]);
  expect(readBankFile(STATUS)).toMatchObject({
    format: 'pain.002',
    statuses: [
      {
        endToEndId: 'PO-000001',
        status: 'ACSC',
        amountMinor: 25_000n,
        currency: 'EUR',
        statedOn: '2026-11-20',
      },
      {
        endToEndId: 'PO-000002',
        status: 'RJCT',
        reasonCode: 'AC04',
        words: 'Account closed',
        amountMinor: null,
      },
    ],
  });
  const whole = painFile('P-2', 'TRB-1', [{ status: 'RJCT', reason: 'FF01' }]);
  expect(readBankFile(whole).statuses).toMatchObject([
    { endToEndId: null, originalMessageId: 'TRB-1', status: 'RJCT', reasonCode: 'FF01' },
  ]);
});

describe.skipIf(!existsSync(SCHEMAS))('what we read is what banks send (skipped without ../shared)', () => {
  test.each([
    ['camt.053.001.08', STATEMENT],
    ['camt.054.001.08', NOTIFICATION],
    ['pain.002.001.14', STATUS],
  ])('%s is valid by its schema', async (schema, bytes) => {
    const { errors } = await validateXML({
      xml: [{ fileName: 'file.xml', contents: bytes.toString('utf8') }],
      schema: [
        { fileName: 'schema.xsd', contents: readFileSync(path.join(SCHEMAS, `${schema}.xsd`), 'utf8') },
      ],
    });
    expect(errors.map(({ message }) => message)).toEqual([]);
  });
});

test('older versions with other places for the same things, prefixes and envelopes are read alike', () => {
  const old = STATEMENT.toString('utf8')
    .replaceAll('camt.053.001.08', 'camt.053.001.02')
    .replace(/<Sts>\s*<Cd>(\w+)<\/Cd>\s*<\/Sts>/g, '<Sts>$1</Sts>')
    .replace(/<Pty>\s*<Nm>([^<]*)<\/Nm>\s*<\/Pty>/g, '<Nm>$1</Nm>');
  expect(readBankFile(Buffer.from(old))).toEqual({ ...readBankFile(STATEMENT), version: 'camt.053.001.02' });
  const prefixed = STATEMENT.toString('utf8')
    .replace(/<(\/?)([A-Z])/g, '<$1c:$2')
    .replace('xmlns=', 'xmlns:c=');
  expect(readBankFile(Buffer.from(prefixed))).toEqual(readBankFile(STATEMENT));
  const body = STATEMENT.toString('utf8').replace(/^<\?xml[^>]*>/, '');
  expect(readBankFile(Buffer.from(`<Env><AppHdr/>${body}</Env>`))).toEqual(readBankFile(STATEMENT));
});

test('parts that do not sum to their entry are no money: the entry is one', () => {
  const { statements } = readBankFile(
    camtFile({ id: 'S', entries: [{ amount: '10.00', parts: [{ amount: '4.00' }, { amount: '5.00' }] }] }),
  );
  expect(statements[0]!.entries[0]!.parts).toMatchObject([{ amountMinor: 1000n, references: [] }]);
});

const REVERSED = camtFile({
  id: 'S',
  entries: [
    {
      amount: '-102.50',
      isReversal: true,
      parts: [{ amount: '-100.00', returned: 'AM04', endToEndId: 'DD-1' }],
    },
  ],
})
  .toString('utf8')
  .replace('<RvslInd>true<', '<RvslInd>1<');
const CHARGE = '<Chrgs><Rcrd><Amt Ccy="EUR">2.50</Amt><CdtDbtInd>DBIT</CdtDbtInd>$1</Rcrd></Chrgs>';
const partsOf = (xml: string) =>
  readBankFile(Buffer.from(xml)).statements[0]!.entries[0]!.parts.map(({ amountMinor, isCharge = false }) => [
    ...[amountMinor, isCharge],
  ]);

test('charges within an entry are a part of their own, and those beside it are not', () => {
  expect(readBankFile(Buffer.from(REVERSED)).statements[0]!.entries[0]!.isReversal).toBe(true);
  expect(partsOf(REVERSED)).toEqual([[-10_250n, false]]);
  const charged = (given: string) =>
    REVERSED.replace(/(?=<RltdPties>|<RtrInf>)/, CHARGE.replace('$1', given));
  expect(partsOf(charged(''))).toEqual([
    [-10_000n, false],
    [-250n, true],
  ]);
  expect(partsOf(charged('<ChrgInclInd>false</ChrgInclInd>'))).toEqual([[-10_250n, false]]);
});

const stated = (count: string, sum: string) =>
  changed(
    /<Ntry>/,
    `<TxsSummry><TtlNtries><NbOfNtries>${count}</NbOfNtries><Sum>${sum}</Sum></TtlNtries></TxsSummry><Ntry>`,
  );

test('a statement has as many entries as it says, and they come to what it says', () => {
  expect(codeOf(stated('5', '970.56'))).toBe('read');
  expect(codeOf(stated('6', '970.5600'))).toBe('read');
  expect(codeOf(stated('4', '970.56'))).toBe('entries_differ');
  expect(() => readBankFile(stated('5', '970.57'))).toThrow(
    'Stmt 1 says that its entries come to 970.57, and they come to 970.56 EUR.',
  );
});

test('pages of a statement are statements of their own, and one told twice in a file is refused', () => {
  const page = (number: number) => ({ id: `P${number}`, entries: [{ amount: '1.00' }] });
  const text = camtFile(page(1), page(2)).toString('utf8');
  const twice = text.replace('<Id>P2</Id>', '<Id>P1</Id>');
  expect(codeOf(Buffer.from(twice))).toBe('repeated_statement');
  let next = 0;
  const paged = twice.replace(/<Id>P1<\/Id>/g, (id) => {
    next += 1;
    return `${id}<StmtPgntn><PgNb>${next}</PgNb><LastPgInd>${next === 2}</LastPgInd></StmtPgntn>`;
  });
  expect(readBankFile(Buffer.from(paged)).statements.map(({ reference }) => reference)).toEqual([
    'P1',
    'P1 page 2',
  ]);
});

test('an entry without payments is known by what the bank wrote into it', () => {
  const xml = STATEMENT.toString('utf8').replace(
    /<NtryDtls>.*?<\/NtryDtls>/s,
    '<AddtlNtryInf>Bill B-7</AddtlNtryInf>',
  );
  expect(readBankFile(Buffer.from(xml)).statements[0]!.entries[0]!.parts[0]).toMatchObject({
    remittance: 'Bill B-7',
  });
});

test.each([
  ['UTF-8 with a mark', (xml: string) => Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(xml)])],
  ['UTF-16', (xml: string) => Buffer.from(`\ufeff${xml.replace('UTF-8', 'UTF-16')}`, 'utf16le')],
  ['ISO-8859-1', (xml: string) => Buffer.from(xml.replace('UTF-8', 'ISO-8859-1'), 'latin1')],
])('%s says the same', (_, write) =>
  expect(readBankFile(write(STATEMENT.toString('utf8')))).toEqual(readBankFile(STATEMENT)),
);

test('versions that are written are read, and one that nobody wrote yet is refused', () => {
  const as = (version: string, bytes: Buffer) => {
    const xml = bytes.toString('utf8').replace(/(camt|pain)\.\d{3}\.\d{3}\.\d{2}/, version);
    return codeOf(Buffer.from(xml));
  };
  for (const version of ['02', '04', '06', '08', '10', '13']) {
    expect(as(`camt.053.001.${version}`, STATEMENT)).toBe('read');
    expect(as(`camt.054.001.${version}`, NOTIFICATION)).toBe('read');
  }
  for (const version of ['001.03', '001.10', '001.11', '001.14', '003.03']) {
    expect(as(`pain.002.${version}`, STATUS)).toBe('read');
  }
  for (const version of ['camt.053.001.01', 'camt.053.001.99', 'camt.054.001.08']) {
    expect(as(version, STATEMENT)).toBe('unknown_version');
  }
  expect(as('pain.002.001.02', STATUS)).toBe('unknown_version');
});

test('whatever the entries, their parts sum to them, and nothing is lost', () => {
  const anyParts = fc.array(fc.bigInt({ min: 1n, max: 10n ** 9n }), { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(fc.array(anyParts, { maxLength: 8 }), fc.boolean(), (entries, isOut) => {
      const EUR = currency('EUR');
      const text = (minor: bigint) => formatMinor(isOut ? -minor : minor, EUR);
      const file = camtFile({
        id: 'S',
        entries: entries.map((parts) => ({
          amount: text(parts.reduce((sum, part) => sum + part, 0n)),
          parts: parts.map((part) => ({ amount: text(part) })),
        })),
      });
      const read = readBankFile(file).statements[0]!.entries;
      expect(read.map(({ parts }) => parts.map(({ amountMinor }) => amountMinor))).toEqual(
        entries.map((parts) => parts.map((part) => (isOut ? -part : part))),
      );
    }),
    { numRuns: 60 },
  );
});

test.each([
  ['not_xml', Buffer.from('hello')],
  ['empty_file', Buffer.alloc(0)],
  ['compressed_file', Buffer.from('PK\u0003\u0004')],
  ['not_a_bank_file', Buffer.from('<Invoice/>')],
  ['not_a_bank_file', Buffer.from(':20:STARTUMSE\r\n:25:123')],
  ['not_a_bank_file', Buffer.from('<Document><CstmrCdtTrfInitn/></Document>')],
  ['document_type_refused', changed('<Document', '<!DOCTYPE a [<!ENTITY b "bb">]><Document')],
  ['message_id_missing', changed(/<MsgId>[^<]*<\/MsgId>/, '')],
  ['statement_id_missing', changed('<Id>S-1</Id>', '')],
  ['account_missing', changed(/<IBAN>PL[^<]*<\/IBAN>/, '')],
  ['compressed_file', Buffer.from([0x1f, 0x8b, 8, 0])],
  ['not_xml', changed('</Document>', '')],
  ['bad_amount', changed('>119.00<', '>119,00<')],
  ['bad_amount', changed('>119.00<', '>119.001<')],
  ['bad_amount', changed('>119.00<', '>-119.00<')],
  ['bad_amount', changed('>119.00<', `>${'9'.repeat(30)}<`)],
  ['bad_currency', changed('Ccy="EUR"', 'Ccy="EURO"')],
  ['bad_direction', changed('>CRDT<', '>BOTH<')],
  ['bad_direction', changed(/(<TxDtls>.*?<CdtDbtInd>)CRDT/s, '$1BOTH')],
  ['bad_date', changed(/<BookgDt>\s*<Dt>2026-11-20/, '<BookgDt><Dt>2026-02-30')],
  [
    'no_statements',
    Buffer.from('<Document><BkToCstmrStmt><GrpHdr><MsgId>1</MsgId></GrpHdr></BkToCstmrStmt></Document>'),
  ],
  ['file_too_large', Buffer.alloc(MAX_BANK_FILE_BYTES + 1, 32)],
])('%s is said of a file that cannot be read', (code, bytes) => expect(codeOf(bytes)).toBe(code));

test('bytes of any kind, and files with any piece gone or changed, are read or refused with a code', () => {
  const known = [STATEMENT, NOTIFICATION, STATUS];
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
      expect(codeOf(Buffer.from(bytes))).not.toBe('');
    }),
    { numRuns: 300 },
  );
  fc.assert(
    fc.property(
      fc.constantFrom(...known),
      fc.nat(6_000),
      fc.nat(60),
      fc.uint8Array({ maxLength: 30 }),
      (file, at, length, bytes) => {
        const from = at % file.length;
        const torn = Buffer.concat([
          file.subarray(0, from),
          Buffer.from(bytes),
          file.subarray(from + length),
        ]);
        expect(codeOf(torn)).not.toBe('');
      },
    ),
    { numRuns: 400 },
  );
  const deep = Buffer.from(`<Document>${'<a>'.repeat(200_000)}`);
  expect(codeOf(deep)).toBe('not_xml');
});
