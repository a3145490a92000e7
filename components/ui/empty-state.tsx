import type { ReactNode } from 'react';

export type EmptyStateProps = {
  title: string;
  /** Why it is empty and what fills it. */
  description?: ReactNode;
  /** The next step, as a link or button. */
  action?: ReactNode;
  icon?: ReactNode;
};

export function EmptyState({ title, description, action, icon }: EmptyStateProps): ReactNode {
  return (
    <div className="flex flex-col items-start gap-2 py-8">
      {icon ? <span className="text-ink-muted">{icon}</span> : null}
      <p className="font-medium">{title}</p>
      {description ? <p className="max-w-prose text-ink-muted">{description}</p> : null}
      {action ? <div className="flex flex-wrap gap-2 pt-2">{action}</div> : null}
    </div>
  );
}
