'use client';

import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { type FormEvent, type ReactNode, useState } from 'react';
import { toast } from 'sonner';
import { Button } from '@/components/ui/button';
import { Callout } from '@/components/ui/callout';
import { FileDrop } from '@/components/ui/file-drop';
import { Form, FormActions, FormError } from '@/components/ui/form';
import { LinkButton } from '@/components/ui/link-button';
import { Progress } from '@/components/ui/progress';
import { Section } from '@/components/ui/section';
import { Select } from '@/components/ui/select';
import { type SentUpload, sendUpload } from '@/components/upload/send-upload';
import { usePreview } from '@/components/upload/use-preview';
import type { AskPreview, Preview } from '@/components/usage-file/preview';
import { PreviewTable } from '@/components/usage-file/preview-table';
import { readSample } from '@/components/usage-file/read-sample';

export type SendFormProps = {
  mappings: readonly { id: string; name: string; version: number; sender: { slug: string; kind: string } }[];
  /** For an operator: in whose name a file may be sent; the first is itself. */
  senders?: readonly { slug: string; name: string }[];
  /** The mapping chosen at first, as for the repaired rows of a file. */
  mappingId?: string | null;
  partner?: string | null;
  /** `/operator/usage` or `/partner/usage`. */
  base: string;
  ask: AskPreview;
};

const NONE = 'none';
const OURSELVES = 'ourselves';

/** A file of usage: chosen or dropped, its first rows tried out, and sent. */
export function SendForm({ mappings, senders, mappingId, partner, base, ask }: SendFormProps): ReactNode {
  const t = useTranslations('usageFile.send');
  const router = useRouter();
  const [file, setFile] = useState<File | null>(null);
  const [sample, setSample] = useState<string | null>(null);
  const [mapping, setMapping] = useState(mappingId ?? NONE);
  const [sender, setSender] = useState(partner ?? OURSELVES);
  const [sent, setSent] = useState<number | null>(null);
  const [refusal, setRefusal] = useState<Exclude<SentUpload, { ok: true }> | null>(null);
  const named = {
    ...(mapping !== NONE && { mapping }),
    ...(sender !== OURSELVES && { partner: sender }),
  };
  const { preview, isTrying } = usePreview(ask, sample === null ? null : { sample, ...named });

  const offered = mappings.filter((one) =>
    senders && sender !== OURSELVES ? one.sender.slug === sender : !senders || one.sender.kind === 'operator',
  );

  async function choose(chosen: File | null) {
    setFile(chosen);
    setRefusal(null);
    setSample(chosen && (await readSample(chosen)));
  }

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (!file) {
      return setRefusal({
        ok: false,
        message: '',
        issues: [{ code: 'required', path: 'file', message: t('required') }],
      });
    }
    setRefusal(null);
    setSent(0);
    const form = new FormData();
    for (const [name, value] of Object.entries(named)) form.set(name, value);
    form.set('file', file);
    const answer = await sendUpload('/api/v1/usage-files', form, setSent);
    setSent(null);
    if (answer === null) return setRefusal({ ok: false, message: t('noAnswer'), issues: [] });
    if (!answer.ok) return setRefusal(answer);
    if (answer.created) toast.success(t('taken'));
    else toast(t('thereAlready'));
    router.push(`${base}/files/${answer.id}`);
  }

  const problem = refusal?.issues.find(({ path }) => path === 'file')?.message;
  return (
    <>
      <Form onSubmit={submit} validationBehavior="aria">
        <FormError>{refusal && !problem ? refusal.message : null}</FormError>
        {senders ? (
          <Select
            isRequired
            label={t('partner')}
            description={t('partnerNote')}
            options={[
              { id: OURSELVES, label: t('ourselves', { name: senders[0]?.name ?? '' }) },
              ...senders.slice(1).map(({ slug, name }) => ({ id: slug, label: name })),
            ]}
            value={sender}
            onChange={(id) => {
              setSender(id);
              setMapping(NONE);
            }}
          />
        ) : null}
        <FileDrop
          label={t('file')}
          description={t('fileNote')}
          onChange={(chosen) => void choose(chosen)}
          errorMessage={problem}
        />
        <Select
          isRequired
          label={t('mapping')}
          description={t('mappingNote')}
          options={[
            { id: NONE, label: t('noMapping') },
            ...offered.map(({ id, name, version }) => ({ id, label: `${name} ${version}` })),
          ]}
          value={mapping}
          onChange={setMapping}
        />
        {sent === null ? null : (
          <Progress
            label={sent < 1 ? t('sending') : t('finishing')}
            value={Math.round(sent * 100)}
            isIndeterminate={sent >= 1}
          />
        )}
        <FormActions>
          <Button type="submit" variant="primary" isPending={sent !== null}>
            {t('submit')}
          </Button>
          <LinkButton href={`${base}/files`} variant="quiet">
            {t('cancel')}
          </LinkButton>
        </FormActions>
      </Form>
      {preview && sample !== null ? <Tried preview={preview} isTrying={isTrying} base={base} /> : null}
    </>
  );
}

function Tried({
  preview,
  isTrying,
  base,
}: {
  preview: Preview;
  isTrying: boolean;
  base: string;
}): ReactNode {
  const t = useTranslations('usageFile');
  return (
    <Section
      title={t('preview.title')}
      {...(isTrying && { description: t('preview.trying') })}
      className="mt-8"
    >
      {preview.failure ? (
        <Callout
          tone="attention"
          title={t('send.unreadable')}
          actions={
            preview.suggestion ? (
              <LinkButton href={`${base}/mappings/new`} size="sm">
                {t('send.makeMapping')}
              </LinkButton>
            ) : null
          }
        >
          {preview.failure.message}
        </Callout>
      ) : (
        <PreviewTable rows={preview.rows} />
      )}
    </Section>
  );
}
