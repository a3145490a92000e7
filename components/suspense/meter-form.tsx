'use client';

import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import type { RepairFormProps } from '@/components/suspense/product-form';
import type { FixChoices } from '@/components/suspense/suspense-view';
import { Button } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/checkbox';
import { Select } from '@/components/ui/select';

/** Gives an event, and all of its sender that says the same, another meter. */
export function MeterForm({
  event,
  isPending,
  onRepair,
  meters,
}: RepairFormProps & { meters: FixChoices['meters'] }): ReactNode {
  const t = useTranslations('suspense.fix');
  const [meter, setMeter] = useState<string | null>(null);
  const [isAlike, setIsAlike] = useState(true);
  return (
    <div className="flex flex-col gap-3">
      <Select
        label={t('meter')}
        isRequired
        description={t('meterNote')}
        options={meters
          .filter(({ key }) => key !== event.body.meter)
          .map(({ key, name }) => ({ id: key, label: key === name ? key : `${name} (${key})` }))}
        value={meter}
        onChange={setMeter}
      />
      <Checkbox isSelected={isAlike} onChange={setIsAlike}>
        {t('alikeMeter', { meter: event.body.meter })}
      </Checkbox>
      <div>
        <Button
          variant="primary"
          isDisabled={meter === null}
          isPending={isPending}
          onPress={() => meter !== null && onRepair({ meter, alike: isAlike })}
        >
          {t('change')}
        </Button>
      </div>
    </div>
  );
}
