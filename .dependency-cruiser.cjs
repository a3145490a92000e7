/**
 * Who may import whom. A new row, or a new word in a row, is a decision and gets a line in DECISIONS.md.
 * Tests are free to reach what they test; `errors`, `env`, `log` and `failpoint` are open to everything but the domain.
 */
const ROOMS = [
  ['lib/schemas', ['lib/domain']],
  ['lib/format', ['lib/domain']],
  ['lib/documents', ['lib/domain', 'lib/format']],
  ['lib/db', ['lib/domain']],
  ['lib/queue', ['lib/domain', 'lib/schemas', 'lib/db']],
  ['lib/integrations', ['lib/domain', 'lib/schemas']],
  ['lib/services', ['lib/domain', 'lib/schemas', 'lib/db', 'lib/queue', 'lib/integrations', 'lib/documents']],
  ['lib/jobs', ['lib/services', 'lib/schemas', 'lib/queue', 'lib/domain']],
  ['lib/auth', ['lib/domain', 'lib/db', 'lib/schemas']],
  ['lib/http', ['lib/auth', 'lib/schemas', 'lib/domain', 'lib/db/idempotency']],
  ['components/ui', ['lib/format']],
  ['components/(?!ui/)[^/]+', ['components', 'lib/domain', 'lib/schemas', 'lib/format']],
  [
    'app(?!/.*_components/)',
    ['app', 'components', 'lib/services', 'lib/auth', 'lib/http', 'lib/schemas', 'lib/format', 'lib/domain'],
  ],
  ['app/.*_components', ['app/.*_components', 'components', 'lib/schemas', 'lib/format', 'lib/domain']],
  ['prisma/seed', ['lib/services', 'lib/db', 'lib/schemas', 'lib/domain', 'scripts/simulate-partner']],
  ['e2e', ['prisma/seed', 'lib/domain', 'lib/format']],
];

/** The domain's folders in their order: each imports only those before it. */
const DOMAIN = [
  'money',
  'period',
  'access',
  'usage',
  'pricing',
  'rating',
  'tax',
  'billing',
  'settlement',
  'ledger',
];

const TEST = '\\.(test|spec|fixture)\\.tsx?$';
const OURS = '^(app|components|lib|prisma|scripts|e2e)/';
const OPEN = 'lib/(errors|env|log|failpoint)\\.ts$';
const anyOf = (paths) => `^(${paths.join('|')})(/|\\.ts|$)`;

const rooms = ROOMS.map(([room, allowed]) => ({
  name: `room: ${room}`,
  comment: `${room} may import, besides itself: ${allowed.join(', ')}.`,
  severity: 'error',
  from: { path: `^${room}/`, pathNot: TEST },
  to: { path: OURS, pathNot: [`^${room}/`, anyOf(allowed), `^${OPEN}`] },
}));

const domain = DOMAIN.map((room, i) => ({
  name: `domain: ${room}`,
  comment: `lib/domain/${room} imports only the domain folders left of it: ${DOMAIN.slice(0, i).join(', ') || 'none'}.`,
  severity: 'error',
  from: { path: `^lib/domain/${room}/`, pathNot: TEST },
  to: { path: OURS, pathNot: anyOf(DOMAIN.slice(0, i + 1).map((name) => `lib/domain/${name}`)) },
}));

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    ...rooms,
    ...domain,
    {
      name: 'domain-is-known',
      comment: 'A new folder of the domain takes its place in the order above.',
      severity: 'error',
      from: { path: '^lib/domain/', pathNot: [TEST, anyOf(DOMAIN.map((name) => `lib/domain/${name}`))] },
      to: {},
    },
    {
      name: 'domain-is-pure',
      comment: 'The domain uses no package and nothing of Node; period/ may use temporal-polyfill.',
      severity: 'error',
      from: { path: '^lib/domain/', pathNot: [TEST, '^lib/domain/period/'] },
      to: {
        dependencyTypes: ['core', 'npm', 'npm-dev', 'npm-optional', 'npm-peer', 'npm-no-pkg', 'unknown'],
      },
    },
    {
      name: 'domain-period-is-pure',
      severity: 'error',
      from: { path: '^lib/domain/period/', pathNot: TEST },
      to: {
        dependencyTypes: ['core', 'npm', 'npm-dev', 'npm-optional', 'npm-peer', 'npm-no-pkg', 'unknown'],
        pathNot: '^node_modules/temporal-',
      },
    },
    {
      name: 'only-db-knows-prisma',
      comment: 'lib/db is the only folder that knows Prisma and SQL.',
      severity: 'error',
      from: { path: '^(app|components|lib)/', pathNot: [TEST, '^lib/db/'] },
      to: { path: ['^lib/db/generated/', '^node_modules/(@prisma|\\.prisma|prisma|pg|pg-copy-streams)/'] },
    },
    {
      name: 'app-is-read-as-app',
      comment: 'The proxy at the root is an edge like any page.',
      severity: 'error',
      from: { path: '^(proxy|instrumentation)\\.ts$' },
      to: {
        path: OURS,
        pathNot: [anyOf(['lib/auth', 'lib/http', 'lib/schemas', 'lib/format', 'lib/domain']), `^${OPEN}`],
      },
    },
    {
      name: 'simulated-partner-is-apart',
      comment: 'The simulated partner shares no code with the hub, so that both cannot be wrong together.',
      severity: 'error',
      from: { path: '^scripts/simulate-partner', pathNot: TEST },
      to: { path: OURS, pathNot: '^scripts/simulate-partner' },
    },
    {
      name: 'no-circular',
      comment: 'No cycles, not even of types.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'not-to-test',
      comment: 'What runs does not import tests. The crash command is a test itself.',
      severity: 'error',
      from: { path: '^(app|components|lib|prisma|scripts)/', pathNot: [TEST, '^scripts/crash/'] },
      to: { path: TEST },
    },
    {
      name: 'not-to-unresolvable',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: ['^node_modules/', '^lib/db/generated/'] },
    exclude: { path: ['^\\.next/', '^\\.data/'] },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
