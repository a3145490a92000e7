import createNextIntlPlugin from 'next-intl/plugin';

const withNextIntl = createNextIntlPlugin('./lib/format/i18n-request.ts');

/** @type {import('next').NextConfig} */
const config = {
  reactStrictMode: true,
  poweredByHeader: false,
  devIndicators: false,
  images: { unoptimized: true },
  // `npm test` runs the type check over the whole tree; a start must not wait for it a second time.
  typescript: { ignoreBuildErrors: true },
  // Browsers ask for it by this name before a page has said another.
  rewrites: async () => [{ source: '/favicon.ico', destination: '/favicon.svg' }],
  experimental: { optimizePackageImports: ['react-aria-components'] },
  serverExternalPackages: [
    '@myriaddreamin/typst-ts-node-compiler',
    '@node-rs/argon2',
    '@prisma/adapter-pg',
    '@prisma/client',
    'busboy',
    'graphile-worker',
    'pg',
    'pg-copy-streams',
    'pino',
  ],
};

export default withNextIntl(config);
