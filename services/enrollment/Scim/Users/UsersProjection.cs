using JasperFx.Events;
using Marten;
using PeerNetwork.Enrollment.People;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Enrollment.Scim.Users;

/// <summary>
/// The users of SCIM clients. Written with the append: its index keeps user names unique, and a client finds the user
/// that it has just created.
/// </summary>
public sealed class UsersProjection : TableProjection
{
    public UsersProjection()
        : base("scim_users")
    {
        var users = AddTable("scim_users");
        users.AddColumn("id", "uuid").AsPrimaryKey();
        users.AddColumn("resource", "jsonb").NotNull();
        users.AddColumn("user_name", "uuid").NotNull();
        users.AddColumn("external_id", "uuid");
        users.AddColumn("emails", "uuid[]").NotNull();
        users.AddColumn("created_at", "timestamptz").NotNull();
        AddUniqueIndex(
            users,
            "one_user_per_user_name",
            ["user_name"],
            message: "There is a user with this userName already."
        );
        AddIndex(users, "users_by_external_id", ["external_id"]);
        users.Indexes.Add(
            new("users_by_email") { Columns = ["emails"], Method = Weasel.Postgresql.Tables.IndexMethod.gin }
        );

        // No client may create the user of a person who was erased.
        var erased = AddTable("erased_users");
        erased.AddColumn("id", "uuid").AsPrimaryKey();
        erased.AddColumn("user_name", "uuid").NotNull();
        AddIndex(erased, "erased_users_by_name", ["user_name"]);
    }

    protected override void Apply(IEvent e, IDocumentOperations operations)
    {
        switch (e.Data)
        {
            case UserProvisioned u:
                operations.QueueSql(
                    $"""
                    insert into scim_users (id, resource, user_name, external_id, emails, created_at)
                    values ({u.Person.Value}, {u.Resource}, {u.Keys.UserName}, {u.Keys.ExternalId},
                        {u.Keys.Emails.ToArray()}, {u.At})
                    on conflict (id) do update set resource = excluded.resource, user_name = excluded.user_name,
                        external_id = excluded.external_id, emails = excluded.emails
                    """
                );
                break;
            case UserDeprovisioned u:
                operations.QueueSql($"delete from scim_users where id = {u.Person.Value}");
                break;
            case PersonErased p:
                operations.QueueSql($"delete from scim_users where id = {p.Person.Value}");
                if (p.UserNameKey is { } name)
                    operations.QueueSql($"insert into erased_users (id, user_name) values ({p.Person.Value}, {name})");
                break;
        }
    }
}
