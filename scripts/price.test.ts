import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'price-'));
afterAll(() => rmSync(folder, { recursive: true }));

const request = {
  currency: 'EUR',
  period: { from: '2026-01-01', to: '2026-02-01' },
  prices: [
    { key: 'calls', kind: 'usage', meter: 'calls', model: 'per_unit', unitPrice: '5', maximumSpend: '10' },
  ],
  usage: { calls: '3' },
};

function price(args: readonly string[], input = '') {
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    ['--import', 'tsx', 'scripts/price.ts', ...args],
    {
      input,
      encoding: 'utf8',
    },
  );
  return { status, stderr, json: JSON.parse(stdout) };
}

describe('npm run price', () => {
  test('answers a file, with or without a byte order mark, and standard input alike', () => {
    const file = join(folder, 'request.json');
    writeFileSync(file, `\uFEFF${JSON.stringify(request)}`);
    const fromFile = price([file]);
    expect(fromFile).toMatchObject({ status: 0, stderr: '', json: { total: '10.00' } });
    expect(fromFile.json.lines.map((line: { key: string }) => line.key)).toEqual(['calls', 'calls:maximum']);
    expect(price(['-'], JSON.stringify(request))).toEqual(fromFile);
  });

  test.each([
    ['no JSON', ['-'], '{', 'invalid_json'],
    ['nothing', ['-'], '', 'invalid_json'],
    ['a wrong shape', ['-'], '{}', 'required'],
    ['a wrong price', ['-'], JSON.stringify({ ...request, prices: [{}] }), 'required'],
    ['a missing file', [join(folder, 'nowhere.json')], '', 'file_not_readable'],
    ['a folder', [folder], '', 'file_not_readable'],
    ['no argument', [], '', 'usage'],
  ])('refuses %s with exit 2 and its issues', (_, args, input, code) => {
    const refused = price(args, input);
    expect(refused).toMatchObject({ status: 2, stderr: '' });
    expect(refused.json.issues[0]).toMatchObject({
      code,
      path: expect.any(String),
      message: expect.any(String),
    });
  });
});
