import { type ReactNode, useId } from 'react';
import { classNames } from '@/components/ui/class-names';

export type SectionProps = {
  title: string;
  children: ReactNode;
  description?: ReactNode;
  actions?: ReactNode;
  id?: string;
  level?: 2 | 3;
  className?: string;
};

/** A part of a page: a heading on a hairline, no box. */
export function Section({
  title,
  children,
  description,
  actions,
  id,
  level = 2,
  className,
}: SectionProps): ReactNode {
  const headingId = useId();
  const Heading = level === 2 ? 'h2' : 'h3';
  return (
    <section id={id} aria-labelledby={headingId} className={classNames('pb-8', className)}>
      <div className="flex flex-wrap items-end justify-between gap-x-6 gap-y-2 border-b pb-2">
        <div className="min-w-0">
          <Heading id={headingId} className={level === 2 ? 'text-lg font-semibold' : 'font-semibold'}>
            {title}
          </Heading>
          {description ? <p className="max-w-prose text-sm text-ink-muted">{description}</p> : null}
        </div>
        {actions ? <div className="flex flex-wrap items-center gap-2">{actions}</div> : null}
      </div>
      {/* The heading has a hairline already: what begins with one of its own leaves it out. */}
      <div className="pt-3 [&>:is(dl,ul):first-child]:border-t-0 [&>dl:first-child]:pt-1">{children}</div>
    </section>
  );
}
