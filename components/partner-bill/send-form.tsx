'use client';

import { useLocale, useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { BillFilePart } from '@/components/bill-mapping/bill-file-part';
import { type BillToSend, useSendBill } from '@/components/partner-bill/use-send-bill';
import { Button } from '@/components/ui/button';
import { DecimalField } from '@/components/ui/decimal-field';
import { FileDrop } from '@/components/ui/file-drop';
import { Form, FormActions, FormError } from '@/components/ui/form';
import { IssueList } from '@/components/ui/issue-list';
import { LinkButton } from '@/components/ui/link-button';
import { Progress } from '@/components/ui/progress';
import { Select } from '@/components/ui/select';
import { TextField } from '@/components/ui/text-field';
import { formatPeriod } from '@/lib/format/period';
import { MAX_BILL_IMPORT_BYTES } from '@/lib/schemas/partner-bill';

export type SendFormProps = BillToSend & {
  cycles: readonly { id: string; name: string; from: string; to: string }[];
};

/**
 * A partner's bill by file: which cycle, which number, the file; of a CSV that is new here, what its columns mean. The answer is the
 * bill's own page.
 */
export function SendForm(props: SendFormProps): ReactNode {
  const { cycles, currency, base, replaces = null } = props;
  const t = useTranslations('partner.send');
  const words = useTranslations('correction');
  const locale = useLocale();
  const { columns, choose, submit, sent, number, mapping, refusal } = useSendBill(props);
  return (
    <Form onSubmit={submit} validationBehavior="aria" className="max-w-none">
      <div className="flex max-w-xl flex-col gap-4">
        <FormError>{refusal.message}</FormError>
        {refusal.elsewhere.length > 1 ? (
          <IssueList issues={refusal.elsewhere.map((issue) => ({ ...issue, severity: 'error' as const }))} />
        ) : null}
        <FileDrop
          label={t('file')}
          name="file"
          description={t('fileNote')}
          accept={['.csv', '.txt', '.tsv', '.xml', '.json', '.jsonl', '.ndjson']}
          maxBytes={MAX_BILL_IMPORT_BYTES}
          onChange={choose}
          errorMessage={refusal.at('file')}
        />
        <Select
          label={t('cycle')}
          name="cycle"
          isRequired
          description={t('cycleNote')}
          options={cycles.map(({ id, name, from, to }) => ({
            id,
            label: `${formatPeriod(from, to, locale)} · ${name}`,
          }))}
          defaultValue={cycles[0]?.id ?? null}
          errorMessage={refusal.at('cycle')}
        />
        <TextField
          label={t('number')}
          name="externalId"
          description={replaces ? words('numberNote', { bill: replaces.externalId }) : t('numberNote')}
          maxLength={200}
          isRequired
          {...number}
          errorMessage={refusal.at('externalId')}
        />
        <DecimalField
          label={t('stated')}
          name="stated"
          description={t('statedNote')}
          suffix={currency}
          errorMessage={refusal.at('statedTotals')}
        />
      </div>
      <BillFilePart
        {...columns}
        {...mapping}
        isNamed={Boolean(columns.preview?.remembered)}
        nameError={refusal.mappingName}
      />
      {sent === null ? null : (
        <Progress
          label={sent < 1 ? t('sending') : t('reading')}
          value={Math.round(sent * 100)}
          isIndeterminate={sent >= 1}
        />
      )}
      <FormActions>
        <Button type="submit" variant="primary" isPending={sent !== null}>
          {t('submit')}
        </Button>
        <LinkButton href={replaces ? `${base}/${replaces.id}` : base} variant="quiet">
          {t('cancel')}
        </LinkButton>
      </FormActions>
    </Form>
  );
}
