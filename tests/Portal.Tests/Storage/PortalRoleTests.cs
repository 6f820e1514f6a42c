using Npgsql;
using PeerNetwork.Testing;

namespace PeerNetwork.Portal.Tests.Storage;

public sealed class PortalRoleTests
{
    [Fact]
    public async Task The_portal_writes_its_documents_and_cannot_change_their_tables()
    {
        var database = await ServiceDatabase.Create("portal");
        var login = database.ConnectionOf(database.LoginA);

        await ServiceDatabase.Execute(
            login,
            """
            insert into portal.mt_doc_sessionticket (id, data) values ('1', '{}');
            update portal.mt_doc_sessionticket set data = '{"a": 1}';
            delete from portal.mt_doc_sessionticket;
            insert into portal.mt_doc_protectionkey (id, data) values ('1', '{}');
            """
        );
        var refused = await Should.ThrowAsync<PostgresException>(() =>
            ServiceDatabase.Execute(login, "drop table portal.mt_doc_sessionticket")
        );
        refused.SqlState.ShouldBe(PostgresErrorCodes.InsufficientPrivilege);
    }
}
