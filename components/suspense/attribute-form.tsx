'use client';

import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import type { RepairFormProps } from '@/components/suspense/product-form';
import { Button } from '@/components/ui/button';
import { TextField } from '@/components/ui/text-field';

/** Puts the attributes of one event right: the country that no price fits, the id that a reversal names. */
export function AttributeForm({ event, isPending, onRepair }: RepairFormProps): ReactNode {
  const t = useTranslations('suspense.fix');
  const [attributes, setAttributes] = useState<Record<string, string>>({ ...event.body.attributes });
  const names = Object.keys(attributes).sort();
  if (names.length === 0) return null;
  const isSame = names.every((name) => attributes[name] === event.body.attributes[name]);
  return (
    <div className="flex flex-col gap-3">
      {names.map((name) => (
        <TextField
          key={name}
          label={name}
          monospace
          maxLength={500}
          value={attributes[name]!}
          onChange={(value) => setAttributes((before) => ({ ...before, [name]: value }))}
        />
      ))}
      <div>
        <Button
          isDisabled={isSame || names.some((name) => attributes[name] === '')}
          isPending={isPending}
          onPress={() => onRepair({ attributes })}
        >
          {t('change')}
        </Button>
      </div>
    </div>
  );
}
