using System.Text.Json;
using JasperFx.Events;
using Marten;
using PeerNetwork.Contracts.Enrollment;
using PeerNetwork.Contracts.Privacy;
using PeerNetwork.EventSourcing;
using Weasel.Postgresql.Tables;

namespace PeerNetwork.Analytics.Indicators;

/// <summary>
/// The present sites, people, roles and programs: the newest version of each is kept, in whatever order they arrive.
/// </summary>
public sealed class DirectoryProjection : TableProjection
{
    public DirectoryProjection()
        : base("directory")
    {
        var sites = AddTable("sites");
        sites.AddColumn("id", "uuid").AsPrimaryKey();
        sites.AddColumn("version", "bigint").NotNull();
        sites.AddColumn("code", "text").NotNull();
        sites.AddColumn("name", "text").NotNull();

        var people = AddTable("people");
        people.AddColumn("id", "uuid").AsPrimaryKey();
        people.AddColumn("version", "bigint").NotNull();
        people.AddColumn("active", "boolean").NotNull();
        people.AddColumn("site_code", "text").NotNull();
        people.AddColumn("account", "uuid");
        people.AddColumn("kind", "text").NotNull();
        AddIndex(people, "people_by_site", ["site_code"], where: "active");
        AddIndex(people, "people_by_account", ["account"]);

        var roles = AddTable("person_roles");
        roles.AddColumn("person", "uuid").AsPrimaryKey();
        roles.AddColumn("version", "bigint").NotNull();
        roles.AddColumn("roles", "text").NotNull();

        var accounts = AddTable("person_accounts");
        accounts.AddColumn("person", "uuid").AsPrimaryKey();
        accounts.AddColumn("version", "bigint").NotNull();
        accounts.AddColumn("accounts", "uuid[]").NotNull();
        accounts.Indexes.Add(new("people_by_linked_account") { Columns = ["accounts"], Method = IndexMethod.gin });

        var programs = AddTable("programs");
        programs.AddColumn("id", "uuid").AsPrimaryKey();
        programs.AddColumn("version", "bigint").NotNull();
        programs.AddColumn("name", "text");
        programs.AddColumn("site_codes", "text[]").NotNull();
        programs.AddColumn("closed_at", "timestamptz");
    }

    protected override void Apply(IEvent e, IDocumentOperations operations)
    {
        switch (e.Data)
        {
            case SiteRecorded s:
                operations.QueueSql(
                    $"""
                    insert into sites as t (id, version, code, name) values ({s.Site}, {s.Version}, {s.Code}, {s.Name})
                    on conflict (id) do update
                        set (version, code, name) = (excluded.version, excluded.code, excluded.name)
                        where excluded.version > t.version
                    """
                );
                break;
            case PersonRecorded p:
                operations.QueueSql(
                    $"""
                    insert into people as t (id, version, active, site_code, account, kind)
                        values ({p.Person}, {p.Version}, {p.Active}, {p.SiteCode}, {p.Account}, {p.Kind})
                    on conflict (id) do update set (version, active, site_code, account, kind)
                        = (excluded.version, excluded.active, excluded.site_code, excluded.account, excluded.kind)
                    where excluded.version > t.version
                    """
                );
                break;
            case RolesRecorded r:
                var roles = JsonSerializer.Serialize(r.Roles, JsonSerializerOptions.Web);
                operations.QueueSql(
                    $"""
                    insert into person_roles as t (person, version, roles) values ({r.Person}, {r.Version}, {roles})
                    on conflict (person) do update set (version, roles) = (excluded.version, excluded.roles)
                    where excluded.version > t.version
                    """
                );
                break;
            case AccountsRecorded a:
                operations.QueueSql(
                    $"""
                    insert into person_accounts as t (person, version, accounts)
                    values ({a.Person}, {a.Version}, {a.Accounts.ToArray()})
                    on conflict (person) do update set (version, accounts) = (excluded.version, excluded.accounts)
                    where excluded.version > t.version
                    """
                );
                break;
            case PersonErased p:
                operations.QueueSql(
                    $"""
                    insert into people as t (id, version, active, site_code, kind)
                        values ({p.Person}, {p.Version}, false, '', '')
                    on conflict (id) do update set (version, active, site_code, account, kind)
                        = (excluded.version, excluded.active, excluded.site_code, null, excluded.kind)
                    """
                );
                operations.QueueSql($"delete from person_roles where person = {p.Person}");
                break;
            case ProgramPublished p:
                operations.QueueSql(
                    $"""
                    insert into programs as t (id, version, name, site_codes)
                    values ({p.Program}, {p.Version}, {p.Name}, {p.SiteCodes.ToArray()})
                    on conflict (id) do update set (version, name, site_codes)
                        = (excluded.version, excluded.name, excluded.site_codes)
                    where excluded.version > t.version
                    """
                );
                break;
            case ProgramClosed c:
                // Version 0: whatever was published, before or after this arrives, describes the program.
                operations.QueueSql(
                    $"""
                    insert into programs as t (id, version, site_codes, closed_at)
                        values ({c.Program}, 0, array[]::text[], {c.At})
                    on conflict (id) do update set closed_at = least(t.closed_at, excluded.closed_at)
                    """
                );
                break;
        }
    }
}
