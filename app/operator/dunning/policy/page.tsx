import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { writePolicy } from '@/app/operator/dunning/actions';
import { PolicyEditor } from '@/components/dunning/policy-editor';
import { PageHeader } from '@/components/ui/page-header';
import { Section } from '@/components/ui/section';
import { requireContext } from '@/lib/auth/viewer';
import type { DunningStage } from '@/lib/domain/billing/dunning';
import { civilDateAt } from '@/lib/domain/period/zone';
import { DEFAULT_GROUP, listPolicies } from '@/lib/services/dunning/dunning-policies';
import { getOperator } from '@/lib/services/operators/get-operator';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('dunning.policy'))('title') };
}

/** What an editor begins with where nothing is written yet. */
const SUGGESTED: readonly DunningStage[] = [
  { afterDays: 7, action: 'remind' },
  { afterDays: 14, action: 'warn' },
  { afterDays: 30, action: 'restrict' },
  { afterDays: 60, action: 'hand_over' },
];

export default async function DunningPolicyPage() {
  const ctx = await requireContext('operator');
  const t = await getTranslations('dunning');
  const [{ data, groups }, operator] = await Promise.all([listPolicies(ctx), getOperator(ctx)]);
  const names = [
    ...new Set([
      DEFAULT_GROUP,
      ...groups.map(({ customerGroup }) => customerGroup),
      ...data.map(({ customerGroup }) => customerGroup),
    ]),
  ];
  const example = { dueOn: civilDateAt(ctx.now, operator.timeZone), currency: operator.currency };
  return (
    <>
      <PageHeader
        title={t('policy.title')}
        description={t('policy.description')}
        breadcrumbs={[{ label: t('title'), href: '/operator/dunning' }, { label: t('policy.title') }]}
      />
      {names.map((group) => {
        const saved = data.find(({ customerGroup }) => customerGroup === group);
        const customers = groups.find(({ customerGroup }) => customerGroup === group)?.customers ?? 0;
        return (
          <Section
            key={group}
            title={group === DEFAULT_GROUP ? t('policy.default') : t('policy.group', { group })}
            description={t('policy.customers', { count: customers })}
          >
            <PolicyEditor
              group={group}
              minimum={saved?.minimum ?? '10'}
              stages={saved?.stages ?? SUGGESTED}
              isSaved={saved !== undefined}
              example={example}
              save={writePolicy}
            />
          </Section>
        );
      })}
    </>
  );
}
