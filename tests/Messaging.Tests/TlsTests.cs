using Npgsql;
using PeerNetwork.LocalServers;
using PeerNetwork.Testing;

namespace PeerNetwork.Messaging.Tests;

/// <summary>PostgreSQL and RabbitMQ with TLS, and a certificate of a private authority.</summary>
public sealed class TlsServers : IAsyncLifetime
{
    private readonly PrivateAuthority _authority = new();
    private readonly PrivateAuthority _other = new();
    private readonly PostgresFixture _postgres = new();
    private readonly TlsBroker _broker;
    private readonly int _port = Ports.Choose(1)[0];

    public TlsServers() => _broker = new(_authority, _port);

    public string Authority => _authority.AuthorityFile;

    /// <summary>The certificate of an authority that did not issue those of the servers.</summary>
    public string WrongAuthority => _other.AuthorityFile;

    public async Task InitializeAsync()
    {
        await _postgres.InitializeAsync();
        await EnableTls();
        await _broker.InitializeAsync();
    }

    public async Task DisposeAsync()
    {
        await _broker.DisposeAsync();
        await _postgres.DisposeAsync();
        _authority.Delete();
        _other.Delete();
    }

    /// <summary>The connection string of a new database, which trusts this authority alone.</summary>
    public async Task<string> NewDatabase(string authority, string host = "127.0.0.1") =>
        new NpgsqlConnectionStringBuilder(await _postgres.NewDatabase())
        {
            Host = host,
            SslMode = SslMode.VerifyFull,
            RootCertificate = authority,
        }.ConnectionString;

    /// <summary>The amqps URI of a new virtual host.</summary>
    public async Task<string> NewVirtualHost(string host = "127.0.0.1") =>
        new UriBuilder(await _broker.NewVirtualHost())
        {
            Scheme = "amqps",
            Host = host,
            Port = _port,
        }
            .Uri
            .AbsoluteUri;

    private async Task EnableTls()
    {
        await Copy(_authority.CertificateFile, "server.pem");
        await Copy(_authority.KeyFile, "server.key");
        await _postgres.Execute("alter system set ssl_cert_file = 'server.pem'");
        await _postgres.Execute("alter system set ssl_key_file = 'server.key'");
        await _postgres.Execute("alter system set ssl = on");
        await _postgres.Execute("select pg_reload_conf()");
        await Eventually.Passes(async () =>
        {
            await using var connection = new NpgsqlConnection(await NewDatabase(Authority));
            await connection.OpenAsync();
        });
    }

    /// <summary>PostgreSQL reads only a key that belongs to its own user, so it writes the file itself.</summary>
    private Task Copy(string file, string name) =>
        _postgres.Execute(
            $"copy (select unnest(string_to_array('{File.ReadAllText(file)}', E'\\n'))) "
                + $"to program 'umask 077; cat > {name}'"
        );

    private sealed class TlsBroker(PrivateAuthority authority, int port)
        : RabbitMqFixture(
            $$"""-rabbit ssl_listeners [{"127.0.0.1",{{port}}}] """
                + $$"""-rabbit ssl_options [{certfile,"{{authority.CertificateFile}}"},"""
                + $$"""{keyfile,"{{authority.KeyFile}}"}]"""
        );
}

/// <summary>A service trusts the private authority that it is given, and no other.</summary>
public sealed class TlsTests(TlsServers servers) : IClassFixture<TlsServers>
{
    [Fact]
    public async Task A_service_works_with_both_servers_over_tls()
    {
        var broker = await servers.NewVirtualHost();
        var database = await servers.NewDatabase(servers.Authority);
        await using var depot = await TestServices.StartDepot(broker, database, authority: servers.Authority);
        await using var shop = await TestServices.StartShop(
            broker,
            database: await servers.NewDatabase(servers.Authority),
            authority: servers.Authority
        );
        var parcel = Guid.CreateVersion7();
        await depot.SendParcel(parcel, "Acton");
        await Eventually.Passes(async () => (await shop.NotedVersions(parcel)).ShouldBe([2]));

        await using var source = NpgsqlDataSource.Create(database);
        await using var encrypted = source.CreateCommand(
            "select count(*) from pg_stat_ssl join pg_stat_activity using (pid) "
                + "where datname = current_database() and not ssl and backend_type = 'client backend'"
        );
        (await encrypted.ExecuteScalarAsync()).ShouldBe(0L);
    }

    [Theory]
    [InlineData(false, "127.0.0.1")]
    [InlineData(true, "localhost")]
    public async Task A_broker_with_another_authority_or_name_is_refused(bool rightAuthority, string host)
    {
        var authority = rightAuthority ? servers.Authority : servers.WrongAuthority;
        await using var depot = await TestServices.StartDepot(
            await servers.NewVirtualHost(host),
            await servers.NewDatabase(servers.Authority),
            whenReady: false,
            authority: authority
        );
        using var client = depot.Anonymous();
        var ready = await (await client.GetAsync("/health/ready")).Content.ReadAsStringAsync();
        ready.ShouldContain("The broker has not answered yet.");
    }

    [Theory]
    [InlineData(false, "127.0.0.1")]
    [InlineData(true, "localhost")]
    public async Task A_database_with_another_authority_or_name_is_refused(bool rightAuthority, string host)
    {
        var authority = rightAuthority ? servers.Authority : servers.WrongAuthority;
        await using var connection = new NpgsqlConnection(await servers.NewDatabase(authority, host));
        (
            await Should.ThrowAsync<NpgsqlException>(() => connection.OpenAsync())
        ).InnerException.ShouldBeOfType<System.Security.Authentication.AuthenticationException>();
    }
}
