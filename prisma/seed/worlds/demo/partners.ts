import { createAgreement } from '@/lib/services/agreements/create-agreement';
import { createPartner, type PartyInput } from '@/lib/services/parties/create-party';
import { actingAt, type World } from '@/prisma/seed/builders/world';
import type { DemoSpecs } from '@/prisma/seed/worlds/demo/customers';

export type DemoPartner = { id: string; name: string; agreementId: string };
export type DemoPartners = Record<
  'skymesh' | 'cumulus' | 'aegis' | 'sentinel' | 'clearcast' | 'voltgrid' | 'paperlane',
  DemoPartner
>;

/** What two partners deliver side by side: the one the cameras, the other the pictures. */
export const CAMERA_SITES = 'camera sites';

/**
 * Seven partners, three ways of working: two rated by the hub and one that stands behind one of them, three that send files, and one
 * whose own system is asked. What becomes of a bill that is late is agreed in three ways too.
 */
export async function buildPartners(world: World, specs: DemoSpecs): Promise<DemoPartners> {
  const ctx = actingAt(world, world.now);
  const terms = { validFrom: '2024-01-01', selfBillingConsent: true };
  const sells = { ...terms, payerId: world.operatorPartyId };

  const skymesh = await createPartner(ctx, { ...SKYMESH, ratingMode: 'hub' });
  const skymeshAgreement = await createAgreement(ctx, {
    ...sells,
    partnerId: skymesh.id,
    role: 'principal',
    currency: 'EUR',
    terms: [{ kind: 'percentage', terms: { ratePercent: '68.5' } }],
  });

  const cumulus = await createPartner(ctx, { ...CUMULUS, ratingMode: 'file' });
  const cumulusAgreement = await createAgreement(ctx, {
    ...sells,
    partnerId: cumulus.id,
    role: 'agent',
    currency: 'USD',
    // The public sample of FOCUS, of September 2024, is to be taken for some years yet.
    maxChargeAgeMonths: 60,
    latePolicy: 'carry_over',
    terms: [{ kind: 'percentage', terms: { ratePercent: '92' } }],
  });

  const aegis = await createPartner(ctx, { ...AEGIS, ratingMode: 'hub' });
  const aegisAgreement = await createAgreement(ctx, {
    ...sells,
    partnerId: aegis.id,
    role: 'principal',
    currency: 'EUR',
    terms: [
      { kind: 'percentage', terms: { ratePercent: '72' } },
      { category: 'threat intelligence', kind: 'percentage', terms: { ratePercent: '80' } },
      { category: CAMERA_SITES, kind: 'percentage', terms: { ratePercent: '20' } },
    ],
  });
  const sentinel = await createPartner(ctx, { ...SENTINEL, ratingMode: 'hub' });
  const sentinelAgreement = await createAgreement(ctx, {
    ...terms,
    payerId: aegis.id,
    partnerId: sentinel.id,
    role: 'principal',
    currency: 'EUR',
    terms: [{ kind: 'percentage', terms: { ratePercent: '45' } }],
  });

  const { before, issued } = specs.berlin;
  const bills = { selfBillingConsent: true, payerId: world.operatorPartyId, currency: 'EUR' };
  const keeps = (ratePercent: string) => [{ kind: 'percentage' as const, terms: { ratePercent } }];
  const clearcast = await createPartner(ctx, { ...CLEARCAST, ratingMode: 'partner' });
  const clearcastAgreement = await createAgreement(ctx, {
    ...bills,
    partnerId: clearcast.id,
    role: 'principal',
    latePolicy: 'estimate',
    validFrom: (before[0] ?? issued[0]).period.from,
    terms: [...keeps('80'), { ...keeps('30')[0]!, category: CAMERA_SITES }],
  });
  const voltgrid = await createPartner(ctx, { ...VOLTGRID, ratingMode: 'file' });
  const voltgridAgreement = await createAgreement(ctx, {
    ...bills,
    partnerId: voltgrid.id,
    role: 'principal',
    latePolicy: 'hold',
    validFrom: issued[0].period.from,
    terms: keeps('95'),
  });
  const paperlane = await createPartner(ctx, { ...PAPERLANE, ratingMode: 'file' });
  const paperlaneAgreement = await createAgreement(ctx, {
    ...bills,
    partnerId: paperlane.id,
    role: 'agent',
    latePolicy: 'carry_over',
    validFrom: issued[1].period.from,
    terms: keeps('88.5'),
  });

  return {
    skymesh: { ...skymesh, name: SKYMESH.name, agreementId: skymeshAgreement.id },
    cumulus: { ...cumulus, name: CUMULUS.name, agreementId: cumulusAgreement.id },
    aegis: { ...aegis, name: AEGIS.name, agreementId: aegisAgreement.id },
    sentinel: { ...sentinel, name: SENTINEL.name, agreementId: sentinelAgreement.id },
    clearcast: { ...clearcast, name: CLEARCAST.name, agreementId: clearcastAgreement.id },
    voltgrid: { ...voltgrid, name: VOLTGRID.name, agreementId: voltgridAgreement.id },
    paperlane: { ...paperlane, name: PAPERLANE.name, agreementId: paperlaneAgreement.id },
  };
}

const SKYMESH: PartyInput = {
  slug: 'skymesh',
  name: 'SkyMesh',
  legalName: 'SkyMesh IoT GmbH',
  country: 'DE',
  vatId: 'DE811907980',
  address: { street: 'Hafenstraße 14', town: 'Hamburg', postcode: '20457' },
  email: 'settlement@skymesh.example',
};

const CUMULUS: PartyInput = {
  slug: 'cumulus',
  name: 'Cumulus Cloud',
  legalName: 'Cumulus Cloud Ltd',
  country: 'IE',
  vatId: 'IE6388047V',
  address: { street: '3 Grand Canal Quay', town: 'Dublin', postcode: 'D02 WC65' },
  email: 'partners@cumulus.example',
};

const AEGIS: PartyInput = {
  slug: 'aegis',
  name: 'Aegis Security',
  legalName: 'Aegis Security B.V.',
  country: 'NL',
  vatId: 'NL861324567B01',
  address: { street: 'Zuidas 210', town: 'Amsterdam', postcode: '1082 LL' },
  email: 'channel@aegis.example',
};

const SENTINEL: PartyInput = {
  slug: 'sentinel',
  name: 'Sentinel Labs',
  legalName: 'Sentinel Labs AB',
  country: 'SE',
  vatId: 'SE556677889901',
  address: { street: 'Kungsgatan 8', town: 'Stockholm', postcode: '111 43' },
  email: 'finance@sentinel.example',
};

const CLEARCAST: PartyInput = {
  slug: 'clearcast',
  name: 'Clearcast Video',
  legalName: 'Clearcast Video A/S',
  country: 'DK',
  vatId: 'DK31415926',
  address: { street: 'Refshalevej 163', town: 'København', postcode: '1432' },
  email: 'billing@clearcast.example',
};

const VOLTGRID: PartyInput = {
  slug: 'voltgrid',
  name: 'Voltgrid Energy',
  legalName: 'Voltgrid Energie GmbH',
  country: 'DE',
  vatId: 'DE294776378',
  address: { street: 'Umspannweg 5', town: 'Leipzig', postcode: '04129' },
  email: 'abrechnung@voltgrid.example',
};

const PAPERLANE: PartyInput = {
  slug: 'paperlane',
  name: 'Paperlane Print',
  legalName: 'Paperlane Print sp. z o.o.',
  country: 'PL',
  vatId: 'PL8971655233',
  address: { street: 'ul. Drukarska 12', town: 'Wrocław', postcode: '53-312' },
  email: 'faktury@paperlane.example',
};
