-- Makes the roles of one service. Run it in the empty database of the service, as a superuser or a role that may create
-- roles and grant pg_read_all_stats. It can be run again.
--
--   psql "dbname=enrollment" -c "set peernetwork.service = 'enrollment'" -f roles.sql
--
-- enrollment_owner      owns the database; db-apply logs in as it, with EventSourcing__ServiceRole=enrollment_service.
-- enrollment_service    what the running service may do. Nobody logs in as it.
-- enrollment_a, _b      the logins of the running service; one is in use, the other is for the next password.
--
-- Set the passwords afterwards: \password enrollment_owner, \password enrollment_a.

do $$
declare
  name text := current_setting('peernetwork.service');
  owner text := name || '_owner';
  service text := name || '_service';
  login text;
begin
  if to_regrole(quote_ident(owner)) is null then
    execute format('create role %I login', owner);
  end if;
  if to_regrole(quote_ident(service)) is null then
    execute format('create role %I nologin', service);
  end if;

  -- The daemon looks at the transactions of all sessions of the service, whichever login they have.
  execute format('grant pg_read_all_stats to %I', service);

  foreach login in array array[name || '_a', name || '_b'] loop
    if to_regrole(quote_ident(login)) is null then
      execute format('create role %I login', login);
    end if;
    execute format('grant %I to %I', service, login);
    -- What one login makes, such as the tables of a rebuilt projection, belongs to both.
    execute format('alter role %I set role = %I', login, service);
  end loop;

  -- The owner changes and drops what the service has made.
  execute format('grant %I to %I', service, owner);

  execute format('alter database %I owner to %I', current_database(), owner);
  execute format('revoke all on database %I from public', current_database());
  execute format('grant connect on database %I to %I, %I, %I', current_database(), service, name || '_a', name || '_b');
  -- For the staging tables of a rebuild and of the verification.
  execute format('grant create on database %I to %I', current_database(), service);
  revoke all on schema public from public;
end
$$;
