using JasperFx.Events;
using Marten;

namespace PeerNetwork.EventSourcing;

/// <summary>An event says something about a person.</summary>
/// <param name="Person">The person.</param>
/// <param name="WholeStream">Whether all events of the stream are about the person, or only this one.</param>
public readonly record struct PersonMention(Guid Person, bool WholeStream);

/// <summary>
/// Where a service holds data on a person: the streams that are about the person, and single events of other streams.
/// Written with the append, so that an export has all that was stored before it.
/// </summary>
/// <remarks>
/// A service derives a class without parameters. An event mentions its people with the whole stream where the stream
/// begins, so that most appends write nothing here.
/// </remarks>
public abstract class PersonalStreamsProjection : TableProjection
{
    /// <summary>Stands for the whole stream in the place of a version.</summary>
    internal const long WholeStream = 0;

    protected PersonalStreamsProjection()
        : base("personal_streams")
    {
        var streams = AddTable("personal_streams");
        streams.AddColumn("person", "uuid").AsPrimaryKey();
        streams.AddColumn("stream", "uuid").AsPrimaryKey();
        streams.AddColumn("version", "bigint").AsPrimaryKey();
    }

    /// <summary>The people about whom an event says something. A person may be named twice.</summary>
    public abstract IEnumerable<PersonMention> MentionsIn(object data);

    protected internal sealed override void Apply(IEvent e, IDocumentOperations operations)
    {
        PersonMention[] mentions = [.. MentionsIn(e.Data).Distinct()];
        if (mentions is [])
            return;
        Guid[] people = [.. mentions.Select(m => m.Person)];
        long[] versions = [.. mentions.Select(m => m.WholeStream ? WholeStream : e.Version)];
        operations.QueueSql(
            $"""
            insert into personal_streams (person, stream, version)
            select m.person, {e.StreamId}, m.version from unnest({people}, {versions}) as m (person, version)
            on conflict do nothing
            """
        );
    }
}
