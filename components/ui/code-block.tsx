'use client';

import { Check, Copy } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type ReactNode, useEffect, useState } from 'react';
import { IconButton } from '@/components/ui/icon-button';

export type CodeBlockProps = { code: string; label: string };

/** Something to read exactly or to paste: a request, a payload, a key. */
export function CodeBlock({ code, label }: CodeBlockProps): ReactNode {
  const t = useTranslations('common');
  const [isCopied, setIsCopied] = useState(false);

  useEffect(() => {
    if (!isCopied) return;
    const timer = setTimeout(() => setIsCopied(false), 2000);
    return () => clearTimeout(timer);
  }, [isCopied]);

  async function copy() {
    await navigator.clipboard.writeText(code);
    setIsCopied(true);
  }

  return (
    <figure className="relative min-w-0 rounded-md bg-sunken">
      <figcaption className="sr-only">{label}</figcaption>
      <IconButton
        label={isCopied ? t('copied') : t('copy')}
        size="sm"
        className="absolute inset-e-1 top-1 bg-sunken"
        icon={isCopied ? <Check size={14} aria-hidden /> : <Copy size={14} aria-hidden />}
        onPress={copy}
      />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <pre tabIndex={0} dir="ltr" className="overflow-x-auto p-3 pe-10 font-mono text-sm leading-5">
        <code>{code}</code>
      </pre>
    </figure>
  );
}
