import { CircleAlert, Info, TriangleAlert } from 'lucide-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { classNames } from '@/components/ui/class-names';

export type IssueItem = {
  /** Left out where nobody would look for it by its code. */
  code?: string;
  severity: 'error' | 'warning' | 'info';
  message: string;
  /** Where: a row and field, a line, an account. */
  path?: string;
  /** The money that hangs on it, ready to show. */
  stake?: ReactNode;
  /** The way to fix it. */
  href?: string;
  fix?: ReactNode;
};

/** Findings, as given: sort by money before. Severity is a word and a shape, not only a colour. */
export function IssueList({ issues, empty }: { issues: readonly IssueItem[]; empty?: ReactNode }): ReactNode {
  const t = useTranslations('common.severity');
  if (issues.length === 0) return empty ? <p className="text-ink-muted">{empty}</p> : null;
  return (
    <ul className="border-t">
      {issues.map((issue, index) => {
        const { Icon, color } = severities[issue.severity];
        return (
          <li key={`${index}-${issue.code ?? ''}-${issue.path ?? ''}`} className="flex gap-3 border-b py-2">
            <Icon size={16} aria-hidden className={classNames('mt-0.5 shrink-0', color)} />
            <div className="min-w-0 flex-1">
              <p>
                <span className="sr-only">{t(issue.severity)}: </span>
                {issue.href ? (
                  <Link href={issue.href} className="underline decoration-line-strong underline-offset-3">
                    {issue.message}
                  </Link>
                ) : (
                  issue.message
                )}
              </p>
              <p className="flex flex-wrap gap-x-3 font-mono text-xs break-all text-ink-muted">
                {issue.code ? <span>{issue.code}</span> : null}
                {issue.path ? <span>{issue.path}</span> : null}
              </p>
              {issue.fix ? <div className="pt-1">{issue.fix}</div> : null}
            </div>
            {issue.stake ? <div className="shrink-0 text-end">{issue.stake}</div> : null}
          </li>
        );
      })}
    </ul>
  );
}

const severities = {
  error: { Icon: CircleAlert, color: 'text-risk' },
  warning: { Icon: TriangleAlert, color: 'text-attention' },
  info: { Icon: Info, color: 'text-ink-muted' },
};
