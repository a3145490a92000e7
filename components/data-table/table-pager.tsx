'use client';

import { ChevronLeft, ChevronRight } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { type PageSize, pageSizes } from '@/components/data-table/list-state';
import { nextPage, pageNumber, previousPage } from '@/components/data-table/page-trail';
import type { useListState } from '@/components/data-table/use-list-state';
import { Button } from '@/components/ui/button';
import { ChoiceButton } from '@/components/ui/choice-button';

export type TablePagerProps = {
  /** What the list is of; a page may have several. */
  label: string;
  list: ReturnType<typeof useListState>;
  nextCursor: string | null;
  /** Rows on this page. */
  count: number;
};

/** Keyset paging: there is a next page and one before, and no made-up total. Nothing where the smallest page holds all. */
export function TablePager({ label, list, nextCursor, count }: TablePagerProps): ReactNode {
  const t = useTranslations('table');
  const page = pageNumber(list.position);
  const isFirst = list.position.after === null;
  if (isFirst && nextCursor === null && count <= Math.min(...pageSizes)) return null;
  return (
    <nav
      aria-label={t('paging', { label })}
      className="flex flex-wrap items-center justify-between gap-2 pt-3 print:hidden"
    >
      <ChoiceButton
        label={t('pageSize', { size: list.pageSize })}
        multiple={false}
        options={pageSizes.map((size) => ({ id: String(size), label: t('pageSize', { size }) }))}
        chosen={[String(list.pageSize)]}
        onChange={([size]) => size && list.setPageSize(Number(size) as PageSize)}
      />
      <div className="flex items-center gap-2">
        {page === null ? null : <span className="px-2 text-ink-muted">{t('page', { page })}</span>}
        <Button
          isDisabled={isFirst}
          icon={<ChevronLeft size={16} aria-hidden className="rtl:rotate-180" />}
          onPress={() => list.turnTo(previousPage(list.position))}
        >
          {t('previous')}
        </Button>
        <Button
          isDisabled={nextCursor === null}
          onPress={() => nextCursor !== null && list.turnTo(nextPage(list.position, nextCursor))}
        >
          {t('next')}
          <ChevronRight size={16} aria-hidden className="rtl:rotate-180" />
        </Button>
      </div>
    </nav>
  );
}
