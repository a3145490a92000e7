'use client';

import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import { AddProductForm } from '@/components/suspense/add-product-form';
import { AttributeForm } from '@/components/suspense/attribute-form';
import { DecisionDialog } from '@/components/suspense/decision-dialog';
import { MeterForm } from '@/components/suspense/meter-form';
import { NamedProducts } from '@/components/suspense/named-products';
import { ProductForm } from '@/components/suspense/product-form';
import { useRetryToast } from '@/components/suspense/retry-words';
import type { FixChoices, SuspenseActions, WaitingDetail } from '@/components/suspense/suspense-view';
import { Button } from '@/components/ui/button';
import { Disclosure } from '@/components/ui/disclosure';

export type EventFixProps = { event: WaitingDetail; actions: SuspenseActions; choices: FixChoices };

type Repair = Omit<Parameters<SuspenseActions['repair']>[0], 'id'>;

/** What puts an event right, by its reason, and the two ways out that every reason has: try it again, or dismiss it. */
export function EventFix({ event, actions, choices }: EventFixProps): ReactNode {
  const t = useTranslations('suspense.fix');
  const router = useRouter();
  const say = useRetryToast();
  const [isPending, setIsPending] = useState(false);
  const { id, reason } = event;

  async function run(work: () => Promise<Parameters<typeof say>[0]>) {
    setIsPending(true);
    say(await work());
    setIsPending(false);
    router.refresh();
  }
  const repair = (change: Repair) => run(() => actions.repair({ id, ...change }));
  const decided = async <T,>(answer: Promise<T>) => {
    const settled = await answer;
    router.refresh();
    return settled;
  };
  const form = { event, isPending, onRepair: repair };
  const isReversal = event.body.attributes.reverses !== undefined;

  return (
    <div className="flex flex-col gap-4">
      {PRODUCT_REASONS.has(reason) ? (
        <>
          <NamedProducts event={event} choices={choices} />
          <ProductForm {...form} search={actions.searchProducts} />
        </>
      ) : null}
      {reason === 'unknown_product' && actions.addProduct && actions.searchAccounts ? (
        <Disclosure title={t('addProduct', { reference: event.body.subject })}>
          <AddProductForm
            event={event}
            choices={choices}
            isPending={isPending}
            searchAccounts={actions.searchAccounts}
            onAdd={(product) => run(() => actions.addProduct!(product))}
          />
        </Disclosure>
      ) : null}
      {METER_REASONS.has(reason) ? (
        <>
          <NamedProducts event={event} choices={choices} />
          <MeterForm {...form} meters={choices.meters} />
        </>
      ) : null}
      {reason === 'unrated' || isReversal ? <AttributeForm {...form} /> : null}
      {reason === 'conflict' && event.taken && !event.taken.isReversed ? <p>{t('conflict')}</p> : null}
      <div className="flex flex-wrap gap-2">
        {reason === 'conflict' ? (
          event.taken && !event.taken.isReversed ? (
            <DecisionDialog
              title={t('replaceTitle')}
              description={t('replaceNote')}
              confirmLabel={t('replace')}
              decide={(note) => decided(actions.replace({ id, note }))}
            />
          ) : null
        ) : (
          <Button isPending={isPending} onPress={() => run(() => actions.recycle({ ids: [id] }))}>
            {t('tryAgain')}
          </Button>
        )}
        {reason === 'too_late' && actions.acceptLate ? (
          <DecisionDialog
            title={t('acceptTitle')}
            description={t('acceptNote')}
            confirmLabel={t('accept')}
            decide={(note) => decided(actions.acceptLate!({ ids: [id], note }))}
          />
        ) : null}
        <DecisionDialog
          title={t(reason === 'conflict' ? 'keepTitle' : 'dismissTitle')}
          description={t(reason === 'conflict' ? 'keepNote' : 'dismissNote')}
          confirmLabel={t(reason === 'conflict' ? 'keep' : 'dismiss')}
          decide={(note) => decided(actions.dismiss({ ids: [id], note }))}
        />
      </div>
    </div>
  );
}

const PRODUCT_REASONS: ReadonlySet<string> = new Set([
  'unknown_product',
  'ambiguous_product',
  'product_not_active',
]);
const METER_REASONS: ReadonlySet<string> = new Set(['unknown_meter', 'meter_not_priced', 'unrated']);
