import { Download } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { personOf } from '@/components/mapping/person-of';
import { InstantText } from '@/components/time/instant-text';
import { Callout } from '@/components/ui/callout';
import { LinkButton } from '@/components/ui/link-button';
import { PageHeader } from '@/components/ui/page-header';
import { PlainTable } from '@/components/ui/plain-table';
import { Section } from '@/components/ui/section';
import { StateBadge } from '@/components/ui/state-badge';
import { TextLink } from '@/components/ui/text-link';
import { type CancelFile, CancelFileButton } from '@/components/usage-file/cancel-file';
import { FileProgress } from '@/components/usage-file/file-progress';
import { type FileView, fileTone, isUnderWay, refusedCount } from '@/components/usage-file/file-view';

export type FileReason = {
  status: string;
  code: string;
  path: string;
  count: number;
  firstRowNo: number;
  message: string;
  /** The first such row. */
  example: string;
};

/** One usage file: how far it is read, what came of its rows, why some were not taken, and the way to put them right. */
export function FilePage({
  file,
  base,
  timeZone,
  canSend,
  cancel,
}: {
  file: FileView & { reasons: readonly FileReason[]; createdBy: string };
  /** `/operator/usage` or `/partner/usage`. */
  base: string;
  timeZone: string;
  canSend: boolean;
  cancel: CancelFile;
}): ReactNode {
  const t = useTranslations('usageFile');
  const refused = refusedCount(file);
  return (
    <>
      <PageHeader
        title={file.name}
        breadcrumbs={[{ label: t('files.title'), href: `${base}/files` }, { label: file.name }]}
        state={<StateBadge tone={fileTone(file)} label={t(`files.state_${file.state}`)} />}
        actions={canSend && isUnderWay(file.state) ? <CancelFileButton file={file} cancel={cancel} /> : null}
        meta={<FileFacts file={file} base={base} timeZone={timeZone} />}
      />
      {file.failure && file.state === 'failed' ? (
        <div className="mb-6">
          <Callout tone="risk" title={t('file.failed')}>
            {file.failure} {t('file.failedNote')}
          </Callout>
        </div>
      ) : null}
      {file.state === 'cancelled' ? (
        <div className="mb-6">
          <Callout
            tone="attention"
            title={t('cancel.stopped', { count: file.rows.received })}
            actions={
              canSend ? (
                <LinkButton
                  href={`${base}/files/new${file.mapping ? `?mapping=${file.mapping.id}` : ''}`}
                  size="sm"
                >
                  {t('cancel.again')}
                </LinkButton>
              ) : null
            }
          >
            {t('cancel.stoppedNote', { count: file.rows.accepted })}
          </Callout>
        </div>
      ) : null}
      <FileProgress initial={file} />
      <Section title={t('file.reasons')} description={t('file.reasonsNote')}>
        <ReasonTable reasons={file.reasons} isPartial={file.state !== 'done'} />
      </Section>
      {refused > 0 && !isUnderWay(file.state) ? (
        <Section title={t('file.errorFile')} description={t('file.errorFileNote', { count: refused })}>
          <div className="flex flex-wrap gap-2">
            <LinkButton
              href={`/api/v1/usage-files/${file.id}/errors`}
              download
              icon={<Download size={16} aria-hidden />}
            >
              {t('file.errorFile')}
            </LinkButton>
            {canSend ? (
              <LinkButton href={`${base}/files/new?repairs=${file.id}`} variant="primary">
                {t('file.sendRepaired')}
              </LinkButton>
            ) : null}
          </div>
        </Section>
      ) : null}
    </>
  );
}

function FileFacts({
  file,
  base,
  timeZone,
}: {
  file: FileView & { createdBy: string };
  base: string;
  timeZone: string;
}): ReactNode {
  const t = useTranslations('usageFile.file');
  return (
    <span className="flex flex-wrap gap-x-3">
      <span>{file.sender.name}</span>
      <span>
        {t(`format_${file.format}`)}
        {file.compression === 'gzip' ? `, ${t('packed')}` : ''}
      </span>
      {file.mapping ? (
        <TextLink href={`${base}/mappings/${file.mapping.id}`}>
          {t('version', { name: file.mapping.name, version: file.mapping.version })}
        </TextLink>
      ) : null}
      <InstantText value={file.createdAt} timeZone={timeZone} />
      <span>{t('sentBy', { who: personOf(file.createdBy) })}</span>
    </span>
  );
}

function ReasonTable({
  reasons,
  isPartial,
}: {
  reasons: readonly FileReason[];
  /** Not read to its end, yet or ever. */
  isPartial: boolean;
}): ReactNode {
  const t = useTranslations('usageFile.file');
  return (
    <PlainTable
      caption={t('reasons')}
      empty={isPartial ? t('noReasonsYet') : t('noReasons')}
      columns={[
        { id: 'what', header: t('what') },
        { id: 'outcome', header: t('outcome') },
        { id: 'where', header: t('where') },
        { id: 'count', header: t('count'), align: 'end' },
        { id: 'first', header: t('firstRow'), align: 'end' },
      ]}
      rows={reasons.map((reason) => ({
        id: `${reason.status} ${reason.code} ${reason.path}`,
        cells: {
          what: (
            <span className="flex min-w-56 flex-col">
              <span>{reason.message}</span>
              <code className="text-xs text-ink-muted">{reason.code}</code>
              <code className="max-w-xl truncate pt-1 text-xs" title={reason.example}>
                {reason.example}
              </code>
            </span>
          ),
          outcome: (
            <StateBadge
              tone={reason.status === 'suspended' ? 'attention' : 'risk'}
              label={t(`status_${reason.status}`)}
            />
          ),
          where: reason.path,
          count: reason.count,
          first: reason.firstRowNo,
        },
      }))}
    />
  );
}
