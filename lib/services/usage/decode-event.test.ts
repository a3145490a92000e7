import fc from 'fast-check';
import { expect, test } from 'vitest';
import { usageEvent } from '@/lib/schemas/api/usage';
import { decodeEvent, isRefusal } from '@/lib/services/usage/decode-event';

const NOW_MS = Date.UTC(2026, 2, 20, 12);

const sound = {
  specversion: '1.0',
  type: 'usage',
  source: '//alpha',
  id: 'e1',
  time: '2026-03-10T12:00:00Z',
  subject: 'sim',
  data: { meter: 'data', quantity: '1.50', country: 'DE', roaming: true, retries: 3 },
};

test('a sound event: its content is digested in one form, whatever its time and the spelling of its numbers', () => {
  const read = decodeEvent(sound, NOW_MS);
  expect(read).toMatchObject({
    atMs: Date.parse(sound.time),
    quantity: 1_500_000_000_000_000n,
    attributes: { country: 'DE', retries: '3', roaming: 'true' },
  });
  const { roaming, country, ...data } = { ...sound.data, quantity: 1.5 };
  const same = decodeEvent(
    { ...sound, time: '2026-03-11T00:00:00+01:00', data: { roaming, ...data, country } },
    NOW_MS,
  );
  expect((same as { bodyHash: string }).bodyHash).toBe((read as { bodyHash: string }).bodyHash);
});

const junk = fc.oneof(
  fc.jsonValue(),
  fc.constantFrom(
    '',
    'NaN',
    '1e-15',
    '-0',
    '2026-03-10T24:00:00Z',
    '\u0000',
    '\ud800',
    'x'.repeat(501),
    1e21,
    -1,
    undefined,
  ),
);
const mutated = fc
  .tuple(fc.constantFrom('specversion', 'type', 'source', 'id', 'time', 'subject', 'data', 'extension'), junk)
  .map(([name, value]) => ({ ...sound, [name]: value }));
const mutatedData = fc
  .tuple(
    fc.oneof(fc.constantFrom('meter', 'quantity', 'country', '__proto__', 'reverses', 'a b'), fc.string()),
    junk,
  )
  .map(([name, value]) => ({ ...sound, data: { ...sound.data, [name]: value } }));
const crowded = fc.integer({ min: 30, max: 36 }).map((n) => ({
  ...sound,
  data: { ...sound.data, ...Object.fromEntries(Array.from({ length: n }, (_, i) => [`a${i}`, i])) },
}));

test('the compiled schema takes what the schema takes, and every refusal has a code', () => {
  fc.assert(
    fc.property(fc.oneof(mutated, mutatedData, crowded, fc.anything()), (input) => {
      const read = decodeEvent(input, NOW_MS);
      const parsed = usageEvent.safeParse(input);
      if (!parsed.success) expect(isRefusal(read) && read.code).toBeTruthy();
      // Beyond the schema there are only the bounds of time and quantity.
      else if (isRefusal(read)) expect(read.code).toMatch(/^(time_|\w+_quantity$|quantity_too_large$)/);
      else
        expect(read).toMatchObject({
          source: parsed.data.source,
          eventId: parsed.data.id,
          meter: parsed.data.data.meter,
        });
    }),
    { numRuns: 2000 },
  );
});
