import type { ReactNode } from 'react';
import { Breadcrumbs, type Crumb } from '@/components/ui/breadcrumbs';

export type PageHeaderProps = {
  title: string;
  description?: ReactNode;
  breadcrumbs?: readonly Crumb[];
  /** Beside the title, usually a StateBadge. */
  state?: ReactNode;
  actions?: ReactNode;
  /** A line of facts under the title: period, number, dates. */
  meta?: ReactNode;
};

/** The page's one h1, where it stands, and what can be done here. */
export function PageHeader({
  title,
  description,
  breadcrumbs,
  state,
  actions,
  meta,
}: PageHeaderProps): ReactNode {
  return (
    <header className="flex flex-col gap-1 pb-6">
      {breadcrumbs && breadcrumbs.length > 0 ? <Breadcrumbs items={breadcrumbs} /> : null}
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
        <div className="min-w-0">
          <div className="flex flex-wrap items-baseline gap-x-3">
            <h1 className="text-xl font-semibold tracking-tight text-balance">{title}</h1>
            {state}
          </div>
          {meta ? <div className="text-ink-muted">{meta}</div> : null}
          {description ? <p className="max-w-prose pt-1 text-ink-muted">{description}</p> : null}
        </div>
        {actions ? <div className="flex flex-wrap items-center gap-2">{actions}</div> : null}
      </div>
    </header>
  );
}
