import { expect, test } from 'vitest';
import type { ExampleChain, PlacedTerm } from '@/components/agreement/example-chain';
import { soldChoices } from '@/components/agreement/sold-choices';

const chain = (id: string, label: string): ExampleChain => ({
  id,
  label,
  category: null,
  above: [],
  below: [],
});
const term = (offeringId: string | null, category: string | null, offeringName?: string): PlacedTerm => ({
  ...{ kind: 'percentage', basis: 'billed', terms: {}, offeringId, category },
  ...(offeringName && { offeringName }),
});

test('each term can be seen at work once, whether anything of it is sold yet or not', () => {
  const terms = [
    term(null, null),
    term('guard', null, 'Endpoint guard'),
    term('feed', null, 'Threat feed'),
    term(null, 'security'),
    term(null, 'security'),
  ];
  const choices = soldChoices(
    [chain('', 'anything'), chain('guard', 'Guard')],
    terms,
    (name) => `all ${name}`,
  );
  expect(choices.map(({ id, label, category }) => [id, label, category])).toEqual([
    ['', 'anything', null],
    ['guard', 'Guard', null],
    ['feed', 'Threat feed', null],
    ['category:security', 'all security', 'security'],
  ]);
});
