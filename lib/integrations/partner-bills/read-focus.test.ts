import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatDecimal } from '@/lib/domain/money/decimal';
import { civilDate } from '@/lib/domain/period/civil-date';
import { AppError } from '@/lib/errors';
import { type FocusCells, focusColumns, focusFile } from '@/lib/integrations/partner-bills/focus.fixture';
import type { PartnerRow } from '@/lib/integrations/partner-bills/partner-row';
import { focusReader } from '@/lib/integrations/partner-bills/read-focus';

const OCTOBER = { from: civilDate('2026-10-01'), to: civilDate('2026-11-01') };

async function read(bytes: Uint8Array, chunkBytes = 64_000): Promise<PartnerRow[]> {
  async function* chunks() {
    for (let at = 0; at < bytes.length; at += chunkBytes) yield bytes.subarray(at, at + chunkBytes);
  }
  const rows: PartnerRow[] = [];
  for await (const batch of focusReader.read(chunks(), OCTOBER)) rows.push(...batch);
  return rows;
}

async function readOne(cells: FocusCells): Promise<PartnerRow> {
  const [row] = await read(focusFile([cells]));
  return row!;
}

async function problemsOf(cells: FocusCells) {
  const { line } = await readOne(cells);
  return 'unreadable' in line ? line.unreadable : [];
}

async function refusal(bytes: Uint8Array): Promise<AppError> {
  try {
    await read(bytes);
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error('The file was read.');
}

describe('a row', () => {
  test('is typed with its accounts, days and exact amount', async () => {
    const row = await readOne({ BilledCost: '0.00000080000', Id: 'unused' });
    expect(row).toMatchObject({
      line: {
        lineNo: 1,
        externalPayer: 'payer-1',
        externalAccount: 'sub-1',
        service: 'Queues',
        category: 'Integration',
        chargeCategory: 'usage',
        description: 'Requests, first tier',
        unit: 'Requests',
        currency: 'USD',
        amount: 800_000_000n,
        period: { from: '2026-10-18', to: '2026-10-19' },
      },
      externalName: 'Northwind Production',
      chargeFromAt: '2026-10-18T22:00:00Z',
      chargeToAt: '2026-10-18T23:00:00Z',
    });
    expect(row.source).toMatchObject({ BilledCost: '0.00000080000', ProviderName: 'Cumulus' });
    expect(row.source).not.toHaveProperty('Tags');
  });

  test.each([
    ['-2.61370000000', '-2.6137'],
    ['1.605990E-05', '0.0000160599'],
    ['-1e-15', '-0.000000000000001'],
    ['12345678901234567890123', '12345678901234567890123'],
    ['0.000000000000001000', '0.000000000000001'],
  ])('keeps the amount %s exactly', async (text, exact) => {
    const { line } = await readOne({ BilledCost: text });
    expect('amount' in line && formatDecimal(line.amount)).toBe(exact);
  });

  test('takes a whole month to its last day, an instant as its day, and an offset to UTC', async () => {
    const periodOf = async (ChargePeriodStart: string, ChargePeriodEnd: string) => {
      const { line } = await readOne({ ChargePeriodStart, ChargePeriodEnd });
      return 'period' in line && `${line.period.from} ${line.period.to}`;
    };
    expect(await periodOf('2026-10-01 00:00:00', '2026-11-01 00:00:00')).toBe('2026-10-01 2026-11-01');
    expect(await periodOf('2026-10-05', '2026-10-05')).toBe('2026-10-05 2026-10-06');
    expect(await periodOf('2026-10-01T00:30:00+02:00', '2026-10-01T01:30:00+02:00')).toBe(
      '2026-09-30 2026-10-01',
    );
    expect(await periodOf('2026-10-05T10:00:00.000Z', '2026-10-05T11:00Z')).toBe('2026-10-05 2026-10-06');
  });

  test('has the quantity its price is for, cut to 15 places; without one, none', async () => {
    const quantityOf = async (cells: FocusCells) => {
      const { line } = await readOne(cells);
      return 'quantity' in line && line.quantity !== null
        ? `${formatDecimal(line.quantity)} ${line.unit}`
        : null;
    };
    expect(await quantityOf({ PricingQuantity: '0.30000000000000004', PricingUnit: 'GB' })).toBe('0.3 GB');
    expect(await quantityOf({ PricingQuantity: '1.00000000000000009E-02', PricingUnit: 'GB' })).toBe(
      '0.01 GB',
    );
    expect(await quantityOf({ PricingQuantity: 'NULL', ConsumedQuantity: '7', ConsumedUnit: 'Hours' })).toBe(
      '7 Hours',
    );
    expect(await quantityOf({ PricingQuantity: '', ConsumedQuantity: 'n/a' })).toBeNull();
  });

  test('without a sub-account is named after its payer', async () => {
    const row = await readOne({ SubAccountId: 'NULL', SubAccountName: '' });
    expect(row.line).toMatchObject({ externalAccount: null, externalPayer: 'payer-1' });
    expect(row.externalName).toBe('Northwind Holding');
  });

  test('keeps text of any script, and quotes, commas and line breaks inside cells', async () => {
    const text = 'Zażółć "gęślą", 日本\nsecond line';
    const row = await readOne({ ChargeDescription: text });
    expect(row.line).toMatchObject({ description: text });
  });
});

describe('what makes a row itself', () => {
  const keysOf = async (rows: readonly FocusCells[], columns?: readonly string[]) =>
    (await read(focusFile(rows, columns))).map(({ line }) => ('lineKey' in line ? line.lineKey : ''));

  test('without ids two rows alike are two charges, and the same two when the file comes again', async () => {
    const keys = await keysOf([{}, {}, { BilledCost: '2' }]);
    expect(new Set(keys).size).toBe(3);
    expect(await keysOf([{}, {}, { BilledCost: '2' }])).toEqual(keys);
    expect(await keysOf([{ BilledCost: '2' }, {}, {}])).toEqual([keys[2], keys[0], keys[1]]);
  });

  test('with an id a changed cost is the same charge; another account or hour is another', async () => {
    const columns = [...focusColumns, 'Id'];
    const [first, changed, otherAccount, otherHour, again] = await keysOf(
      [
        { Id: '7' },
        { Id: '7', BilledCost: '9' },
        { Id: '7', SubAccountId: 'sub-2' },
        { Id: '7', ChargePeriodEnd: '2026-10-19 00:00:00' },
        { Id: '7' },
      ],
      columns,
    );
    expect(changed).toBe(first);
    expect(again).toBe(first);
    expect(new Set([first, otherAccount, otherHour]).size).toBe(3);
  });
});

describe('a wrong row', () => {
  test.each([
    [{ BilledCost: '1,50' }, 'bad_number', 'lines.1.BilledCost'],
    [{ BilledCost: '$5' }, 'bad_number', 'lines.1.BilledCost'],
    [{ BilledCost: 'NaN' }, 'bad_number', 'lines.1.BilledCost'],
    [{ BilledCost: '1.6059900000000001e-05' }, 'too_precise', 'lines.1.BilledCost'],
    [{ BilledCost: '123456789012345678901234' }, 'too_large', 'lines.1.BilledCost'],
    [{ BilledCost: '' }, 'missing_value', 'lines.1.BilledCost'],
    [{ BillingCurrency: 'NULL' }, 'missing_value', 'lines.1.BillingCurrency'],
    [{ ChargeCategory: 'Refund' }, 'unknown_charge_category', 'lines.1.ChargeCategory'],
    [{ ChargePeriodStart: '18.10.2026' }, 'bad_date', 'lines.1.ChargePeriodStart'],
    [{ ChargePeriodStart: '2026-02-30 00:00:00' }, 'bad_date', 'lines.1.ChargePeriodStart'],
    [{ ChargePeriodEnd: '2026-10-18 25:00:00' }, 'bad_date', 'lines.1.ChargePeriodEnd'],
    [{ ChargePeriodEnd: '2026-10-17 00:00:00' }, 'period_reversed', 'lines.1.ChargePeriodEnd'],
    [{ SubAccountId: 'x'.repeat(256) }, 'too_long', 'lines.1.SubAccountId'],
  ])('%j is %s', async (cells, code, path) => {
    expect(await problemsOf(cells)).toEqual([expect.objectContaining({ code, path, severity: 'error' })]);
  });

  test('tells all its faults at once, with the amount where it has one', async () => {
    const problems = await problemsOf({ BilledCost: '4.20', ChargeCategory: '?', ChargePeriodEnd: 'soon' });
    expect(problems.map(({ code, amountAtStake }) => `${code} ${amountAtStake}`)).toEqual([
      'unknown_charge_category 4.2',
      'bad_date 4.2',
    ]);
    expect(problems[1]!.message).toBe(
      'Row 1, ChargePeriodEnd: "soon" is not a date and time. Write it as 2024-09-18 22:00:00 (UTC).',
    );
  });

  test('leaves its neighbours alone and keeps its content', async () => {
    const [good, bad, alsoGood] = await read(focusFile([{}, { BilledCost: 'ten' }, {}]));
    expect(good!.line).toHaveProperty('amount');
    expect(alsoGood!.line).toHaveProperty('amount');
    expect(bad!.source).toMatchObject({ BilledCost: 'ten', ServiceName: 'Queues' });
  });

  test('with too few or too many cells keeps them all', async () => {
    const [short, long] = await read(
      Buffer.concat([focusFile([]), Buffer.from('1,payer-1\n'), Buffer.from(`${'x,'.repeat(24)}x\n`)]),
    );
    expect(short!.line).toMatchObject({ unreadable: [{ code: 'wrong_column_count', path: 'lines.1' }] });
    expect(short!.source).toEqual({ BilledCost: '1', BillingAccountId: 'payer-1' });
    expect(Object.keys(long!.source)).toHaveLength(25);
    expect(long!.source).toHaveProperty('column 25', 'x');
  });

  test('with a NUL is refused alone, and kept with a picture of it', async () => {
    const [, row] = await read(focusFile([{ Tags: 'x'.repeat(500) }, { ChargeDescription: 'a\0b' }]));
    expect(row!.line).toMatchObject({
      unreadable: [{ code: 'control_character', path: 'lines.2.ChargeDescription' }],
    });
    expect(row!.source).toHaveProperty('ChargeDescription', 'a\u2400b');
  });

  test('in another encoding is named, and its text kept as Western European', async () => {
    const utf8 = focusFile([{ ServiceName: 'Caf_' }]);
    const bytes = Buffer.from(utf8);
    bytes[bytes.indexOf('Caf_') + 3] = 0xe9;
    const [row] = await read(bytes);
    expect(row!.line).toMatchObject({ unreadable: [{ code: 'not_utf8', path: 'lines.1.ServiceName' }] });
    expect(row!.source).toHaveProperty('ServiceName', 'Café');
  });
});

describe('the header', () => {
  test('may have any order, case and blanks, and columns of its own', async () => {
    const columns = ['x_Team', ...focusColumns.toReversed()];
    const text = focusFile([{ x_Team: 'red' }], columns).toString();
    const [header, ...rest] = text.split('\n');
    const [row] = await read(Buffer.from([header!.toUpperCase().replaceAll(',', ' , '), ...rest].join('\n')));
    expect(row!.line).toMatchObject({ service: 'Queues', amount: 1_000_000_000_000_000n });
    expect(row!.source).toHaveProperty('X_TEAM', 'red');
  });

  test('without a column that is needed names each of them', async () => {
    const columns = focusColumns.filter((name) => name !== 'BilledCost' && name !== 'ChargePeriodEnd');
    const { issues } = await refusal(focusFile([{}], columns));
    expect(issues.map(({ code, path }) => [code, path])).toEqual([
      ['missing_column', 'header.BilledCost'],
      ['missing_column', 'header.ChargePeriodEnd'],
    ]);
  });

  test('with a column twice is refused, because one of them would be ignored', async () => {
    expect((await refusal(focusFile([{}], [...focusColumns, 'BilledCost']))).code).toBe('repeated_column');
  });
});

describe('a wrong file', () => {
  const csv = focusFile([{}]);
  test.each<[string, string, Uint8Array]>([
    ['nothing', 'empty_file', Buffer.alloc(0)],
    ['one byte', 'not_focus', Buffer.from('A')],
    ['blank lines', 'empty_file', Buffer.from('\n\n  \n')],
    ['a lone byte order mark', 'empty_file', Buffer.from([0xef, 0xbb, 0xbf])],
    ['a header alone', 'no_rows', focusFile([])],
    ['UTF-16 with its mark', 'utf16_file', Buffer.from(`\ufeff${csv}`, 'utf16le')],
    ['UTF-16 without', 'utf16_file', Buffer.from(csv.toString(), 'utf16le')],
    ['semicolons', 'semicolon_file', Buffer.from(csv.toString().replaceAll(',', ';'))],
    ['tabs', 'semicolon_file', Buffer.from(csv.toString().replaceAll(',', '\t'))],
    ['a workbook', 'compressed_file', Buffer.from('PK\u0003\u0004 and so on', 'latin1')],
    ['gzip', 'compressed_file', Buffer.from([0x1f, 0x8b, 8, 0, 0])],
    ['a program', 'binary_file', Buffer.from('\x7fELF\x02\x01\x01\0\0\0\0', 'latin1')],
    ['another CSV', 'not_focus', Buffer.from('name,price\nx,1\n')],
    ['JSON', 'not_csv', Buffer.from('{"rows": []}')],
    ['a quote never closed', 'broken_quotes', Buffer.concat([csv, Buffer.from('1,"payer-1\n')])],
    ['text after a quote', 'broken_quotes', Buffer.concat([csv, Buffer.from('1,"payer"-1\n')])],
    ['one endless row', 'row_too_long', Buffer.concat([csv, Buffer.alloc(3_000_000, 'a')])],
    [
      'one endless quoted row',
      'row_too_long',
      Buffer.concat([csv, Buffer.from('"'), Buffer.alloc(3_000_000, 'a')]),
    ],
  ])('%s is %s', async (_, code, bytes) => {
    const error = await refusal(bytes);
    expect(error).toMatchObject({ kind: 'invalid', code });
    expect(error.message).toMatch(/[.]$/);
  });

  test('names the row from which it cannot be read on', async () => {
    const bytes = Buffer.concat([focusFile([{}, {}]), Buffer.from('1,"payer"-1\n')]);
    expect((await refusal(bytes)).issues).toMatchObject([{ path: 'lines.3' }]);
  });

  test('a byte order mark, blank lines and Windows line ends are nothing wrong', async () => {
    const windows = focusFile([{}, {}]).toString().replaceAll('\n', '\r\n\r\n');
    expect(await read(Buffer.from(`\ufeff${windows}`))).toHaveLength(2);
  });
});

test('how the bytes arrive changes nothing', async () => {
  const bytes = focusFile([{ ServiceName: 'Zażółć "gęślą", 日本' }, {}, { BilledCost: 'x' }]);
  const whole = await read(bytes);
  for (const chunkBytes of [1, 7, 511, 513]) expect(await read(bytes, chunkBytes)).toEqual(whole);
});

test('any bytes are read or refused with a code, and every row that is read is numbered', async () => {
  const header = focusFile([]).toString('latin1');
  const tail = fc.oneof(
    fc.uint8Array({ maxLength: 400 }),
    fc
      .string({ unit: fc.constantFrom('"', ',', '\n', '\r', 'a', '1', '\0', '\xff', ' '), maxLength: 200 })
      .map((text) => Buffer.from(text, 'latin1')),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.boolean(),
      tail,
      fc.integer({ min: 1, max: 600 }),
      async (headed, bytes, chunkBytes) => {
        const file = headed ? Buffer.concat([Buffer.from(header, 'latin1'), bytes]) : Buffer.from(bytes);
        try {
          const rows = await read(file, chunkBytes);
          expect(rows.map(({ line }) => line.lineNo)).toEqual(rows.map((_, i) => i + 1));
          expect(JSON.stringify(rows.map(({ source }) => source))).not.toContain('\\u0000');
        } catch (error) {
          expect(error).toBeInstanceOf(AppError);
        }
      },
    ),
    { numRuns: 400 },
  );
});
