'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { toBillDraft } from '@/components/bill-mapping/bill-draft';
import { BillMappingFields } from '@/components/bill-mapping/bill-mapping-fields';
import { BillPreviewTable } from '@/components/bill-mapping/bill-preview-table';
import type { BillMappingState } from '@/components/bill-mapping/use-bill-mapping';
import { Button } from '@/components/ui/button';
import { Callout } from '@/components/ui/callout';
import { Section } from '@/components/ui/section';
import { TextField } from '@/components/ui/text-field';

export type BillFilePartProps = BillMappingState & {
  name: string;
  onName(name: string): void;
  nameError?: string | undefined;
  /** A saved mapping keeps its name. */
  isNamed?: boolean;
};

/** What a chosen file is, what its columns mean, and what its first rows become. */
export function BillFilePart(props: BillFilePartProps): ReactNode {
  const { preview, message, isTrying, draft, setDraft, name, onName, nameError, isNamed = false } = props;
  const t = useTranslations('billMapping');
  if (message) return <Callout tone="attention">{message}</Callout>;
  if (!preview) return null;
  if (preview.format !== 'csv') {
    return <Callout>{t('recognised', { format: formatName(t, preview.format) })}</Callout>;
  }
  const { remembered, suggestion, failure } = preview;
  const table = failure ? (
    <Callout tone="attention" title={t('unreadable')}>
      {failure.message}
    </Callout>
  ) : (
    <BillPreviewTable preview={preview} />
  );
  const first = (
    <Section
      title={t('preview.title')}
      level={3}
      {...(isTrying && { description: t('preview.trying') })}
      id="preview"
    >
      {table}
    </Section>
  );
  if (draft === null) {
    return remembered ? (
      <div className="flex flex-col gap-4">
        <Callout
          tone="good"
          actions={
            preview.definition ? (
              <Button size="sm" onPress={() => setDraft(toBillDraft(preview.definition!))}>
                {t('change')}
              </Button>
            ) : null
          }
        >
          {t('remembered', { name: remembered.name, version: remembered.version })}
        </Callout>
        {first}
      </div>
    ) : failure ? (
      table
    ) : null;
  }
  return (
    <div className="flex flex-col">
      <Section
        title={t('columnsTitle')}
        description={t('columnsNote')}
        level={3}
        actions={
          suggestion ? (
            <Button size="sm" onPress={() => setDraft(toBillDraft(suggestion))}>
              {t('suggest')}
            </Button>
          ) : null
        }
      >
        <BillMappingFields draft={draft} onChange={setDraft} columns={preview.columns} />
        <div className="max-w-md pt-6">
          <TextField
            label={t('mappingName')}
            description={t('mappingNameNote')}
            value={name}
            onChange={onName}
            maxLength={100}
            isReadOnly={isNamed}
            isRequired
            {...(nameError !== undefined && { errorMessage: nameError })}
          />
        </div>
      </Section>
      {first}
    </div>
  );
}

function formatName(t: ReturnType<typeof useTranslations<'billMapping'>>, format: string): string {
  if (format.startsWith('focus-')) return t('format_focus', { version: format.slice('focus-'.length) });
  return t(`format_${format}`);
}
