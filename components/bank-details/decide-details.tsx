'use client';

import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import { toast } from 'sonner';
import type { Answer, BankDetailsItem } from '@/components/bank-details/details-view';
import { Button } from '@/components/ui/button';
import { DescriptionList } from '@/components/ui/description-list';
import { Dialog } from '@/components/ui/dialog';
import { FormError } from '@/components/ui/form';
import { ReasonDialog } from '@/components/ui/reason-dialog';

export type DecideDetailsProps = {
  details: BankDetailsItem;
  approve: (input: { id: string }) => Promise<Answer>;
  reject: (input: { id: string; reason: string }) => Promise<Answer>;
};

/** The whole number to be compared, and the two decisions. Whoever proposed it can only read. */
export function DecideDetails({ details, approve, reject }: DecideDetailsProps): ReactNode {
  const t = useTranslations('bankDetails');
  const { id, holder, fullAccount, bic, address, currency, isOwn, party } = details;
  const [isOpen, setIsOpen] = useState(false);
  const [isPending, setIsPending] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  if (isOwn) return <span className="text-sm text-ink-muted">{t('fourEyes')}</span>;

  async function confirm() {
    setIsPending(true);
    const answer = await approve({ id }).catch(() => ({
      ok: false as const,
      message: t('failed'),
      issues: [],
    }));
    setIsPending(false);
    if (!answer.ok) return setRefusal(answer.message);
    setIsOpen(false);
    toast.success(t('states.cooling_off'));
  }

  return (
    <div className="flex gap-1">
      <Dialog
        title={t('approveTitle')}
        isOpen={isOpen}
        onOpenChange={setIsOpen}
        trigger={<Button size="sm">{t('approve')}</Button>}
        footer={(close) => (
          <>
            <Button onPress={close}>{t('cancel')}</Button>
            <Button variant="primary" isPending={isPending} onPress={confirm}>
              {t('approve')}
            </Button>
          </>
        )}
      >
        <FormError>{refusal}</FormError>
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
        labels={{
          ...{ reason: t('reason'), hint: t('reasonHint'), confirm: t('reject'), cancel: t('cancel') },
          failed: t('failed'),
        }}
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
