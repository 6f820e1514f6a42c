using System.Security.Cryptography;
using Npgsql;
using NpgsqlTypes;

namespace PeerNetwork.EventSourcing;

/// <summary>Writes the lines of an export into the tables by COPY, one table after the other.</summary>
/// <param name="connection">The connection of the import, in its transaction.</param>
/// <param name="schema">The schema of the service.</param>
/// <param name="eventTypes">The .NET type of each stored event name.</param>
/// <param name="documentTables">The table of each kind of document.</param>
/// <param name="masterKeys">The master keys of this installation, which wrap the imported keys.</param>
/// <param name="transportKey">The key that wraps the keys in the file.</param>
/// <param name="first">The sequence number of the first event.</param>
internal sealed class ImportTables(
    NpgsqlConnection connection,
    string schema,
    IReadOnlyDictionary<string, string> eventTypes,
    IReadOnlyDictionary<string, string> documentTables,
    MasterKeys masterKeys,
    byte[] transportKey,
    long first
) : IAsyncDisposable
{
    private NpgsqlBinaryImporter? _copy;
    private string? _table;
    private long _keys,
        _streams,
        _documents,
        _messages;

    private const string Tenant = "*DEFAULT*";

    public long Events { get; private set; }

    /// <summary>The keys of the file; null for an erased person.</summary>
    public Dictionary<Guid, byte[]?> Keys { get; } = [];

    public List<PositionLine> Positions { get; } = [];

    /// <summary>The expected last line of the file.</summary>
    public EndLine ExpectedEnd(string hash) =>
        new(_keys, _streams, Events, _documents, _messages, Positions.Count, hash);

    /// <exception cref="FormatException">The line has an invalid value.</exception>
    /// <exception cref="CryptographicException">The key cannot be decrypted with the transport key.</exception>
    public Task AddLine(ExportLine line, CancellationToken ct)
    {
        switch (line)
        {
            case HeaderLine header:
                Check(header);
                return Task.CompletedTask;
            case KeyLine key:
                return AddLine(key, ct);
            case StreamLine s:
                _streams++;
                return WriteRow(
                    "mt_streams (id, version, created, timestamp, is_archived, type, tenant_id)",
                    ct,
                    (s.Id, NpgsqlDbType.Uuid),
                    (s.Version, NpgsqlDbType.Bigint),
                    Timestamp(s.Created),
                    Timestamp(s.Timestamp),
                    (s.Archived, NpgsqlDbType.Boolean),
                    Text(s.Type),
                    Text(Tenant)
                );
            case EventLine e:
                return WriteRow(
                    "mt_events (seq_id, id, stream_id, version, type, timestamp, is_archived, data, headers, "
                        + "correlation_id, causation_id, user_name, mt_dotnet_type, tenant_id)",
                    ct,
                    (first + Events++, NpgsqlDbType.Bigint),
                    (e.Id, NpgsqlDbType.Uuid),
                    (e.Stream, NpgsqlDbType.Uuid),
                    (e.Version, NpgsqlDbType.Bigint),
                    Text(e.Type),
                    Timestamp(e.Timestamp),
                    (e.Archived, NpgsqlDbType.Boolean),
                    (e.Data.GetRawText(), NpgsqlDbType.Jsonb),
                    (e.Headers?.GetRawText(), NpgsqlDbType.Jsonb),
                    Text(e.Correlation),
                    Text(e.Causation),
                    Text(e.UserName),
                    Text(TypeOf(e)),
                    Text(Tenant)
                );
            case DocumentLine d:
                _documents++;
                return WriteRow(
                    $"{TableOf(d)} (id, mt_version, data)",
                    ct,
                    (d.Id, NpgsqlDbType.Uuid),
                    (d.Revision, NpgsqlDbType.Bigint),
                    (d.Data.GetRawText(), NpgsqlDbType.Jsonb)
                );
            case MessageLine m:
                _messages++;
                return WriteRow(
                    "processed_messages (message_id, consumer, processed_at)",
                    ct,
                    (m.Id, NpgsqlDbType.Uuid),
                    Text(m.Consumer),
                    Timestamp(m.HandledAt)
                );
            case PositionLine p:
                Positions.Add(
                    p.Events >= 0 && p.Events <= Events
                        ? p
                        : throw new FormatException(
                            $"{p.Subscription} cannot have handled {p.Events} of {Events} events"
                        )
                );
                return Task.CompletedTask;
            default:
                return CompleteTable(ct);
        }
    }

    public async ValueTask DisposeAsync()
    {
        // Without CompleteTable, the rows are discarded.
        if (_copy is not null)
            await _copy.DisposeAsync();
    }

    private void Check(HeaderLine header)
    {
        if ((header.Format, header.Version) != (ExportFile.Format, ExportFile.Version))
            throw new FormatException(
                $"it has the format {header.Format}, version {header.Version}; "
                    + $"supported is {ExportFile.Format}, version {ExportFile.Version}"
            );
        if (header.Service != schema)
            throw new FormatException($"it is an export of {header.Service}, and this is {schema}");
    }

    private Task AddLine(KeyLine line, CancellationToken ct)
    {
        _keys++;
        if (line.Wrapped is null == line.Erased is null)
            throw new FormatException("a person either has a key or was erased");
        if (line.Wrapped is { Length: not AuthenticatedCipher.WrappedKeyBytes })
            throw new FormatException($"a wrapped key has {AuthenticatedCipher.WrappedKeyBytes} bytes");
        var key = line.Wrapped is { } wrapped ? AuthenticatedCipher.Decrypt(transportKey, wrapped, line.Owner) : null;
        Keys[line.Owner] = key;
        return WriteRow(
            "personal_data_keys (owner, created_at, wrapped, master_key, erased_at)",
            ct,
            (line.Owner, NpgsqlDbType.Uuid),
            Timestamp(line.Created),
            (key is null ? null : masterKeys.Wrap(key, line.Owner), NpgsqlDbType.Bytea),
            (masterKeys.CurrentId, NpgsqlDbType.Integer),
            Timestamp(line.Erased)
        );
    }

    private async Task WriteRow(string table, CancellationToken ct, params (object? Value, NpgsqlDbType Type)[] values)
    {
        if (table != _table)
        {
            await CompleteTable(ct);
            _copy = await connection.BeginBinaryImportAsync($"copy {schema}.{table} from stdin (format binary)", ct);
            _table = table;
        }

        await _copy!.StartRowAsync(ct);
        foreach (var (value, type) in values)
            await (value is null ? _copy.WriteNullAsync(ct) : _copy.WriteAsync(value, type, ct));
    }

    private async Task CompleteTable(CancellationToken ct)
    {
        if (_copy is null)
            return;
        await _copy.CompleteAsync(ct);
        await _copy.DisposeAsync();
        (_copy, _table) = (null, null);
    }

    private string TypeOf(EventLine e) =>
        eventTypes.GetValueOrDefault(e.Type)
        ?? throw new FormatException($"this version of {schema} knows no event '{e.Type}'");

    private string TableOf(DocumentLine d) =>
        documentTables.GetValueOrDefault(d.Type)
        ?? throw new FormatException($"this version of {schema} knows no document '{d.Type}'");

    private static (object? Value, NpgsqlDbType Type) Timestamp(DateTimeOffset? moment) =>
        (moment?.ToUniversalTime(), NpgsqlDbType.TimestampTz);

    private static (object? Value, NpgsqlDbType Type) Text(string? text) => (text, NpgsqlDbType.Varchar);
}
