'use client';

import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import type {
  FixChoices,
  NewProduct,
  SuspenseActions,
  WaitingDetail,
} from '@/components/suspense/suspense-view';
import { useChoices } from '@/components/suspense/use-choices';
import { Button } from '@/components/ui/button';
import { ComboBox } from '@/components/ui/combo-box';
import { DateField } from '@/components/ui/date-field';
import { Select } from '@/components/ui/select';

export type AddProductFormProps = {
  event: WaitingDetail;
  choices: FixChoices;
  isPending: boolean;
  searchAccounts: NonNullable<SuspenseActions['searchAccounts']>;
  onAdd: (product: NewProduct) => void;
};

/** Adds the product that the usage names: its reference is given, the account, the offering and the first day are asked for. */
export function AddProductForm({
  event,
  choices,
  isPending,
  searchAccounts,
  onAdd,
}: AddProductFormProps): ReactNode {
  const t = useTranslations('suspense.fix');
  const own = choices.offerings.filter(({ supplierId }) => supplierId === event.senderId);
  const offerings = own.length > 0 ? own : choices.offerings;
  const [account, setAccount] = useState<string | null>(null);
  const [offeringId, setOfferingId] = useState<string | null>(
    offerings.length === 1 ? offerings[0]!.id : null,
  );
  const [startedOn, setStartedOn] = useState<string | null>(event.body.occurredAt.slice(0, 10));
  const accounts = useChoices((q) => searchAccounts({ q }));
  const isWhole = account !== null && offeringId !== null && startedOn !== null;
  return (
    <div className="flex flex-col gap-3 pt-2">
      <ComboBox
        label={t('account')}
        isRequired
        options={accounts.choices.map(({ number, name, customer, currency }) => ({
          id: number,
          label: `${name} · ${number}`,
          description: `${customer} · ${currency}`,
        }))}
        onInputChange={accounts.setQ}
        onChange={setAccount}
        menuTrigger="focus"
      />
      <Select
        label={t('offering')}
        isRequired
        options={offerings.map(({ id, name }) => ({ id, label: name }))}
        value={offeringId}
        onChange={setOfferingId}
      />
      <DateField label={t('from')} isRequired value={startedOn} onChange={setStartedOn} />
      <div>
        <Button
          isDisabled={!isWhole}
          isPending={isPending}
          onPress={() => {
            if (!isWhole) return;
            onAdd({
              reference: event.body.subject,
              senderId: event.senderId,
              account,
              offeringId,
              startedOn,
            });
          }}
        >
          {t('add')}
        </Button>
      </div>
    </div>
  );
}
