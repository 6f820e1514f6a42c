-- Every role that may read the wrapped keys of personal data in this database, and why. Run it in each database:
-- expected are superusers, the owner of the database, the role of the service, and its logins.

select r.rolname as role,
       r.rolcanlogin as can_log_in,
       format('%I.%I', n.nspname, c.relname) as keys,
       case
         when r.rolsuper then 'superuser'
         when r.oid = c.relowner then 'owner of the table'
         when pg_has_role(r.oid, c.relowner, 'usage') then 'has the rights of the owner'
         when pg_has_role(r.oid, 'pg_read_all_data', 'usage') then 'reads all tables'
         when pg_has_role(r.oid, 'pg_write_server_files', 'usage')
           or pg_has_role(r.oid, 'pg_read_server_files', 'usage') then 'reads the files of the server'
         else 'was granted it, or a role that was'
       end as reason
from pg_roles r
cross join pg_class c
join pg_namespace n on n.oid = c.relnamespace
where c.relname = 'personal_data_keys' and c.relkind = 'r'
  and (
    has_any_column_privilege(r.oid, c.oid, 'select')
    or pg_has_role(r.oid, 'pg_read_server_files', 'usage')
    or pg_has_role(r.oid, 'pg_write_server_files', 'usage')
  )
  and r.rolname not like 'pg\_%'
order by 1;
