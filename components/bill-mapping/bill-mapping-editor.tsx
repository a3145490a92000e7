'use client';

import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import { toast } from 'sonner';
import { BillFilePart } from '@/components/bill-mapping/bill-file-part';
import type { AskBillPreview, SaveBillMapping } from '@/components/bill-mapping/bill-preview';
import { sampleOf } from '@/components/bill-mapping/sample-of';
import { useBillMapping } from '@/components/bill-mapping/use-bill-mapping';
import { Button } from '@/components/ui/button';
import { FileDrop } from '@/components/ui/file-drop';
import { FormError } from '@/components/ui/form';
import { IssueList } from '@/components/ui/issue-list';
import type { CsvBillMapping } from '@/lib/domain/billing/partner-bill/csv-mapping';

export type BillMappingEditorProps = {
  /** What is edited; null begins a new one from a file. */
  mapping: { name: string; definition: CsvBillMapping; sample: string } | null;
  nextVersion: number;
  partner: string;
  /** The list's address; a mapping's id comes after. */
  base: string;
  ask: AskBillPreview;
  save: SaveBillMapping;
};

type Refusal = { message: string; issues: readonly { code: string; path: string; message: string }[] };

/** A mapping beside the partner's own rows: every change shows at once what they would become. */
export function BillMappingEditor(props: BillMappingEditorProps): ReactNode {
  const { mapping, nextVersion, partner, base, ask, save } = props;
  const t = useTranslations('billMapping');
  const router = useRouter();
  const [name, setName] = useState(mapping?.name ?? '');
  const [sample, setSample] = useState<{ sample: string } | { sampleBase64: string } | null>(
    mapping && { sample: mapping.sample },
  );
  const state = useBillMapping(ask, sample, { partner }, mapping?.definition ?? null);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [isSaving, setIsSaving] = useState(false);

  async function choose(file: File | null) {
    if (!file) return;
    if (name === '') setName(file.name.replace(/\.[^.]*$/, '').slice(0, 100));
    setSample({ sampleBase64: await sampleOf(file) });
  }

  async function submit() {
    const definition = state.definition ?? state.preview?.definition;
    if (!definition || !sample) return;
    setIsSaving(true);
    const answer = await save({ name, definition, partner, ...sample });
    setIsSaving(false);
    if (!answer.ok) return setRefusal(answer);
    toast.success(t('saved', { version: answer.data.version }));
    router.push(`${base}/${answer.data.id}`);
    router.refresh();
  }

  const isCsv = state.preview?.format === 'csv' && state.draft !== null;
  return (
    <div className="flex flex-col gap-6">
      <FileDrop label={t('file')} description={t('fileNote')} onChange={(file) => void choose(file)} />
      <BillFilePart
        {...state}
        name={name}
        onName={setName}
        isNamed={mapping !== null}
        nameError={refusal?.issues.find(({ path }) => path === 'name')?.message}
      />
      {isCsv ? (
        <div className="flex max-w-2xl flex-col gap-4">
          <FormError>{refusal?.message ?? null}</FormError>
          {refusal && refusal.issues.length > 1 ? (
            <IssueList issues={refusal.issues.map((issue) => ({ ...issue, severity: 'error' as const }))} />
          ) : null}
          <div>
            <Button variant="primary" isPending={isSaving} onPress={() => void submit()}>
              {t('save', { version: nextVersion })}
            </Button>
          </div>
        </div>
      ) : null}
    </div>
  );
}
