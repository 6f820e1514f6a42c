using JasperFx.Events;
using Marten;
using PeerNetwork.Enrollment.People;
using PeerNetwork.Enrollment.People.Merges;
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

        // Nor that of a record that does not speak any more since a merge.
        var merged = AddTable("merged_users");
        merged.AddColumn("id", "uuid").AsPrimaryKey();
        merged.AddColumn("user_name", "uuid").NotNull();
        AddIndex(merged, "merged_users_by_name", ["user_name"]);
    }

    protected override void Apply(IEvent e, IDocumentOperations operations)
    {
        switch (e.Data)
        {
            case UserProvisioned u:
                Set(u.Person, u.Resource, u.Keys, u.At, operations);
                break;
            case MergeEvent m:
                Move(m, operations);
                break;
            case UserDeprovisioned u:
                operations.QueueSql($"delete from scim_users where id = {u.Person.Value}");
                break;
            case PersonErased p:
                operations.QueueSql($"delete from scim_users where id = {p.Person.Value}");
                operations.QueueSql($"delete from merged_users where id = {p.Person.Value}");
                if (p.UserNameKey is { } name)
                    operations.QueueSql($"insert into erased_users (id, user_name) values ({p.Person.Value}, {name})");
                break;
        }
    }

    private static void Set(
        PersonId person,
        PersonalText resource,
        UserKeys keys,
        DateTimeOffset at,
        IDocumentOperations operations
    ) =>
        operations.QueueSql(
            $"""
            insert into scim_users (id, resource, user_name, external_id, emails, created_at)
            values ({person.Value}, {resource}, {keys.UserName}, {keys.ExternalId}, {keys.Emails.ToArray()}, {at})
            on conflict (id) do update set resource = excluded.resource, user_name = excluded.user_name,
                external_id = excluded.external_id, emails = excluded.emails
            """
        );

    private static void Move(MergeEvent e, IDocumentOperations operations)
    {
        if (e is MergeUndone { Duplicate: var duplicate })
            operations.QueueSql($"delete from merged_users where id = {duplicate.Value}");
        if (e is MergedInto { Silent.UserNameKey: { } name })
            operations.QueueSql($"insert into merged_users (id, user_name) values ({e.Person.Value}, {name})");
        if (e.Facts.User is { } user)
            Set(e.Person, user.Resource, user.Keys, e.At, operations);
        else
            operations.QueueSql($"delete from scim_users where id = {e.Person.Value}");
    }
}
