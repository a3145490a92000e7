'use client';

import { Send } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useLocale, useTranslations } from 'next-intl';
import { type ReactNode, useEffect, useState } from 'react';
import { toast } from 'sonner';
import {
  COHORT_KINDS,
  type CohortDraft,
  type CohortInput,
  type CohortKind,
  cohortRequest,
} from '@/components/run/cohort-request';
import { Button } from '@/components/ui/button';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { DecimalField } from '@/components/ui/decimal-field';
import { Select } from '@/components/ui/select';
import { TextField } from '@/components/ui/text-field';
import { formatMoney } from '@/lib/format/money';

type Preview = {
  accounts: number;
  withWarnings: number;
  totals: { currency: string; amount: string }[];
};
type Answer<T> = { ok: true; data: T } | { ok: false; message: string };
type Ask<T> = (input: CohortInput & { runId: string }) => Promise<Answer<T>>;

export type CohortFormProps = {
  runId: string;
  suppliers: readonly { slug: string; name: string }[];
  currencies: readonly string[];
  preview: Ask<Preview>;
  start: Ask<{ id: string }>;
};

const CALM_MS = 250;

/** Names a part of a run, shows at once what it would issue, and issues it once that is confirmed. */
export function CohortForm({ runId, suppliers, currencies, preview, start }: CohortFormProps): ReactNode {
  const t = useTranslations('run.cohort');
  const locale = useLocale();
  const router = useRouter();
  const [draft, setDraft] = useState<CohortDraft>({
    kind: 'clean',
    first: '10',
    accounts: '',
    words: '',
    supplier: suppliers[0]?.slug ?? '',
    currency: currencies[0] ?? '',
    upTo: '',
  });
  const measured = useMeasured(runId, draft, preview);
  const change = (next: Partial<CohortDraft>) => setDraft({ ...draft, ...next });

  async function issue(): Promise<void> {
    const request = cohortRequest(draft);
    if (!request) return;
    const answer = await start({ ...request, runId });
    if (!answer.ok) toast.error(answer.message);
    router.refresh();
  }

  const size = measured && 'accounts' in measured ? measured : null;
  const totals = size?.totals
    .map(({ amount, currency }) => formatMoney(amount, currency, locale))
    .join(' · ');
  const numbers = { count: size?.accounts ?? 0, warned: size?.withWarnings ?? 0, totals: totals || '–' };
  return (
    <div className="flex flex-wrap items-end gap-x-4 gap-y-3">
      <Select
        label={t('which')}
        isRequired
        value={draft.kind}
        onChange={(kind) => change({ kind: kind as CohortKind })}
        options={COHORT_KINDS.filter((kind) => kind !== 'supplier' || suppliers.length > 0).map((kind) => ({
          id: kind,
          label: t(`kind.${kind}`),
        }))}
        className="w-full sm:w-64"
      />
      <CohortFields draft={draft} change={change} suppliers={suppliers} currencies={currencies} />
      <ConfirmDialog
        title={t('confirmTitle', numbers)}
        description={<p>{t('confirmDescription', numbers)}</p>}
        confirmLabel={t('confirm')}
        onConfirm={issue}
        trigger={
          <Button icon={<Send size={16} aria-hidden />} isDisabled={numbers.count === 0}>
            {t('issue', numbers)}
          </Button>
        }
      />
      <p role="status" className="w-full text-sm text-ink-muted">
        {measured === null ? t('notEnough') : 'refusal' in measured ? measured.refusal : t('would', numbers)}
      </p>
    </div>
  );
}

/** What the draft would issue; null while it does not say enough. An answer that comes after the next question is dropped. */
function useMeasured(
  runId: string,
  draft: CohortDraft,
  preview: Ask<Preview>,
): Preview | { refusal: string } | null {
  const [measured, setMeasured] = useState<Preview | { refusal: string } | null>(null);
  const asked = JSON.stringify(cohortRequest(draft));
  useEffect(() => {
    const request = JSON.parse(asked) as CohortInput | null;
    setMeasured(null);
    if (!request) return;
    let isCurrent = true;
    const timer = setTimeout(async () => {
      const answer = await preview({ ...request, runId }).catch(() => null);
      if (isCurrent && answer) setMeasured(answer.ok ? answer.data : { refusal: answer.message });
    }, CALM_MS);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [asked, runId, preview]);
  return measured;
}

type FieldsProps = Pick<CohortFormProps, 'suppliers' | 'currencies'> & {
  draft: CohortDraft;
  change: (next: Partial<CohortDraft>) => void;
};

function CohortFields({ draft, change, suppliers, currencies }: FieldsProps): ReactNode {
  const t = useTranslations('run.cohort');
  const width = 'w-full sm:w-56';
  switch (draft.kind) {
    case 'first':
      return (
        <TextField
          label={t('howMany')}
          isRequired
          inputMode="numeric"
          value={draft.first}
          onChange={(first) => change({ first })}
          className={width}
        />
      );
    case 'accounts':
      return (
        <TextField
          label={t('numbers')}
          isRequired
          placeholder="SB-1001, SB-1002"
          value={draft.accounts}
          onChange={(accounts) => change({ accounts })}
          className={width}
        />
      );
    case 'found':
      return (
        <TextField
          label={t('words')}
          isRequired
          value={draft.words}
          onChange={(words) => change({ words })}
          className={width}
        />
      );
    case 'supplier':
      return (
        <Select
          label={t('supplier')}
          isRequired
          value={draft.supplier}
          onChange={(supplier) => change({ supplier })}
          options={suppliers.map(({ slug, name }) => ({ id: slug, label: name }))}
          className={width}
        />
      );
    case 'upTo':
      return (
        <>
          <Select
            label={t('currency')}
            isRequired
            value={draft.currency}
            onChange={(currency) => change({ currency })}
            options={currencies.map((currency) => ({ id: currency, label: currency }))}
            className="w-28"
          />
          <DecimalField
            label={t('upTo')}
            value={draft.upTo}
            onChange={(upTo) => change({ upTo })}
            suffix={draft.currency}
            className="w-40"
          />
        </>
      );
    default:
      return null;
  }
}
