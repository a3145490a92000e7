'use client';

import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import { toast } from 'sonner';
import type { Action } from '@/components/action/action';
import { useAction } from '@/components/action/use-action';
import type { BankDetailsItem } from '@/components/bank-details/details-view';
import { Button } from '@/components/ui/button';
import { DescriptionList } from '@/components/ui/description-list';
import { Dialog } from '@/components/ui/dialog';
import { FormError } from '@/components/ui/form';
import { ReasonDialog } from '@/components/ui/reason-dialog';

export type DecideDetailsProps = {
  details: BankDetailsItem;
  approve: Action<{ id: string }>;
  reject: Action<{ id: string; reason: string }>;
};

/** The whole number to be compared, and the two decisions. Whoever proposed it can only read. */
export function DecideDetails({ details, approve, reject }: DecideDetailsProps): ReactNode {
  const t = useTranslations('bankDetails');
  const { id, holder, fullAccount, bic, address, currency, isOwn, party } = details;
  const [isOpen, setIsOpen] = useState(false);
  const { act, isPending, message, reset } = useAction(approve, {
    ...{ fields: [], done: () => t('states.cooling_off'), onDone: () => setIsOpen(false) },
  });
  if (isOwn) return <span className="text-sm text-ink-muted">{t('fourEyes')}</span>;

  return (
    <div className="flex gap-1">
      <Dialog
        title={t('approveTitle')}
        isOpen={isOpen}
        onOpenChange={(next) => {
          setIsOpen(next);
          reset();
        }}
        trigger={<Button size="sm">{t('approve')}</Button>}
        footer={(close) => (
          <>
            <Button onPress={close}>{t('cancel')}</Button>
            <Button variant="primary" isPending={isPending} onPress={() => void act({ id })}>
              {t('approve')}
            </Button>
          </>
        )}
      >
        <FormError>{message}</FormError>
        <p className="max-w-prose pb-4">{t('approveNote')}</p>
        <DescriptionList
          items={[
            { term: t('party'), detail: party.name },
            { term: t('holder'), detail: holder },
            { term: t('compare'), detail: <bdi className="font-mono">{fullAccount}</bdi> },
            { term: t('bic'), detail: bic ?? '' },
            { term: t('address'), detail: inOneLine(address) },
            { term: t('currency'), detail: currency ?? t('anyCurrency') },
          ].filter(({ detail }) => detail !== '')}
        />
      </Dialog>
      <ReasonDialog
        title={t('rejectTitle')}
        trigger={
          <Button size="sm" variant="quiet">
            {t('reject')}
          </Button>
        }
        labels={{ reason: t('reason'), hint: t('reasonHint'), confirm: t('reject') }}
        variant="danger"
        onConfirm={async (reason) => {
          const answer = await reject({ id, reason });
          if (answer.ok) toast.success(t('rejected'));
          return answer.ok ? null : answer.message;
        }}
      >
        <p>{`${party.name}: ${details.account}`}</p>
      </ReasonDialog>
    </div>
  );
}

const inOneLine = ({ street, postcode, town, country }: BankDetailsItem['address']): string =>
  [street, [postcode, town].filter(Boolean).join(' '), country].filter(Boolean).join(', ');
