'use client';

import { useRouter } from 'next/navigation';
import { useLocale, useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import { toast } from 'sonner';
import type { Action } from '@/components/action/action';
import { useAction } from '@/components/action/use-action';
import type { RaiseValues } from '@/components/dispute/dispute-actions';
import { Button } from '@/components/ui/button';
import { DecimalField } from '@/components/ui/decimal-field';
import { Dialog } from '@/components/ui/dialog';
import { FileDrop } from '@/components/ui/file-drop';
import { Form, FormActions, FormError } from '@/components/ui/form';
import { Select } from '@/components/ui/select';
import { TextField } from '@/components/ui/text-field';
import { sendUpload } from '@/components/upload/send-upload';
import { DISPUTE_REASONS, type DisputeReason } from '@/lib/domain/billing/dispute-state';
import { formatMoney } from '@/lib/format/money';

export type RaiseDisputeProps = {
  billId: string;
  /** Where the page is without the form. */
  billHref: string;
  line: { id: string; description: string };
  /** What of it can be disputed, net. */
  left: string;
  currency: string;
  raise: Action<RaiseValues, { id: string }>;
};

/** The form in which a line of a bill, or a part of it, is disputed; the page's address says that it is open. */
export function RaiseDispute(props: RaiseDisputeProps): ReactNode {
  const t = useTranslations('dispute.raise');
  const router = useRouter();
  const close = () => router.replace(props.billHref, { scroll: false });
  return (
    <Dialog title={t('title')} isOpen onOpenChange={(isOpen) => !isOpen && close()}>
      <RaiseForm {...props} onDone={close} />
    </Dialog>
  );
}

function RaiseForm({
  billId,
  line,
  left,
  currency,
  raise,
  onDone,
}: RaiseDisputeProps & { onDone: () => void }): ReactNode {
  const t = useTranslations('dispute.raise');
  const words = useTranslations('dispute');
  const locale = useLocale();
  const [reason, setReason] = useState<DisputeReason>('wrong_price');
  const [file, setFile] = useState<File | null>(null);
  const raiseWithFile: typeof raise = async (values) => {
    const answer = await raise(values);
    const refusal = answer.ok && file ? await addFile(answer.data.id, file) : null;
    if (refusal !== null) toast.error(t('fileFailed', { reason: refusal }));
    return answer;
  };
  const { submit, isPending, message, field } = useAction(raiseWithFile, {
    ...{ fields: ['amount', 'words'], done: () => t('done'), onDone },
  });
  const send = submit((text) => ({
    ...{ bill: billId, line: line.id, reason, words: text('words') },
    // An emptied box is refused: only what was left alone is all of it.
    amount: text('amount') === left ? null : text('amount'),
  }));
  return (
    <Form onSubmit={send} validationBehavior="aria">
      <FormError>{message}</FormError>
      <div>
        <p className="font-medium">{line.description}</p>
        <p className="text-ink-muted">{t('effect')}</p>
      </div>
      <Select
        label={t('reason')}
        options={DISPUTE_REASONS.map((id) => ({ id, label: words(`reason.${id}`) }))}
        value={reason}
        onChange={(id) => setReason(id as DisputeReason)}
      />
      <DecimalField
        name="amount"
        label={t('amount')}
        description={t('amountHint', { left: formatMoney(left, currency, locale) })}
        suffix={currency}
        defaultValue={left}
        isRequired
        {...field('amount')}
      />
      <TextField
        name="words"
        label={t('words')}
        description={t('wordsHint')}
        multiline
        rows={3}
        maxLength={4000}
        isRequired
        {...field('words')}
      />
      <FileDrop
        label={t('file')}
        description={words('evidence.hint')}
        accept={EVIDENCE_TYPES}
        maxBytes={5 * 1024 * 1024}
        onChange={setFile}
      />
      <FormActions>
        <Button type="submit" variant="primary" isPending={isPending}>
          {t('submit')}
        </Button>
      </FormActions>
    </Form>
  );
}

export const EVIDENCE_TYPES = ['.pdf', '.png', '.jpg', '.jpeg', '.webp', '.csv', '.txt'];

/** Puts a file to a dispute; the words of the refusal, or null. */
export async function addFile(disputeId: string, file: File): Promise<string | null> {
  const form = new FormData();
  form.append('file', file);
  const sent = await sendUpload(`/api/v1/disputes/${disputeId}/evidence`, form, () => {});
  if (sent === null) return '';
  return sent.ok ? null : sent.message;
}
