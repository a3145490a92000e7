import { insertPull, markConnectorTested } from '@/lib/db/connectors';
import { newId } from '@/lib/db/id';
import { withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import { env } from '@/lib/env';
import type { ConnectorSettings } from '@/lib/schemas/partner-connector';
import { setAccountMappings } from '@/lib/services/account-mappings/set-account-mappings';
import { changeConditions } from '@/lib/services/agreements/change-conditions';
import { saveConnector } from '@/lib/services/connectors/save-connector';
import { setConnectorState } from '@/lib/services/connectors/set-connector-state';
import { decideExpectation } from '@/lib/services/expectations/decide-expectation';
import { sweepExpectations } from '@/lib/services/expectations/sweep-expectations';
import { saveBillMapping } from '@/lib/services/partner-bill-mappings/save-bill-mapping';
import {
  type ReceivePartnerBillInput,
  receivePartnerBill,
} from '@/lib/services/partner-bills/receive-partner-bill';
import { setServiceMappings } from '@/lib/services/service-mappings/set-service-mappings';
import { setTaxMappings } from '@/lib/services/tax-mappings/set-tax-mappings';
import type { SeededCycle } from '@/prisma/seed/builders/cycles';
import { actingAs, actingAt, type World } from '@/prisma/seed/builders/world';
import { sendCloudBill } from '@/prisma/seed/worlds/demo/cloud-bills';
import type { DemoCustomers, DemoSpecs } from '@/prisma/seed/worlds/demo/customers';
import { METER_READINGS, meterReadings } from '@/prisma/seed/worlds/demo/meter-readings';
import type { DemoPartner, DemoPartners } from '@/prisma/seed/worlds/demo/partners';
import { printInvoice } from '@/prisma/seed/worlds/demo/print-invoices';
import { appliedRate } from '@/scripts/simulate-partner/applied-rate';
import { chargesOf } from '@/scripts/simulate-partner/book';

export type PartnerStory = {
  /** What comes from partners before a cycle is run. */
  before(cycle: SeededCycle): Promise<void>;
  /** What has come for the cycle that waits, and what has not. */
  waiting(): Promise<void>;
};

/**
 * What Berlin's partners did, cycle by cycle. Clearcast, whose system is asked, was late once: its charges were estimated, and
 * taken back beside the real ones. Voltgrid corrected a reading after it was billed. Both are late again now, and so is Cumulus; Paperlane's
 * invoices are here.
 */
export async function partnerStory(
  world: World,
  specs: DemoSpecs,
  customers: DemoCustomers,
  partners: DemoPartners,
): Promise<PartnerStory> {
  const { before, issued, open } = specs.berlin;
  const [first] = before;
  const [second, third] = issued;
  await buildPartnerMappings(world, customers, partners);
  const connectorId = await buildLiveConnector(world, partners.clearcast);
  const pull = (cycle: SeededCycle, at: string) => pulled(world, partners.clearcast, connectorId, cycle, at);
  const readings = (
    cycle: SeededCycle,
    at: string,
    more: Partial<ReceivePartnerBillInput> & Reading = {},
  ) => {
    const { misread = null, ...input } = more;
    const bytes = meterReadings(cycle.period, ['LEJ-0044-A', 'LEJ-0044-B'], misread);
    return received(world, partners.voltgrid, cycle, at, {
      ...{ externalId: `VG-${cycle.period.to}`, format: 'csv', fileName: `vg-${cycle.period.to}.csv`, bytes },
      ...input,
    });
  };
  const cloud = (cycle: SeededCycle) => sendCloudBill(world, partners, cycle, ERP, 'EUR');

  const stories = new Map<SeededCycle, () => Promise<unknown>>([
    [
      first!,
      async () => {
        await pull(first!, hoursAfter(first!.toAt, 20));
        await decideExpectation(actingAt(world, hoursAfter(first!.toAt, 24)), {
          ...{ cycleId: first!.id, partner: partners.cumulus.id, decision: 'waive' },
          reason: 'Alpenblick started with Cumulus a month later.',
        });
      },
    ],
    [
      second,
      async () => {
        await readings(second, hoursAfter(second.toAt, 26), { misread: 1 });
        await cloud(second);
      },
    ],
    [
      third,
      async () => {
        await pull(second, hoursAfter(second.runAt, 120));
        await readings(second, hoursAfter(second.runAt, 150), {
          externalId: `VG-${second.period.to}-K`,
          replaces: `VG-${second.period.to}`,
        });
        await pull(third, hoursAfter(third.toAt, 20));
        await readings(third, hoursAfter(third.toAt, 26));
        await cloud(third);
        await invoices(world, partners, third, hoursAfter(third.toAt, 30), ['PL-7750']);
      },
    ],
  ]);
  return {
    before: async (cycle) => {
      await stories.get(cycle)?.();
    },
    waiting: async () => {
      const at = [hoursAfter(open.toAt, 30), world.now].sort()[0]!;
      await invoices(world, partners, open, at, ['PL-7750', 'PL-7781']);
      await sweepExpectations(actingAt(world, world.now));
    },
  };
}

type Reading = { misread?: number };

/** A site of Alpenblick Hotels, billed in euros. */
const ERP = [{ id: 'cmb-alpen-erp', name: 'Alpenblick ERP', lines: 40 }];

const hoursAfter = (instant: string, hours: number): string =>
  new Date(Date.parse(instant) + hours * 3_600_000).toISOString();

/** Whose accounts, services and tax codes are whose, how Voltgrid's list is read, and that Paperlane's services have to be known. */
async function buildPartnerMappings(
  world: World,
  { accounts }: DemoCustomers,
  partners: DemoPartners,
): Promise<void> {
  const ctx = actingAt(world, world.now);
  const map = (
    partner: DemoPartner,
    own: readonly (readonly [string, string])[],
    level: 'sub_account' | 'payer' = 'sub_account',
  ) =>
    setAccountMappings(ctx, {
      partner: partner.id,
      mappings: own.map(([externalAccount, billingAccount]) => ({ level, externalAccount, billingAccount })),
    });
  await map(partners.clearcast, [
    ['tenant-1', accounts['RW-4001'].id],
    ['tenant-2', accounts['AH-6001'].id],
  ]);
  await map(partners.voltgrid, [
    ['LEJ-0044-A', accounts['RW-4002'].id],
    ['LEJ-0044-B', accounts['RW-4002'].id],
  ]);
  await map(partners.paperlane, [['PL-7750', accounts['NE-5001'].id]], 'payer');
  await map(partners.cumulus, [['cmb-alpen-erp', accounts['AH-6001'].id]]);

  const voltgrid = partners.voltgrid.id;
  await setTaxMappings(ctx, {
    partner: voltgrid,
    mappings: [{ externalCode: 'V1', taxClass: 'standard' }],
  });
  const tariff = (externalService: string, description: string) => ({
    externalService,
    to: { offering: 'voltgrid-power', description, taxClass: null },
  });
  await setServiceMappings(ctx, {
    partner: voltgrid,
    mappings: [
      tariff('Day tariff', 'Electricity, 6 to 22 h'),
      tariff('Night tariff', 'Electricity, 22 to 6 h'),
    ],
  });
  const { open } = accounts['RW-4002'].spec;
  await saveBillMapping(actingAs(world, 'partner', partners.voltgrid, world.now), {
    name: 'Meter readings',
    definition: METER_READINGS,
    sample: meterReadings(open.period, ['LEJ-0044-A'], null).toString(),
    partner: null,
  });

  const called = (externalService: string, description: string | null) => ({
    externalService,
    to: { offering: null, description, taxClass: 'standard' },
  });
  await setServiceMappings(ctx, {
    partner: partners.clearcast.id,
    mappings: [
      called('Commitment', 'Video platform'),
      called('Compute', 'Encoding'),
      called('Storage', 'Video archive'),
    ],
  });
  await setTaxMappings(ctx, {
    partner: partners.paperlane.id,
    mappings: [{ externalCode: 'S:23', taxClass: 'standard' }],
  });
  await changeConditions(ctx, { partner: partners.paperlane.id, change: { servicePolicy: 'mapped' } });
  await setServiceMappings(ctx, {
    partner: partners.paperlane.id,
    mappings: [called('Leaflets', null), called('Binding', null)],
  });
}

/**
 * The connector that reads the simulated partner at the address it has in the demo, in the mood of one who is not ready: the charges of the cycle
 * that waits do not come. Without a simulator it is a system that does not answer. Nothing is called here: that it was tried is told.
 */
async function buildLiveConnector(world: World, clearcast: DemoPartner): Promise<string> {
  const at = world.now;
  const { TRIBUTARY_DEMO, SIMULATOR_PORT, APP_ENCRYPTION_KEY } = env();
  const canAnswer = TRIBUTARY_DEMO && SIMULATOR_PORT > 0 && APP_ENCRYPTION_KEY !== undefined;
  const api = '/tmf-api/customerBillManagement/v4';
  const settings: ConnectorSettings = canAnswer
    ? {
        kind: 'tmf678',
        baseUrl: `http://127.0.0.1:${SIMULATOR_PORT}/as/late${api}`,
        access: { kind: 'api_key', header: 'X-Api-Key' },
      }
    : { kind: 'tmf678', baseUrl: `https://billing.clearcast.example${api}`, access: { kind: 'none' } };
  const ctx = actingAs(world, 'partner', clearcast, at);
  const { id } = await saveConnector(ctx, {
    ...{ id: null, partner: null, name: CONNECTOR, settings },
    ...(canAnswer && { secret: 'secret' }),
  });
  const { operatorId } = world;
  await withTenantSql(scopeOf(actingAt(world, at).actor), (sql) => {
    return markConnectorTested(sql, id, settings, at).then((isTried) => {
      if (!isTried) throw new Error(`The connector of ${operatorId} was not marked as tried`);
    });
  });
  await setConnectorState(ctx, id, 'live');
  return id;
}

const CONNECTOR = 'Billing system';

/** As the connector would have brought it: what the simulated partner's books say, under the number a pull gives it. */
async function pulled(
  world: World,
  clearcast: DemoPartner,
  connectorId: string,
  cycle: SeededCycle,
  at: string,
): Promise<void> {
  const rates = chargesOf({ ...cycle.period, ...BOOKS }).map(appliedRate);
  const id = await received(world, clearcast, cycle, at, {
    externalId: `${CONNECTOR} ${cycle.period.from} Monthly, 15th, Berlin`,
    isReading: true,
    format: 'tmf678',
    fileName: null,
    bytes: Buffer.from(rates.map((rate) => `${JSON.stringify(rate)}\n`).join('')),
  });
  const { operatorId } = world;
  await withTenantSql(scopeOf(actingAt(world, at).actor), (sql) =>
    insertPull(sql, operatorId, {
      ...{ id: newId(), connectorId, cycleId: cycle.id, kind: 'pull', outcome: 'done' },
      ...{ code: null, message: null, charges: rates.length, partnerBillId: id, summary: null },
      ...{ startedAt: at, finishedAt: at },
    }),
  );
}

/** What `npm run -s simulate-partner` has unless it is told otherwise. */
const BOOKS = { currency: 'EUR', accounts: ['tenant-1', 'tenant-2', 'tenant-3'], seed: 1 };

async function invoices(
  world: World,
  { paperlane }: DemoPartners,
  cycle: SeededCycle,
  at: string,
  accounts: readonly string[],
): Promise<void> {
  for (const account of accounts) {
    const externalId = `PP/${cycle.period.to}/${account.slice(3)}`;
    await received(world, paperlane, cycle, at, {
      ...{ externalId, format: 'ubl', fileName: `${externalId.replaceAll('/', '-')}.xml` },
      bytes: printInvoice(cycle.period, account, externalId),
    });
  }
}

async function received(
  world: World,
  partner: DemoPartner,
  cycle: SeededCycle,
  at: string,
  bill: Omit<ReceivePartnerBillInput, 'partner' | 'cycle'>,
): Promise<string> {
  const answer = await receivePartnerBill(actingAs(world, 'partner', partner, at), {
    ...{ partner: null, cycle: cycle.id },
    ...bill,
  });
  const { id, state, lines } = answer.bill;
  if (state !== 'accepted' && lines.accepted > 0) {
    throw new Error(`${bill.externalId} of ${partner.name} is ${state}, not accepted`);
  }
  return id;
}
