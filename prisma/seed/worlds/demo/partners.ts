import { createAgreement } from '@/lib/services/agreements/create-agreement';
import { createPartner, type PartyInput } from '@/lib/services/parties/create-party';
import { actingAt, type World } from '@/prisma/seed/builders/world';

export type DemoPartner = { id: string; name: string; agreementId: string };
export type DemoPartners = Record<'skymesh' | 'cumulus' | 'aegis' | 'sentinel', DemoPartner>;

/** Four partners, three ways of working: two rated by the hub, one that sends files, and one that stands behind another. */
export async function buildPartners(world: World): Promise<DemoPartners> {
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
    maxChargeAgeMonths: 36,
    latePolicy: 'carry_over',
    terms: [{ kind: 'percentage', terms: { ratePercent: '92' } }],
  });

  const aegis = await createPartner(ctx, { ...AEGIS, ratingMode: 'hub' });
  const aegisAgreement = await createAgreement(ctx, {
    ...sells,
    partnerId: aegis.id,
    role: 'principal',
    currency: 'EUR',
    terms: [{ kind: 'percentage', terms: { ratePercent: '72' } }],
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

  return {
    skymesh: { ...skymesh, name: SKYMESH.name, agreementId: skymeshAgreement.id },
    cumulus: { ...cumulus, name: CUMULUS.name, agreementId: cumulusAgreement.id },
    aegis: { ...aegis, name: AEGIS.name, agreementId: aegisAgreement.id },
    sentinel: { ...sentinel, name: SENTINEL.name, agreementId: sentinelAgreement.id },
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
