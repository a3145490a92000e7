'use client';

import { Plus } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { AdjustmentForm, type AdjustmentFormProps } from '@/components/adjustment/adjustment-form';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';

/** Opens the form of an adjustment. */
export function AddAdjustment(props: AdjustmentFormProps): ReactNode {
  const t = useTranslations('adjustment');
  return (
    <Dialog
      title={t('addFor', { account: props.account.number })}
      trigger={<Button icon={<Plus size={16} aria-hidden />}>{t('add')}</Button>}
    >
      {(close) => <AdjustmentForm {...props} onDone={close} />}
    </Dialog>
  );
}

/** The same for a line of a bill; the page's address says that it is open. */
export function AdjustLine({
  billHref,
  ...props
}: AdjustmentFormProps & { billHref: string /** Where the page is without the form. */ }): ReactNode {
  const t = useTranslations('adjustment');
  const router = useRouter();
  const close = () => router.replace(billHref, { scroll: false });
  return (
    <Dialog title={t('ofLine')} isOpen onOpenChange={(isOpen) => !isOpen && close()}>
      <AdjustmentForm {...props} onDone={close} />
    </Dialog>
  );
}
