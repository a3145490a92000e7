'use client';

import { useRouter } from 'next/navigation';
import { useLocale, useTranslations } from 'next-intl';
import { type FormEvent, type ReactNode, useRef, useState } from 'react';
import { toast } from 'sonner';
import { BillFilePart } from '@/components/bill-mapping/bill-file-part';
import type { AskBillPreview, SaveBillMapping } from '@/components/bill-mapping/bill-preview';
import { sampleOf } from '@/components/bill-mapping/sample-of';
import { useBillMapping } from '@/components/bill-mapping/use-bill-mapping';
import { Button } from '@/components/ui/button';
import { DecimalField } from '@/components/ui/decimal-field';
import { FileDrop } from '@/components/ui/file-drop';
import { Form, FormActions, FormError } from '@/components/ui/form';
import { IssueList } from '@/components/ui/issue-list';
import { LinkButton } from '@/components/ui/link-button';
import { Progress } from '@/components/ui/progress';
import { Select } from '@/components/ui/select';
import { TextField } from '@/components/ui/text-field';
import { type SentUpload, sendUpload } from '@/components/upload/send-upload';
import { formatPeriod } from '@/lib/format/period';
import { MAX_BILL_IMPORT_BYTES } from '@/lib/schemas/partner-bill';

export type SendFormProps = {
  /** The partner's short name; its own people need not say it, the operator's do. */
  partner: string;
  cycles: readonly { id: string; name: string; from: string; to: string }[];
  /** Of the agreement: what a stated total is in. */
  currency: string;
  /** Where the bill's page is: its id comes after. */
  base: string;
  ask: AskBillPreview;
  saveMapping: SaveBillMapping;
  /** The bill that this one corrects; its cycle is then the only one. */
  replaces?: { id: string; externalId: string } | null;
};

/**
 * A partner's bill by file: which cycle, which number, the file; of a CSV that is new here, what its columns mean. The answer is the
 * bill's own page.
 */
export function SendForm({
  partner,
  cycles,
  currency,
  base,
  ask,
  saveMapping,
  replaces = null,
}: SendFormProps): ReactNode {
  const t = useTranslations('partner.send');
  const words = useTranslations('correction');
  const locale = useLocale();
  const router = useRouter();
  const [externalId, setExternalId] = useState('');
  const [isNumberTyped, setIsNumberTyped] = useState(false);
  const [file, setFile] = useState<File | null>(null);
  const [sample, setSample] = useState<{ sampleBase64: string } | null>(null);
  const [mappingName, setMappingName] = useState('');
  const saved = useRef<{ key: string; id: string } | null>(null);
  const columns = useBillMapping(ask, sample, { partner });
  const [sent, setSent] = useState<number | null>(null);
  const [refusal, setRefusal] = useState<Exclude<SentUpload, { ok: true }> | null>(null);

  function choose(chosen: File | null) {
    setFile(chosen);
    setRefusal(null);
    setSample(null);
    columns.setDraft(null);
    if (chosen) {
      setMappingName(chosen.name.replace(/\.[^.]*$/, '').slice(0, 100));
      void sampleOf(chosen).then((sampleBase64) => setSample({ sampleBase64 }));
    }
    if (chosen && !isNumberTyped) setExternalId(chosen.name.replace(/\.[^.]*$/, '').slice(0, 200));
  }

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const missing = missingIssues(form, file, t('required'));
    if (missing.length > 0) return setRefusal({ ok: false, message: '', issues: missing });
    setRefusal(null);
    setSent(0);
    const mapping = await savedMapping();
    if (typeof mapping === 'object' && mapping !== null) {
      setSent(null);
      return setRefusal(mapping);
    }
    const body = bodyOf(form, partner, currency, mapping, replaces);
    const answer = await sendUpload('/api/v1/partner-bills', body, setSent);
    setSent(null);
    if (answer === null) return setRefusal({ ok: false, message: t('noAnswer'), issues: [] });
    if (!answer.ok) return setRefusal(answer);
    if (answer.isWaiting) return router.push(`${base}/imports/${answer.id}`);
    if (answer.created) toast.success(t('taken'));
    else toast(t('thereAlready'));
    router.push(`${base}/${answer.id}`);
  }

  /** The mapping the file is read by: saved when it is new or changed; null leaves it to what is remembered. */
  async function savedMapping(): Promise<string | null | Exclude<SentUpload, { ok: true }>> {
    if (columns.preview?.format !== 'csv' || !columns.definition || !sample) return null;
    const name = columns.preview.remembered?.name ?? mappingName;
    const input = { name, definition: columns.definition, partner, ...sample };
    // A bill that is refused for another reason is sent again by the same version.
    const key = JSON.stringify(input);
    if (saved.current?.key === key) return saved.current.id;
    const answer = await saveMapping(input);
    if (answer.ok) {
      saved.current = { key, id: answer.data.id };
      return answer.data.id;
    }
    const issues = answer.issues.map(({ path, ...issue }) => ({ ...issue, path: `mapping.${path}` }));
    return { ok: false, message: answer.message, issues };
  }

  const problem = (name: string) => refusal?.issues.find(({ path }) => path.split('.')[0] === name)?.message;
  const elsewhere = refusal?.issues.filter(({ path }) => !fields.has(path.split('.')[0]!)) ?? [];
  return (
    <Form onSubmit={submit} validationBehavior="aria" className="max-w-none">
      <div className="flex max-w-xl flex-col gap-4">
        <FormError>{refusal?.message || null}</FormError>
        {elsewhere.length > 1 ? (
          <IssueList issues={elsewhere.map((issue) => ({ ...issue, severity: 'error' as const }))} />
        ) : null}
        <FileDrop
          label={t('file')}
          name="file"
          description={t('fileNote')}
          accept={['.csv', '.txt', '.tsv', '.xml', '.json', '.jsonl', '.ndjson']}
          maxBytes={MAX_BILL_IMPORT_BYTES}
          onChange={choose}
          errorMessage={problem('file')}
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
          errorMessage={problem('cycle')}
        />
        <TextField
          label={t('number')}
          name="externalId"
          description={replaces ? words('numberNote', { bill: replaces.externalId }) : t('numberNote')}
          maxLength={200}
          isRequired
          value={externalId}
          onChange={(text) => {
            setExternalId(text);
            setIsNumberTyped(text !== '');
          }}
          errorMessage={problem('externalId')}
        />
        <DecimalField
          label={t('stated')}
          name="stated"
          description={t('statedNote')}
          suffix={currency}
          errorMessage={problem('statedTotals')}
        />
      </div>
      <BillFilePart
        {...columns}
        name={columns.preview?.remembered?.name ?? mappingName}
        onName={setMappingName}
        isNamed={Boolean(columns.preview?.remembered)}
        nameError={refusal?.issues.find(({ path }) => path === 'mapping.name')?.message}
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

const fields = new Set(['file', 'cycle', 'externalId', 'statedTotals']);

function missingIssues(form: FormData, file: File | null, message: string) {
  const missing = [
    ...(file === null ? ['file'] : []),
    ...(form.get('cycle') ? [] : ['cycle']),
    ...(String(form.get('externalId')).trim() === '' ? ['externalId'] : []),
  ];
  return missing.map((path) => ({ code: 'required', path, message }));
}

/** The file last, so that the server has read the fields before it takes the bytes. */
function bodyOf(
  form: FormData,
  partner: string,
  currency: string,
  mapping: string | null,
  replaces: SendFormProps['replaces'],
): FormData {
  const body = new FormData();
  body.set('partner', partner);
  for (const name of ['cycle', 'externalId']) body.set(name, String(form.get(name)));
  const stated = String(form.get('stated') ?? '');
  if (stated !== '') body.set('statedTotals', JSON.stringify([{ currency, amount: stated }]));
  if (mapping !== null) body.set('mapping', mapping);
  if (replaces) body.set('replaces', replaces.id);
  body.set('file', form.get('file') as File);
  return body;
}
