import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { type FormEvent, useRef, useState } from 'react';
import { toast } from 'sonner';
import type { AskBillPreview, SaveBillMapping } from '@/components/bill-mapping/bill-preview';
import { sampleOf } from '@/components/bill-mapping/sample-of';
import { useBillMapping } from '@/components/bill-mapping/use-bill-mapping';
import { type SentUpload, sendUpload } from '@/components/upload/send-upload';

export type BillToSend = {
  /** The partner's short name; its own people need not say it, the operator's do. */
  partner: string;
  /** Of the agreement: what a stated total is in. */
  currency: string;
  /** Where the bill's page is: its id comes after. */
  base: string;
  ask: AskBillPreview;
  saveMapping: SaveBillMapping;
  /** The bill that this one corrects; its cycle is then the only one. */
  replaces?: { id: string; externalId: string } | null;
};

type Refused = Exclude<SentUpload, { ok: true }>;

/** A bill's file on its way: what is chosen and called, how far it is, and what was refused at which field. */
export function useSendBill({ partner, currency, base, ask, saveMapping, replaces = null }: BillToSend) {
  const t = useTranslations('partner.send');
  const router = useRouter();
  const [externalId, setExternalId] = useState('');
  const [isNumberTyped, setIsNumberTyped] = useState(false);
  const [file, setFile] = useState<File | null>(null);
  const [sample, setSample] = useState<{ sampleBase64: string } | null>(null);
  const [mappingName, setMappingName] = useState('');
  const saved = useRef<{ key: string; id: string } | null>(null);
  const columns = useBillMapping(ask, sample, { partner });
  const [sent, setSent] = useState<number | null>(null);
  const [refusal, setRefusal] = useState<Refused | null>(null);

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
  async function savedMapping(): Promise<string | null | Refused> {
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
  return {
    columns,
    choose,
    submit,
    /** The part that is sent, 0 to 1; null when nothing is on its way. */
    sent,
    number: {
      value: externalId,
      onChange: (text: string) => {
        setExternalId(text);
        setIsNumberTyped(text !== '');
      },
    },
    mapping: { name: columns.preview?.remembered?.name ?? mappingName, onName: setMappingName },
    refusal: {
      message: refusal?.message || null,
      elsewhere,
      at: problem,
      mappingName: refusal?.issues.find(({ path }) => path === 'mapping.name')?.message,
    },
  };
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
  replaces: BillToSend['replaces'],
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
