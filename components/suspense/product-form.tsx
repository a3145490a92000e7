'use client';

import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import type { SuspenseActions, WaitingDetail } from '@/components/suspense/suspense-view';
import { useChoices } from '@/components/suspense/use-choices';
import { Button } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/checkbox';
import { ComboBox } from '@/components/ui/combo-box';

export type RepairFormProps = {
  event: WaitingDetail;
  isPending: boolean;
  onRepair: (change: {
    subject?: string;
    meter?: string;
    attributes?: Record<string, string>;
    alike?: boolean;
  }) => void;
};

/** Points an event, and all that names the same, to a product that is there. */
export function ProductForm({
  event,
  isPending,
  onRepair,
  search,
}: RepairFormProps & { search: SuspenseActions['searchProducts'] }): ReactNode {
  const t = useTranslations('suspense.fix');
  const [subject, setSubject] = useState<string | null>(null);
  const [isAlike, setIsAlike] = useState(true);
  const { choices, setQ } = useChoices((q) => search({ q, senderId: event.senderId }));
  return (
    <div className="flex flex-col gap-3">
      <ComboBox
        label={t('product')}
        isRequired
        description={t('productNote')}
        options={choices.map(({ reference, name, account }) => ({
          id: reference,
          label: reference,
          description: account ? `${name} · ${account}` : name,
        }))}
        onInputChange={setQ}
        onChange={setSubject}
        menuTrigger="focus"
      />
      <Checkbox isSelected={isAlike} onChange={setIsAlike}>
        {t('alikeProduct', { reference: event.body.subject })}
      </Checkbox>
      <div>
        <Button
          variant="primary"
          isDisabled={subject === null}
          isPending={isPending}
          onPress={() => subject !== null && onRepair({ subject, alike: isAlike })}
        >
          {t('point')}
        </Button>
      </div>
    </div>
  );
}
