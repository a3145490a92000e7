import { type Check, oneRowEach } from './check';

const tables = `pg_class c join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'public'
  join pg_attribute a on a.attrelid = c.oid and a.attname = 'operator_id' and not a.attisdropped
  where c.relkind in ('r', 'p')`;

/** The catalogue: no tenant table without its walls, no key without its tenant. */
export const tenantChecks: readonly Check[] = [
  {
    id: 'tenant.security',
    claim: 'every table with operator_id has forced row-level security and a tenant policy',
    sql: oneRowEach(`select c.relrowsecurity and c.relforcerowsecurity and exists (
          select from pg_policy p where p.polrelid = c.oid and p.polpermissive
            and pg_get_expr(p.polqual, p.polrelid) like '%operator_id = %app.operator%') as ok,
        c.relname || ' is open to other tenants' as fault from ${tables}`),
  },
  {
    id: 'tenant.keys',
    claim: 'every unique key of a tenant table contains operator_id, and of an account’s table the account',
    sql: oneRowEach(`select names @> array['operator_id'] and (not owned or names @> array['billing_account_id'])
          or relname = 'api_key' and names = array['key_hash'] as ok,
        format('%s on %s (%s)', index_name, relname, array_to_string(names, ', ')) as fault
      from (
        select c.relname, i.indexrelid::regclass::text as index_name,
          array(select k.attname::text from pg_attribute k where k.attrelid = i.indexrelid order by k.attnum) as names,
          exists (select from pg_attribute x where x.attrelid = c.oid and x.attname = 'billing_account_id'
                    and x.attnotnull and not x.attisdropped) and c.relname <> 'account_mapping' as owned
        from pg_index i join (select c.oid, c.relname from ${tables}) c on c.oid = i.indrelid
        where i.indisunique) keys`),
  },
  {
    id: 'tenant.references',
    claim: 'every foreign key of a tenant table carries operator_id, except to a person',
    sql: oneRowEach(`select k.names @> array['operator_id'] or k.target = 'user_account' as ok,
        format('%s of %s', k.conname, k.source) as fault
      from (
        select f.conname, c.relname as source, f.confrelid::regclass::text as target,
          array(select x.attname::text from pg_attribute x where x.attrelid = f.conrelid and x.attnum = any(f.conkey)) as names
        from pg_constraint f join (select c.oid, c.relname from ${tables}) c on c.oid = f.conrelid
        where f.contype = 'f') k`),
  },
  {
    id: 'tenant.roles',
    claim:
      'web and worker are neither superuser nor owner, cannot bypass row-level security, and cannot define tables',
    sql: oneRowEach(`select not r.rolsuper and not r.rolbypassrls and not r.rolcreaterole and not r.rolcreatedb
          and not has_schema_privilege(r.oid, 'public', 'create')
          and not exists (select from pg_class c where c.relowner = r.oid and c.relnamespace = 'public'::regnamespace) as ok,
        r.rolname || ' has too many rights' as fault
      from pg_roles r where r.rolname in ('tributary_app', 'tributary_worker')
        or pg_has_role(r.oid, 'tributary_app', 'member') and not r.rolsuper
          and r.oid <> (select datdba from pg_database where datname = current_database())
        or pg_has_role(r.oid, 'tributary_worker', 'member') and not r.rolsuper
          and r.oid <> (select datdba from pg_database where datname = current_database())`),
  },
];
