export type DemoPersona = {
  name: string;
  /** What the person does, for the start banner. */
  role: string;
  audience: 'operator' | 'partner' | 'customer';
  /** The short name of the person's party. */
  party: string;
  memberRole: 'admin' | 'billing' | 'viewer';
  email: string;
  apiKey: string;
  /** Where the person lands. */
  path: string;
};

/** The password of every persona, in the demo world and nowhere else: its API keys are as public as this. */
export const DEMO_PASSWORD = 'tributary demo world';

const person = (
  audience: DemoPersona['audience'],
  party: string,
  [name, role]: [string, string],
  memberRole: DemoPersona['memberRole'] = 'admin',
): DemoPersona => ({
  name,
  role,
  audience,
  party,
  memberRole,
  email: `${name
    .toLowerCase()
    .normalize('NFD')
    .replace(/[^a-z ]/g, '')
    .replace(' ', '.')}@${party}.example`,
  apiKey: audience === 'operator' ? 'trb_demo_operator' : `trb_demo_${audience}_${party}`,
  path: `/${audience}`,
});

/** The people of the demo world, one click each. */
export const demoPersonas: readonly DemoPersona[] = [
  person('operator', 'meridian', ['Ewa Nowak', 'Operator: head of billing at Meridian Telecom']),
  person('operator', 'meridian', ['Marek Lis', 'Operator: billing analyst at Meridian Telecom'], 'billing'),
  person('partner', 'skymesh', ['Lena Hartmann', 'Partner: SkyMesh, IoT connectivity, rated by the hub']),
  person('partner', 'cumulus', ['Dev Patel', 'Partner: Cumulus, cloud, sends FOCUS files']),
  person('partner', 'aegis', ['Sofia Marin', 'Partner: Aegis, security software, resells Sentinel']),
  person('partner', 'sentinel', ['Jonas Berg', 'Partner: Sentinel, threat intelligence, sold by Aegis']),
  person('partner', 'clearcast', ['Mia Lund', 'Partner: Clearcast, video, its own billing system is asked']),
  person('partner', 'voltgrid', ['Timo Brandt', 'Partner: Voltgrid, energy, sends CSV of its own shape']),
  person('customer', 'sunbird', ['Nora Ellis', 'Customer: SunBird Media, billed in USD']),
  person('customer', 'vistula', ['Piotr Kowal', 'Customer: Vistula Logistics, billed in PLN and EUR']),
  person('customer', 'rheinwerk', ['Anke Vogel', 'Customer: Rheinwerk Maschinenbau, billed in EUR']),
];
