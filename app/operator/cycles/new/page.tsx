import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { CycleForm } from '@/app/operator/cycles/new/_components/cycle-form';
import { addCycle } from '@/app/operator/cycles/new/actions';
import { PageHeader } from '@/components/ui/page-header';
import { requireContext } from '@/lib/auth/viewer';
import { listCycleSpecs } from '@/lib/services/cycles/list-cycle-specs';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('operator.newCycle'))('title') };
}

export default async function NewCyclePage() {
  const t = await getTranslations('operator');
  const ctx = await requireContext('operator');
  const [known] = await listCycleSpecs(ctx);
  return (
    <>
      <PageHeader
        title={t('newCycle.title')}
        description={t('newCycle.description')}
        breadcrumbs={[{ label: t('cycles.title'), href: '/operator/cycles' }, { label: t('newCycle.title') }]}
      />
      <CycleForm
        timeZones={Intl.supportedValuesOf('timeZone')}
        today={ctx.now.slice(0, 10)}
        timeZone={known?.timeZone ?? 'UTC'}
        add={addCycle}
      />
    </>
  );
}
