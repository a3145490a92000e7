'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { CodeBlock } from '@/components/ui/code-block';
import type { PricePreviewRequest } from '@/lib/domain/rating/preview-request';

/** The same plan for programs: the request's body, and the command that sends it. */
export function RequestPanel({
  request,
  origin,
}: {
  request: PricePreviewRequest;
  origin: string;
}): ReactNode {
  const t = useTranslations('calculator');
  const json = JSON.stringify(request, null, 2);
  return (
    <div className="flex flex-col gap-4">
      <div>
        <h3 className="pb-1 text-sm font-medium">{t('request.curl')}</h3>
        <CodeBlock label={t('request.curl')} code={curlOf(request, origin)} />
      </div>
      <div>
        <h3 className="pb-1 text-sm font-medium">{t('request.body')}</h3>
        <CodeBlock label={t('request.body')} code={json} />
      </div>
    </div>
  );
}

/** In a shell's single quotes only the quote itself is special: '\'' closes, writes one and opens again. */
export function curlOf(request: PricePreviewRequest, origin: string): string {
  const body = JSON.stringify(request).replaceAll("'", `'\\''`);
  return [
    `curl -s ${origin}/api/v1/price-preview \\`,
    "  -H 'content-type: application/json' \\",
    `  -d '${body}'`,
  ].join('\n');
}
