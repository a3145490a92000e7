import type { ExampleChain, ExampleLink } from '@/components/agreement/example-chain';

type SourceLink = Omit<ExampleLink, 'href'> & { agreementId: string; slug: string };
type Source = {
  offering: { id: string; name: string; category: string } | null;
  hasChain: boolean;
  above: readonly SourceLink[];
  below: readonly SourceLink[];
};

/** Chains as the example shows them; `hrefOf` leads to an agreement, where the reader may go there. */
export function toExampleChains(
  chains: readonly Source[],
  words: { alone: string; withoutChain: (offering: string) => string },
  hrefOf: (link: { agreementId: string; slug: string }) => string | null,
): ExampleChain[] {
  const link = ({ agreementId, slug, ...rest }: SourceLink): ExampleLink => {
    const href = hrefOf({ agreementId, slug });
    return href === null ? rest : { ...rest, href };
  };
  const labelOf = (offering: Source['offering'], hasChain: boolean) =>
    offering === null ? words.alone : hasChain ? offering.name : words.withoutChain(offering.name);
  return chains.map(({ offering, hasChain, above, below }) => ({
    id: offering?.id ?? '',
    label: labelOf(offering, hasChain),
    category: offering?.category ?? null,
    above: above.map(link),
    below: below.map(link),
  }));
}
