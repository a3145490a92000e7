'use client';

import { FileUp, X } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import { type ReactNode, useId, useRef, useState } from 'react';
import { buttonStyle } from '@/components/ui/button-style';
import { classNames } from '@/components/ui/class-names';
import type { FieldProps } from '@/components/ui/field';
import { fileRefusal } from '@/components/ui/file-refusal';
import { IconButton } from '@/components/ui/icon-button';
import { formatBytes } from '@/lib/format/quantity';

export type FileDropProps = Omit<FieldProps, 'hideLabel'> & {
  name?: string;
  /** Endings (".csv") and media types ("application/xml"). */
  accept?: readonly string[];
  maxBytes?: number;
  isRequired?: boolean;
  onChange?: (file: File | null) => void;
};

/**
 * One file, dropped or picked. A real file input holds it, so a plain form submits it and a keyboard reaches it;
 * a file that is refused is named with the reason and not kept.
 */
export function FileDrop({
  label,
  description,
  errorMessage,
  className,
  name,
  accept = [],
  maxBytes,
  isRequired = false,
  onChange,
}: FileDropProps): ReactNode {
  const t = useTranslations('common.file');
  const locale = useLocale();
  const input = useRef<HTMLInputElement>(null);
  const id = useId();
  const [file, setFile] = useState<File | null>(null);
  const [isOver, setIsOver] = useState(false);
  const [refusal, setRefusal] = useState<string | undefined>();
  const problem = refusal ?? errorMessage;

  function choose(chosen: File | null) {
    const reason = chosen ? fileRefusal(chosen, accept, maxBytes) : null;
    const kept = reason ? null : chosen;
    if (reason && chosen) {
      const limit = formatBytes(maxBytes ?? 0, locale);
      setRefusal(t(reason, { name: chosen.name, accepted: accept.join(', '), limit }));
    } else setRefusal(undefined);
    if (input.current) {
      const transfer = new DataTransfer();
      if (kept) transfer.items.add(kept);
      input.current.files = transfer.files;
    }
    setFile(kept);
    onChange?.(kept);
  }

  return (
    <div className={classNames('flex flex-col gap-1', className)}>
      <span id={`${id}-label`} className="text-sm font-medium">
        {label}
      </span>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is the pointer's shortcut to the input inside */}
      <div
        onDragOver={(event) => {
          event.preventDefault();
          setIsOver(true);
        }}
        onDragLeave={() => setIsOver(false)}
        onDrop={(event) => {
          event.preventDefault();
          setIsOver(false);
          choose(event.dataTransfer.files.item(0));
        }}
        className={classNames(
          'flex min-h-24 items-center gap-3 rounded-md border border-dashed p-4',
          isOver ? 'border-accent bg-accent-soft' : problem ? 'border-risk' : 'border-line-strong',
        )}
      >
        <FileUp size={20} aria-hidden className="shrink-0 text-ink-muted" />
        <div className="flex min-w-0 flex-1 flex-col" aria-live="polite">
          {file ? (
            <>
              <span className="truncate font-medium">{file.name}</span>
              <span className="text-sm text-ink-muted">{formatBytes(file.size, locale)}</span>
            </>
          ) : (
            <span className="text-ink-muted">{t('dropHere')}</span>
          )}
        </div>
        {file ? (
          <IconButton
            label={t('remove', { name: file.name })}
            icon={<X size={16} aria-hidden />}
            onPress={() => choose(null)}
          />
        ) : null}
        <label
          className={classNames(
            buttonStyle('secondary', 'md'),
            'focus-within:outline-2 focus-within:outline-offset-2 focus-within:outline-accent',
          )}
        >
          <span aria-hidden>{file ? t('replace') : t('browse')}</span>
          <input
            ref={input}
            type="file"
            className="sr-only"
            aria-labelledby={`${id}-label`}
            aria-describedby={`${id}-notes`}
            aria-invalid={problem ? true : undefined}
            required={isRequired && !file}
            name={name}
            accept={accept.join(',') || undefined}
            onChange={(event) => choose(event.currentTarget.files?.item(0) ?? null)}
          />
        </label>
      </div>
      <div id={`${id}-notes`} className="text-sm">
        {description ? <p className="text-ink-muted">{description}</p> : null}
        {problem ? (
          <p role="alert" className="text-risk">
            {problem}
          </p>
        ) : null}
      </div>
    </div>
  );
}
