import type { ReactNode } from 'react';
import type { ExampleChain } from '@/components/agreement/example-chain';
import { ExamplePanel } from '@/components/agreement/example-panel';
import { AgreementList, type AgreementListProps } from '@/components/partner-bill/agreement-list';

export type AgreementViewProps = {
  agreement: AgreementListProps['agreements'][number];
  top: { id: string; name: string };
  chains: readonly ExampleChain[];
  action?: ReactNode;
};

/** An agreement that is read and not written, with who gets what of one bill beside it. */
export function AgreementView({ agreement, top, chains, action }: AgreementViewProps): ReactNode {
  const { id, currency, terms, payer, partner } = agreement;
  return (
    <div className="grid gap-x-10 gap-y-8 xl:grid-cols-[minmax(0,1fr)_26rem]">
      <div>
        <AgreementList agreements={[agreement]} {...(action ? { actions: { [id]: action } } : {})} />
      </div>
      <ExamplePanel
        top={top}
        payer={payer}
        partner={partner}
        currency={currency}
        terms={terms.map(({ offering, ...term }) => ({
          ...{ ...term, offeringId: offering?.id ?? null, offeringName: offering?.name },
        }))}
        chains={chains}
      />
    </div>
  );
}
