'use client';

import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { type ReactNode, useEffect, useMemo, useState } from 'react';
import { toast } from 'sonner';
import { Button } from '@/components/ui/button';
import { Callout } from '@/components/ui/callout';
import { FileDrop } from '@/components/ui/file-drop';
import { FormError } from '@/components/ui/form';
import { IssueList } from '@/components/ui/issue-list';
import { Section } from '@/components/ui/section';
import { TextField } from '@/components/ui/text-field';
import { usePreview } from '@/components/upload/use-preview';
import { type MappingDraft, toDraft, toMapping } from '@/components/usage-file/mapping-draft';
import { MappingFields } from '@/components/usage-file/mapping-fields';
import type { AskPreview, Preview } from '@/components/usage-file/preview';
import { PreviewTable } from '@/components/usage-file/preview-table';
import { readSample } from '@/components/usage-file/read-sample';
import type { UsageMapping } from '@/lib/domain/usage/mapping';

type Issue = { code: string; path: string; message: string };
type Format = 'csv' | 'jsonl' | 'cloudevents' | 'tmf635';
export type SaveMapping = (input: {
  name: string;
  format: Format;
  definition: UsageMapping;
  sample: string;
  partner?: string;
}) => Promise<
  | { ok: true; data: { id: string; version: number } }
  | { ok: false; message: string; issues: readonly Issue[] }
>;

export type MappingEditorProps = {
  /** What is edited; null begins a new one from a sample. */
  mapping: { name: string; format: string; definition: UsageMapping; sample: string } | null;
  nextVersion: number;
  partner?: string | null;
  /** `/operator/usage` or `/partner/usage`. */
  base: string;
  ask: AskPreview;
  save: SaveMapping;
};

/** A mapping, edited beside the sender's own rows: every change shows at once what they would become. */
export function MappingEditor({
  mapping,
  nextVersion,
  partner,
  base,
  ask,
  save,
}: MappingEditorProps): ReactNode {
  const t = useTranslations('usageFile');
  const router = useRouter();
  const [name, setName] = useState(mapping?.name ?? '');
  const [sample, setSample] = useState(mapping?.sample ?? '');
  const [draft, setDraft] = useState<MappingDraft | null>(mapping && toDraft(mapping.definition));
  const [refusal, setRefusal] = useState<{ message: string; issues: readonly Issue[] } | null>(null);
  const [isSaving, setIsSaving] = useState(false);

  const definition = useMemo(() => draft && toMapping(draft), [draft]);
  const whose = partner ? { partner } : {};
  const { preview, message } = usePreview(
    ask,
    sample.trim() === '' ? null : { sample, ...whose, ...(definition && { definition }) },
  );
  const suggestion = preview?.suggestion ?? null;
  useEffect(() => {
    if (draft === null && suggestion) setDraft(toDraft(suggestion));
  }, [draft, suggestion]);

  async function submit() {
    if (!definition) return;
    setIsSaving(true);
    const format = (preview?.format ?? mapping?.format ?? 'csv') as Format;
    const answer = await save({ name, format, definition, sample, ...whose });
    setIsSaving(false);
    if (!answer.ok) return setRefusal(answer);
    toast.success(t('editor.saved', { version: answer.data.version }));
    router.push(`${base}/mappings/${answer.data.id}`);
    router.refresh();
  }

  return (
    <div className="flex flex-col">
      <Section title={t('editor.sampleTitle')}>
        <SampleFields sample={sample} onChange={setSample} />
      </Section>
      {draft ? (
        <>
          <Section
            title={t('editor.columnsTitle')}
            actions={
              suggestion ? (
                <Button size="sm" onPress={() => setDraft(toDraft(suggestion))}>
                  {t('editor.suggest')}
                </Button>
              ) : null
            }
          >
            <MappingFields
              draft={draft}
              onChange={setDraft}
              columns={preview?.columns.map((column) => column.name) ?? []}
              isCsv={(preview?.format ?? mapping?.format ?? 'csv') === 'csv'}
            />
          </Section>
          <Section title={t('preview.title')} id="preview">
            <PreviewOrWhyNot preview={preview} message={message} />
          </Section>
          <div className="mt-6 flex max-w-md flex-col gap-4">
            <FormError>{refusal?.message ?? null}</FormError>
            {refusal && refusal.issues.length > 0 ? (
              <IssueList issues={refusal.issues.map((issue) => ({ ...issue, severity: 'error' as const }))} />
            ) : null}
            <TextField
              label={t('editor.name')}
              description={t('editor.nameNote')}
              value={name}
              onChange={setName}
              maxLength={100}
              isReadOnly={mapping !== null}
              isRequired
            />
            <div>
              <Button variant="primary" isPending={isSaving} onPress={() => void submit()}>
                {t('editor.save', { version: nextVersion })}
              </Button>
            </div>
          </div>
        </>
      ) : preview ? (
        <Section title={t('preview.title')} id="preview">
          <PreviewOrWhyNot preview={preview} message={message} />
        </Section>
      ) : null}
    </div>
  );
}

function SampleFields({ sample, onChange }: { sample: string; onChange(sample: string): void }): ReactNode {
  const t = useTranslations('usageFile.editor');
  return (
    <div className="grid gap-4 lg:grid-cols-2">
      <TextField
        isRequired
        label={t('sample')}
        description={t('sampleNote')}
        multiline
        rows={7}
        monospace
        value={sample}
        onChange={onChange}
      />
      <FileDrop
        label={t('sampleFile')}
        onChange={(file) => {
          if (file) void readSample(file).then((text) => onChange(text.slice(0, 60_000)));
        }}
      />
    </div>
  );
}

function PreviewOrWhyNot({
  preview,
  message,
}: {
  preview: Preview | null;
  message: string | null;
}): ReactNode {
  const t = useTranslations('usageFile');
  if (message) {
    return (
      <Callout tone="attention" title={t('send.unreadable')}>
        {message}
      </Callout>
    );
  }
  if (preview?.failure) {
    return (
      <Callout tone="attention" title={t('send.unreadable')}>
        {preview.failure.message}
      </Callout>
    );
  }
  return <PreviewTable rows={preview?.rows ?? []} />;
}
