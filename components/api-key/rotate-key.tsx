'use client';

import { RotateCw } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import { useAction } from '@/components/action/use-action';
import type { ApiKeyActions, ApiKeyItem, MadeKey } from '@/components/api-key/api-key-item';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { FormError } from '@/components/ui/form';
import { Select } from '@/components/ui/select';

/** Exchanges a key, after asking how long it still holds. */
export function RotateKey({
  item,
  rotate,
  onMade,
}: {
  item: ApiKeyItem;
  rotate: ApiKeyActions['rotate'];
  onMade: (made: MadeKey) => void;
}): ReactNode {
  const t = useTranslations('apiKey');
  const common = useTranslations('common');
  const [isOpen, setIsOpen] = useState(false);
  const [hours, setHours] = useState<string>('24');
  const { act, isPending, message, reset } = useAction(rotate, {
    fields: [],
    onDone: (key) => {
      setIsOpen(false);
      onMade(key);
    },
  });
  return (
    <Dialog
      isOpen={isOpen}
      onOpenChange={(next) => {
        setIsOpen(next);
        reset();
      }}
      size="sm"
      title={t('rotate.title', { name: item.name })}
      trigger={<Button icon={<RotateCw size={16} aria-hidden />}>{t('rotate.confirm')}</Button>}
      footer={(close) => (
        <>
          <Button onPress={close}>{common('cancel')}</Button>
          <Button
            variant="primary"
            isPending={isPending}
            onPress={() => void act({ id: item.id, overlapHours: Number(hours) })}
          >
            {t('rotate.confirm')}
          </Button>
        </>
      )}
    >
      <div className="flex flex-col gap-4">
        <p>{t('rotate.description')}</p>
        <Select
          label={t('rotate.overlap')}
          value={hours}
          onChange={setHours}
          options={OVERLAPS.map((id) => ({ id, label: t(`rotate.overlaps.${id}`) }))}
        />
        <FormError>{message}</FormError>
      </div>
    </Dialog>
  );
}

/** In hours. */
const OVERLAPS = ['0', '1', '24', '72', '168'] as const;
