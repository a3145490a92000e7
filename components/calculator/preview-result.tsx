'use client';

import { useLocale, useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { RequestPanel } from '@/components/calculator/request-panel';
import { MoneyText } from '@/components/money/money-text';
import { Disclosure } from '@/components/ui/disclosure';
import { IssueList } from '@/components/ui/issue-list';
import { Tabs } from '@/components/ui/tabs';
import type { Issue } from '@/lib/domain/money/issue';
import type { PricePreviewLine, previewPrices } from '@/lib/domain/rating/preview';
import type { PricePreviewRequest } from '@/lib/domain/rating/preview-request';
import { type ExplainTranslator, explainSteps } from '@/lib/format/explain-step';

export type PreviewResultProps = {
  answer: ReturnType<typeof previewPrices>;
  issues: readonly Issue[];
  request: PricePreviewRequest;
  origin: string;
};

export function PreviewResult({ answer, issues, request, origin }: PreviewResultProps): ReactNode {
  const t = useTranslations('calculator');
  return (
    <>
      <p className="flex items-baseline justify-between gap-4 pb-3">
        <span className="text-ink-muted">{t('total')}</span>
        <output className="text-2xl font-semibold" aria-live="polite">
          {'lines' in answer ? (
            <MoneyText amount={answer.total} currency={answer.currency} size="figure" />
          ) : (
            '—'
          )}
        </output>
      </p>
      <Tabs
        label={t('views.label')}
        items={[
          { id: 'lines', label: t('views.lines'), content: <Lines answer={answer} issues={issues} /> },
          {
            id: 'request',
            label: t('views.request'),
            content: <RequestPanel request={request} origin={origin} />,
          },
        ]}
      />
    </>
  );
}

function Lines({ answer, issues }: Pick<PreviewResultProps, 'answer' | 'issues'>): ReactNode {
  const t = useTranslations('calculator');
  return (
    <div className="flex flex-col gap-4">
      {'lines' in answer ? (
        <div className="border-t">
          {answer.lines.map((line) => (
            <Line key={line.key} line={line} currency={answer.currency} />
          ))}
        </div>
      ) : (
        <p className="text-ink-muted">{t('notYet')}</p>
      )}
      <IssueList issues={issues} />
    </div>
  );
}

function Line({ line, currency }: { line: PricePreviewLine; currency: string }): ReactNode {
  const t = useTranslations('calculator');
  const tExplain = useTranslations('explain') as unknown as ExplainTranslator;
  const locale = useLocale();
  const base = line.key.replace(/:(maximum|minimum|credit)$/, '');
  const title = line.kind === 'charge' ? line.key : t(`line.${line.kind}`, { key: base });
  return (
    <Disclosure title={title} aside={<MoneyText amount={line.amount} currency={currency} />} defaultExpanded>
      <ol className="flex flex-col gap-0.5 border-s-2 border-accent-soft ps-3 text-sm text-ink-muted">
        {explainSteps(line.steps, tExplain, { currency, locale }).map((words, index) => (
          <li key={index}>{words}</li>
        ))}
      </ol>
    </Disclosure>
  );
}
